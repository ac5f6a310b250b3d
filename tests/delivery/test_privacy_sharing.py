"""What leaves a chat because somebody there wants it: /share, /export and newsroom mode."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import articles
from tests.delivery.memo import (
    SECOND,
    TITLE,
    WORDS,
    found_in,
    gone,
    in_files,
    in_tables,
    nobody_was_told,
    pasted,
    told,
)
from tests.delivery.newsroom import FORUM, GROUP, OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import MEMO

# -------------------------------------------------------------------------------------- sharing


async def test_an_article_is_shared_with_a_chat_one_administers_and_named_first(
    people: Newsroom, telegram: Telegram
) -> None:
    await people.say("/help", GROUP, READER)
    await people.wait("What I can do", GROUP)
    brief = await pasted(people)
    await people.say("/share")
    which = await people.wait("Which article?", after=brief)
    await people.press(which, "Internal memo")
    to = await people.wait("Share “Internal memo on closing the Qantarish plant” with which chat?")
    await people.press(to, "Desk")
    sure = await people.wait("with Desk? Everybody there can read it")
    assert TITLE in sure["text"]
    assert not found_in(told(telegram, GROUP))
    await people.press(sure, "Share it")
    given = await people.wait(TITLE, GROUP)
    await people.press(given, "Why?", SECOND)
    await people.wait("What each statement is based on", GROUP)
    await people.say("/search internal memo", GROUP, SECOND)
    await people.wait("1 found for", GROUP)
    # A member cannot pass it on, and its sender's chat alone has it besides.
    await people.say("/share", GROUP, SECOND)
    await people.wait("This chat has no article of its own", GROUP)
    nobody_was_told(telegram, READER, GROUP)


async def test_in_a_group_the_choice_of_chats_is_offered_in_private(
    people: Newsroom, telegram: Telegram
) -> None:
    """Which chats somebody administers is not for the other members."""
    telegram.add_chat(FORUM, "supergroup", title="Qalamoun editors")
    telegram.admins.add((FORUM, READER))
    for chat in (GROUP, FORUM):
        await people.say("/help", chat, READER)
        await people.wait("What I can do", chat)
    reply = await people.wait("What I can do", GROUP)
    brief = await pasted(people, GROUP, READER, reply_to_message=reply)
    await people.press(brief, "Share", READER)
    # Never heard of in private, there is nowhere to ask.
    assert await people.toast(1) == (
        "Write to me in private first, then press Share again: I ask there which chat it is for."
    )
    await people.say("/help")
    await people.wait("What I can do")
    await people.press(brief, "Share", READER)
    assert await people.toast(2) == "I have asked you in our private chat."
    to = await people.wait("with which chat?")
    await people.press(to, "Qalamoun editors")
    await people.press(await people.wait("Everybody there can read it"), "Share it")
    await people.wait("Shared with Qalamoun editors")
    await people.wait(TITLE, FORUM)
    await people.press(brief, "Delete", READER)
    sure = await people.wait("Delete “Internal memo", GROUP)
    assert "every chat it was shared with" in sure["text"]
    assert not any("Qalamoun" in text for text in telegram.texts(GROUP))


async def test_declined_it_is_not_shared(people: Newsroom, telegram: Telegram) -> None:
    await people.say("/help", GROUP, READER)
    await people.wait("What I can do", GROUP)
    await people.press(await pasted(people), "Share")
    await people.press(await people.wait("with which chat?"), "Desk")
    await people.press(await people.wait("Everybody there can read"), "Cancel")
    await people.wait("Nothing was shared.")
    nobody_was_told(telegram, READER)


async def test_it_is_not_shared_with_a_chat_one_does_not_administer(
    people: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(FORUM, "supergroup", title="Elsewhere")
    telegram.admins.add((FORUM, SECOND))
    for chat, user in ((GROUP, READER), (FORUM, SECOND), (SECOND, SECOND), (OWNER, OWNER)):
        await people.say("/help", chat, user)
        await people.wait("What I can do", chat)
    await people.press(await pasted(people), "Share")
    to = await people.wait("with which chat?")
    assert [[each["text"] for each in row] for row in to["reply_markup"]["inline_keyboard"]] == [
        ["Desk"]
    ]
    # The right is lost between the question and the answer.
    await people.press(to, "Desk")
    sure = await people.wait("Everybody there can read it")
    telegram.admins.discard((GROUP, READER))
    await people.press(sure, "Share it")
    await people.wait("I know of no other chat")
    nobody_was_told(telegram, READER)


# --------------------------------------------------------------------------------------- export


async def test_export_is_a_chats_own_and_readable(people: Newsroom, telegram: Telegram) -> None:
    await pasted(people)
    await people.say("/subscribe")
    await people.say("/export")
    kept = (await people.wait_for_file(READER)).decode()
    for line in ("Articles sent here or shared with this chat: 1", TITLE, *WORDS):
        assert line.casefold() in kept.casefold()
    assert "08:00" in kept
    await people.say("/export", SECOND)
    assert not found_in(await people.wait_for_file(SECOND))
    nobody_was_told(telegram, READER)


async def test_a_groups_administrator_gets_its_export_and_a_member_does_not(
    people: Newsroom, telegram: Telegram
) -> None:
    await people.say("/latest", GROUP, READER)
    reply = await people.wait("No article", GROUP)
    await pasted(people, GROUP, SECOND, reply_to_message=reply)
    await people.say("/export", GROUP, SECOND)
    await people.wait("Only this chat's administrators", GROUP)
    await people.say("/export", GROUP, READER)
    assert found_in(await people.wait_for_file(GROUP))
    nobody_was_told(telegram, GROUP)


async def test_the_operators_export_of_another_chat_has_no_text(
    people: Newsroom, telegram: Telegram
) -> None:
    await people.say("/words only قنطريش")
    await people.wait("قنطريش")
    await pasted(people)
    await people.say(f"/export {READER}", OWNER)
    form = json.loads(await people.wait_for_file(OWNER))
    (chat,) = form["chats"]
    assert (chat["articles"], chat["settings"]["words_keep"]) == (1, 1)
    # Nobody but the operator may name a chat.
    await people.say(f"/export {READER}", SECOND)
    await people.wait_for_file(SECOND)
    nobody_was_told(telegram, READER)


# ---------------------------------------------------------------------------------- newsroom mode


@pytest.fixture
async def common(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Newsroom]:
    users = (READER, SECOND)
    async with Newsroom(tmp_path, telegram, allowed_users=users, newsroom=True) as running:
        yield running


async def test_in_newsroom_mode_every_paste_says_so_and_others_see_it(
    common: Newsroom, telegram: Telegram, tmp_path: Path
) -> None:
    brief = await pasted(common)
    await common.say(MEMO)
    await common.wait(TITLE, after=brief)
    sent = [fields["text"] for method, fields, _ in telegram.calls if method == "sendMessage"]
    said = [text for text in sent if text.startswith("Reading")]
    assert len(said) == 2
    assert all("Whoever uses this bot can see what you send here" in text for text in said)
    await common.say("/latest", SECOND)
    seen = await common.wait(TITLE, SECOND)
    await common.press(brief, "Delete")
    await common.press(await common.wait("Delete “Internal memo"), "Delete it")
    await common.wait("Deleted, here and wherever")
    await gone(common, seen)
    await common.press(seen, "Why?", SECOND)
    await common.wait("out of date", SECOND)
    assert await in_tables(common.store) == {}


async def test_in_newsroom_mode_forget_takes_it_from_everybody(
    common: Newsroom, tmp_path: Path
) -> None:
    await pasted(common)
    await common.say("/now", SECOND)
    await common.wait("1 article, 1 story", SECOND)
    await common.say("/forget")
    await common.press(await common.wait("There is no way back"), "Delete it")
    await common.wait("Deleted, with all settings")
    assert await in_tables(common.store) == {}
    assert in_files(tmp_path) == {}


async def test_what_two_chats_sent_in_newsroom_mode_stays_until_both_take_it_back(
    common: Newsroom,
) -> None:
    own = {chat: await pasted(common, chat, chat) for chat in (READER, SECOND)}
    for chat, said, left in (
        (READER, "It came from elsewhere too", True),
        (SECOND, "It goes with its translation", False),
    ):
        await common.press(own[chat], "Delete")
        sure = await common.wait(said, chat)
        await common.press(sure, "Delete it")
        await common.wait("Deleted", chat, after=sure)
        async with common.store.read_only() as c:
            stored = await articles.get(c, 1)
        assert (stored is not None and stored.public) is left
    await gone(common, own[SECOND])
