"""The embedded engine for the table of engines: loaded, built, and described."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.config import Settings
from bot.errors import ModelError
from bot.records import Progress
from bot.translation.engines.canary import CANARIES, RECORD, Canary, passed_at
from bot.translation.engines.embedded.base import part_paths
from bot.translation.engines.embedded.built import ensure, is_whole, place_of, verify
from bot.translation.engines.embedded.card import SHIPPED, load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.embedded.searcher import Tuning
from bot.translation.engines.translator import EngineStatus
from bot.translation.model_store.files import size_of

NAME = "embedded"


def load(settings: Settings, progress: Progress) -> EmbeddedTranslator:
    """The engine as it is configured. Raises DamagedModel where its files are not there."""
    own = settings.translation
    tuning = Tuning(batch_pieces=own.batch_pieces)
    return EmbeddedTranslator(load_card(), settings.cache_dir, progress, own.threads, tuning)


def build(
    settings: Settings,
    progress: Progress,
    force: bool,
    folder: Path = SHIPPED,
    canaries: Sequence[Canary] = CANARIES,
) -> Path:
    """Build the model unless it is there and its checksums hold, ask the canaries, and return
    its folder. Raises `bot.errors.ModelError`."""
    card = load_card(folder)
    place = ensure(card, settings.cache_dir, progress, force=force)
    try:
        verify(place)
    except ModelError:
        ensure(card, settings.cache_dir, progress, force=True)
    return EmbeddedTranslator(card, settings.cache_dir, progress, canaries=canaries).load()


def status(settings: Settings, folder: Path = SHIPPED) -> EngineStatus:
    """The engine as it stands; loads and builds nothing, and raises nothing."""
    try:
        card = load_card(folder)
        part_paths(card.base_package)
    except ModelError as error:
        return EngineStatus(NAME, NAME, False, False, None, 0, "", str(error))
    place = place_of(card, settings.cache_dir)
    built = is_whole(place)
    detail = "" if built else "Built on first use, or now with: mujaz models build"
    older = [p for p in place.parent.glob(f"{card.name}-*") if p.is_dir() and p != place]
    if older:
        size = sum(map(size_of, older)) >> 20
        names = ", ".join(path.name for path in sorted(older))
        detail = f"{detail} Older builds may be deleted ({size} MB): {names}".strip()
    return EngineStatus(
        NAME,
        card.label,
        usable=True,
        built=built,
        path=place,
        size_bytes=size_of(place),
        licence=card.licence,
        detail=detail,
        tried_at=passed_at(place / RECORD),
    )
