"""Tests of names that nothing in the Arabic gives, near as they sound to what it has."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.names import Names
from bot.translation.names.checks.invented import invented
from bot.translation.names.checks.lost import lost

NAMES = Names.load()


def strangers(source: str, english: str) -> list[str]:
    flags = invented(source, NAMES.find(source), english)
    return [flag.detail.split()[-1] for flag in flags if flag.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "english", "names"),
    [
        # One أحمد gives one name.
        ("قال الوزير أحمد بطاش", "Minister Ahmed Hamad said", ["Hamad"]),
        ("قال الوزير أحمد بطاش", "Minister Ahmed Battash said", []),
        ("قال الوزير أحمد حمد", "Minister Ahmed Hamad said", []),
        ("قال الوزير أحمد", "Minister Ahmed, called Hamad, said", []),
        # A word whose spellings the tables have must be nearer to one that they have not.
        ("وقال عطاف إن بلاده ترفض ذلك", "Pattoff said his country rejected this", ["Pattoff"]),
        ("وقال عطاف إن بلاده ترفض ذلك", "Attaf said his country rejected this", []),
        # Behind an article.
        ("وقال الحمصاني", "al-Hwazani said", ["Hwazani"]),
        ("وقال الحمصاني", "al-Homsani said", []),
        ("قال السيسي", "as-Sisi said", []),
        # عبد stands for no Rahman, though names that begin with it end so.
        ("قال الطبيب عبد الكريم غالي", "Doctor Abdul Rahman Ghali said", ["Rahman"]),
        ("قال الطبيب عبد الكريم غالي", "Doctor Abdul Karim Ghali said", []),
        # A short acronym is no part of the name beside it.
        ("المفوضية: تأجيل الاقتراع في كردستان", "UN: vote in Kurdistan postponed", ["UN"]),
    ],
)
def test_names_that_only_sound_a_little_alike(source: str, english: str, names: list[str]) -> None:
    assert strangers(source, english) == names


@pytest.mark.parametrize(
    ("source", "english", "severities"),
    [
        ("أعلن البنك المركزي في عدن", "The Central Bank announced", [Severity.ERROR]),
        ("أعلن البنك المركزي في عدن", "The Central Bank in Aden announced", []),
        ("قصة جنات عدن", "the story of the Gardens of Eden", []),
        ("قصة جنة عدن", "the story of the Garden of Eden", []),
        ("وصل من معدن", "It came from metal", []),
    ],
)
def test_aden_is_a_place_but_in_the_garden_of_eden(
    source: str, english: str, severities: list[Severity]
) -> None:
    flags = lost(source, NAMES.find(source), english)
    assert [flag.severity for flag in flags] == severities
