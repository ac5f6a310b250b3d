"""Settings as people type them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.handlers import typed, typed_times
from bot.delivery.handlers.places import zone_shown, zones_for
from bot.delivery.scheduling.preferences import Preferences, from_json, times_words, to_json
from bot.delivery.scheduling.schedule import next_slot


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("08:00 18:30", (("08:00", "0123456"), ("18:30", "0123456"))),
        ("8", (("08:00", "0123456"),)),
        ("٠٨:٣٠", (("08:30", "0123456"),)),
        ("weekdays 7:30, weekends 10.00", (("07:30", "01234"), ("10:00", "56"))),
        ("sat-thu 9:00", (("09:00", "012356"),)),
        ("mon wed 9:00 fri 9:00", (("09:00", "024"),)),
        ("الجمعة 10:00", (("10:00", "4"),)),
        ("every day 06:00", (("06:00", "0123456"),)),
        ("08:00 mon", (("08:00", "0"),)),
        ("8am", (("08:00", "0123456"),)),
        ("8:00 pm", (("20:00", "0123456"),)),
        ("12am 12pm", (("00:00", "0123456"), ("12:00", "0123456"))),
        ("noon weekdays", (("12:00", "01234"),)),
        ("Mon-Fri at 9 PM", (("21:00", "01234"),)),
        ("every 8 hours", (("00:00", "0123456"), ("08:00", "0123456"), ("16:00", "0123456"))),
        ("٨ صباحا", (("08:00", "0123456"),)),
        ("الساعة ٨ صباحًا و٦ مساءً", (("08:00", "0123456"), ("18:00", "0123456"))),
        ("كل 12 ساعة", (("08:00", "0123456"), ("20:00", "0123456"))),
        ("كل يوم ظهرا", (("12:00", "0123456"),)),
        ("كل يوم جمعة ٩ صباحا", (("09:00", "4"),)),
        ("every Friday 9am", (("09:00", "4"),)),
        ("الثامنة والنصف صباحا", (("08:30", "0123456"),)),
        ("الساعة الواحدة إلا ربعا ظهرا", (("12:45", "0123456"),)),
        ("الثانية عشرة ظهرا والسابعة مساء", (("12:00", "0123456"), ("19:00", "0123456"))),
        ("8h30", (("08:30", "0123456"),)),
        ("every morning at 8", (("08:00", "0123456"),)),
        ("send me the news at 8 please", (("08:00", "0123456"),)),
        ("every evening at 8", (("20:00", "0123456"),)),
        ("8 every evening", (("20:00", "0123456"),)),
        ("every morning at 8am", (("08:00", "0123456"),)),
        ("evening at 20:30", (("20:30", "0123456"),)),
        ("8 in the morning 6 in the evening", (("08:00", "0123456"), ("18:00", "0123456"))),
        ("morning at 7 and evening at 6", (("07:00", "0123456"), ("18:00", "0123456"))),
        ("9am every morning", (("09:00", "0123456"),)),
        ("every evening", (("20:00", "0123456"),)),
        ("weekdays morning", (("08:00", "01234"),)),
        ("كل صباح الساعة 8", (("08:00", "0123456"),)),
        ("كل مساء الساعة ٨", (("20:00", "0123456"),)),
        ("٨ صباحا ٦ مساء", (("08:00", "0123456"), ("18:00", "0123456"))),
        ("8 في المساء", (("20:00", "0123456"),)),
    ],
)
def test_times(text: str, times: object) -> None:
    assert typed_times.times(text) == times


@pytest.mark.parametrize(
    "text", ["", "x", "25:00", "08:60", "mon", "mon 8 tue", "13 am", "-1", "8:0"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert typed_times.times(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for wall, days in typed_times.times(text) or ():
        assert next_slot(_some_day(), wall, days, "Asia/Amman").at > _some_day()
    typed.quiet(text)
    typed.number(text, range(1, 10))
    typed.switch(text)
    typed.names(text)
    typed.language(text)


@pytest.mark.parametrize(
    ("text", "times", "days", "place"),
    [
        ("18:30 Amman", (("18:30", "0123456"),), "", "Amman"),
        ("every evening at 8 in The Hague", (("20:00", "0123456"),), "", "Hague"),
        ("18:30 weekdays in Cairo", (("18:30", "01234"),), "", "Cairo"),
        ("8 pm and 7 am New York", (("07:00", "0123456"), ("20:00", "0123456")), "", "New York"),
        ("08:00 +3", (("08:00", "0123456"),), "", "+3"),
        ("الساعة 8 مساء عمان", (("20:00", "0123456"),), "", "عمان"),
        ("weekends", (), "56", ""),
        ("Berlin", (), "", "Berlin"),
        ("", (), "", ""),
    ],
)
def test_times_days_and_a_place_in_one_line(
    text: str, times: object, days: str, place: str
) -> None:
    assert typed_times.wanted(text) == typed_times.Wanted(times, days, place)


def _some_day() -> object:
    from datetime import UTC, datetime

    return datetime(2026, 3, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("22:00 07:00", ("22:00", "07:00")),
        ("22-7", ("22:00", "07:00")),
        ("10 pm - 7 am", ("22:00", "07:00")),
        ("٢٣:٠٠ – ٠٦:٣٠", ("23:00", "06:30")),
        ("23:00 to 6:00", ("23:00", "06:00")),
        ("23:00 until 6:00", ("23:00", "06:00")),
        ("from 11 pm to 6 am", ("23:00", "06:00")),
        ("11 in the evening to 6 in the morning", ("23:00", "06:00")),
        ("من ١١ مساء إلى ٦ صباحا", ("23:00", "06:00")),
        ("من الساعة ١١ مساءً حتى السادسة صباحًا", ("23:00", "06:00")),
        ("23:00 to Cairo", None),
        ("off", ()),
        ("لا", ()),
        ("22:00", None),
        ("22:00 22:00", None),
        ("1 2 3", None),
    ],
)
def test_quiet_hours(text: str, quiet: object) -> None:
    assert typed.quiet(text) == quiet


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("arabic", "ar"),
        ("English", "en"),
        ("عربي", "ar"),
        ("العربية", "ar"),
        ("انجليزي", "en"),
        ("إنجليزية", "en"),
        ("ar", "ar"),
        ("fr", "fr"),
        ("", ""),
    ],
)
def test_a_language_is_named_in_either_language(text: str, code: str) -> None:
    assert typed.language(text) == code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("not RT, BBC Arabic", ("not", ("RT", "BBC Arabic"))),
        ("only الجزيرة نت، بي بي سي", ("only", ("الجزيرة نت", "بي بي سي"))),
        ("all", ("all", ())),
        ("only", None),
        ("RT", None),
        ("all RT", None),
    ],
)
def test_filters(text: str, names: object) -> None:
    assert typed.names(text) == names


@pytest.mark.parametrize("hours", [*range(-12, 0), *range(1, 15)])
def test_an_offset_is_shown_as_it_was_typed(hours: int) -> None:
    (zone,) = zones_for(f"{hours:+d}")
    assert zone_shown(zone) == f"UTC{hours:+d}"
    assert datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)


def test_a_zone_with_a_name_is_shown_by_it() -> None:
    assert zone_shown("Asia/Amman") == "Asia/Amman"
    assert zone_shown("Etc/GMT") == zone_shown("Etc/UTC") == "UTC"


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Amman", ("Asia/Amman",)),
        ("القاهرة", ("Africa/Cairo",)),
        ("new york", ("America/New_York",)),
        ("+3", ("Etc/GMT-3",)),
        ("UTC-5", ("Etc/GMT+5",)),
        ("utc", ("UTC",)),
        ("europe/berlin", ("Europe/Berlin",)),
        ("Berlni", ("Europe/Berlin",)),
        ("Egypt", ("Africa/Cairo",)),
        ("Rome, Italy", ("Europe/Rome",)),
        ("New York City", ("America/New_York",)),
        ("السعودية", ("Asia/Riyadh",)),
        ("+99", ()),
        ("nowhere at all", ()),
        ("", ()),
    ],
)
def test_places(text: str, zones: tuple[str, ...]) -> None:
    assert zones_for(text) == zones


def test_a_name_of_two_places_offers_both() -> None:
    assert set(zones_for("عمان")) == {"Asia/Amman", "Asia/Muscat"}


@given(
    st.builds(
        Preferences,
        subscribed=st.booleans(),
        times=st.just((("08:00", "01234"),)),
        quiet=st.none() | st.just(("22:00", "07:00")),
        stories=st.integers(1, 50),
        outlets_drop=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    )
)
def test_preferences_come_back_from_json_as_they_were(chosen: Preferences) -> None:
    import json

    stored = json.loads(json.dumps(to_json(chosen)))
    assert from_json(stored) == chosen
    assert from_json({**stored, "of_tomorrow": 1}) == chosen


def test_a_new_chat_has_the_zone_of_the_configuration() -> None:
    assert from_json({}, "Asia/Amman").zone == "Asia/Amman"
    assert from_json({"zone": "UTC"}, "Asia/Amman").zone == "UTC"


def test_times_are_said_together_where_their_days_are_the_same() -> None:
    times = (("08:00", "0123456"), ("10:00", "56"), ("18:00", "0123456"))
    assert times_words(times, "en") == "08:00, 18:00 every day; 10:00 weekends"
    assert times_words((("08:00", "03"),), "en") == "08:00 Mon, Thu"
    assert times_words((), "en") == "none"
