from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SourcesSettings
from bot.sources.fetching import Validators
from bot.sources.fetching.fetcher import user_agent
from bot.sources.fetching.headers import (
    conditions,
    fresh_until,
    kind,
    printable,
    retry_after,
    validators,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = 86400


def http(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


FRESH: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"cache-control": "max-age=600"}, 600),
    ({"cache-control": 'public, Max-Age="600"'}, 600),
    ({"cache-control": "max-age=600", "age": "100"}, 500),
    ({"cache-control": "max-age=600", "age": "700"}, None),
    ({"cache-control": "max-age=600, no-cache"}, None),
    ({"cache-control": "no-store, max-age=600"}, None),
    ({"cache-control": "max-age=0", "expires": http(600)}, None),
    ({"cache-control": "max-age=99999999999999999999"}, None),
    ({"cache-control": "max-age=999999999"}, DAY),
    ({"cache-control": "max-age=-5"}, None),
    ({"cache-control": "max-age=soon", "expires": http(600)}, None),
    ({"expires": http(600)}, 600),
    ({"expires": http(-600)}, None),
    ({"expires": "0"}, None),
    # By the server's own clock, which is an hour slow.
    ({"expires": http(-3000), "date": http(-3600)}, 600),
]


@pytest.mark.parametrize(("headers", "seconds"), FRESH)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: float | None) -> None:
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert fresh_until(headers, NOW) == expected


WAITS = [
    ("120", 120),
    (" 5 ", 5),
    ("0", 0),
    ("99999999", DAY),
    ("-5", None),
    ("soon", None),
    ("", None),
    ("1.5", None),
    (http(300), 300),
    (http(-300), 0),
    (http(10 * 365 * DAY), DAY),
    ("Sun, 99 Nov 2026 12:00:00 GMT", None),
]


@pytest.mark.parametrize(("written", "seconds"), WAITS)
def test_how_long_a_server_asks_us_to_wait(written: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": written}, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "age", "date"]), st.text()))
def test_no_header_means_a_time_beyond_a_day(headers: dict[str, str]) -> None:
    until = fresh_until(headers, NOW)
    assert until is None or NOW < until <= NOW + timedelta(days=1)


@given(st.one_of(st.text(), st.integers().map(str), st.floats().map(str)))
def test_no_wait_is_beyond_a_day(written: str) -> None:
    wait = retry_after({"retry-after": written}, NOW)
    assert wait is None or 0 <= wait <= DAY


KINDS = [
    ("text/html", ("text/html", None)),
    ("Text/HTML; Charset=UTF-8", ("text/html", "UTF-8")),
    ('application/xml; charset="windows-1256"', ("application/xml", "windows-1256")),
    ("text/html;charset='utf-8'", ("text/html", "utf-8")),
    ("text/html; charset=", ("text/html", None)),
    ("; charset=utf-8", (None, "utf-8")),
    ("nonsense", (None, None)),
    ("", (None, None)),
]


@pytest.mark.parametrize(("written", "expected"), KINDS)
def test_the_kind_is_read_off_the_content_type(
    written: str, expected: tuple[str | None, str | None]
) -> None:
    assert kind({"content-type": written}) == expected


@given(st.text())
def test_any_content_type_can_be_read(written: str) -> None:
    media_type, charset = kind({"content-type": written})
    assert media_type is None or "/" in media_type
    assert charset is None or len(charset) <= 40


def test_validators_go_out_as_they_came() -> None:
    got = validators({"etag": 'W/"a b"', "last-modified": http(0)})
    assert conditions(got) == {"If-None-Match": 'W/"a b"', "If-Modified-Since": http(0)}
    assert conditions(None) == conditions(Validators()) == {}


def test_a_304_that_names_no_validator_keeps_the_old_one() -> None:
    old = Validators('"1"', http(0))
    assert validators({"etag": '"2"'}, old) == Validators('"2"', http(0))


@pytest.mark.parametrize("value", ['"' + "x" * 501 + '"', '"خ"', '"a\r\nX: 1"', "", "  "])
def test_a_validator_that_could_not_be_sent_is_not_kept(value: str) -> None:
    assert validators({"etag": value}) == Validators()


@given(st.text())
def test_what_goes_into_a_header_is_one_short_line_of_ascii(text: str) -> None:
    line = printable(text)
    assert line.isascii()
    assert line.isprintable() or line == ""
    assert len(line) <= 300


def test_the_user_agent_names_the_contact_or_has_no_brackets() -> None:
    named = user_agent(SourcesSettings(contact="https://e.com/bot"))
    assert named.startswith("Mujaz/")
    assert named.endswith("(+https://e.com/bot)")
    assert "(" not in user_agent(SourcesSettings())
    assert user_agent(SourcesSettings(user_agent="{0} {nonsense}")) == "{0} {nonsense}"
    assert user_agent(SourcesSettings(user_agent=" ")).startswith("Mujaz/")
