"""Built models on disk: where they are, whether they are whole, and how one comes to be.

A model is built in a hidden folder beside its place and moved there whole, under a lock, so
that at any moment a place holds a whole model or nothing. What is in the model is not known
here: `build` fills the folder.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from bot.errors import BuildInterrupted, CannotWrite, DamagedModel, NoDiskSpace
from bot.records import Progress
from bot.translation.engines.embedded.build import build_model
from bot.translation.engines.embedded.card import Card, file_sha256

MANIFEST = "manifest.json"
WAITING = "waiting for another process to build the model"

Build = Callable[[Card, Path, Progress], None]

_BUILDING = ".building-"


def place_of(card: Card, cache_dir: Path) -> Path:
    """Where the model built from `card` is or will be; another model or version, another place."""
    return cache_dir / "models" / f"{card.name}-{card.digest[:16]}"


def is_whole(place: Path) -> bool:
    """All files that the manifest lists are there in their sizes: cheap, asked at every load."""
    try:
        files = _manifest_files(place)
        return all((place / name).stat().st_size == size for name, (size, _) in files.items())
    except (OSError, DamagedModel):
        return False


def verify(place: Path) -> None:
    """Read every file again; raises DamagedModel where one is not as it was built."""
    for name, (size, sha256) in _manifest_files(place).items():
        path = place / name
        if not path.is_file() or path.stat().st_size != size or file_sha256(path) != sha256:
            raise DamagedModel(
                f"{path} is damaged. Build the model again: mujaz models build --force"
            )


def size_of(place: Path) -> int:
    """Bytes of the files in `place`; 0 where there is no such folder."""
    return sum(path.stat().st_size for path in place.glob("*")) if place.is_dir() else 0


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
    with _saying_what_fails(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone(place, progress):
            if force or not is_whole(place):
                _remove_stale(place)
                _build_into(place, card, progress, build)
    return place


def _build_into(place: Path, card: Card, progress: Progress, build: Build) -> None:
    folder = _hidden_folder(place)
    try:
        build(card, folder, progress)
        _write_manifest(folder, card, progress)
        if place.exists():
            place.replace(_hidden_folder(place))
        folder.replace(place)
    except KeyboardInterrupt:
        raise BuildInterrupted(
            "The build of the translation model was stopped; nothing half-built is left. "
            "The next run starts it again."
        ) from None
    finally:
        _remove_stale(place)


def _hidden_folder(place: Path) -> Path:
    # Not tempfile.mkdtemp: its folder is closed to every other user, and so would the model be.
    folder = place.with_name(f"{_BUILDING}{place.name}-{uuid4().hex}")
    folder.mkdir()
    return folder


def _remove_stale(place: Path) -> None:
    """Folders of builds that died. Whoever holds the lock is the only one building."""
    for folder in place.parent.glob(f"{_BUILDING}{place.name}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _write_manifest(folder: Path, card: Card, progress: Progress) -> None:
    paths = sorted(folder.iterdir())
    files = {}
    for number, path in enumerate(paths):
        progress("verifying", number, len(paths))
        _flush(path)
        files[path.name] = {"size": path.stat().st_size, "sha256": file_sha256(path)}
    manifest = {
        "name": card.name,
        "version": card.version,
        "digest": card.digest,
        "ctranslate2": version("ctranslate2"),
        "files": files,
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    _flush(path)
    progress("verifying", len(paths), len(paths))


def _flush(path: Path) -> None:
    """A rename may reach the disk before the bytes do; a power cut then leaves zeros."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _manifest_files(place: Path) -> dict[str, tuple[int, str]]:
    try:
        raw = json.loads((place / MANIFEST).read_text("utf-8"))["files"]
        return {name: (int(f["size"]), str(f["sha256"])) for name, f in raw.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(
            f"{place} holds no whole model. Build it: mujaz models build --force"
        ) from error


@contextmanager
def _alone(place: Path, progress: Progress) -> Iterator[None]:
    """Hold the place's lock. The operating system frees it should this process die."""
    from filelock import FileLock, Timeout

    lock = FileLock(place.with_name(f".{place.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress(WAITING, 0, 0)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _saying_what_fails(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoDiskSpace(
                f"The disk filled up while the translation model was written to {place.parent}. "
                "Make room, or set MUJAZ_CACHE_DIR to a larger disk."
            ) from error
        raise CannotWrite(
            f"The translation model cannot be written to {place.parent}: "
            f"{error.strerror or error}. Set MUJAZ_CACHE_DIR to a folder you may write to."
        ) from error
