"""The embedded model as a Translator: built and loaded on first use, tried, and asked.

Knows the model folder only through its card, and the cache only through `built`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from bot.errors import CanaryFailed, DamagedModel
from bot.language.arabic.normalise import normalise
from bot.records import EngineIdentity, Progress
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.canary import (
    CANARIES,
    RECORD,
    Canary,
    check_canary,
    files,
    is_noted,
    libraries,
)
from bot.translation.engines.embedded.built import ensure, place_of, verify
from bot.translation.engines.embedded.card import Card
from bot.translation.engines.embedded.prompt import Prompter
from bot.translation.engines.embedded.searcher import EmbeddedSearcher, Tuning
from bot.translation.engines.searching import SearchingTranslator
from bot.translation.model_store.folder import files_of
from bot.translation.trust.reading import Reading

_TUNING = Tuning()

MOST = 4
"""Batches at the same time unless more are asked for: memory before speed on large machines."""

_LIBRARIES = ("ctranslate2", "tokenizers")

_LONGEST_READ = 450
"""Pieces of source and answer together, more than the longest it was trained on; what the model
gives back for so many is 104 MB."""


class EmbeddedTranslator(SearchingTranslator[int]):
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
        self._model = EmbeddedSearcher(card.end, self.workers, tuning)

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

    def load(self) -> Path:
        """Build if need be, load, and ask the canaries if they were never asked here; returns
        the model's folder. Does nothing where the model is loaded."""
        place = place_of(self.card, self._cache_dir)
        if not self._model.loaded:
            ensure(self.card, self._cache_dir, self._progress)
            self._verify_or_rebuild(place)
            self._load_or_rebuild(place)
            try:
                check_canary(
                    place / RECORD,
                    self._about(place),
                    self._ask_canaries,
                    self._canaries,
                    "Build it again with `mujaz models build --force`; should that not help, "
                    "the installed ctranslate2 may not suit this machine.",
                )
            except CanaryFailed:
                self.close()
                raise
        return place

    def read(self, cases: Sequence[tuple[str, str]]) -> list[Reading | None]:
        """As `bot.translation.trust.Checker`: the English of others read by this model."""
        asked: dict[int, tuple[list[int], list[int]]] = {}
        for place, (source, english) in enumerate(cases):
            if not normalise(source) or not english.strip():
                continue
            prompt = self._prompter.prompt_ids(source)
            answer = self._prompter.answer_ids(english)
            if len(prompt) + len(answer) <= _LONGEST_READ:
                asked[place] = prompt, answer
        if not asked:
            return [None] * len(cases)
        self.load()
        found = self._model.read(list(asked.values()), self._prompter.vocabulary)
        readings = dict(zip(asked, found, strict=True))
        return [readings.get(place) for place in range(len(cases))]

    def close(self) -> None:
        self._model.close()

    def _about(self, place: Path) -> dict[str, str]:
        return {"files": files(files_of(place)), **libraries(*_LIBRARIES)}

    def _verify_or_rebuild(self, place: Path) -> None:
        """Read the files where they were written to since they were tried, or never were."""
        if is_noted(place / RECORD, self._about(place), self._canaries):
            return
        try:
            verify(place)
        except DamagedModel:
            ensure(self.card, self._cache_dir, self._progress, force=True)

    def _load_or_rebuild(self, place: Path) -> None:
        try:
            self._model.load(place)
            return
        except (RuntimeError, ValueError):
            # The sizes are right and the content is not: build once more, then give up.
            ensure(self.card, self._cache_dir, self._progress, force=True)
        try:
            self._model.load(place)
        except (RuntimeError, ValueError) as error:
            raise DamagedModel(
                f"The model in {place} was built anew and does not load: {error}. "
                "Reinstall Mujaz and ctranslate2."
            ) from error

    @cached_property
    def _prompter(self) -> Prompter:
        return Prompter(self.card)

    @property
    def _searcher(self) -> EmbeddedSearcher:
        return self._model

    @property
    def _batch_pieces(self) -> int:
        return self.tuning.batch_pieces

    def _prompts(self, source: str) -> list[list[str]]:
        return [self._prompter.prompt(source)] if normalise(source) else []

    def _text(self, pieces: Sequence[int]) -> str:
        return self._prompter.text(pieces)
