"""What every engine does that searches for pieces: sources to prompts, batches, answers to text.

The same whichever library runs the model, and whatever kind of model it is: what runs it is a
`Searcher`. Sources are normalised first, as the memory's are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from bot.records import Hypothesis
from bot.translation.engines.batches import by_size
from bot.translation.engines.translator import GREEDY, Decoding

P = TypeVar("P")

FoundPieces = tuple[Sequence[P], float]
"""Produced pieces, or their numbers, tags and END taken off, and their mean log-probability, END
included."""


class Searcher(Protocol[P]):
    """A model that is loaded."""

    @property
    def workers(self) -> int:
        """Batches under way at the same time."""
        ...

    def search(
        self, batches: Sequence[list[int]], prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[FoundPieces[P]]]]]:
        """Each batch of keys of `prompts` with what was found for them, best first. The length
        of an answer is limited, so that a loop ends."""
        ...


class SearchingTranslator(ABC, Generic[P]):
    """A `Translator` around a `Searcher`; loads on first use."""

    informed = None
    copies_english = True
    searches = True

    @property
    @abstractmethod
    def max_pieces(self) -> int: ...

    @abstractmethod
    def pieces(self, source: str) -> int: ...

    @abstractmethod
    def load(self) -> Path:
        """Load, and ask the canaries if they were never asked of this; returns the model's
        folder. Raises `bot.errors.ModelError`."""

    @property
    @abstractmethod
    def _searcher(self) -> Searcher[P]: ...

    @property
    @abstractmethod
    def _batch_pieces(self) -> int:
        """Pieces of all prompts in one batch, divided by the width of the search."""

    @abstractmethod
    def _prompts(self, source: str) -> list[list[str]]:
        """The source's prompt, or one for each stretch of it; none where it is blank."""

    @abstractmethod
    def _text(self, pieces: Sequence[P]) -> str: ...

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.load()
        return self._answers(sources, decoding, progress)

    def _ask_canaries(self, sources: Sequence[str]) -> list[str]:
        return [best[0].text for best in self._answers(sources, GREEDY, None)]

    def _answers(
        self,
        sources: Sequence[str],
        decoding: Decoding,
        progress: Callable[[int], None] | None,
    ) -> list[tuple[Hypothesis, ...]]:
        cuts = [self._prompts(source) for source in sources]
        places = [(i, n) for i, stretches in enumerate(cuts) for n in range(len(stretches))]
        prompts = {k: cuts[i][n] for k, (i, n) in enumerate(places)}
        waiting = Counter(i for i, _ in places)
        if progress and len(waiting) < len(sources):
            progress(len(sources) - len(waiting))
        answers: list[list[list[FoundPieces[P]]]] = [[[]] * len(stretches) for stretches in cuts]
        for batch, results in self._searched(prompts, decoding):
            done = 0
            for k, found in zip(batch, results, strict=True):
                i, n = places[k]
                answers[i][n] = found
                waiting[i] -= 1
                done += not waiting[i]
            if progress:
                progress(done)
        return [self._hypotheses(stretches) for stretches in answers]

    def _searched(
        self, prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[FoundPieces[P]]]]]:
        sizes = {k: len(prompt) for k, prompt in prompts.items()}
        searcher, room = self._searcher, self._batch_pieces // width(decoding)
        return searcher.search(by_size(sizes, room, searcher.workers), prompts, decoding)

    def _hypotheses(self, stretches: list[list[FoundPieces[P]]]) -> tuple[Hypothesis, ...]:
        if not stretches:
            return (Hypothesis("", 0.0),)
        joined = []
        for ranked in zip(*stretches, strict=False):
            text = " ".join(self._text(pieces) for pieces, _ in ranked)
            joined.append(Hypothesis(text, _mean(ranked)))
        return tuple(sorted(joined, key=lambda hypothesis: -(hypothesis.score or 0.0)))


def width(decoding: Decoding) -> int:
    """How many answers to one source are under way at the same time."""
    return max(decoding.beam, decoding.hypotheses)


def sampling_options(decoding: Decoding) -> dict[str, Any]:
    """How CTranslate2 is told to draw; nothing where it is to search."""
    if not decoding.sampled:
        return {}
    return {
        "sampling_topk": 0,
        "sampling_topp": decoding.top_p,
        "sampling_temperature": decoding.temperature,
    }


def _mean(found: Sequence[FoundPieces[P]]) -> float:
    if len(found) == 1:
        return found[0][1]
    weights = [len(pieces) + 1 for pieces, _ in found]
    total = sum(mean * weight for (_, mean), weight in zip(found, weights, strict=True))
    return total / sum(weights)
