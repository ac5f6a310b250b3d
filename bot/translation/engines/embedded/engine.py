"""The embedded model as a Translator: prompts in, batches by length through CTranslate2, text out.

Knows the model folder only through its card, and the cache only through `store.ensure`.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import CanaryFailed, DamagedModel
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.engines.batches import by_size, side_by_side, usable_cores
from bot.translation.engines.canary import CANARIES, RECORD, Canary, check_canary, files, libraries
from bot.translation.engines.embedded.built import ensure, place_of
from bot.translation.engines.embedded.card import Card
from bot.translation.engines.embedded.prompt import Prompter
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.normalise import normalise


@dataclass(frozen=True, slots=True)
class Tuning:
    """What changes the output or the speed besides model and decoding; measured, see
    bot/translation/engines/embedded/aren/README.md."""

    length_factor: float = 1.5
    length_offset: int = 16
    """At most factor * source pieces + offset pieces are produced, so that a loop ends soon.
    On FLORES dev 99.9% of references stay under a factor of 1.4 without any offset."""
    batch_pieces: int = 240
    """Prompt pieces in one batch, divided by the width of the beam. CTranslate2 keeps keys and
    values for every attention head, 147 kB a piece and beam, and twice over while they grow. All
    batches under translation at once may have this times the workers; a sentence with more goes
    alone."""

    def longest_answer(self, prompt_pieces: int) -> int:
        """How many pieces may be produced for a prompt."""
        return int(self.length_factor * prompt_pieces) + self.length_offset


_TUNING = Tuning()

MOST = 4
"""Batches at the same time unless more are asked for: memory before speed on large machines."""

_M_ARENA_MAX = -8  # malloc.h
_LIBRARIES = ("ctranslate2", "tokenizers")


class EmbeddedTranslator:
    """A `Translator` over one model folder; loads, and builds, on first use."""

    def __init__(
        self,
        card: Card,
        cache_dir: Path,
        progress: Progress,
        threads: int = 0,
        tuning: Tuning = _TUNING,
        canaries: Sequence[Canary] = CANARIES,
    ) -> None:
        """`progress` hears of a build. `threads`: batches under translation at the same time, each
        with one thread, which is faster than more threads in fewer; each takes 80 MB for tables
        of its own besides its batch. 0 takes every core this process may use, up to `MOST`."""
        self.card = card
        self._cache_dir = cache_dir
        self._progress = progress
        self.workers = threads or min(usable_cores(), MOST)
        self.tuning = tuning
        self._canaries = tuple(canaries)
        self._loaded_prompter: Prompter | None = None
        self._generator: Any = None

    @property
    def identity(self) -> EngineIdentity:
        settings = repr((self.tuning.length_factor, self.tuning.length_offset))
        version = hashlib.sha256(f"{self.card.digest} {settings}".encode()).hexdigest()[:16]
        return EngineIdentity(self.card.name, version, self.card.label)

    @property
    def max_pieces(self) -> int:
        return self.card.max_source_pieces

    def pieces(self, source: str) -> int:
        return len(self._prompter.pieces(source))

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    @property
    def informed(self) -> None:
        return None

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.load()
        return self._translate(sources, decoding, progress)

    def load(self) -> Path:
        """Build if need be, load, and ask the canaries if they were never asked here; returns
        the model's folder. Does nothing where the model is loaded.

        Raises `bot.errors.ModelError`.
        """
        place = place_of(self.card, self._cache_dir)
        if self._generator is None:
            ensure(self.card, self._cache_dir, self._progress)
            self._generator = self._open_or_rebuild(place)
            try:
                check_canary(
                    place / RECORD,
                    {"files": files(place.glob("model.*")), **libraries(*_LIBRARIES)},
                    self._ask_canaries,
                    self._canaries,
                    "Build it again with `mujaz models build --force`; should that not help, "
                    "the installed ctranslate2 may not suit this machine.",
                )
            except CanaryFailed:
                self.close()
                raise
        return place

    def close(self) -> None:
        self._generator = None

    @property
    def _prompter(self) -> Prompter:
        if self._loaded_prompter is None:
            self._loaded_prompter = Prompter(self.card)
        return self._loaded_prompter

    def _open_or_rebuild(self, place: Path) -> Any:
        try:
            return self.open(place)
        except (RuntimeError, ValueError):
            # The sizes are right and the content is not: build once more, then give up.
            ensure(self.card, self._cache_dir, self._progress, force=True)
        try:
            return self.open(place)
        except (RuntimeError, ValueError) as error:
            raise DamagedModel(
                f"The model in {place} was built anew and does not load: {error}. "
                "Reinstall Mujaz and ctranslate2."
            ) from error

    def open(self, place: Path, workers: int | None = None) -> Any:
        """A `ctranslate2.Generator` over a built model, set up as `translate` uses it.

        Raises RuntimeError or ValueError where CTranslate2 cannot load it.
        """
        import ctranslate2

        _one_arena()
        return ctranslate2.Generator(
            str(place),
            device="cpu",
            compute_type="int8",
            inter_threads=workers or self.workers,
            intra_threads=1,
        )

    def _ask_canaries(self, sources: Sequence[str]) -> list[str]:
        return [best[0].text for best in self._translate(sources, GREEDY, None)]

    def _translate(
        self,
        sources: Sequence[str],
        decoding: Decoding,
        progress: Callable[[int], None] | None,
    ) -> list[tuple[Hypothesis, ...]]:
        answers: list[tuple[Hypothesis, ...]] = [(Hypothesis("", 0.0),)] * len(sources)
        prompts = {i: self._prompter.prompt(s) for i, s in enumerate(sources) if normalise(s)}
        if progress and len(prompts) < len(sources):
            progress(len(sources) - len(prompts))
        generator = self._sampler(decoding.seed) if decoding.sampled else self._generator

        def ask(batch: list[int]) -> list[Any]:
            return self._ask(generator, [prompts[i] for i in batch], decoding)

        width = max(decoding.beam, decoding.hypotheses)
        sizes = {i: len(prompt) for i, prompt in prompts.items()}
        batches = by_size(sizes, self.tuning.batch_pieces // width, self.workers)
        weighed = [(sum(sizes[i] for i in batch) * width, batch) for batch in batches]
        room = self.tuning.batch_pieces * self.workers
        for batch, results in side_by_side(weighed, ask, self.workers, room):
            for i, result in zip(batch, results, strict=True):
                answers[i] = self._hypotheses(result)
            if progress:
                progress(len(batch))
        return answers

    def _sampler(self, seed: int) -> Any:
        """A generator of its own, with one worker.

        CTranslate2 takes the seed when a thread draws first and never again, so draws are the
        same in every run only in a new thread that has all of them.
        """
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        return self.open(place_of(self.card, self._cache_dir), workers=1)

    def _ask(self, generator: Any, prompts: list[list[str]], decoding: Decoding) -> list[Any]:
        sampling = (
            {
                "sampling_topk": 0,
                "sampling_topp": decoding.top_p,
                "sampling_temperature": decoding.temperature,
            }
            if decoding.sampled
            else {}
        )
        results: list[Any] = generator.generate_batch(
            prompts,
            beam_size=decoding.beam,
            num_hypotheses=decoding.hypotheses,
            end_token=self.card.end,
            include_prompt_in_result=False,
            max_length=self.tuning.longest_answer(max(map(len, prompts))),
            return_scores=True,
            **sampling,
        )
        return results

    def _hypotheses(self, result: Any) -> tuple[Hypothesis, ...]:
        found = [
            Hypothesis(self._prompter.text(ids), float(score))
            for ids, score in zip(result.sequences_ids, result.scores, strict=True)
        ]
        return tuple(sorted(found, key=lambda hypothesis: -(hypothesis.score or 0.0)))


def _one_arena() -> None:
    """Have glibc serve all threads from one heap: each worker's own would keep what its largest
    batch took, 40 MB and more a worker, and the lock on one costs nothing measurable here."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 1)
