"""torch runs the model, through transformers' `generate`: for what CTranslate2 cannot run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import DamagedModel, EngineRefused
from bot.translation.engines.families import END
from bot.translation.engines.pieces import longest_answer
from bot.translation.engines.searching import FoundPieces
from bot.translation.engines.translator import Decoding


@dataclass(frozen=True, slots=True)
class Running:
    """How the model is run."""

    device: str
    dtype: str
    threads: int


class TransformersSearcher:
    """A `Searcher` over a folder of published weights. One batch at a time."""

    workers = 1

    def __init__(self, folder: Path, target: str, running: Running) -> None:
        """`target`: the piece answers begin with, or ""."""
        self._folder = folder
        self._target = target
        self.running = running
        self._model: Any = None
        self._tokenizer: Any = None

    @property
    def settings(self) -> str:
        return repr((self.running.device, self.running.dtype, self._target))

    def load(self) -> None:
        if self._model is not None:
            return
        import torch
        from safetensors import SafetensorError
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        device = self._device()
        if device == "cpu":
            torch.set_num_threads(self.running.threads)
        try:
            tokenizer = AutoTokenizer.from_pretrained(str(self._folder), local_files_only=True)
            model = AutoModelForSeq2SeqLM.from_pretrained(
                str(self._folder),
                dtype=getattr(torch, self.running.dtype),
                local_files_only=True,
                trust_remote_code=False,
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise DamagedModel(
                f"The model in {self._folder} does not load: {error}. Remove it and pull it "
                "again, or update transformers."
            ) from error
        self._tokenizer = tokenizer
        self._model = model.to(device).eval()

    def close(self) -> None:
        self._model = None
        self._tokenizer = None

    def search(
        self, batches: Sequence[list[int]], prompts: Mapping[int, list[str]], decoding: Decoding
    ) -> Iterator[tuple[list[int], list[list[FoundPieces[str]]]]]:
        if decoding.sampled:
            import torch

            # Other draws of this process go on as if nothing had been drawn here.
            with torch.random.fork_rng():
                torch.manual_seed(decoding.seed)
                for batch in batches:
                    yield batch, self._batch([prompts[k] for k in batch], decoding)
            return
        for batch in batches:
            yield batch, self._batch([prompts[k] for k in batch], decoding)

    def _device(self) -> str:
        import torch

        asked = self.running.device
        found: bool = torch.cuda.is_available()
        if asked == "cuda" and not found:
            raise EngineRefused(
                "No GPU that torch can use was found. Set translation.transformers.device to "
                '"cpu" or "auto".'
            )
        return "cuda" if asked != "cpu" and found else "cpu"

    def _batch(self, prompts: list[list[str]], decoding: Decoding) -> list[list[FoundPieces[str]]]:
        import torch

        rows = [self._tokenizer.convert_tokens_to_ids(prompt) for prompt in prompts]
        longest = max(map(len, rows))
        pad = self._model.config.pad_token_id
        device = self._model.device
        with torch.inference_mode():
            out = self._model.generate(
                input_ids=torch.tensor(
                    [row + [pad] * (longest - len(row)) for row in rows], device=device
                ),
                attention_mask=torch.tensor(
                    [[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=device
                ),
                generation_config=self._how(decoding, longest),
            )
            scores = self._model.compute_transition_scores(
                out.sequences,
                out.scores if decoding.beam > 1 else out.logits,
                getattr(out, "beam_indices", None),
                normalize_logits=decoding.beam == 1,
            )
        found = [
            self._found(ids, row)
            for ids, row in zip(out.sequences[:, 1:].tolist(), scores.tolist(), strict=True)
        ]
        count = decoding.hypotheses
        return [found[start : start + count] for start in range(0, len(found), count)]

    def _how(self, decoding: Decoding, longest: int) -> Any:
        """Beams as CTranslate2's searcher sets them: length counts once, nothing stops early."""
        from copy import deepcopy

        how = deepcopy(self._model.generation_config)
        how.max_length = None
        how.max_new_tokens = longest_answer(longest)
        how.num_beams = decoding.beam
        how.num_return_sequences = decoding.hypotheses
        how.length_penalty = 1.0
        how.early_stopping = False
        how.do_sample = decoding.sampled
        how.temperature = decoding.temperature if decoding.sampled else None
        how.top_p = decoding.top_p if decoding.sampled else None
        how.top_k = 0 if decoding.sampled else None
        how.suppress_tokens = [self._tokenizer.unk_token_id]
        if self._target:
            how.forced_bos_token_id = self._tokenizer.convert_tokens_to_ids(self._target)
        how.return_dict_in_generate = True
        how.output_scores = True
        how.output_logits = True
        return how

    def _found(self, ids: list[int], scores: list[float]) -> FoundPieces[str]:
        """Pieces without tag and END, and their mean log-probability with END."""
        end = self._tokenizer.convert_tokens_to_ids(END)
        start = 1 if self._target else 0
        stop = ids.index(end, start) if end in ids[start:] else len(ids)
        counted = scores[start : min(stop + 1, len(ids))]
        pieces: list[str] = self._tokenizer.convert_ids_to_tokens(ids[start:stop])
        return pieces, sum(counted) / max(len(counted), 1)
