"""Places that hold a whole model or nothing.

A model is put together in a hidden folder beside its place and moved there whole, under a lock.
What is in it, and where it comes from, is not known here: `fill` writes the files.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.errors import CannotWrite, DamagedModel, NoDiskSpace
from bot.records import Progress
from bot.translation.model_store.files import file_sha256
from bot.translation.model_store.folder import MANIFEST, files_of

_HIDDEN = ".building-"
BUILD_AGAIN = "Build the model again: mujaz models build --force"


def put(
    place: Path,
    about: Mapping[str, Any],
    fill: Callable[[Path], None],
    progress: Progress,
    manifest: str = MANIFEST,
) -> None:
    """Let `fill` write a model into a hidden folder, and move that to `place` with a manifest:
    `about`, and every file's size and SHA-256. Whoever calls this holds the place's lock.

    Whatever is raised, nothing half-built is left, and what stood there before stays.
    """
    _remove_stale(place)
    folder = _hidden(place)
    folder.mkdir(parents=True)
    try:
        fill(folder)
        _write_manifest(folder / manifest, about, progress)
        if place.exists():
            place.replace(_hidden(place))
        folder.replace(place)
    finally:
        _remove_stale(place)


def is_whole(place: Path, manifest: str = MANIFEST) -> bool:
    """All files that the manifest lists are there in their sizes: cheap, asked at every load."""
    try:
        files = _listed(place, manifest)
        return all((place / name).stat().st_size == size for name, (size, _) in files.items())
    except (OSError, DamagedModel):
        return False


def verify(place: Path, manifest: str = MANIFEST, advice: str = BUILD_AGAIN) -> None:
    """Read every file again; raises DamagedModel, with `advice`, where one is not as it was put
    there."""
    for name, (size, sha256) in _listed(place, manifest).items():
        if not _is(place / name, size, sha256):
            raise DamagedModel(
                f"{place / name} is damaged: it is not the file that was put there, as its SHA-256 "
                f"shows. {advice}"
            )


@contextmanager
def alone(lock: Path, waiting: str, progress: Progress) -> Iterator[None]:
    """Hold the lock file, which the operating system frees should this process die; and tell
    full disks and forbidden folders as errors of ours. `waiting` is the stage that is shown
    while another process holds it. Raises NoDiskSpace, CannotWrite."""
    from filelock import FileLock, Timeout

    with _saying_what_fails(lock.parent):
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock)
        try:
            held.acquire(timeout=0)
        except Timeout:
            progress(waiting, 0, 0)
            held.acquire()
        try:
            yield
        finally:
            held.release()


def _is(path: Path, size: int, sha256: str) -> bool:
    try:
        return path.stat().st_size == size and file_sha256(path) == sha256
    except OSError:
        return False


def _hidden(place: Path) -> Path:
    # Not tempfile.mkdtemp: its folder is closed to every other user, and so would the model be.
    return place.with_name(f"{_HIDDEN}{place.name}-{uuid4().hex}")


def _remove_stale(place: Path) -> None:
    """Folders of builds that died. Whoever holds the lock is the only one building."""
    for folder in place.parent.glob(f"{_HIDDEN}{place.name}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _write_manifest(path: Path, about: Mapping[str, Any], progress: Progress) -> None:
    paths = files_of(path.parent)
    files = {}
    for number, file in enumerate(paths):
        progress("verifying", number, len(paths))
        _flush(file)
        files[file.name] = {"size": file.stat().st_size, "sha256": file_sha256(file)}
    text = json.dumps({**about, "files": files}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    _flush(path)
    progress("verifying", len(paths), len(paths))


def _flush(path: Path) -> None:
    """A rename may reach the disk before the bytes do; a power cut then leaves zeros."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _listed(place: Path, manifest: str) -> dict[str, tuple[int, str]]:
    try:
        raw = json.loads((place / manifest).read_text("utf-8"))["files"]
        return {name: (int(f["size"]), str(f["sha256"])) for name, f in raw.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(
            f"{place} holds no whole model. Build it: mujaz models build --force"
        ) from error


@contextmanager
def _saying_what_fails(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoDiskSpace(
                f"The disk filled up while the translation model was written to {folder}. "
                "Make room, or set MUJAZ_CACHE_DIR to a larger disk."
            ) from error
        raise CannotWrite(
            f"The translation model cannot be written to {folder}: {error.strerror or error}. "
            "Set MUJAZ_CACHE_DIR to a folder you may write to."
        ) from error
