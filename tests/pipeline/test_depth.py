"""A brief of an article translated only so far is the brief of the whole article."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.brief_set import load
from bot.config import Settings
from bot.pipeline.depth import needed, settled, stands_on, works_in_part
from bot.pipeline.rooms import Rooms
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.reading.article import read
from bot.records import (
    Article,
    Document,
    EngineIdentity,
    Flag,
    Severity,
    Standing,
    Translation,
)
from bot.summary.extractive import Extractive
from bot.translation.engines.cascade.members import Members
from bot.translation.names import Names
from bot.translation.segments import begun
from tests.delivery.table_translator import GAS, TableTranslator

ENGINE = EngineIdentity("written", "1", "written 1")
DOUBT = (
    (),
    (Flag("numbers", Severity.ERROR, "made up"),),
    (Flag("meaning", Severity.WITHHELD, "made up"),),
)


@pytest.fixture(scope="module")
def condense() -> Extractive:
    return Extractive(SentenceEncoder(), NamesSpeller(Names.load))


def translated(
    translation: Translation, english: Mapping[str, str], some: Collection[int], doubt: int
) -> Translation:
    """With those sentences in English; every so many of them is marked or withheld."""
    segments = []
    for each in translation.segments:
        index = each.segment.index
        if each.pending and index in some:
            flags = DOUBT[index % len(DOUBT)] if doubt and index % doubt == 0 else ()
            # Of an interview's turns the set has the labels, too.
            other = f"The minister said that thing {index} happened on Monday."
            target = english.get(each.segment.source.strip(), other)
            each = replace(
                each, target=target, score=-0.1, flags=flags, engine=ENGINE, pending=False
            )
        segments.append(each)
    return replace(translation, segments=tuple(segments))


@pytest.mark.parametrize("doubt", [0, 1, 2])
def test_what_is_still_pending_has_no_part_in_the_brief(condense: Extractive, doubt: int) -> None:
    left = 0
    for written in load()[::8]:
        article = read(Document(written.name, written.text.encode(), "text/plain", "utf-8"))
        start, english = begun(article, ENGINE), dict(written.pairs)
        whole = condense.summarise(translated(start, english, start.pending, doubt), 3)
        made = start
        while some := needed(condense, made, 3):
            assert some <= made.pending
            made = translated(made, english, some, doubt)
        brief = condense.summarise(made, 3)
        assert (brief.headline, brief.points) == (whole.headline, whole.points), written.name
        assert not stands_on(brief) & made.pending
        # Fewer points of it are the same, too.
        assert condense.summarise(made, 1).points == condense.summarise(whole.translation, 1).points
        left += len(made.pending)
    assert left > 0


def test_a_brief_never_tells_a_pending_sentence(condense: Extractive) -> None:
    translation = begun(read(Document("gas", GAS.encode())), ENGINE)
    brief = settled(condense, translation, 3)
    assert brief.translation is translation
    assert brief.headline.text.startswith("Report")
    assert all(point.language == "en" for point in brief.points)


def test_a_pending_sentence_is_withheld_and_nobody_translated_it() -> None:
    translation = begun(read(Document("gas", GAS.encode())), ENGINE)
    assert not translation.whole
    assert translation.translators == ()
    assert {each.standing for each in translation.segments} == {Standing.WITHHELD}


@pytest.fixture
def table() -> TableTranslator:
    return TableTranslator()


@pytest.fixture
def rooms(tmp_path: Path, table: TableTranslator) -> Rooms:
    made = Rooms(Settings(cache_dir=tmp_path))
    made._engines = Members.only(table)
    return made


@pytest.fixture
def article() -> Article:
    return read(Document("gas", GAS.encode()))


def test_no_more_is_asked_of_the_engine_than_the_brief_needs(
    rooms: Rooms, table: TableTranslator, article: Article
) -> None:
    (part,) = rooms.translate([article], points=3)
    assert part.pending
    made = {s.segment.source for s in part.segments if not s.pending}
    assert set(table.asked) == made
    (brief,) = rooms.brief([part])
    table.asked.clear()
    (rest,) = rooms.translate([part])
    assert rest.whole
    assert set(table.asked) == {s.segment.source for s in part.segments if s.pending}
    # What was there reads as it did, and the brief is what it would have been at once.
    assert [s for s in rest.segments if s.segment.index not in part.pending] == [
        s for s in part.segments if not s.pending
    ]
    (again,) = rooms.brief([rest])
    assert (again.headline, again.points) == (brief.headline, brief.points)
    (at_once,) = rooms.translate([article])
    assert at_once.segments == rest.segments


def test_a_summariser_that_says_nothing_of_parts_gets_the_whole(
    rooms: Rooms, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert works_in_part(rooms._condenser(rooms._settings))
    monkeypatch.setattr(Extractive, "works_in_part", False)
    (translation,) = rooms.translate([article], points=1)
    assert translation.whole
