"""/sections as people use it, and what the choice lets through."""

from __future__ import annotations

import pytest

from bot.delivery.scheduling.composing import _of_topics
from tests.delivery.memo import published
from tests.delivery.newsroom import Newsroom
from tests.delivery.table_translator import GAS, LIBRARY


async def test_topics_are_chosen_by_text_and_by_button(newsroom: Newsroom) -> None:
    await newsroom.say("/sections falcons")
    await newsroom.wait("puts stories under their topics")
    await newsroom.say("/sections not falcons")
    await newsroom.wait("I know no topic and no country “falcons”")
    await newsroom.say("/sections on")
    await newsroom.wait("Stories stand under their topics")
    await newsroom.say("/sections first the Yemen, اقتصاد")
    chosen = await newsroom.wait("First: Yemen, economy")
    await newsroom.press(chosen, "✓ sport")
    await newsroom.toast(1)
    assert "Left out: sport" in chosen["text"]
    await published(newsroom, LIBRARY)
    await published(newsroom, GAS)
    await newsroom.say("/now")
    digest = await newsroom.wait("2 stories")
    assert digest["text"].index("ECONOMY") < digest["text"].index("gas prices")
    await newsroom.say("/why 1")
    await newsroom.wait("+1.0: you put economy first")
    await newsroom.say("/sections all")
    assert "First:" not in (await newsroom.wait("News by topic", after=digest))["text"]


@pytest.mark.parametrize(
    ("topics", "keep", "drop", "passes"),
    [
        (("sport", "economy", "YE"), set(), {"sport"}, False),
        (("economy", "sport", "YE"), set(), {"sport"}, True),
        (("economy", "YE"), set(), {"YE"}, False),
        (("economy", "sport"), {"sport"}, set(), True),
        (("economy", "YE"), {"YE", "sport"}, set(), True),
        ((), {"sport"}, set(), False),
        ((), set(), {"sport"}, True),
    ],
)
def test_what_keeps_and_what_drops(
    topics: tuple[str, ...], keep: set[str], drop: set[str], passes: bool
) -> None:
    assert _of_topics(topics, keep, drop) is passes
