"""What `mujaz models` says of the embedded engine, and what `mujaz models build` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.errors import ModelError
from bot.records import Progress
from bot.translation.engines.canary import CANARIES, RECORD, Canary, passed_at
from bot.translation.engines.embedded.base import part_paths
from bot.translation.engines.embedded.card import SHIPPED, load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.embedded.store import ensure, is_whole, place_of, size_of, verify
from bot.translation.engines.translator import EngineStatus

NAME = "embedded"


def status(cache_dir: Path, folder: Path = SHIPPED) -> EngineStatus:
    """The engine as it stands; loads and builds nothing, and raises nothing."""
    try:
        card = load_card(folder)
        part_paths(card.base_package)
    except ModelError as error:
        return EngineStatus(NAME, NAME, False, False, None, 0, "", str(error))
    place = place_of(card, cache_dir)
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


def build(
    cache_dir: Path,
    progress: Progress,
    force: bool = False,
    folder: Path = SHIPPED,
    canaries: Sequence[Canary] = CANARIES,
) -> Path:
    """Build the model unless it is there and its checksums hold, ask the canaries, and return
    its folder. Raises `bot.errors.ModelError`."""
    card = load_card(folder)
    place = ensure(card, cache_dir, progress, force=force)
    try:
        verify(place)
    except ModelError:
        ensure(card, cache_dir, progress, force=True)
    return EmbeddedTranslator(card, cache_dir, progress, canaries=canaries).load()
