"""Translation memory: what an engine answered is kept, so that nothing is translated twice.

A wrapper around any Translator with the same seam. What is kept are the engine's own
hypotheses, before any check: the checks are cheap, change often, and are run again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from bot.language.arabic.normalise import normalise
from bot.records import EngineIdentity, Hypothesis
from bot.translation.engines.translator import (
    GREEDY,
    Decoding,
    Informed,
    SourceSentence,
    Translator,
)

S = TypeVar("S", str, SourceSentence)

_LOG = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS memory (
    key TEXT PRIMARY KEY,
    hypotheses TEXT NOT NULL
) WITHOUT ROWID
"""
# Under SQLite's smallest limit for variables in one statement (999 before 3.32).
_BATCH = 500
_SLICE = 32
"""Sentences between two writes. Sorted by length, they batch as well as all at once; and an
interrupted run loses little."""


_FORMAT = 2
"""Files of format 1 may hold sentences that somebody sent in private: they are emptied."""


class Memory:
    """The SQLite file. Safe for several processes; a damaged file is replaced by a new one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keeping = True
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # It is only a cache: losing it costs time, keeping it broken costs every run.
            path.unlink()
            self._prepare()

    def _prepare(self) -> None:
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
            (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found < _FORMAT:
            self._empty()

    def _empty(self) -> None:
        """Leave nothing of what it held, in the file or in its journal."""
        with self._connection() as connection:
            connection.execute("DELETE FROM memory")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        with self._connection() as connection:
            connection.commit()
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading_only(self) -> Iterator[None]:
        """Nothing is added meanwhile, as for a text that only its sender may see."""
        before, self._keeping = self._keeping, False
        try:
            yield
        finally:
            self._keeping = before

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        # One connection an operation: threads and forks need no care, and it costs far less
        # than one sentence.
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def get(self, keys: Sequence[str]) -> dict[str, tuple[Hypothesis, ...]]:
        """What is known of these keys."""
        found: dict[str, tuple[Hypothesis, ...]] = {}
        with self._connection() as connection:
            for start in range(0, len(keys), _BATCH):
                some = list(keys[start : start + _BATCH])
                marks = ",".join("?" * len(some))
                query = f"SELECT key, hypotheses FROM memory WHERE key IN ({marks})"  # noqa: S608
                for key, text in connection.execute(query, some):
                    found[key] = tuple(Hypothesis(*item) for item in json.loads(text))
        return found

    def put(self, entries: dict[str, tuple[Hypothesis, ...]]) -> None:
        """Keep these; what stood under the same key is replaced. Not within `reading_only`."""
        if not self._keeping:
            return
        rows = [
            (key, json.dumps([[h.text, h.score] for h in hypotheses], ensure_ascii=False))
            for key, hypotheses in entries.items()
        ]
        with self._connection() as connection:
            connection.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", rows)


class RememberingTranslator:
    """A Translator that asks the memory first and the engine only for what is new."""

    def __init__(self, engine: Translator, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory
        self._usable = True
        self.translated = 0
        """Sentences the engine was asked for; 0 after a run means all were remembered."""

    @property
    def identity(self) -> EngineIdentity:
        return self._engine.identity

    @property
    def max_pieces(self) -> int:
        return self._engine.max_pieces

    def pieces(self, source: str) -> int:
        return self._engine.pieces(source)

    def fits(self, source: str) -> bool:
        return self._engine.fits(source)

    @property
    def informed(self) -> Informed | None:
        told = self._engine.informed
        return None if told is None else _RememberingInformed(self, told)

    @property
    def copies_english(self) -> bool:
        return self._engine.copies_english

    @property
    def searches(self) -> bool:
        return self._engine.searches

    def close(self) -> None:
        self._engine.close()

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        def ask(some: Sequence[str]) -> list[tuple[Hypothesis, ...]]:
            return self._engine.translate(some, decoding, progress)

        keys = [self.key(decoding, normalise(source)) for source in sources]
        # By length, as engines batch best; in slices, so that an interrupted run keeps its work.
        return self.answers(keys, sources, ask, progress, _SLICE, len)

    def answers(
        self,
        keys: Sequence[str],
        sources: Sequence[S],
        ask: Callable[[Sequence[S]], list[tuple[Hypothesis, ...]]],
        progress: Callable[[int], None] | None,
        slice_size: int,
        size: Callable[[S], int] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """What is remembered under `keys`; `ask` is asked for the rest, `slice_size` at a time.
        `size`: the largest are asked first; without it all stay in their order."""
        known = self._known(list(dict.fromkeys(keys)))
        missing = {k: s for k, s in zip(keys, sources, strict=True) if k not in known}
        if progress:
            progress(len(sources) - len(missing))
        waiting = list(missing)
        if size:
            waiting.sort(key=lambda key: size(missing[key]), reverse=True)
        for start in range(0, len(waiting), slice_size):
            some = waiting[start : start + slice_size]
            answers = ask([missing[key] for key in some])
            self.translated += len(some)
            new = dict(zip(some, answers, strict=True))
            # What the engine had no answer for is asked again another time.
            self._keep({k: a for k, a in new.items() if not any(h.problem for h in a)})
            known |= new
        return [known[key] for key in keys]

    def _known(self, keys: Sequence[str]) -> dict[str, tuple[Hypothesis, ...]]:
        try:
            return self._memory.get(keys) if self._usable else {}
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)
            return {}

    def _keep(self, new: dict[str, tuple[Hypothesis, ...]]) -> None:
        try:
            if self._usable:
                self._memory.put(new)
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)

    def _do_without(self, error: Exception) -> None:
        """A full disk or a file taken away costs the next run's time, not this run's digest."""
        self._usable = False
        _LOG.warning(
            "The translation memory %s cannot be used (%s): the rest of this run does without it.",
            self._memory.path,
            error,
        )

    def key(self, decoding: Decoding, *asked: str) -> str:
        """What `asked` is remembered under."""
        identity = self._engine.identity
        parts = (identity.name, identity.version, repr(decoding), *asked)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class _RememberingInformed:
    """The same for an engine that is told spellings: a sentence is remembered with those it was
    given, so that a changed spelling asks again only where it occurs."""

    def __init__(self, remembering: RememberingTranslator, engine: Informed) -> None:
        self._remembering = remembering
        self._engine = engine

    @property
    def at_once(self) -> int:
        return self._engine.at_once

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        def ask(some: Sequence[SourceSentence]) -> list[tuple[Hypothesis, ...]]:
            return self._engine.translate_informed(some, decoding, progress)

        key = self._remembering.key
        keys = [key(decoding, normalise(s.text), repr(sorted(s.terms))) for s in sources]
        return self._remembering.answers(keys, sources, ask, progress, self.at_once)
