""" "This is wrong": what a reader says of a sentence, where it holds, and who may learn of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.commands.amendments_kept import exported, listed, settled
from bot.store import amendments
from bot.store.amendments import AmendmentState
from tests.cli.running import process
from tests.delivery.memo import MEMO, TITLE, nobody_was_told, pasted, published
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS
from tests.telegram_server import Fields

WELCOMED = "Transport companies welcomed the new decision."
BETTER = "Haulage companies welcomed the new ruling."


async def _wrong(room: Newsroom, brief: Fields, sentence: str, what: str) -> Fields:
    """What the bot asks after a sentence was called wrong."""
    chat = brief["chat"]["id"]
    await room.press(brief, "Full translation")
    whole = await room.wait(sentence, chat, after=brief)
    await room.press(whole, "This is wrong")
    which = await room.wait("Which sentence is wrong?", chat, after=whole)
    line = next(each for each in which["text"].splitlines() if sentence in each)
    await room.press(which, line.split(".")[0])
    await room.wait("What is wrong with it?", chat, after=whole)
    await room.press(which, what)
    return await room.wait("№", chat, after=which)


async def _reply(room: Newsroom, to: Fields, text: str) -> None:
    chat = to["chat"]["id"]
    await room.say(text, chat, reply_to_message=to)


async def _again(room: Newsroom, chat: int, after: Fields) -> Fields:
    await room.say("/latest 1", chat)
    brief = await room.wait("cut in gas prices", chat, after=after)
    await room.press(brief, "Full translation", chat)
    return await room.wait("Energy minister", chat, after=brief)


async def test_a_public_amendment_holds_in_its_chat_and_for_all_once_it_is_taken(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await published(newsroom, GAS)
    await newsroom.say("/latest 1")
    brief = await newsroom.wait("cut in gas prices")
    asked = await _wrong(newsroom, brief, WELCOMED, "The meaning")
    assert "ورحبت شركات النقل بالقرار الجديد" in asked["text"]
    assert "The bot's operator sees it too" in asked["text"]
    marked = await _again(newsroom, READER, asked)
    assert f"⚠ meaning: {WELCOMED}" in marked["text"]
    await _reply(newsroom, asked, BETTER)
    kept = await newsroom.wait("From now on the sentence reads so here", after=asked)
    mine = await _again(newsroom, READER, kept)
    assert BETTER in mine["text"]
    assert WELCOMED not in mine["text"]
    await newsroom.say("/latest 1")
    brief = await newsroom.wait(BETTER, after=mine)
    await newsroom.press(brief, "Why?")
    await newsroom.wait("the English was given by a reader", after=brief)
    await newsroom.say("/help", OWNER)
    start = await newsroom.wait("What I can do", OWNER)
    others = await _again(newsroom, OWNER, start)
    assert WELCOMED in others["text"]
    assert BETTER not in others["text"]
    await newsroom.say("/amendments", OWNER)
    queue = await newsroom.wait("Amendments: 1 waits", OWNER)
    assert BETTER in queue["text"]
    await newsroom.press(queue, "Take for all", OWNER)
    await newsroom.wait("No amendment is waiting", OWNER)
    others = await _again(newsroom, OWNER, others)
    assert BETTER in others["text"]
    await newsroom.say("/digest")
    await newsroom.wait("no earlier digest")


async def test_a_private_amendment_stays_until_its_reader_sends_it(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    brief = await pasted(newsroom)
    sentence = "Management asked everyone to keep this matter secret."
    asked = await _wrong(newsroom, brief, sentence, "The meaning")
    await newsroom.wait("The article is yours", after=asked)
    await _reply(newsroom, asked, "Management asked all to keep this quiet.")
    await newsroom.wait("From now on", after=asked)
    await newsroom.say("/amendments", OWNER)
    await newsroom.wait("No amendment is waiting", OWNER)
    nobody_was_told(telegram, READER)
    offered = await newsroom.wait("The article is yours")
    await newsroom.press(offered, "Also send to the operator")
    await newsroom.wait("Sent to the operator", after=offered)
    asked_again = await newsroom.say("/amendments", OWNER)
    queue = await newsroom.wait("keep this quiet", OWNER, after=asked_again)
    assert "Barzukh" not in queue["text"]
    await newsroom.press(brief, "Delete")
    await newsroom.press(await newsroom.wait("at once and for good"), "Delete it")
    await newsroom.wait("Deleted", after=offered)
    async with newsroom.store.read_only() as c:
        assert await amendments.in_state(c, AmendmentState) == []


async def test_a_name_goes_into_the_glossary_with_one_tap(newsroom: Newsroom) -> None:
    await published(newsroom, MEMO)
    await newsroom.say("/latest 1")
    brief = await newsroom.wait(TITLE)
    sentence = "The director said the Barzukh workers do not know of the decision."
    asked = await _wrong(newsroom, brief, sentence, "A name")
    await _reply(newsroom, asked, "مدريد = Madrid")
    await newsroom.wait("Reply with the sentence in English", after=asked)
    await _reply(newsroom, asked, "برزوخ = Barzoukh")
    await newsroom.wait("Noted:", after=asked)
    await newsroom.say("/glossary", OWNER)
    offered = await newsroom.wait("Sent by readers", OWNER)
    await newsroom.press(offered, "Barzoukh", OWNER)
    assert await newsroom.toast(5) == "In the glossary: Barzoukh."
    await newsroom.say("/glossary barzoukh", OWNER)
    await newsroom.wait("Barzoukh (", OWNER, after=offered)


async def test_in_a_group_only_administrators_amend(newsroom: Newsroom, telegram: Telegram) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    await published(newsroom, GAS)
    await newsroom.say("/latest 1", GROUP, READER)
    brief = await newsroom.wait("cut in gas prices", GROUP)
    await newsroom.press(brief, "Full translation", 55)
    whole = await newsroom.wait(WELCOMED, GROUP, after=brief)
    await newsroom.press(whole, "This is wrong", 55)
    assert await newsroom.toast(2) == "Only this chat's administrators can do that."
    button(whole, "This is wrong")


async def test_the_operator_takes_and_exports_on_the_machine(
    newsroom: Newsroom, telegram: Telegram, tmp_path: Path
) -> None:
    await published(newsroom, GAS)
    await newsroom.say("/latest 1")
    brief = await newsroom.wait("cut in gas prices")
    asked = await _wrong(newsroom, brief, WELCOMED, "The meaning")
    url = newsroom.settings.store.url

    settings = newsroom.settings
    refused = "1 says what is wrong and not how it should read: drop it.\n"
    assert await settled(settings, [1], taken=True) == (refused, True)
    await _reply(newsroom, asked, BETTER)
    await newsroom.wait("From now on", after=asked)
    assert (await listed(settings, everything=False)).split("\t")[:3] == ["1", "sent", "meaning"]
    assert await settled(settings, [1], taken=True) == ("Taken: 1\n", False)
    # Of its own: the bot that runs in this process logs to the same output.
    done = await asyncio.to_thread(process, "amendments", "export", MUJAZ_STORE__URL=url)
    assert done.stdout == f"ورحبت شركات النقل بالقرار الجديد.\t{BETTER}\n"
    assert await settled(settings, [1], taken=False) == ("Dropped: 1\n", False)
    assert await exported(settings) == ("", 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قال الوزيرُ: نعم.", "قال  الوزير نعم"),
        ("أعلنت إيران", "اعلنت ايران"),
    ],
)
def test_a_sentence_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert amendments.key_of(one) == amendments.key_of(other)
    assert amendments.key_of(one) != amendments.key_of(f"{other} لا")
