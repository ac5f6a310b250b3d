"""The models that were pulled: where they stand, what they say of themselves, how one goes.

A model is put together in a hidden folder and moved to its place whole, under a lock, so that
a place holds a whole model or nothing.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.errors import CannotWrite, DamagedModel, ModelNotHere, NoDiskSpace
from bot.records import Progress
from bot.translation.model_store.folder import (
    MANIFEST,
    ModelFolder,
    file_sha256,
    files_of,
    read_folder,
    size_of,
)

READY = "ready-made"
"""A model that was put up for CTranslate2 by somebody, in whatever quantization."""
ORIGINAL = "original"
"""Weights as published, for the engine transformers."""

WAITING = "waiting for another process that pulls this model"

_HIDDEN = ".building-"
_DOWNLOAD = ".download-"


def shelf_of(cache_dir: Path) -> Path:
    return cache_dir / "models" / "hub"


def place_of(cache_dir: Path, name: str, form: str) -> Path:
    """Where `name` in `form` (a quantization, READY or ORIGINAL) is or will be."""
    return shelf_of(cache_dir) / name.replace("/", "--") / form


def download_of(cache_dir: Path, name: str, revision: str) -> Path:
    """Where the files of a pull wait until they are whole."""
    return place_of(cache_dir, name, f"{_DOWNLOAD}{revision[:12]}")


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


def put(
    place: Path, about: dict[str, Any], fill: Callable[[Path], None], progress: Progress
) -> ModelFolder:
    """Let `fill` write a model into a hidden folder, and move it to `place` with a manifest."""
    folder = place.with_name(f"{_HIDDEN}{place.name}-{uuid4().hex}")
    folder.mkdir(parents=True)
    try:
        fill(folder)
        paths = files_of(folder)
        entries = {}
        for number, path in enumerate(paths):
            progress("verifying", number, len(paths))
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
            entries[path.name] = {"size": path.stat().st_size, "sha256": file_sha256(path)}
        text = json.dumps({**about, "files": entries}, indent=1, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", "utf-8")
        if place.exists():
            place.replace(place.with_name(f"{_HIDDEN}{place.name}-{uuid4().hex}"))
        folder.replace(place)
        progress("verifying", len(paths), len(paths))
    finally:
        for stale in place.parent.glob(f"{_HIDDEN}{place.name}-*"):
            shutil.rmtree(stale, ignore_errors=True)
    return read_folder(place)


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


@contextmanager
def alone(cache_dir: Path, name: str, progress: Progress) -> Iterator[None]:
    """Hold the model's lock, which the operating system frees should this process die; and
    tell full disks and forbidden folders as errors of ours."""
    from filelock import FileLock, Timeout

    shelf = shelf_of(cache_dir)
    with _saying_what_fails(shelf):
        shelf.mkdir(parents=True, exist_ok=True)
        lock = FileLock(shelf / f".{name.replace('/', '--')}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress(WAITING, 0, 0)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def check_room(cache_dir: Path, needed: int) -> None:
    """Raise NoDiskSpace where fewer than `needed` bytes are free."""
    free = shutil.disk_usage(cache_dir).free
    if free < needed:
        raise NoDiskSpace(
            f"Downloading and converting needs {needed / 1e6:,.0f} MB in {cache_dir}, where "
            f"{free / 1e6:,.0f} MB are free. Make room, or set MUJAZ_CACHE_DIR to a larger disk."
        )


@contextmanager
def _saying_what_fails(shelf: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoDiskSpace(
                f"The disk filled up while a model was written to {shelf}. Make room, or set "
                "MUJAZ_CACHE_DIR to a larger disk."
            ) from error
        raise CannotWrite(
            f"The model cannot be written to {shelf}: {error.strerror or error}. Set "
            "MUJAZ_CACHE_DIR to a folder you may write to."
        ) from error
