"""The embedded model in the cache folder: where it is, and how it comes to be there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bot.errors import BuildInterrupted
from bot.records import Progress
from bot.translation.engines.embedded.build import build_model
from bot.translation.engines.embedded.card import Card
from bot.translation.model_store import store

MANIFEST = "manifest.json"
WAITING = "waiting for another process to build the model"

Build = Callable[[Card, Path, Progress], None]

is_whole = partial(store.is_whole, manifest=MANIFEST)
verify = partial(store.verify, manifest=MANIFEST)


def place_of(card: Card, cache_dir: Path) -> Path:
    """Where the model built from `card` is or will be; another model or version, another place."""
    return cache_dir / "models" / f"{card.name}-{card.digest[:16]}"


def ensure(
    card: Card,
    cache_dir: Path,
    progress: Progress,
    force: bool = False,
    build: Build = build_model,
) -> Path:
    """The folder of the built model, which is built first where it is missing or not whole, or
    with `force`. One process builds, others wait for it and use what it built.

    Raises DamagedModel, NoDiskSpace, CannotWrite, and BuildInterrupted on Ctrl-C; after each of
    them nothing half-built is left.
    """
    place = place_of(card, cache_dir)
    if not force and is_whole(place):
        return place
    with store.alone(place.with_name(f".{place.name}.lock"), WAITING, progress):
        if force or not is_whole(place):
            _build(place, card, progress, build)
    return place


def _build(place: Path, card: Card, progress: Progress, build: Build) -> None:
    about = {
        "name": card.name,
        "version": card.version,
        "digest": card.digest,
        "ctranslate2": version("ctranslate2"),
    }
    try:
        store.put(place, about, lambda folder: build(card, folder, progress), progress, MANIFEST)
    except KeyboardInterrupt:
        raise BuildInterrupted(
            "The build of the translation model was stopped; nothing half-built is left. "
            "The next run starts it again."
        ) from None
