"""Inline mode: who finds what, and that it is off unless it is turned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.faulty_server import until
from tests.delivery.memo import found_in, pasted, published
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.telegram_server import Fields


async def _asked(telegram: Telegram, user: int, words: str, offset: str = "") -> Fields:
    query = await telegram.ask_inline(user, words, offset)

    async def answered() -> bool:
        return query in telegram.inline_answers

    await until(answered)
    return telegram.inline_answers[query]


async def test_a_user_finds_and_posts_a_brief_of_their_own_archive(
    tmp_path: Path, telegram: Telegram
) -> None:
    telegram.inline = True
    telegram.add_chat(GROUP, "group", title="Desk")
    async with Newsroom(tmp_path, telegram, inline=True) as room:
        await published(room, GAS)
        await published(room, LIBRARY)
        await pasted(room)
        found = await _asked(telegram, READER, "gas prices")
        assert [each["title"] for each in found["results"]] == [
            "Energy minister announces cut in gas prices"
        ]
        assert (found["is_personal"], found["cache_time"]) == (True, 0)
        query = list(telegram.inline_answers)[-1]
        posted = telegram.choose_inline(query, found["results"][0]["id"], GROUP)
        assert "cut in gas prices" in posted["text"]
        mine = await _asked(telegram, READER, "Qantarish")
        assert len(mine["results"]) == 1
        assert len((await _asked(telegram, READER, ""))["results"]) == 3
        # The operator has a private chat too, and may not see what the reader pasted.
        await room.say("/help", OWNER)
        await room.wait("What I can do", OWNER)
        theirs = await _asked(telegram, OWNER, "Qantarish")
        assert theirs["results"] == []
        assert theirs["button"]["text"] == "Nothing found. Open the bot"
        assert not found_in(str(await _asked(telegram, OWNER, "")))
        assert (await _asked(telegram, STRANGER, ""))["results"] == []


@pytest.mark.parametrize("user", [READER, STRANGER])
async def test_it_is_off_by_default(newsroom: Newsroom, telegram: Telegram, user: int) -> None:
    telegram.inline = True
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    await published(newsroom, GAS)
    answer = await _asked(telegram, user, "gas")
    assert answer["results"] == []
    assert "button" not in answer
