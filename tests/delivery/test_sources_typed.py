"""What people type about sources, and the reasons they are told in their language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.delivery.handlers.sources_typed import (
    Following,
    Unread,
    following,
    number_and_rest,
    settings,
    words,
)
from bot.delivery.requests.refusals import reason, reason_named
from bot.errors import BadFilter, DocumentError, FetchError, MujazError, NotArabic
from bot.store.source import FullText
from bot.store.sources import SETTINGS

INTERVALS = range(10, 1441)


def test_settings_are_read_in_any_order_and_with_any_digits() -> None:
    found = settings(
        "topic=World news interval=٦٠ text=page must=غاز، /a,b/, oil* mustnot=none priority=-2",
        INTERVALS,
        operator=False,
    )
    assert found == {
        "topic": "World news",
        "interval_minutes": 60,
        "full_text": FullText.PAGE,
        "must": ("غاز", "/a,b/", "oil*"),
        "must_not": (),
        "priority": -2,
    }
    assert settings("interval=auto topic=-", INTERVALS, operator=False) == {
        "interval_minutes": None,
        "topic": "",
    }


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "sources.source_usage"),
        ("economy", "sources.source_usage"),
        ("12 topic=x", "sources.source_usage"),
        ("colour=red", "sources.bad_setting"),
        ("interval=5", "sources.bad_interval"),
        ("interval=often", "sources.bad_interval"),
        ("priority=11", "sources.bad_priority"),
        ("text=both", "sources.bad_text"),
        ("agent=Mine", "sources.bad_agent"),
    ],
)
def test_what_cannot_be_read_is_said(typed: str, key: str) -> None:
    found = settings(typed, INTERVALS, operator=False)
    assert isinstance(found, Unread)
    assert found.key == key


def test_the_user_agent_is_the_operators() -> None:
    assert settings("agent=Mine/1 (x)", INTERVALS, operator=True) == {"user_agent": "Mine/1 (x)"}
    assert isinstance(settings("agent=غ", INTERVALS, operator=True), Unread)


@given(st.text())
def test_any_text_is_settings_or_said_to_be_none(text: str) -> None:
    try:
        found = settings(text, INTERVALS, operator=True)
    except BadFilter:
        return
    assert isinstance(found, Unread) or found.keys() <= SETTINGS


def test_numbers_and_choices() -> None:
    assert number_and_rest("١٢ must=٣") == (12, "must=٣")
    assert number_and_rest("#7") == (7, "")
    assert number_and_rest("x 7") is None
    assert following("all") == Following()
    assert following("الكل") == Following()
    assert following("topics A, ب") == Following(topics=("A", "ب"))
    assert following("3، 4 3") == Following(sources=(3, 4))
    assert following("topics") is None
    assert following("three") is None
    with pytest.raises(BadFilter):
        words("/(/")


def _kinds(of: type[MujazError]) -> list[type[MujazError]]:
    return [each for kind in of.__subclasses__() for each in (kind, *_kinds(kind))]


@pytest.mark.parametrize("kind", [*_kinds(DocumentError), *_kinds(FetchError), BadFilter])
def test_every_refusal_has_its_own_arabic(kind: type[MujazError]) -> None:
    if kind.__module__ != errors.__name__:
        pytest.skip("of a test")
    told = reason_named("ar", [kind.__name__], "english")
    assert told != "english"
    assert told == reason("ar", kind("It is too big."))
    assert reason("en", kind("It is too big.")) == "It is too big."


def test_an_error_without_arabic_is_told_by_its_kind_or_in_english() -> None:
    class Odd(NotArabic):
        pass

    assert reason("ar", Odd("x")) == reason("ar", NotArabic("x"))
    assert reason("ar", MujazError("In English.")) == "In English."
