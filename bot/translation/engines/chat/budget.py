"""Tokens a day, counted in a file under the cache folder that every process shares.

A request takes what it will likely cost before it is sent and settles when the answer says what
it did cost; a process killed between leaves the estimate, so nothing is counted too low.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.errors import BudgetSpent, EngineRefused

_SCHEMA = "CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL)"


def today() -> date:
    return datetime.now(UTC).date()


class Budget:
    """Safe for several threads and processes."""

    def __init__(self, path: Path, limit: int, day: Callable[[], date] = today) -> None:
        """`limit`: tokens a UTC day; 0: none, but what is spent is counted all the same."""
        self._path = path
        self._limit = limit
        self._day = day

    def spent(self) -> int:
        """Today, by all processes. Makes no file."""
        if not self._path.exists():
            return 0
        with self._connection() as connection:
            return _tokens(connection, self._day())

    @contextmanager
    def taken(self, estimate: int) -> Iterator[Callable[[int], None]]:
        """Take `estimate` tokens; call what is given with the true number once it is known.

        Raises BudgetSpent where that goes over the limit.
        """
        day = self._day()
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            spent = _tokens(connection, day)
            if self._limit and spent + estimate > self._limit:
                tomorrow = datetime.combine(day + timedelta(days=1), time(), UTC)
                raise BudgetSpent(
                    f"Today's tokens for the chat engine are spent: {spent:,} of {self._limit:,}. "
                    "It goes on after 00:00 UTC; or raise translation.chat.tokens_a_day.",
                    # What a whole day's tokens are too few for is never done by waiting.
                    again_at=tomorrow if estimate <= self._limit else None,
                )
            _add(connection, day, estimate)

        def settle(tokens: int) -> None:
            with self._connection() as connection:
                _add(connection, day, tokens - estimate)

        yield settle

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=30)
            try:
                with connection:
                    connection.execute(_SCHEMA)
                    yield connection
            finally:
                connection.close()
        except (OSError, sqlite3.Error) as error:
            raise EngineRefused(
                f"The count of tokens {self._path} cannot be kept: {error}. Set MUJAZ_CACHE_DIR "
                "to a folder that can be written, or remove that file if it is damaged."
            ) from error


def _tokens(connection: sqlite3.Connection, day: date) -> int:
    row = connection.execute("SELECT tokens FROM spent WHERE day = ?", (str(day),)).fetchone()
    return int(row[0]) if row else 0


def _add(connection: sqlite3.Connection, day: date, tokens: int) -> None:
    connection.execute(
        "INSERT INTO spent VALUES (?, ?) "
        "ON CONFLICT (day) DO UPDATE SET tokens = max(0, tokens + excluded.tokens)",
        (str(day), tokens),
    )
