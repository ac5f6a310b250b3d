"""A digest of before says what it said when it was sent: asked for again, on its page, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import delete, update

from bot.delivery.pages import AT_ONCE
from bot.delivery.scheduling.earlier import Earlier, earlier
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.promising import Composed, enqueue_breaking
from bot.digest.render.json import digest_fields
from bot.pipeline.pages import digest_messages
from bot.records import Life
from bot.store import amendments, chats, digests, outbox, removal, rights, versions
from bot.store.amendments import Wrong
from bot.store.chats import Chat
from tests.delivery.test_pages import (
    CRASH,
    GAS,
    LIBRARY,
    MEMO,
    NOW,
    RISEN,
    Desk,
    desk_at,
)

STRIKE = (
    "إضراب عمال ميناء صفاقس",
    "بدأ عمال ميناء صفاقس إضرابا مفتوحا للمطالبة بزيادة الأجور",
    "Workers of the port of Sfax began an open strike for higher wages.",
)
STRIKE_GOES_ON = (
    "إضراب عمال ميناء صفاقس يدخل يومه الثاني",
    "يدخل إضراب عمال ميناء صفاقس للمطالبة بزيادة الأجور يومه الثاني",
    "The strike of workers of the port of Sfax for higher wages enters its second day.",
)
MEMO_GOES_ON = (
    "مذكرة ثانية",
    "تراجعت الإدارة عن إغلاق مصنع قنطريش بعد احتجاج 300 عامل",
    "Management takes back the closing of the Qantarish plant after 300 protested.",
)
FIVE_LINES = (
    "rose to 22",
    "Earlier: 22 Nov: 19 dead",
    "Gone quiet",
    "second day",
    "cut gas prices",
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


async def three_days(desk: Desk, chat: Chat, clock: time_machine.Traveller) -> Composed:
    """The chat's third digest: a story that goes on, one that has gone quiet, and a new one."""
    await desk.add(CRASH)
    await desk.add(STRIKE)
    await desk.send(chat)
    clock.shift(timedelta(days=1))
    await desk.add(STRIKE_GOES_ON)
    await desk.send(chat)
    clock.shift(timedelta(days=3))
    await desk.add(RISEN)
    await desk.add(GAS)
    sent = await desk.send(chat)
    clock.shift(timedelta(hours=3))
    await desk.add(LIBRARY)
    await desk.send(chat)
    return sent


async def asked_again(desk: Desk, chat: Chat, at: int = -2) -> Earlier | None:
    """By its place among the chat's digests."""
    async with desk.store.read_only() as c:
        row = (await digests.of_chat(c, chat.id))[at]
    return await earlier(desk.context, Editions(desk.runner), chat, row)


