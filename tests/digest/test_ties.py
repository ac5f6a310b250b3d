"""The earlier story that a new one is set beside, and when none is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.digest.composition import compose
from bot.digest.render.json import digest_fields
from bot.digest.render.lines import Role
from bot.digest.ties import People, Ties
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Digest, Life, Named
from tests.digest.made_briefs import ERROR, brief
from tests.digest.test_stories_over_days import MADE, only, shown

NAMES = {"بدر عبد العاطي": "Badr Abdelatty", "عبد العاطي": "Abdelatty", "باتروشيف": "Patrushev",
         "نيكولاي باتروشيف": "Nikolai Patrushev"}  # fmt: skip


class Spells:
    """Full names where they stand, else family names."""

    def __init__(self) -> None:
        self.asked = 0

    def named(self, texts: Sequence[str]) -> list[tuple[Named, ...]]:
        self.asked += 1
        found = []
        for text in texts:
            held = [name for name in NAMES if name in text]
            longest = [n for n in held if not any(n in other and n != other for other in held)]
            found.append(tuple(Named(text.index(n), 0, NAMES[n], "person", True) for n in longest))
        return found


def report(title: tuple[str, str], lead: tuple[str, str], day: int | None, outlet: str) -> Brief:
    return brief(title, [lead], outlet=outlet, day=date(2026, 11, day) if day else None)


def cyprus(day: int | None = 2) -> Brief:
    return report(
        ("وزير الخارجية يستقبل نظيره القبرصي في القاهرة", "Minister receives Cypriot counterpart"),
        ("استقبل وزير الخارجية بدر عبد العاطي نظيره القبرصي في مصر.", "Abdelatty received him."),
        day,
        "Ahram",
    )


GREECE = report(
    ("مصر واليونان تبحثان ترسيم الحدود البحرية", "Egypt and Greece discuss sea border"),
    ("بحث وزير الخارجية بدر عبد العاطي مع مسؤولين ترسيم الحدود.", "Abdelatty discussed it."),
    6,
    "MENA",
)
FAMILY = report(
    ("مصر تشارك في مؤتمر للمانحين بباريس", "Egypt at donors' conference"),
    ("ألقى عبد العاطي كلمة أمام المؤتمر.", "Abdelatty spoke there."),
    6,
    "MENA",
)
ELSEWHERE = report(
    ("افتتاح معرض للكتب", "Book fair opens"),
    ("افتتح بدر عبد العاطي معرضا للكتب القديمة.", "Abdelatty opened a fair."),
    6,
    "MENA",
)


@pytest.fixture
def people() -> People:
    return People(Spells)


def made(encoder: SentenceEncoder, people: People, new: Brief, before: Sequence[Brief]) -> Digest:
    return compose([new], (), encoder, MADE, before=before, people=people)


def test_a_new_story_has_a_line_of_an_earlier_one_of_the_same_people(
    encoder: SentenceEncoder, people: People
) -> None:
    told = made(encoder, people, GREECE, [cyprus()])
    line = "Background, 2 Nov: Minister receives Cypriot counterpart — Ahram"
    assert shown(told, Role.EARLIER) == [line]
    (fields,) = digest_fields(told)["stories"]
    assert fields["background"]["line"] == line
    assert only(told).behind == (cyprus().article.id,)


@pytest.mark.parametrize(
    ("new", "before"),
    [(FAMILY, cyprus()), (ELSEWHERE, cyprus()), (GREECE, cyprus(6)), (GREECE, cyprus(None))],
    ids=["a family name alone", "one tie alone", "of the same day", "of no known day"],
)
def test_what_is_not_certain_is_not_told(
    encoder: SentenceEncoder, people: People, new: Brief, before: Brief
) -> None:
    story = only(made(encoder, people, new, [before]))
    assert (story.life, story.background) == (Life.NEW, None)


def test_a_marked_headline_is_no_background(encoder: SentenceEncoder, people: People) -> None:
    doubtful = cyprus()
    doubtful = replace(doubtful, headline=replace(doubtful.headline, flags=(ERROR,)))
    assert only(made(encoder, people, GREECE, [doubtful])).background is None


def test_of_one_place_and_kind_of_event_is_enough(encoder: SentenceEncoder, people: People) -> None:
    first = brief(
        ("حريق في مستشفى بمدينة الناصرية", "Fire at hospital in Nasiriyah"),
        [("اندلع حريق كبير في مستشفى بمدينة الناصرية جنوبي العراق.", "A fire broke out.")],
        outlet="INA",
        day=date(2026, 10, 25),
    )
    second = report(
        ("الدفاع المدني: حريق في سوق بمدينة الناصرية", "Fire at market in Nasiriyah"),
        ("أخمدت فرق الدفاع المدني حريقا أتى على محال لبيع الأقمشة في مدينة الناصرية.", "Out."),
        6,
        "Shafaq",
    )
    told = made(encoder, people, second, [first])
    assert shown(told, Role.EARLIER) == ["Background, 25 Oct: Fire at hospital in Nasiriyah — INA"]


def test_who_is_in_every_story_ties_none(people: People) -> None:
    leads = (
        "زار بدر عبد العاطي صوامع القمح في مصر.",
        "هنأ بدر عبد العاطي طلاب الجامعات الأوائل في مصر.",
        "حضر بدر عبد العاطي مباراة المنتخب أمام السنغال في مصر.",
    )
    others = [
        [report((lead, f"Other {n}"), (lead, "So."), n, "Ahram")] for n, lead in enumerate(leads, 1)
    ]
    assert Ties([[cyprus()], *others[1:]], people).background([GREECE]) is not None
    assert Ties([[cyprus()], *others], people).background([GREECE]) is None


def test_names_of_a_report_are_looked_for_once() -> None:
    spells = Spells()
    people = People(lambda: spells)
    assert people.of(cyprus()) == people.of(cyprus()) == {"Badr Abdelatty"}
    assert spells.asked == 1
