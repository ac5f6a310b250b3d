"""An English summarisation model that CTranslate2 runs: BART, T5 or Pegasus.

How each is asked is as its authors did for news: arXiv 1910.13461 (BART), 1910.10683 (T5),
1912.08777 (Pegasus), and the generation settings that are published with their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from bot.translation.engines.ctranslate2.loading import vocabulary
from bot.translation.engines.ctranslate2.searcher import Running, opened
from bot.translation.engines.families import END
from bot.translation.engines.spelling import Spelling, load_spelling
from bot.translation.model_store.folder import ModelFolder

BEAM = 4
LONGEST = 142
"""Pieces of a summary."""
REPEATED = 3
"""Pieces in a row that stand in a summary once."""
_LINE = "<n>"
"""Between sentences, of Pegasus."""


@dataclass(frozen=True, slots=True)
class _Kind:
    before: tuple[str, ...]
    prompt: str
    first: tuple[str, ...]
    """What the summary is made to begin with."""
    length_penalty: float
    most: int
    """Pieces of a text, where the folder does not say."""


_BART = _Kind(("<s>",), "", ("<s>",), 2.0, 1024)
_T5 = _Kind((), "summarize: ", (), 1.0, 512)
_PEGASUS = _Kind((), "", (), 0.8, 1024)


class CTranslate2Summary:
    """A `SequenceModel` over a folder; loads on first use. Safe for several threads."""

    def __init__(self, folder: ModelFolder, running: Running) -> None:
        """Raises DamagedModel."""
        self._folder = folder
        self._running = running
        self._kind = _kind_of(vocabulary(folder.path), str(folder.manifest.get("model_type", "")))
        self._spelling: Spelling = load_spelling(folder.path)
        self._model: Any = None
        self._lock = Lock()

    @property
    def label(self) -> str:
        form = f" {self._folder.quantization}" if self._folder.quantization else ""
        return f"{self._folder.short_name}{form} (seq2seq)"

    def summary(self, sentences: Sequence[str]) -> str:
        """Raises EngineRefused and DamagedModel."""
        with self._lock:
            if self._model is None:
                self._model = opened(self._folder.path, self._running, 1, self._running.threads)
        kind = self._kind
        (found,) = self._model.translate_batch(
            [[*kind.before, *self._fitting(sentences), END]],
            target_prefix=[list(kind.first)] if kind.first else None,
            beam_size=BEAM,
            length_penalty=kind.length_penalty,
            no_repeat_ngram_size=REPEATED,
            max_input_length=0,
            max_decoding_length=LONGEST,
            disable_unk=True,
        )
        pieces = [piece for piece in found.hypotheses[0] if piece not in ("<s>", END)]
        return self._spelling.text(pieces).replace(_LINE, " ")

    def _fitting(self, sentences: Sequence[str]) -> list[str]:
        """The pieces of as many whole sentences as the network takes, of the first in part where
        it alone is too long."""
        room = (self._folder.positions or self._kind.most) - len(self._kind.before) - 1
        kept: list[str] = []
        for count in range(1, len(sentences) + 1):
            pieces = self._spelling.pieces(self._kind.prompt + " ".join(sentences[:count]))
            if len(pieces) > room:
                return kept or pieces[:room]
            kept = pieces
        return kept


def _kind_of(pieces: frozenset[str], model_type: str) -> _Kind:
    """A folder that somebody converted does not say its kind; its vocabulary does."""
    if model_type == "pegasus" or "<unk_2>" in pieces:
        return _PEGASUS
    if model_type in ("t5", "mt5", "umt5") or "<extra_id_0>" in pieces:
        return _T5
    return _BART
