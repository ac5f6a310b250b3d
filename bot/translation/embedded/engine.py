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

from bot.errors import DamagedModel
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.embedded.canary import CANARIES, Canary, check_canary
from bot.translation.embedded.card import Card
from bot.translation.embedded.prompt import Prompter
from bot.translation.embedded.store import ensure
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
        place = ensure(self._card, self._cache_dir, self._progress)
        if self._generator is None:
            try:
                self._generator = self._open(place)
            except (RuntimeError, ValueError):
                # The sizes are right and the content is not: build once more, then give up.
                place = ensure(self._card, self._cache_dir, self._progress, force=True)
                self._generator = self._reopen(place)
            check_canary(place, self._ask_canaries, self._canaries)
        return place

    def close(self) -> None:
        self._generator = None

    @property
    def _prompter(self) -> Prompter:
        if self._loaded_prompter is None:
            self._loaded_prompter = Prompter(self._card)
        return self._loaded_prompter

    def _open(self, place: Path) -> Any:
        import ctranslate2

        return ctranslate2.Generator(
            str(place),
            device="cpu",
            compute_type="int8",
            inter_threads=self._threads,
            intra_threads=1,
        )

    def _reopen(self, place: Path) -> Any:
        try:
            return self._open(place)
        except (RuntimeError, ValueError) as error:
            raise DamagedModel(
                f"The model in {place} was built anew and does not load: {error}"
            ) from error

    def _ask_canaries(self, sources: Sequence[str]) -> list[str]:
        return [best[0].text for best in self._translate(sources, GREEDY, None)]

    def _translate(
        self,
        sources: Sequence[str],
        decoding: Decoding,
        progress: Callable[[int], None] | None,
    ) -> list[tuple[Hypothesis, ...]]:
        answers: list[tuple[Hypothesis, ...]] = [(Hypothesis("", 0.0),)] * len(sources)
        prompts = {i: self._prompter.prompt(s) for i, s in enumerate(sources) if s.strip()}
        if progress and len(prompts) < len(sources):
            progress(len(sources) - len(prompts))
        batches = self._batches(prompts, decoding)
        for batch, results in self._run([[prompts[i] for i in b] for b in batches], decoding):
            for i, result in zip(batches[batch], results, strict=True):
                answers[i] = self._hypotheses(result)
            if progress:
                progress(len(results))
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
        self, batches: Sequence[list[list[str]]], decoding: Decoding
    ) -> Iterator[tuple[int, list[Any]]]:
        """Number and results of each batch; enough are under way to keep every thread busy.

        Sampling goes one batch at a time: the seed is the process's, and draws are the same in
        every run only where a seed is used up by one batch.
        """
        at_once = 1 if decoding.sampled else 2 * self._threads
        under_way: deque[tuple[int, list[Any]]] = deque()
        for number, prompts in enumerate(batches):
            if len(under_way) == at_once:
                yield _finished(under_way)
            under_way.append((number, self._submit(prompts, decoding)))
        while under_way:
            yield _finished(under_way)

    def _submit(self, prompts: list[list[str]], decoding: Decoding) -> list[Any]:
        import ctranslate2

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
        if decoding.sampled:
            ctranslate2.set_random_seed(decoding.seed)
        results: list[Any] = self._generator.generate_batch(
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


def _finished(under_way: deque[tuple[int, list[Any]]]) -> tuple[int, list[Any]]:
    number, futures = under_way.popleft()
    return number, [future.result() for future in futures]


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
