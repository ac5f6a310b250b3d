"""A Translator over any sequence-to-sequence model: sources to pieces, batches, answers to text.

The same for every library: what runs the model is a `Searcher`. Sources are normalised first,
as the embedded engine's and the memory's are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from bot.errors import CanaryFailed
from bot.records import EngineIdentity, Hypothesis
from bot.translation.engines.batches import by_size
from bot.translation.engines.canary import CANARIES, Canary, check_canary, libraries
from bot.translation.engines.families import Family
from bot.translation.engines.spelling import Spelling, load_spelling
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.model_store.folder import ModelFolder
from bot.translation.normalise import normalise

Found = tuple[list[str], float]
"""Produced pieces, tags and END taken off, and their mean log-probability, END included."""


class Searcher(Protocol):
    """A model that is loaded, or loads when it is first asked."""

    @property
    def workers(self) -> int:
        """Batches under way at the same time."""
        ...

    @property
    def settings(self) -> str:
        """Everything, the model's files apart, that changes what it finds."""
        ...

    def load(self) -> None:
        """Raises `bot.errors.ModelError` where it does not load."""
        ...

    def close(self) -> None: ...

    def search(
        self, batches: Sequence[list[int]], prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[Found]]]]:
        """Each batch of keys of `prompts` with what was found for them, best first. The length
        of an answer is limited by `longest_answer`."""
        ...


def longest_answer(prompt_pieces: int) -> int:
    """How many pieces may be produced: more than any translation needs, so that a loop ends.

    99.9% of FLORES dev references stay under 1.4 times the source in the embedded model's
    pieces; vocabularies differ, so twice and some.
    """
    return 2 * prompt_pieces + 16


@dataclass(frozen=True, slots=True)
class Parts:
    """What a PieceTranslator is put together from."""

    folder: ModelFolder
    family: Family
    searcher: Searcher
    engine: str
    """As it is configured: "ctranslate2"."""
    libraries: tuple[str, ...]
    """Their versions are noted with the canaries."""
    notes: Path
    """The file a canary's pass is noted in."""
    batch_pieces: int
    positions: int
    """The longest sequence the network takes, END and tags included; 0: no limit is known."""


class PieceTranslator:
    """A `Translator`; loads on first use."""

    def __init__(self, parts: Parts, canaries: Sequence[Canary] = CANARIES) -> None:
        """Raises DamagedModel where the folder's tokenizer does not load."""
        self.parts = parts
        self._canaries = tuple(canaries)
        self._spelling: Spelling = load_spelling(parts.folder.path)
        self._trusted = False

    @cached_property
    def identity(self) -> EngineIdentity:
        parts, folder = self.parts, self.parts.folder
        what = repr((folder.digest, parts.family, parts.searcher.settings, longest_answer(100)))
        stored = f" {folder.quantization}" if folder.quantization else ""
        return EngineIdentity(
            folder.name,
            hashlib.sha256(what.encode()).hexdigest()[:16],
            f"{folder.short_name}{stored} ({parts.engine})",
        )

    @property
    def max_pieces(self) -> int:
        family, positions = self.parts.family, self.parts.positions
        room = positions - family.extra - len(self._spelling.pieces(family.prompt))
        return min(family.max_pieces, room) if positions else family.max_pieces

    def pieces(self, source: str) -> int:
        return len(self._spelling.pieces(normalise(source)))

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    @property
    def informed(self) -> None:
        return None

    def load(self) -> Path:
        """Load, and ask the canaries if they were never asked of this; returns the folder."""
        parts = self.parts
        if not self._trusted:
            parts.searcher.load()
            about = {"version": self.identity.version, **libraries(*parts.libraries)}
            try:
                check_canary(parts.notes, about, self._ask_canaries, self._canaries, self._advice)
            except CanaryFailed:
                self.close()
                raise
            self._trusted = True
        return parts.folder.path

    def close(self) -> None:
        self._trusted = False
        self.parts.searcher.close()

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.load()
        return self._translate(sources, decoding, progress)

    @property
    def _advice(self) -> str:
        name = self.parts.folder.name
        return (
            f"Pull {name} again (mujaz models remove, then mujaz models pull), or set another "
            "model or engine. A library that was just upgraded may be the cause."
        )

    def _ask_canaries(self, sources: Sequence[str]) -> list[str]:
        return [best[0].text for best in self._translate(sources, GREEDY, None)]

    def _translate(
        self,
        sources: Sequence[str],
        decoding: Decoding,
        progress: Callable[[int], None] | None,
    ) -> list[tuple[Hypothesis, ...]]:
        cuts = [self._stretches(source) for source in sources]
        places = [(i, n) for i, stretches in enumerate(cuts) for n in range(len(stretches))]
        prompts = {k: self.parts.family.source(cuts[i][n]) for k, (i, n) in enumerate(places)}
        waiting = Counter(i for i, _ in places)
        if progress and len(waiting) < len(sources):
            progress(len(sources) - len(waiting))
        answers: list[list[list[Found]]] = [[[]] * len(stretches) for stretches in cuts]
        for batch, results in self._search(prompts, decoding):
            done = 0
            for k, found in zip(batch, results, strict=True):
                i, n = places[k]
                answers[i][n] = found
                waiting[i] -= 1
                done += not waiting[i]
            if progress:
                progress(done)
        return [self._hypotheses(parts) for parts in answers]

    def _search(
        self, prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[Found]]]]:
        sizes = {k: len(prompt) for k, prompt in prompts.items()}
        width = max(decoding.beam, decoding.hypotheses)
        searcher = self.parts.searcher
        batches = by_size(sizes, self.parts.batch_pieces // width, searcher.workers)
        return searcher.search(batches, prompts, decoding)

    def _stretches(self, source: str) -> list[list[str]]:
        """The source's pieces, whole where the network can take them.

        Only a single "word" of hundreds of pieces comes here longer; it is cut in stretches,
        which the network would otherwise refuse together with the rest of its batch.
        """
        text = normalise(source)
        if not text:
            return []
        family, positions = self.parts.family, self.parts.positions
        pieces = self._spelling.pieces(family.prompt + text)
        limit = positions - family.extra if positions else max(len(pieces), 1)
        return [pieces[start : start + limit] for start in range(0, len(pieces), limit)]

    def _hypotheses(self, stretches: list[list[Found]]) -> tuple[Hypothesis, ...]:
        if not stretches:
            return (Hypothesis("", 0.0),)
        joined = []
        for ranked in zip(*stretches, strict=False):
            weight = sum(len(pieces) + 1 for pieces, _ in ranked)
            score = sum(mean * (len(pieces) + 1) for pieces, mean in ranked) / weight
            text = " ".join(self._spelling.text(pieces) for pieces, _ in ranked)
            joined.append(Hypothesis(text, score))
        return tuple(sorted(joined, key=lambda hypothesis: -(hypothesis.score or 0.0)))
