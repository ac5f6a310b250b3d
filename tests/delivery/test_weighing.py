"""/why, and readers' voices on stories."""

from __future__ import annotations

from bot.store import chats, votes
from tests.delivery.memo import published
from tests.delivery.newsroom import READER, Newsroom
from tests.delivery.table_translator import GAS, LIBRARY


async def test_why_a_story_stands_where_it_does_and_a_voice_that_is_taken_back(
    newsroom: Newsroom,
) -> None:
    await newsroom.say("/why 1")
    await newsroom.wait("has no story 1")
    await published(newsroom, GAS, outlet="RT")
    await published(newsroom, LIBRARY, outlet="BBC")
    await newsroom.say("/outlets first BBC")
    await newsroom.wait("First from: BBC")
    await newsroom.say("/now")
    made = await newsroom.wait("2 stories")
    assert made["text"].index("library") < made["text"].index("gas prices")
    await newsroom.say("/why 1")
    why = await newsroom.wait("counted in outlets")
    assert "1 independent outlet reports it" in why["text"]
    assert "+0.8: you put BBC first" in why["text"]
    await newsroom.say("/why 9")
    await newsroom.wait("has no story 9")
    await newsroom.say("/why gas")
    await newsroom.wait("Write the number of a story")
    await newsroom.say("/latest 1")
    brief = await newsroom.wait("Public library opens", after=why)
    for press, said in enumerate(("sooner", "later", "Taken back"), 1):
        await newsroom.press(brief, "👍" if press == 1 else "👎")
        toast = await newsroom.toast(press)
        assert toast is not None
        assert said in toast
        async with newsroom.store.read_only() as c:
            chat = await chats.find(c, READER)
            assert chat is not None
            taste = await votes.taste_of(c, chat)
        assert (len(taste.liked), len(taste.disliked)) == {1: (1, 0), 2: (0, 1), 3: (0, 0)}[press]
