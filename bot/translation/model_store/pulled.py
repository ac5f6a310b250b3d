"""The models that were pulled: where they stand, what they say of themselves, how one goes."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path

from bot.errors import DamagedModel, ModelNotHere, NoDiskSpace
from bot.records import Progress
from bot.translation.model_store.files import size_of
from bot.translation.model_store.folder import MANIFEST, ModelFolder, read_folder
from bot.translation.model_store.store import alone

READY = "ready-made"
"""A model that was put up for CTranslate2 by somebody, in whatever quantization."""
ORIGINAL = "original"
"""Weights as published, for the engine transformers."""

WAITING = "waiting for another process that pulls this model"

_DOWNLOAD = ".download-"


def shelf_of(cache_dir: Path) -> Path:
    return cache_dir / "models" / "hub"


def place_of(cache_dir: Path, name: str, form: str) -> Path:
    """Where `name` in `form` (a quantization, READY or ORIGINAL) is or will be."""
    return shelf_of(cache_dir) / name.replace("/", "--") / form


def download_of(cache_dir: Path, name: str, revision: str) -> Path:
    """Where the files of a pull wait until they are whole."""
    return place_of(cache_dir, name, f"{_DOWNLOAD}{revision[:12]}")


def alone_with(cache_dir: Path, name: str, progress: Progress) -> AbstractContextManager[None]:
    """Hold the model's lock; see `store.alone`."""
    return alone(shelf_of(cache_dir) / f".{name.replace('/', '--')}.lock", WAITING, progress)


def pulled(cache_dir: Path) -> list[ModelFolder]:
    """Every model on the shelf, by name; one that is damaged is left out."""
    found = []
    for manifest in sorted(shelf_of(cache_dir).glob(f"*/[!.]*/{MANIFEST}")):
        try:
            found.append(read_folder(manifest.parent))
        except DamagedModel:
            continue
    return found


def unfinished(cache_dir: Path) -> list[Path]:
    """Downloads that were stopped."""
    return sorted(shelf_of(cache_dir).glob(f"*/{_DOWNLOAD}*"))


def find(cache_dir: Path, name: str, forms: tuple[str, ...]) -> ModelFolder:
    """The model in the first form it is here in. Raises ModelNotHere, DamagedModel."""
    for form in forms:
        place = place_of(cache_dir, name, form)
        if (place / MANIFEST).exists():
            return read_folder(place)
    raise ModelNotHere(f"The model {name} is not here. Get it: mujaz models pull {name}")


def remove(cache_dir: Path, name: str) -> int:
    """Delete every form of `name`, and what is left of stopped pulls; returns the bytes freed.

    Raises ModelNotHere where there is nothing.
    """
    folder = place_of(cache_dir, name, "x").parent
    if not folder.is_dir():
        raise ModelNotHere(f"The model {name} is not here. `mujaz models` lists those that are.")
    size = size_of(folder)
    shutil.rmtree(folder)
    return size


def check_room(cache_dir: Path, needed: int) -> None:
    """Raise NoDiskSpace where fewer than `needed` bytes are free."""
    free = shutil.disk_usage(cache_dir).free
    if free < needed:
        raise NoDiskSpace(
            f"Downloading and converting needs {needed / 1e6:,.0f} MB in {cache_dir}, where "
            f"{free / 1e6:,.0f} MB are free. Make room, or set MUJAZ_CACHE_DIR to a larger disk."
        )
