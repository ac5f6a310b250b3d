"""/week: what a chat followed, as a chart."""

from __future__ import annotations

from tests.delivery.memo import published
from tests.delivery.newsroom import Newsroom
from tests.delivery.table_translator import GAS, LIBRARY


async def test_the_week_counts_what_the_chats_digests_held(newsroom: Newsroom) -> None:
    await newsroom.say("/week")
    await newsroom.wait("no digest with news")
    await published(newsroom, GAS, outlet="RT")
    await published(newsroom, LIBRARY, outlet="RT")
    await newsroom.say("/now")
    await newsroom.wait("2 stories")
    await newsroom.say("/week")
    chart = (await newsroom.wait("What this chat followed"))["text"]
    assert "1 digest\n2 articles" in chart
    assert "██████████████ 2 RT" in chart
    assert chart.count("██████████████ 2 ") == 3, "a day, an outlet, an hour"
