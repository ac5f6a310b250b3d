"""The file of the translation memory knows which model wrote what, and forgets older models."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.records import EngineIdentity, Hypothesis
from bot.translation.answers import SUPERSEDED, UNUSED, Memory

FIRST = date(2026, 3, 1)
OLD, NEW = EngineIdentity("aren", "1", "aren 1"), EngineIdentity("aren", "2", "aren 2")
OTHER = EngineIdentity("hub", "1", "hub")


class Calendar:
    """A day that the test turns."""

    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> date:
        return self.day

    def pass_by(self, time: timedelta) -> None:
        self.day += time


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


def answers(*keys: str) -> dict[str, tuple[Hypothesis, ...]]:
    return {key: (Hypothesis(key.upper(), -0.5),) for key in keys}


def keys_in(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as file:
        return {key for (key,) in file.execute("SELECT key FROM answers")}


def in_format_2(path: Path, keys: Iterable[str]) -> None:
    """A file as Mujaz before this wrote it."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE memory (key TEXT PRIMARY KEY, hypotheses TEXT NOT NULL)")
        rows = [(key, f'[["{key.upper()}", -0.5]]') for key in keys]
        file.executemany("INSERT INTO memory VALUES (?, ?)", rows)
        file.execute("PRAGMA user_version = 2")
        file.commit()


def test_what_an_older_model_wrote_goes_a_week_after_it_was_last_asked(
    path: Path, calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    Memory(path, calendar).put(answers("a", "b"), OLD)
    calendar.pass_by(SUPERSEDED)
    Memory(path, calendar).put(answers("c"), NEW)
    assert keys_in(path) == {"a", "b", "c"}
    assert not caplog.records
    calendar.pass_by(timedelta(days=1))
    memory = Memory(path, calendar)
    assert memory.get(["a", "c"], NEW) == answers("c")
    assert keys_in(path) == {"c"}
    (line,) = caplog.messages
    assert line.startswith("2 answers")
    assert str(path) in line


def test_a_model_that_is_still_asked_keeps_its_answers_beside_a_newer_one(
    path: Path, calendar: Calendar
) -> None:
    memory = Memory(path, calendar)
    memory.put(answers("a"), OLD)
    for _ in range(4):
        calendar.pass_by(SUPERSEDED)
        memory.get([], OLD)
        memory.get([], NEW)
    assert keys_in(path) == {"a"}


def test_another_engine_keeps_its_answers_for_a_month(path: Path, calendar: Calendar) -> None:
    Memory(path, calendar).put(answers("a"), OTHER)
    calendar.pass_by(UNUSED)
    Memory(path, calendar).put(answers("b"), NEW)
    assert keys_in(path) == {"a", "b"}
    calendar.pass_by(timedelta(days=1))
    Memory(path, calendar).get([], NEW)
    assert keys_in(path) == {"b"}


def test_a_process_that_runs_for_weeks_prunes_too(path: Path, calendar: Calendar) -> None:
    Memory(path, calendar).put(answers("a"), OLD)
    memory = Memory(path, calendar)
    memory.get([], NEW)
    calendar.pass_by(SUPERSEDED + timedelta(days=1))
    memory.get([], NEW)
    assert keys_in(path) == set()


def test_much_is_removed_over_several_days(
    path: Path, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.translation.answers._AT_ONCE", 2)
    memory = Memory(path, calendar)
    memory.put(answers("a", "b", "c"), OLD)
    calendar.pass_by(SUPERSEDED + timedelta(days=1))
    left = []
    for _ in range(3):
        memory.get([], NEW)
        left.append(len(keys_in(path)))
        calendar.pass_by(timedelta(days=1))
    assert left == [1, 0, 0]


def test_what_an_older_mujaz_kept_is_taken_over_and_stays_while_it_is_asked_for(
    path: Path, calendar: Calendar
) -> None:
    in_format_2(path, ["a", "b"])
    memory = Memory(path, calendar)
    assert memory.get(["a", "x"], NEW) == answers("a")
    calendar.pass_by(SUPERSEDED + timedelta(days=1))
    memory.get([], NEW)
    assert keys_in(path) == {"a"}


def test_an_older_mujaz_beside_it_loses_nothing(path: Path, calendar: Calendar) -> None:
    """It makes its own table again, and goes on; what it kept is taken over in turn."""
    Memory(path, calendar).put(answers("a"), NEW)
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, hypotheses TEXT)")
        file.execute("INSERT OR REPLACE INTO memory VALUES ('b', '[[\"B\", -0.5]]')")
        file.commit()
    assert Memory(path, calendar).get(["a", "b"], NEW) == answers("a", "b")


def test_a_private_text_leaves_only_the_note_that_the_model_was_asked(
    path: Path, calendar: Calendar
) -> None:
    memory = Memory(path, calendar)
    with memory.reading_only():
        memory.get(["a"], NEW)
        memory.put(answers("a"), NEW)
    assert keys_in(path) == set()
