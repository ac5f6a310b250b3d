"""A model folder's own tokenizer, without torch and transformers: text to pieces and back.

SentencePiece models are read as they are; where a folder has only a `tokenizer.json`, by the
`tokenizers` library. Both leave text that spells a special piece, like "</s>", to be text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.errors import DamagedModel
from bot.translation.model_store.files import BPE_FILES, FAST_FILE, MARIAN_FILES, SHARED_FILES


class Spelling(Protocol):
    def pieces(self, text: str) -> list[str]:
        """Without special pieces at either end."""
        ...

    def text(self, pieces: Sequence[str]) -> str:
        """On one line; special pieces are left out."""
        ...


def load_spelling(folder: Path) -> Spelling:
    """The tokenizer of the model in `folder`. Raises DamagedModel where there is none, or it
    does not load."""
    if all((folder / name).is_file() for name in MARIAN_FILES):
        return _SentencePiece(*(folder / name for name in MARIAN_FILES))
    for name in SHARED_FILES:
        if (folder / name).is_file():
            return _SentencePiece(folder / name, folder / name)
    if (folder / FAST_FILE).is_file():
        return _Fast(_read(folder / FAST_FILE))
    if all((folder / name).is_file() for name in BPE_FILES):
        return _Fast(_of_bytes(*(folder / name for name in BPE_FILES)))
    known = ", ".join((*MARIAN_FILES, *SHARED_FILES, FAST_FILE, *BPE_FILES))
    raise DamagedModel(f"{folder} has no tokenizer that is known. Put it there: one of {known}.")


class _SentencePiece:
    def __init__(self, source: Path, target: Path) -> None:
        self._source = _processor(source)
        self._target = self._source if source == target else _processor(target)

    def pieces(self, text: str) -> list[str]:
        found: list[str] = self._source.encode(text, out_type=str)
        return found

    def text(self, pieces: Sequence[str]) -> str:
        # A piece of the other language's model would be decoded as an unknown sign.
        known = [piece for piece in pieces if not _special(piece)]
        return " ".join(str(self._target.decode_pieces(known)).replace("▁", " ").split())


def _processor(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise DamagedModel(f"{path} is damaged: {error}. Pull the model again.") from error


def _special(piece: str) -> bool:
    return piece in ("<s>", "</s>", "<pad>", "<unk>")


def without_memory(tokenizer: Any) -> Any:
    """A tokenizer of the `tokenizers` library that does not remember the last 10,000 texts that it
    cut: here these are whole sentences that rarely come again, 30 MB when all are there, and
    it cuts them as quickly without."""
    # Some kinds of models have no such memory.
    if hasattr(tokenizer.model, "_resize_cache"):
        tokenizer.model._resize_cache(0)
    return tokenizer


def _read(path: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        return without_memory(Tokenizer.from_file(str(path)))
    except Exception as error:  # tokenizers raises bare Exception
        raise DamagedModel(f"{path} is damaged: {error}. Pull the model again.") from error


def _of_bytes(vocabulary: Path, merges: Path) -> Any:
    """BPE over bytes, whose special pieces are those of BART."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    try:
        made = without_memory(Tokenizer(models.BPE.from_file(str(vocabulary), str(merges))))
    except Exception as error:
        raise DamagedModel(f"{vocabulary} is damaged: {error}. Pull the model again.") from error
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return made


class _Fast:
    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True

    def pieces(self, text: str) -> list[str]:
        found: list[str] = self._tokenizer.encode(text, add_special_tokens=False).tokens
        return found

    def text(self, pieces: Sequence[str]) -> str:
        ids = [self._tokenizer.token_to_id(piece) for piece in pieces]
        known = [number for number in ids if number is not None]
        return " ".join(str(self._tokenizer.decode(known)).split())
