"""CTranslate2 runs the model: batches in parallel on this machine's cores, or on a GPU."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import DamagedModel, EngineRefused
from bot.translation.engines.batches import run
from bot.translation.engines.ctranslate2.gpu import gpu_faults, require_gpu
from bot.translation.engines.families import END
from bot.translation.engines.pieces import longest_answer
from bot.translation.engines.searching import FoundPieces, sampling_options
from bot.translation.engines.translator import Decoding

PATIENCE = 2.0
"""Beam search goes on until this many times the beam's width of answers are finished. With 1,
CTranslate2 stops earlier than transformers does and finds worse answers with wide beams."""


@dataclass(frozen=True, slots=True)
class Running:
    """How the model is run."""

    device: str
    compute_type: str
    threads: int


def opened(folder: Path, running: Running, workers: int, threads: int = 1) -> Any:
    """A model that answers so many batches at a time, each by so many threads. Raises
    EngineRefused, EngineUnavailable and DamagedModel."""
    import ctranslate2

    require_gpu(running.device)
    try:
        with gpu_faults():
            return ctranslate2.Translator(
                str(folder),
                device=running.device,
                compute_type=running.compute_type,
                inter_threads=workers,
                intra_threads=threads,
            )
    except ValueError as error:
        raise EngineRefused(
            f"{error}. Set translation.ctranslate2.compute_type to another; "
            '"default" suits every machine.'
        ) from error
    except RuntimeError as error:
        raise DamagedModel(
            f"The model in {folder} does not load: {error}. Remove it and pull it "
            "again (mujaz models remove, mujaz models pull)."
        ) from error


class CTranslate2Searcher:
    """A `Searcher` over a CTranslate2 folder."""

    def __init__(self, folder: Path, target: str, ends_itself: bool, running: Running) -> None:
        """`target`: the piece answers begin with, or "". `ends_itself`: CTranslate2 puts END
        after sources, as the folder's config.json asks."""
        self._folder = folder
        self._target = target
        self._ends_itself = ends_itself
        self.running = running
        self._model: Any = None

    @property
    def workers(self) -> int:
        return 1 if self.running.device == "cuda" else self.running.threads

    @property
    def settings(self) -> str:
        running = self.running
        return repr((running.device, running.compute_type, self._target, PATIENCE))

    def load(self) -> None:
        if self._model is None:
            self._model = opened(self._folder, self.running, self.workers)

    def close(self) -> None:
        self._model = None

    def search(
        self, batches: Sequence[list[int]], prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[FoundPieces[str]]]]]:
        model = self._sampler(decoding.seed) if decoding.sampled else self._model

        def submit(batch: list[int]) -> list[Any]:
            return self._submit(model, [prompts[k] for k in batch], decoding)

        with gpu_faults():
            for batch, results in run(batches, submit, self.workers):
                yield batch, [self._found(result) for result in results]

    def _sampler(self, seed: int) -> Any:
        """A model of its own with one worker: CTranslate2 takes the seed when a thread draws
        first and never again, so draws repeat only in a new thread that has all of them."""
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        return opened(self._folder, self.running, 1)

    def _submit(self, model: Any, prompts: list[list[str]], decoding: Decoding) -> list[Any]:
        longest = max(map(len, prompts))
        if self._ends_itself:
            prompts = [prompt[:-1] if prompt[-1] == END else prompt for prompt in prompts]
        results: list[Any] = model.translate_batch(
            prompts,
            target_prefix=[[self._target]] * len(prompts) if self._target else None,
            asynchronous=True,
            beam_size=decoding.beam,
            patience=PATIENCE,
            num_hypotheses=decoding.hypotheses,
            max_input_length=0,
            max_decoding_length=longest_answer(longest),
            disable_unk=True,
            return_scores=True,
            **sampling_options(decoding),
        )
        return results

    def _found(self, result: Any) -> list[FoundPieces[str]]:
        """CTranslate2 divides the sum of the produced pieces' log-probabilities by their number
        with END and with the target's tag, which was given and cost nothing."""
        given = 1 if self._target else 0
        return [
            (list(pieces[given:]), float(score) * (len(pieces) + 1) / (len(pieces) + 1 - given))
            for pieces, score in zip(result.hypotheses, result.scores, strict=True)
        ]
