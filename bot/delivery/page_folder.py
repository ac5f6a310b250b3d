"""One chat's folder of pages on the disk. Blocks; for a thread.

A file is put in its place whole, and what the folder holds is written down last: what a kill left
undone does not stand there, and is done again.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MADE = ".made.json"
"""What the folder holds. Servers give no file whose name begins with a dot."""
_OURS = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Made:
    """What a folder holds."""

    lists: str = ""
    """What the lists were made of."""
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each digest by its name: `of`, what it was made of, `files`, and `listing`."""

    @property
    def files(self) -> set[str]:
        return {name for page in self.pages.values() for name in page["files"]}


class PageFolder:
    """`path` need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def holds(self, files: Collection[str]) -> bool:
        """Whether all of these are there."""
        return set(files) <= self._there()

    def read(self) -> Made:
        """What it holds; nothing where that cannot be read or a file is missing."""
        try:
            found = json.loads((self.path / MADE).read_text("utf-8"))
            made = Made(found["lists"], found["pages"])
        except (OSError, ValueError, KeyError, TypeError):
            return Made()
        return made if self.holds(made.files) else Made()

    def write(self, files: Mapping[str, str], made: Made, lists: Collection[str]) -> None:
        """Delete all that is neither a file of `made` nor one of `lists`, and put these files
        there. Raises OSError."""
        # Others on this machine are not to list the names of the folders.
        self.path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.path.mkdir(exist_ok=True)
        for name in self._there() - {*made.files, *lists, MADE}:
            (self.path / name).unlink(missing_ok=True)
        self.put(files)
        told = {"lists": made.lists, "pages": made.pages}
        self._put(MADE, json.dumps(told, ensure_ascii=False))

    def put(self, files: Mapping[str, str]) -> None:
        """Raises OSError."""
        for name, text in files.items():
            self._put(name, text)

    def _there(self) -> set[str]:
        try:
            return {each.name for each in self.path.iterdir()}
        except FileNotFoundError:
            return set()

    def _put(self, name: str, text: str) -> None:
        beside = self.path / f".{name}.part"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path / name)


def remove_others(folder: Path, kept: Iterable[str]) -> int:
    """Delete the folders of chats that are not among `kept`; how many."""
    wanted, gone = set(kept), 0
    with contextlib.suppress(FileNotFoundError):
        for each in folder.iterdir():
            if _OURS.fullmatch(each.name) and each.name not in wanted:
                shutil.rmtree(each, ignore_errors=True)
                gone += 1
    return gone