def bare(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def texts(sent: Composed) -> tuple[str, ...]:
    return tuple(message.text for message in sent.messages)


@pytest.mark.parametrize("kept", [True, False])
async def test_it_is_told_again_as_it_was_sent(
    tmp_path: Path, clock: time_machine.Traveller, kept: bool
) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        sent = await three_days(desk, chat, clock)
        for line in FIVE_LINES:
            assert line in bare("".join(texts(sent)))
        if not kept:
            async with desk.store.transaction() as c:
                await c.execute(update(digests.digests).values(content=None))
        again = await asked_again(desk, chat)
        assert again is not None and again.again is not kept
        assert digest_messages(again.digest) == texts(sent)
        await desk.pages.turn()
        page = bare(desk.page(chat, sent))
        fields = json.dumps(digest_fields(again.digest), ensure_ascii=False)
        assert digest_fields(again.digest)["quiet"]
        for line in FIVE_LINES:
            assert line in page
            assert line in bare(fields) or line == "Gone quiet"
        said = {each.number for each in again.stored}
        assert len(said) == 5, "the articles behind it are known, so that they can be taken back"


async def test_what_was_taken_back_is_in_none_of_them_and_the_rest_is(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        memo = await desk.add(MEMO, chat)
        await desk.send(chat)
        clock.shift(timedelta(hours=1))
        own = await desk.add(MEMO_GOES_ON, chat)
        last = await desk.send(chat)
        assert "Earlier" in "".join(texts(last))
        async with desk.store.transaction() as c:
            await removal.take_back(c, memo, chat.id, desk.context.now())
        again = await asked_again(desk, chat, -1)
        assert again is not None and again.again
        said = "".join(digest_messages(again.digest))
        assert "takes back" in said and "Earlier" not in said and "will be closed" not in said
        assert [each.number for each in again.stored] == [own]
        await desk.pages.turn()
        assert "takes back" in desk.page(chat, last)
        assert "will be closed" not in desk.everything()


async def test_a_page_made_again_loses_what_may_not_be_seen_any_more(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        crash = await desk.add(CRASH, other)
        async with desk.store.transaction() as c:
            await rights.share(c, crash, chat.id, NOW, None)
        await desk.send(chat)
        clock.shift(timedelta(hours=1))
        await desk.add(RISEN)
        sent = await desk.send(chat)
        async with desk.store.transaction() as c:
            # As after an upgrade that cannot read them, and once the messages are pruned.
            await c.execute(update(digests.digests).values(content=None))
            await c.execute(delete(outbox.outbox))
        await desk.pages.turn()
        assert "19 dead" in desk.page(chat, sent)
        async with desk.store.transaction() as c:
            await rights.withdraw(c, crash, chat.id)
        await desk.pages.turn()
        page = desk.page(chat, sent)
        assert "rose to 22" in page
        assert "19 dead" not in page and CRASH[1] not in page


async def test_corrections_are_told_again(tmp_path: Path, clock: time_machine.Traveller) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        crash = await desk.add(CRASH)
        await desk.send(chat)
        clock.shift(timedelta(hours=1))
        edited = await desk.add(tuple(said.replace("19", "20") for said in CRASH))
        async with desk.store.transaction() as c:
            await versions.add_version(c, edited, crash, desk.context.now())
        sent = await desk.send(chat)
        assert "It says now: “20 people died" in bare("".join(texts(sent)))
        as_sent = await asked_again(desk, chat, -1)
        async with desk.store.transaction() as c:
            await c.execute(update(digests.digests).values(content=None))
        again = await asked_again(desk, chat, -1)
        assert as_sent is not None and again is not None
        for told in (as_sent, again):
            assert digest_messages(told.digest) == texts(sent)
            assert {each.number for each in told.stored} == {crash, edited}
            (corrected,) = digest_fields(told.digest)["corrections"]
            assert "20 people" in corrected["changes"][-1]["after"]["text"]


async def test_an_amendment_changes_the_line_and_not_what_is_beside_it(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        sent = await three_days(desk, chat, clock)
        async with desk.store.transaction() as c:
            number = (await digests.articles_of(c, 3))[-1]
            given = await amendments.add(
                c, chat.id, 7, number, GAS[1], GAS[2], Wrong.MEANING, NOW, private=False
            )
            await amendments.say(c, given, english="The minister halved gas prices.")
        again = await asked_again(desk, chat)
        assert again is not None and again.again
        said = "".join(digest_messages(again.digest))
        assert bare(said) == bare("".join(texts(sent))).replace("cut gas", "halved gas")


async def test_what_came_at_once_is_told_again_as_one_story(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        async with desk.store.transaction() as c:
            headlines = to_json(Preferences(zone="Asia/Amman", headlines_only=True))
            await chats.save_settings(c, chat.id, headlines, 2)
        await desk.add(CRASH)
        before = await desk.send(chat)
        clock.shift(timedelta(hours=1))
        risen = await desk.add(RISEN)
        async with desk.store.transaction() as c:
            at_once = Composed((), (risen,), page="p")
            assert await enqueue_breaking(c, chat.id, at_once, desk.context.now())
        again = await asked_again(desk, chat, -1)
        assert again is not None
        (story,) = again.digest.stories
        assert story.life is Life.NEW
        await desk.pages.turn()
        assert AT_ONCE in (desk.of(chat) / "p.html").read_text("utf-8")
        assert AT_ONCE not in desk.page(chat, before)
