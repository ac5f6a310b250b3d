"""Documents from files, folders and standard input.

Finds and reads bytes; what they mean is for the reading room. A path that cannot be read
becomes a Skipped, so that the rest of a batch goes on.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from bot.errors import DocumentError, MissingFile, NothingReadable, TooLarge
from bot.records import MAX_BYTES, MEDIA_TYPES, Document, Skipped

STANDARD_INPUT = "-"


def documents(
    paths: Iterable[str], standard_input: BinaryIO | None = None
) -> Iterator[Document | Skipped]:
    """Each document under the paths, or why there is none, in a stable order.

    A folder gives its files of a known kind at any depth, by name, hidden ones left out. A
    file named outright is taken whatever it is called. One file named twice comes once.
    """
    seen: set[str] = set()
    for path in paths:
        try:
            for name in _expand(path):
                if isinstance(name, Skipped):
                    yield name
                    continue
                identity = name if name == STANDARD_INPUT else os.path.realpath(name)
                if identity in seen:
                    continue
                seen.add(identity)
                yield _document_or_skipped(name, standard_input)
        except DocumentError as error:
            yield skipped(path, error)


def skipped(origin: str, error: DocumentError) -> Skipped:
    """The record of a document that an error kept out."""
    return Skipped(path=origin, error=error.name, reason=str(error))


def _document_or_skipped(name: str, standard_input: BinaryIO | None) -> Document | Skipped:
    try:
        return load(name, standard_input)
    except DocumentError as error:
        return skipped(name, error)


def load(name: str, standard_input: BinaryIO | None = None) -> Document:
    """One file, or standard input for "-". Raises MissingFile or TooLarge."""
    if name == STANDARD_INPUT:
        stream = standard_input or sys.stdin.buffer
        return Document(origin=name, data=_read_limited(stream, "Standard input"))
    path = Path(name)
    if path.is_dir():
        raise MissingFile(f"{name} is a folder. Name one file in it.")
    try:
        with path.open("rb") as stream:
            data = _read_limited(stream, name)
    except (OSError, ValueError) as error:
        raise _missing(name, error) from error
    return Document(origin=name, data=data, media_type=MEDIA_TYPES.get(path.suffix.lower()))


def passed_over(paths: Iterable[str]) -> Counter[str]:
    """The visible files below the folders among `paths` that are of no kind read, counted by
    their endings (".jpg"; "" where a name has none)."""
    # By their real place, since a folder may be named twice or lie in another.
    found = {
        os.path.realpath(name): Path(name).suffix.lower()
        for path in paths
        if path != STANDARD_INPUT and Path(path).is_dir()
        for name in _below(path, lambda error: None)
        if Path(name).suffix.lower() not in MEDIA_TYPES
    }
    return Counter(found.values())


def _expand(path: str) -> Iterator[str | Skipped]:
    if path == STANDARD_INPUT or not Path(path).is_dir():
        yield path
        return
    refused: list[OSError] = []
    found = sorted(_walk(path, refused))
    for error in refused:
        name = str(error.filename or path)
        yield skipped(name, _missing(name, error))
    if not found and not refused:
        kinds = ", ".join(MEDIA_TYPES)
        raise NothingReadable(f"The folder {path} holds no file ending in {kinds}. Add some.")
    yield from found


def _walk(folder: str, refused: list[OSError]) -> Iterator[str]:
    """Files below the folder; a folder that cannot be opened is put in `refused`."""
    for name in _below(folder, refused.append):
        path = Path(name)
        # A pipe or a socket would be waited for without end; a broken link is told as missing.
        if path.suffix.lower() in MEDIA_TYPES and (path.is_file() or path.is_symlink()):
            yield name


def _below(folder: str, onerror: Callable[[OSError], object]) -> Iterator[str]:
    """Every visible name below the folder that is no folder."""
    for parent, folders, files in os.walk(folder, onerror=onerror):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(parent) / name) for name in files if not name.startswith("."))


def _read_limited(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB. Save the article's text alone."
        )
    return data


def _missing(name: str, error: OSError | ValueError) -> MissingFile:
    if isinstance(error, FileNotFoundError):
        return MissingFile(f"{name} does not exist. Check the path.")
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return MissingFile(f"{name} cannot be opened: {why}. Check the path and its permissions.")
