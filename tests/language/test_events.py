"""What kind of event an Arabic text tells of, and where below the nation."""

from __future__ import annotations

from bot.language.counts import of_class
from bot.language.events import AT_ONE_PLACE, events, localities


def test_one_event_in_two_ways() -> None:
    one = events("تصادم قطارين في محافظة سوهاج")
    other = events("ارتفاع حصيلة ضحايا تصادم قطاري سوهاج")
    assert one & other == {"train collision"}


def test_a_drone_strike_is_also_a_bombardment() -> None:
    assert {"drone strike", "bombardment"} <= events("قصف بطائرة مسيرة استهدف سوقا")


def test_places_are_known_by_the_word_before_them() -> None:
    assert localities("في ولاية شمال كردفان") == localities("بمحافظة كردفان")
    assert not localities("وصل الوزير إلى القاهرة")


def test_what_has_one_place_is_known_as_an_event() -> None:
    assert {row["english"] for row in of_class("event")} > AT_ONE_PLACE
