"""CTranslate2 runs the embedded model: several batches at once, each on one core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.heap import give_memory_back
from bot.translation.engines.batches import side_by_side
from bot.translation.engines.searching import FoundPieces, sampling_options, width
from bot.translation.engines.translator import Decoding
from bot.translation.trust.reading import Reading, reading_of


@dataclass(frozen=True, slots=True)
class Tuning:
    """What changes the output or the speed besides model and decoding; measured, see
    aren/README.md."""

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


READ_PIECES = 256
"""Of sources and answers read at the same time, unless one alone has more: for each CTranslate2
holds the logits over the vocabulary three times for a moment, 700 kB."""


class EmbeddedSearcher:
    """A `Searcher` over the built model."""

    def __init__(self, end: str, workers: int, tuning: Tuning) -> None:
        """`end`: the piece that ends an answer."""
        self._end = end
        self.workers = workers
        self._tuning = tuning
        self._place: Path | None = None
        self._generator: Any = None

    @property
    def loaded(self) -> bool:
        return self._generator is not None

    def load(self, place: Path) -> None:
        """Raises RuntimeError or ValueError where CTranslate2 cannot load what is there."""
        self._generator = open_model(place, self.workers)
        self._place = place

    def close(self) -> None:
        self._generator = None
        give_memory_back()

    def search(
        self, batches: Sequence[list[int]], prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[FoundPieces[int]]]]]:
        generator = self._sampler(decoding.seed) if decoding.sampled else self._generator
        # Of two threads that ask the sampler's one worker, either may come first: the draws would
        # not be the same in every run.
        workers = 1 if decoding.sampled else self.workers

        def ask(batch: list[int]) -> list[Any]:
            return self._ask(generator, [prompts[k] for k in batch], decoding)

        room = self._tuning.batch_pieces * self.workers
        weighed = [(sum(len(prompts[k]) for k in b) * width(decoding), b) for b in batches]
        for batch, results in side_by_side(weighed, ask, workers, room):
            yield batch, [_found(result) for result in results]

    def read(
        self, cases: Sequence[tuple[list[int], list[int]]], names: Sequence[str]
    ) -> list[Reading]:
        """How the model reads each answer behind its prompt, both as numbers of pieces, the end
        sign last; `names`: the vocabulary's pieces.

        One sentence at a time in each worker: CTranslate2 4.8 refuses batches of different lengths
        here ("Length mask has size ..."), and a batch of prompts gains nothing, since all pieces
        of a sentence are computed at once.
        """
        import numpy as np

        def one(case: tuple[list[int], list[int]]) -> Reading:
            prompt, answer = case
            found = self._generator.forward_batch([[*prompt, *answer[:-1]]])
            # What stands behind a piece says what the next one may be.
            logits = np.asarray(found)[0, len(prompt) - 1 :]
            return reading_of(logits, answer, [names[piece] for piece in answer], names)

        weighed = [(len(prompt) + len(answer), [n]) for n, (prompt, answer) in enumerate(cases)]

        def ask(batch: list[int]) -> list[Reading]:
            return [one(cases[n]) for n in batch]

        done = side_by_side(weighed, ask, self.workers, READ_PIECES)
        found = {n: reading for (n,), (reading,) in done}
        return [found[n] for n in range(len(cases))]

    def _sampler(self, seed: int) -> Any:
        """A generator of its own, with one worker.

        CTranslate2 takes the seed when a thread draws first and never again, so draws are the
        same in every run only in a new thread that has all of them.
        """
        import ctranslate2

        assert self._place is not None
        ctranslate2.set_random_seed(seed)
        return open_model(self._place, workers=1)

    def _ask(self, generator: Any, prompts: list[list[str]], decoding: Decoding) -> list[Any]:
        results: list[Any] = generator.generate_batch(
            prompts,
            beam_size=decoding.beam,
            num_hypotheses=decoding.hypotheses,
            end_token=self._end,
            include_prompt_in_result=False,
            max_length=self._tuning.longest_answer(max(map(len, prompts))),
            return_scores=True,
            **sampling_options(decoding),
        )
        return results


def open_model(place: Path, workers: int) -> Any:
    """A `ctranslate2.Generator` over a built model, each of its workers with one thread.

    Raises RuntimeError or ValueError where CTranslate2 cannot load it.
    """
    import ctranslate2

    return ctranslate2.Generator(
        str(place),
        device="cpu",
        compute_type="int8",
        inter_threads=workers,
        intra_threads=1,
    )


def _found(result: Any) -> list[FoundPieces[int]]:
    return [
        (ids, float(score)) for ids, score in zip(result.sequences_ids, result.scores, strict=True)
    ]
