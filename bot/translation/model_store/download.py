"""A model's files into a folder: begun where the last try ended, and checked when whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.errors import HubRefused
from bot.records import Progress
from bot.translation.model_store.remote import HubFile, client, raise_for, refusals

if TYPE_CHECKING:
    import httpx

PARTIAL = ".part"
TRIES = 5
"""Broken connections in a row, without a byte in between, before a file is given up."""

_BLOCK = 1 << 16
_PARTIAL_CONTENT = 206


class Remote(Protocol):
    """A model that is somewhere else."""

    @property
    def address(self) -> str: ...

    @property
    def setting(self) -> str:
        """What the address is configured with."""
        ...

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...

    @property
    def files(self) -> tuple[HubFile, ...]: ...

    def url(self, file: HubFile) -> str: ...


def fetch(
    model: Remote,
    folder: Path,
    progress: Progress,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """All files of `model` into `folder`; those already there and sound are kept.

    Progress counts megabytes. Whatever stops this, the next call goes on where it ended.
    Raises HubRefused, and OSError where the disk refuses.
    """
    stage = f"downloading {model.name}"
    before = 0
    with client() as hub:
        for file in model.files:

            def advance(done: int, before: int = before) -> None:
                progress(stage, (before + done) >> 20, max(1, model.size >> 20))

            if not is_sound(folder / file.name, file):
                _fetch_file(hub, model, file, folder, advance, pause)
            before += file.size
    progress(stage, max(1, model.size >> 20), max(1, model.size >> 20))


def is_sound(path: Path, file: HubFile) -> bool:
    """`path` is exactly the hub's file: by SHA-256, or by the SHA-1 of a git blob, which is
    how the hub names small files."""
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    if file.sha256:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    if file.blob:
        blob = b"blob %d\0" % file.size + path.read_bytes()
        return hashlib.sha1(blob, usedforsecurity=False).hexdigest() == file.blob
    return True


def _fetch_file(
    hub: httpx.Client,
    model: Remote,
    file: HubFile,
    folder: Path,
    advance: Callable[[int], None],
    pause: Callable[[float], None],
) -> None:
    part = folder / f"{file.name}{PARTIAL}"
    for _ in range(2):
        _stream(hub, model, file, part, advance, pause)
        if is_sound(part, file):
            part.replace(folder / file.name)
            return
        # The second time from its beginning: two halves may be of two different files.
        part.unlink(missing_ok=True)
    raise HubRefused(
        f"{model.address}: {file.name} of {model.name} arrived twice with another checksum than "
        "the hub states. Try again later, or from another network."
    )


def _stream(
    hub: httpx.Client,
    model: Remote,
    file: HubFile,
    part: Path,
    advance: Callable[[int], None],
    pause: Callable[[float], None],
) -> None:
    import httpx

    failures = 0
    with refusals(model.address, model.setting):
        while (have := part.stat().st_size if part.exists() else 0) < file.size or not have:
            try:
                _append(hub, model, file, part, have, advance)
            except httpx.TransportError:
                grown = (part.stat().st_size if part.exists() else 0) > have
                failures = 0 if grown else failures + 1
                if failures >= TRIES:
                    raise
                pause(float(2**failures))
            else:
                return


def _append(
    hub: httpx.Client,
    model: Remote,
    file: HubFile,
    part: Path,
    have: int,
    advance: Callable[[int], None],
) -> None:
    # No compression: a range of a compressed file is not a range of the file.
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with hub.stream("GET", model.url(file), headers=headers) as answer:
        raise_for(answer, f"{file.name} of {model.name}", model.address)
        joined = answer.status_code == _PARTIAL_CONTENT
        with part.open("ab" if joined else "wb") as stream:
            for block in answer.iter_bytes(_BLOCK):
                if stream.tell() + len(block) > file.size:
                    raise HubRefused(
                        f"{model.address} sends more of {file.name} than it stated. Try later."
                    )
                stream.write(block)
                advance(stream.tell())
