"""Results that are kept because whoever is asked again would say the same.

The key of a result holds all it depends on: what was asked, and the code and the tables that
answered (`version_of`), so that nothing is kept longer than it is true.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import bot

_LOG = logging.getLogger(__name__)

_CODE = frozenset((".py", ".tsv", ".txt", ".gz", ".json"))
_LARGE = 3_000_000
"""Bytes; no table is larger. A model's files have checksums of their own."""


class Store(Protocol):
    """Where results are kept; `bot.translation.answers.Memory` is one."""

    def known(self, keys: Sequence[str]) -> dict[str, bytes]: ...

    def note(self, results: Mapping[str, bytes]) -> None: ...


@cache
def version_of(*places: str) -> str:
    """Of the code and the tables in these folders and files of the package, by their content."""
    root = Path(bot.__file__).parent
    found = sha256()
    for place in places:
        path = root / place
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in _CODE and file.stat().st_size < _LARGE:
                found.update(f"{file.relative_to(root)}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


class WorkedOut:
    """One kind of result, each a value of JSON."""

    def __init__(self, store: Store | None, kind: str) -> None:
        """`kind`: what it is and what worked it out, with its version. Without a store nothing
        is kept."""
        self._store = store
        self._kind = kind

    def key(self, *asked: object) -> str:
        text = json.dumps([self._kind, *asked], ensure_ascii=False, default=repr)
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def results(self, keys: Sequence[str], work: Callable[[list[int]], Sequence[Any]]) -> list[Any]:
        """The result of each key; `work` is asked for those at the given places, which nobody
        knows, and gives them in that order."""
        if self._store is None:
            return list(work(list(range(len(keys)))))
        known = {key: json.loads(value) for key, value in self._known(keys).items()}
        missing = {key: place for place, key in enumerate(keys) if key not in known}
        if missing:
            made = work(list(missing.values()))
            new = dict(zip(missing, made, strict=True))
            self._note({k: json.dumps(v, ensure_ascii=False).encode() for k, v in new.items()})
            known |= new
        return [known[key] for key in keys]

    def _known(self, keys: Sequence[str]) -> dict[str, bytes]:
        assert self._store is not None
        try:
            return self._store.known(list(dict.fromkeys(keys)))
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)
            return {}

    def _note(self, results: Mapping[str, bytes]) -> None:
        try:
            if self._store is not None:
                self._store.note(results)
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)

    def _do_without(self, error: Exception) -> None:
        """A full disk costs the next run's time, not this run's digest."""
        _LOG.warning("Results cannot be kept (%s): the rest of this run does without.", error)
        self._store = None
