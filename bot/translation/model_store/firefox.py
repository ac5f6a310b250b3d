"""Firefox's Arabic-English model on this machine: where it is, and how it gets there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from bot.config import Settings
from bot.errors import CannotWrite, DamagedModel, HubRefused, MissingLibrary, ModelNotHere
from bot.records import Progress
from bot.translation.model_store.download import fetch
from bot.translation.model_store.firefox_offer import (
    ROLES,
    FirefoxFile,
    FirefoxModel,
    is_address,
)
from bot.translation.model_store.folder import MANIFEST, ModelFolder, read_folder
from bot.translation.model_store.pinned import ModelFiles, PinnedFile
from bot.translation.model_store.pulled import check_room
from bot.translation.model_store.store import alone, put, verify

WAITING = "waiting for another process that gets this model"

_GET = "Get it: mujaz models get firefox"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ROOM = 3
"""Times the packed files' size: for them, and for what comes of them, a third more."""


def check_library() -> None:
    """Raises MissingLibrary."""
    try:
        import_module("fxtranslate")
    except ImportError as error:
        raise MissingLibrary(
            'The engine firefox needs fxtranslate: pip install ".[firefox]". Where pip finds '
            "no wheel of it for this machine, use another engine; docs/engines.md has them. "
            f"({error})"
        ) from error


def place_of(settings: Settings) -> Path:
    """Where the model is or will be: the folder that the settings name, or one of the cache."""
    source = settings.translation.firefox.source
    if source and not is_address(source):
        # "~name" of nobody here is a folder's name.
        with suppress(RuntimeError):
            return Path(source).expanduser()
        return Path(source)
    return _own_place(settings.cache_dir)


def command(settings: Settings) -> str:
    """What is typed to get the model to its place."""
    place = place_of(settings)
    bare = "mujaz models get firefox"
    return bare if place == _own_place(settings.cache_dir) else f"{bare} --to {place}"


def folder_of(settings: Settings) -> ModelFolder:
    """Raises ModelNotHere, DamagedModel."""
    place = place_of(settings)
    # Not Path.exists, which raises where a folder may not be looked into.
    if not os.path.exists(place / MANIFEST):  # noqa: PTH110
        where = "here" if place == _own_place(settings.cache_dir) else f"in {place}"
        raise ModelNotHere(f"The Firefox model is not {where}. Get it: {command(settings)}")
    try:
        return read_folder(place)
    except DamagedModel as error:
        raise DamagedModel(f"The Firefox model in {place} is damaged. {_GET}") from error


def files_in(folder: ModelFolder) -> ModelFiles:
    """The files an engine loads, with what they must be. Raises DamagedModel."""
    try:
        about = folder.manifest
        names = [str(about[role]) for role in ROLES]
        return ModelFiles(
            *(PinnedFile(folder.path / n, str(about["files"][n]["sha256"])) for n in names)
        )
    except (KeyError, TypeError) as error:
        raise DamagedModel(f"{folder.path} holds no Firefox model: no {error}. {_GET}") from error


def is_here(model: FirefoxModel, place: Path) -> bool:
    """Exactly this model is in `place`, whole."""
    try:
        if read_folder(place).revision != model.revision:
            return False
        verify(place)
    except DamagedModel:
        return False
    return True


def get(model: FirefoxModel, place: Path, cache_dir: Path, progress: Progress) -> Path:
    """Download `model`, check and unpack it, and put it into `place`; nothing is done where it is
    there. What is stopped goes on where it ended.

    Raises CannotWrite, `bot.errors.ModelError`.
    """
    check_library()
    if place != _own_place(cache_dir) and (other := _others(model, place)):
        raise CannotWrite(
            f"{place} holds something else: {other[0]}. Name a folder that is empty or new."
        )
    shelf = _shelf(cache_dir)
    with alone(shelf / ".ar-en.lock", WAITING, progress):
        if is_here(model, place):
            return place
        packed = shelf / f".download-{model.revision[:12]}"
        packed.mkdir(parents=True, exist_ok=True)
        check_room(cache_dir, _ROOM * model.size)
        fetch(model, packed, progress)
        _put(model, packed, place, progress)
        for leftover in shelf.glob(".download-*"):
            shutil.rmtree(leftover)
    return place


def _others(model: FirefoxModel, place: Path) -> list[str]:
    """What would be lost if `model` took the place of a user's folder."""
    if not place.exists():
        return []
    if not place.is_dir():
        return [place.name]
    present = {path.name for path in place.iterdir()}
    with suppress(DamagedModel):
        there = read_folder(place)
        if there.name == model.name:
            present -= {MANIFEST, *there.manifest.get("files", {})}
    return sorted(present)


def _put(model: FirefoxModel, packed: Path, place: Path, progress: Progress) -> None:
    try:
        put(place, model.about, _unpacking(model, packed), progress)
    except OSError as error:
        reason = error.strerror or error
        raise CannotWrite(f"{place} cannot be written: {reason}. Name another folder.") from error


def _unpacking(model: FirefoxModel, packed: Path) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        for file in model.contents:
            content = _unpacked((packed / file.name).read_bytes(), file)
            (folder / file.name).write_bytes(content)

    return fill


def _unpacked(content: bytes, file: FirefoxFile) -> bytes:
    from fxtranslate import discovery

    if content.startswith(_ZSTD):
        try:
            content = discovery.verify_and_decompress(content, None)
        except ValueError as error:
            raise HubRefused(f"{file.url} cannot be unpacked: {error}. Try again later.") from error
    if file.unpacked_sha256 and hashlib.sha256(content).hexdigest() != file.unpacked_sha256:
        raise HubRefused(
            f"{file.url}, unpacked, has another SHA-256 than its record states. Try again later."
        )
    return content


def _own_place(cache_dir: Path) -> Path:
    return _shelf(cache_dir) / "ar-en"


def _shelf(cache_dir: Path) -> Path:
    return cache_dir / "models" / "firefox"
