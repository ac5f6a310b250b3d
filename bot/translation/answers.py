"""The SQLite file of the translation memory: answers by key, and which model wrote each; and what
was worked out of them by code that says the same for the same.

A key holds the engine's version, so an answer is found by the model that wrote it and by no other;
who wrote it is kept beside it to know what nobody can ask for any more.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.records import EngineIdentity, Hypothesis

_LOG = logging.getLogger(__name__)

SUPERSEDED = timedelta(days=7)
"""How long answers are kept of a model whose newer version is in use, since it was last asked:
long enough to go back to it."""
UNUSED = timedelta(days=30)
"""The same for any other model. One that is configured is asked within that time, or does not miss
what it said."""

WORKED_OUT = timedelta(days=7)
"""How long results are kept: to have them again costs a second, not a minute as an answer does."""

_FORMAT = 3
"""Of `PRAGMA user_version`. Files of format 2 do not say which model wrote an answer."""
_PRIVATE_BEFORE = 2
"""Files of a format before may hold sentences that somebody sent in private: they are emptied."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS models (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    asked TEXT NOT NULL,
    UNIQUE (name, version)
);
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    model INTEGER NOT NULL,
    hypotheses TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS worked_out (
    key TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    value BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS worked_out_by_day ON worked_out (day);
"""
_OLD_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'memory'"
_UNNAMED = 0
"""The number of the model that wrote what came without a name."""
# Under SQLite's smallest limit for variables in one statement (999 before 3.32).
_BATCH = 500
_AT_ONCE = 20_000
"""Answers removed in one go, a fraction of a second; the rest goes another day."""


class Memory:
    """Safe for several processes; a damaged file is replaced by a new one.

    `today` says which day it is. Raises OSError and sqlite3.Error where the file cannot be used.
    """

    def __init__(
        self, path: Path, today: Callable[[], date] = lambda: datetime.now(UTC).date()
    ) -> None:
        self.path = path
        self._today = today
        self._keeping = True
        self._cleared: date | None = None
        self._noted: dict[EngineIdentity, tuple[date, int]] = {}
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
            (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found < _PRIVATE_BEFORE:
            self._empty()
        with self._connection() as connection:
            connection.executescript(_SCHEMA)
            if connection.execute(_OLD_TABLE).fetchone():
                self._take_over(connection)
            if found != _FORMAT:
                connection.execute(f"PRAGMA user_version = {_FORMAT}")

    def _take_over(self, connection: sqlite3.Connection) -> None:
        """Move what stands in the table of format 2, where an older Mujaz goes on keeping its
        answers."""
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute(_OLD_TABLE).fetchone():
            return
        moved = connection.execute(
            "INSERT OR IGNORE INTO answers SELECT key, ?, hypotheses FROM memory", (_UNNAMED,)
        )
        if moved.rowcount:
            row = (_UNNAMED, self._today().isoformat())
            connection.execute("INSERT OR REPLACE INTO models VALUES (?, '', '', ?)", row)
        connection.execute("DROP TABLE memory")

    def _empty(self) -> None:
        """Leave nothing of what it held, in the file or in its journal."""
        with self._connection() as connection:
            connection.execute("DROP TABLE IF EXISTS memory")
            connection.execute("DROP TABLE IF EXISTS worked_out")
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

    def get(self, keys: Sequence[str], engine: EngineIdentity) -> dict[str, tuple[Hypothesis, ...]]:
        """What is known of these keys, which `engine` made."""
        found: dict[str, tuple[Hypothesis, ...]] = {}
        unnamed = []
        with self._connection() as connection:
            number = self._number(connection, engine)
            for start in range(0, len(keys), _BATCH):
                some = list(keys[start : start + _BATCH])
                marks = ",".join("?" * len(some))
                query = f"SELECT key, model, hypotheses FROM answers WHERE key IN ({marks})"  # noqa: S608
                for key, model, text in connection.execute(query, some):
                    found[key] = tuple(Hypothesis(*item) for item in json.loads(text))
                    if model == _UNNAMED:
                        unnamed.append((number, key))
            if unnamed:
                connection.executemany("UPDATE answers SET model = ? WHERE key = ?", unnamed)
        return found

    def put(self, entries: Mapping[str, tuple[Hypothesis, ...]], engine: EngineIdentity) -> None:
        """Keep these of `engine`; what stood under the same key is replaced. Not within
        `reading_only`."""
        if not self._keeping:
            return
        with self._connection() as connection:
            number = self._number(connection, engine)
            rows = [
                (
                    key,
                    number,
                    json.dumps([[h.text, h.score] for h in hypotheses], ensure_ascii=False),
                )
                for key, hypotheses in entries.items()
            ]
            connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)

    # -------------------------------------------------------------------- what was worked out

    def known(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What was noted under these keys."""
        found: dict[str, bytes] = {}
        with self._connection() as connection:
            for start in range(0, len(keys), _BATCH):
                some = list(keys[start : start + _BATCH])
                marks = ",".join("?" * len(some))
                query = f"SELECT key, value FROM worked_out WHERE key IN ({marks})"  # noqa: S608
                found.update(connection.execute(query, some))
        return found

    def note(self, results: Mapping[str, bytes]) -> None:
        """Keep these results for some days. A key must hold everything that a result depends on,
        the code included. Not within `reading_only`."""
        if not self._keeping or not results:
            return
        today = self._today()
        with self._connection() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO worked_out VALUES (?, ?, ?)",
                [(key, today.isoformat(), value) for key, value in results.items()],
            )
            if self._cleared != today:
                connection.execute(
                    "DELETE FROM worked_out WHERE day < ?", ((today - WORKED_OUT).isoformat(),)
                )
                self._cleared = today

    # ------------------------------------------------------------------------ who wrote what

    def _number(self, connection: sqlite3.Connection, engine: EngineIdentity) -> int:
        """Note that the model is asked today, and prune on the first time of a day."""
        today = self._today()
        day, number = self._noted.get(engine, (None, 0))
        if day == today:
            return number
        connection.execute("BEGIN IMMEDIATE")
        named = (engine.name, engine.version)
        connection.execute("INSERT OR IGNORE INTO models VALUES (NULL, ?, ?, '')", named)
        connection.execute(
            "UPDATE models SET asked = max(asked, ?) WHERE name = ? AND version = ?",
            (today.isoformat(), *named),
        )
        query = "SELECT number FROM models WHERE name = ? AND version = ?"
        (number,) = connection.execute(query, named).fetchone()
        self._prune(connection, engine, today)
        self._noted[engine] = (today, number)
        return int(number)

    def _prune(self, connection: sqlite3.Connection, engine: EngineIdentity, today: date) -> None:
        """Remove the answers of models that nobody has asked for a while."""
        stale = connection.execute(
            "SELECT number FROM models WHERE asked < ? OR (asked < ? AND name IN ('', ?))",
            ((today - UNUSED).isoformat(), (today - SUPERSEDED).isoformat(), engine.name),
        )
        left = _AT_ONCE
        for (number,) in stale.fetchall():
            gone = connection.execute(
                "DELETE FROM answers "
                "WHERE key IN (SELECT key FROM answers WHERE model = ? LIMIT ?)",
                (number, left),
            )
            left -= gone.rowcount
            if not left:
                break
            connection.execute("DELETE FROM models WHERE number = ?", (number,))
        if left < _AT_ONCE:
            _LOG.info(
                "%d answers of models that are not in use any more left the translation memory %s.",
                _AT_ONCE - left,
                self.path,
            )
