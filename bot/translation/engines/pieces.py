"""A Translator over any sequence-to-sequence model, by its family's codes and its own tokenizer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from bot.errors import CanaryFailed
from bot.language.arabic.normalise import normalise
from bot.records import EngineIdentity
from bot.translation.engines.canary import (
    CANARIES,
    Canary,
    check_canary,
    files,
    is_noted,
    libraries,
    passed_at,
)
from bot.translation.engines.families import Family
from bot.translation.engines.searching import Searcher, SearchingTranslator
from bot.translation.engines.spelling import Spelling, load_spelling
from bot.translation.engines.translator import EngineStatus
from bot.translation.model_store.files import size_of
from bot.translation.model_store.folder import ModelFolder, files_of
from bot.translation.model_store.store import verify

_AGAIN = (
    "Remove the model and pull it again (mujaz models remove, then mujaz models pull), or convert "
    "your folder again: mujaz models build --force"
)


class LoadableSearcher(Searcher[str], Protocol):
    """A model that loads when it is told to."""

    @property
    def settings(self) -> str:
        """Everything, the model's files apart, that changes what it finds."""
        ...

    def load(self) -> None:
        """Raises `bot.errors.ModelError` where it does not load."""
        ...

    def close(self) -> None: ...


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
    searcher: LoadableSearcher
    engine: str
    """As it is configured: "ctranslate2"."""
    libraries: tuple[str, ...]
    """Their versions are noted with the canaries."""
    notes: Path
    """The file a canary's pass is noted in."""
    batch_pieces: int
    positions: int
    """The longest sequence the network takes, END and tags included; 0: no limit is known."""


class PieceTranslator(SearchingTranslator[str]):
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

    def load(self) -> Path:
        """Load, and ask the canaries if they were never asked of this; returns the folder.

        Files that were pulled are read and held to their checksums where they were written to
        since, or never tried; DamagedModel names the one that differs."""
        parts = self.parts
        if not self._trusted:
            folder = parts.folder
            about = {
                "version": self.identity.version,
                "files": files(files_of(folder.path)),
                **libraries(*parts.libraries),
            }
            if folder.manifest.get("files") and not is_noted(parts.notes, about, self._canaries):
                verify(folder.path, advice=_AGAIN)
            parts.searcher.load()
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

    @property
    def _advice(self) -> str:
        name = self.parts.folder.name
        return (
            f"Pull {name} again (mujaz models remove, then mujaz models pull), or set another "
            "model or engine. A library that was just upgraded may be the cause."
        )

    @property
    def _searcher(self) -> LoadableSearcher:
        return self.parts.searcher

    @property
    def _batch_pieces(self) -> int:
        return self.parts.batch_pieces

    def _prompts(self, source: str) -> list[list[str]]:
        """The source whole where the network can take it.

        Only a single "word" of hundreds of pieces comes here longer; it is cut in stretches,
        which the network would otherwise refuse together with the rest of its batch.
        """
        text = normalise(source)
        if not text:
            return []
        family, positions = self.parts.family, self.parts.positions
        pieces = self._spelling.pieces(family.prompt + text)
        limit = positions - family.extra if positions else max(len(pieces), 1)
        stretches = (pieces[start : start + limit] for start in range(0, len(pieces), limit))
        return [family.source(stretch) for stretch in stretches]

    def _text(self, pieces: Sequence[str]) -> str:
        return self._spelling.text(pieces)


def notes_of(cache_dir: Path, folder: ModelFolder, engine: str) -> Path:
    """Where a canary's pass is noted; not in the folder, which may not be ours to write to."""
    place = hashlib.sha256(str(folder.path.resolve()).encode()).hexdigest()[:16]
    return cache_dir / "canaries" / f"{engine}-{place}.json"


def ready(engine: str, label: str, folder: ModelFolder, cache_dir: Path) -> EngineStatus:
    """The status of an engine whose model is here."""
    return EngineStatus(
        engine,
        label,
        usable=True,
        built=True,
        path=folder.path,
        size_bytes=size_of(folder.path),
        licence=folder.licence,
        detail="",
        tried_at=passed_at(notes_of(cache_dir, folder, engine)),
    )
