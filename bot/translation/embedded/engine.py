"""The embedded model as a Translator: prompts in, batches by length through CTranslate2, text out.

Knows the model folder only through its card, and the cache only through `store.ensure`.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import CanaryFailed, DamagedModel
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.embedded.canary import CANARIES, Canary, check_canary
from bot.translation.embedded.card import Card
from bot.translation.embedded.prompt import Prompter
from bot.translation.embedded.store import ensure, place_of
from bot.translation.normalise import normalise
from bot.translation.translator import GREEDY, Decoding


@dataclass(frozen=True, slots=True)
class Tuning:
    """What changes the output or the speed besides model and decoding; measured, see
    bot/models/aren/README.md."""

    length_factor: float = 1.5
    length_offset: int = 16
    """At most factor * source pieces + offset pieces are produced, so that a loop ends soon.
    On FLORES dev 99.9% of references stay under a factor of 1.4 without any offset."""
    batch_pieces: int = 2048
    """Prompt pieces in one batch, divided by the width of the beam."""


_TUNING = Tuning()


class EmbeddedTranslator:
    """A `Translator` over one model folder; loads, and builds, on first use.

    CTranslate2 runs one batch a thread: on two cores 1.6 times as fast as two threads a batch.
    """

    def __init__(
        self,
        card: Card,
        cache_dir: Path,
        progress: Progress,
        threads: int = 0,
        tuning: Tuning = _TUNING,
        canaries: Sequence[Canary] = CANARIES,
    ) -> None:
        """`progress` hears of a build; `threads` 0 takes every core this process may use."""
        self._card = card
        self._cache_dir = cache_dir
        self._progress = progress
        self._threads = threads or usable_cores()
        self._tuning = tuning
        self._canaries = tuple(canaries)
        self._loaded_prompter: Prompter | None = None
        self._generator: Any = None

    @property
    def identity(self) -> EngineIdentity:
        settings = repr((self._tuning.length_factor, self._tuning.length_offset))
        version = hashlib.sha256(f"{self._card.digest} {settings}".encode()).hexdigest()[:16]
        return EngineIdentity(self._card.name, version, self._card.label)

    @property
    def max_pieces(self) -> int:
        return self._card.max_source_pieces

    def pieces(self, source: str) -> int:
        return len(self._prompter.pieces(source))

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

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
        place = place_of(self._card, self._cache_dir)
        if self._generator is None:
            ensure(self._card, self._cache_dir, self._progress)
            self._generator = self._open_or_rebuild(place)
            try:
                check_canary(place, self._ask_canaries, self._canaries)
            except CanaryFailed:
                self.close()
                raise
        return place

    def close(self) -> None:
        self._generator = None

    @property
    def _prompter(self) -> Prompter:
        if self._loaded_prompter is None:
            self._loaded_prompter = Prompter(self._card)
        return self._loaded_prompter

    def _open_or_rebuild(self, place: Path) -> Any:
        try:
            return self._open(place, self._threads)
        except (RuntimeError, ValueError):
            # The sizes are right and the content is not: build once more, then give up.
            ensure(self._card, self._cache_dir, self._progress, force=True)
        try:
            return self._open(place, self._threads)
        except (RuntimeError, ValueError) as error:
            raise DamagedModel(
                f"The model in {place} was built anew and does not load: {error}. "
                "Reinstall Mujaz and ctranslate2."
            ) from error

    def _open(self, place: Path, threads: int) -> Any:
        import ctranslate2

        return ctranslate2.Generator(
            str(place),
            device="cpu",
            compute_type="int8",
            inter_threads=threads,
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
        for batch, results in self._run(self._batches(prompts, decoding), prompts, decoding):
            for i, result in zip(batch, results, strict=True):
                answers[i] = self._hypotheses(result)
            if progress:
                progress(len(batch))
        return answers

    def _batches(self, prompts: dict[int, list[str]], decoding: Decoding) -> list[list[int]]:
        """Neighbours in length together, the longest first: the last batch is then a short one,
        and no thread waits long for another."""
        order = sorted(prompts, key=lambda i: len(prompts[i]), reverse=True)
        total = sum(len(prompt) for prompt in prompts.values())
        share = total // self._threads + 1
        width = max(decoding.beam, decoding.hypotheses)
        limit = min(self._tuning.batch_pieces // width, share)
        batches: list[list[int]] = []
        room = 0
        for i in order:
            if len(prompts[i]) > room:
                batches.append([])
                room = max(limit, len(prompts[i]))
            batches[-1].append(i)
            room -= len(prompts[i])
        return batches

    def _run(
        self, batches: Sequence[list[int]], prompts: dict[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[Any]]]:
        """Each batch with its results; enough are under way to keep every thread busy."""
        generator = self._sampler(decoding.seed) if decoding.sampled else self._generator
        under_way: deque[tuple[list[int], list[Any]]] = deque()
        for batch in batches:
            if len(under_way) > 2 * self._threads:
                yield _finished(under_way)
            under_way.append(
                (batch, self._submit(generator, [prompts[i] for i in batch], decoding))
            )
        while under_way:
            yield _finished(under_way)

    def _sampler(self, seed: int) -> Any:
        """A generator of its own, with one thread.

        CTranslate2 takes the seed when a thread draws first and never again, so draws are the
        same in every run only in a new thread that has all of them.
        """
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        return self._open(place_of(self._card, self._cache_dir), threads=1)

    def _submit(self, generator: Any, prompts: list[list[str]], decoding: Decoding) -> list[Any]:
        tuning = self._tuning
        longest = max(len(prompt) for prompt in prompts)
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
            asynchronous=True,
            beam_size=decoding.beam,
            num_hypotheses=decoding.hypotheses,
            end_token=self._card.end,
            include_prompt_in_result=False,
            max_length=int(tuning.length_factor * longest) + tuning.length_offset,
            return_scores=True,
            **sampling,
        )
        return results

    def _hypotheses(self, result: Any) -> tuple[Hypothesis, ...]:
        found = [
            Hypothesis(self._prompter.text(ids), float(score))
            for ids, score in zip(result.sequences_ids, result.scores, strict=True)
        ]
        return tuple(sorted(found, key=lambda hypothesis: -hypothesis.score))


def _finished(under_way: deque[tuple[list[int], list[Any]]]) -> tuple[list[int], list[Any]]:
    batch, futures = under_way.popleft()
    return batch, [future.result() for future in futures]


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
