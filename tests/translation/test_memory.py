"""The translation memory: nothing is asked twice, nothing is mixed up, nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.records import EngineIdentity, Hypothesis
from bot.translation.answers import WORKED_OUT
from bot.translation.engines.translator import BEAM, GREEDY, Decoding
from bot.translation.memory import Memory, RememberingTranslator

ENGINE = EngineIdentity("counting", "1", "counting 1")


class CountingEngine:
    """Answers with the source in capitals, and keeps what it was asked."""

    max_pieces = 50
    informed = None
    copies_english = True
    searches = True

    def __init__(self, version: str = "1", fail_after: int | None = None) -> None:
        self.identity = EngineIdentity("counting", version, "counting 1")
        self.asked: list[str] = []
        self.fail_after = fail_after
        self.closed = False

    def pieces(self, source: str) -> int:
        return len(source)

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    def close(self) -> None:
        self.closed = True

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        if self.fail_after is not None and len(self.asked) >= self.fail_after:
            raise KeyboardInterrupt
        self.asked += sources
        if progress:
            progress(len(sources))
        return [
            tuple(Hypothesis(s.upper(), -0.1 * n) for n in range(decoding.hypotheses))
            for s in sources
        ]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "deep" / "memory.sqlite")


def test_a_second_run_asks_the_engine_nothing(memory: Memory) -> None:
    sources = ["one", "two", "one", "three"]
    first = RememberingTranslator(CountingEngine(), memory).translate(sources, BEAM)
    engine = CountingEngine()
    again = RememberingTranslator(engine, memory)
    assert again.translate(sources, BEAM) == first
    assert engine.asked == []
    assert again.translated == 0


def test_one_sentence_twice_in_a_batch_is_asked_once_and_answers_keep_their_places(
    memory: Memory,
) -> None:
    engine = CountingEngine()
    answers = RememberingTranslator(engine, memory).translate(["b", "a", "b"], GREEDY)
    assert sorted(engine.asked) == ["a", "b"]
    assert [hypotheses[0].text for hypotheses in answers] == ["B", "A", "B"]


def test_spelling_that_the_engine_does_not_see_is_the_same_source(memory: Memory) -> None:
    RememberingTranslator(CountingEngine(), memory).translate(["قال  ٣ مرات"], GREEDY)
    engine = CountingEngine()
    RememberingTranslator(engine, memory).translate(["قَال 3 مـرات"], GREEDY)
    assert engine.asked == []


@pytest.mark.parametrize(
    ("version", "decoding"), [("2", GREEDY), ("1", BEAM)], ids=["other engine", "other search"]
)
def test_engines_and_searches_never_mix(memory: Memory, version: str, decoding: Decoding) -> None:
    RememberingTranslator(CountingEngine("1"), memory).translate(["x"], GREEDY)
    engine = CountingEngine(version)
    RememberingTranslator(engine, memory).translate(["x"], decoding)
    assert engine.asked == ["x"]


def test_progress_counts_what_was_remembered_too(memory: Memory) -> None:
    RememberingTranslator(CountingEngine(), memory).translate(["a", "b"], GREEDY)
    told: list[int] = []
    RememberingTranslator(CountingEngine(), memory).translate(["a", "b", "c"], GREEDY, told.append)
    assert sum(told) == 3


def test_an_interrupted_run_keeps_what_was_done(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.translation.memory._SLICE", 2)
    sources = ["a", "bb", "ccc", "dddd", "eeeee"]
    with pytest.raises(KeyboardInterrupt):
        RememberingTranslator(CountingEngine(fail_after=4), memory).translate(sources, GREEDY)
    engine = CountingEngine()
    RememberingTranslator(engine, memory).translate(sources, GREEDY)
    assert engine.asked == ["a"]


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    memory = Memory(path)
    memory.put({"k": (Hypothesis("x", -1.0),)}, ENGINE)
    assert memory.get(["k", "unknown"], ENGINE) == {"k": (Hypothesis("x", -1.0),)}


def test_many_keys_at_once(memory: Memory) -> None:
    entries = {str(n): (Hypothesis(f"text {n}", -float(n)),) for n in range(1700)}
    memory.put(entries, ENGINE)
    assert memory.get(list(entries), ENGINE) == entries


def test_closing_closes_the_engine(memory: Memory) -> None:
    engine = CountingEngine()
    RememberingTranslator(engine, memory).close()
    assert engine.closed


def test_a_memory_that_fails_on_the_way_costs_no_translation(
    memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    translator = RememberingTranslator(CountingEngine(), memory)
    memory.path.unlink()
    memory.path.mkdir()
    for _ in range(2):
        assert [h[0].text for h in translator.translate(["one", "two"])] == ["ONE", "TWO"]
    assert len(caplog.records) == 1
    assert str(memory.path) in caplog.text


def test_a_file_of_the_format_before_is_emptied_once(tmp_path: Path) -> None:
    """It may hold what somebody sent in private; nothing of it stays in the raw bytes."""
    path = tmp_path / "memory.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA journal_mode=WAL")
        old.execute("CREATE TABLE memory (key TEXT PRIMARY KEY, hypotheses TEXT) WITHOUT ROWID")
        rows = [(str(n), f'[["The Qantarish plant closes {n}.", -0.2]]') for n in range(500)]
        old.executemany("INSERT INTO memory VALUES (?, ?)", rows)
        old.commit()
    Memory(path)
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Qantarish" not in left
    kept = (Hypothesis("Gas is cheap.", -0.1),)
    Memory(path).put({"a": kept}, ENGINE)
    assert Memory(path).get(["a", "1"], ENGINE) == {"a": kept}


def test_results_are_kept_some_days_and_not_of_private_texts(tmp_path: Path) -> None:
    day = date(2026, 11, 1)
    memory = Memory(tmp_path / "memory.sqlite", lambda: day)
    memory.note({"a": b"1", "b": b"2"})
    with memory.reading_only():
        memory.note({"c": b"3"})
        assert memory.known(["a"]) == {"a": b"1"}
    assert memory.known(["a", "b", "c"]) == {"a": b"1", "b": b"2"}
    day = day + WORKED_OUT + timedelta(days=1)
    memory.note({"d": b"4"})
    assert memory.known(["a", "b", "d"]) == {"d": b"4"}
