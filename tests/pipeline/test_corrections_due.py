"""What a chat is told of an article that changed after it had it, and what is news to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import false, update

from bot.intake.identity import Keys
from bot.intake.ingest import take
from bot.pipeline.corrections import due_to
from bot.records import Article
from bot.store import article_lists, articles, chats, digests, versions
from bot.store.audience import PUBLIC, Audience
from bot.store.rights import share, visible_to
from bot.store.store import Store
from tests.store.made_records import article, brief

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEYS = Keys(links=("https://news.example/fire",))
FIRST = "وأصيب {} عاملا في الحريق الكبير شرق العاصمة أمس بحسب الدفاع المدني"


def version(count: int, more: str = "") -> Article:
    return article("حريق", FIRST.format(count) + more, "News")


class World:
    """One chat, one article, and time that goes on by the hour."""

    def __init__(self, store: Store, chat: chats.Chat) -> None:
        self.store, self.chat, self.now = store, chat, NOW

    async def published(self, made: Article, keys: Keys = KEYS, audience: Audience = PUBLIC) -> int:
        self.now += HOUR
        taken = await take(self.store, made, keys, audience=audience, now=self.now)
        if taken.new:
            async with self.store.transaction() as c:
                english = f"{made.paragraphs[0].text.split()[1]} workers were injured."
                await articles.set_brief(c, taken.number, brief(made, english), self.now)
        return taken.number

    async def digest(self) -> tuple[Sequence[int], list[str]]:
        """What a digest shows now: article numbers, and what each correction says now."""
        self.now += HOUR
        async with self.store.transaction() as c:
            new = await article_lists.numbers_new_for_chat(c, self.chat, NOW - HOUR)
            due = await due_to(c, self.chat, new)
            row = await digests.insert_once(c, self.chat.id, str(self.now), self.now, self.now)
            assert row is not None
            await digests.add_articles(c, row, new)
            await versions.tell(c, self.chat.id, due.versions, self.now)
        says = [change.after.text.split()[0] for each in due.corrections for change in each.changes]
        return new, says


@pytest.fixture
async def world(store: Store) -> World:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 1, chats.ChatKind.PRIVATE, NOW)
    return World(store, chat)


async def test_a_change_is_told_once_and_not_shown_as_news(world: World) -> None:
    old = await world.published(version(12))
    assert await world.digest() == ([old], [])
    await world.published(version(14))
    assert await world.digest() == ([], ["14"])
    assert await world.digest() == ([], [])


async def test_only_what_holds_now_is_told_against_what_was_told_last(world: World) -> None:
    await world.published(version(12))
    await world.digest()
    await world.published(version(13))
    await world.published(version(14))
    assert (await world.digest())[1] == ["14"]
    await world.published(version(15))
    assert (await world.digest())[1] == ["15"]


async def test_an_outlet_that_goes_back_is_told_too(world: World) -> None:
    await world.published(version(12))
    await world.digest()
    await world.published(version(14))
    await world.digest()
    await world.published(version(12))
    assert await world.digest() == ([], ["12"])
    assert await world.digest() == ([], [])


async def test_who_had_neither_gets_the_latest_alone(world: World) -> None:
    await world.published(version(12))
    new = await world.published(version(14))
    assert await world.digest() == ([new], [])
    assert await world.digest() == ([], [])


async def test_a_rewording_is_told_nobody(world: World) -> None:
    await world.published(version(12))
    await world.digest()
    await world.published(version(12, " والشرطة تحقق"))
    assert await world.digest() == ([], [])


async def test_a_line_that_became_an_article_is_shown_as_news_and_not_as_a_correction(
    world: World,
) -> None:
    await world.published(version(12))
    await world.digest()
    more = " ".join(f"تفصيل{letter}{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
    whole = await world.published(version(14, f". {more}"))
    assert await world.digest() == ([whole], [])
    assert await world.digest() == ([], [])


async def test_a_version_that_has_no_brief_yet_is_waited_for(world: World) -> None:
    old = await world.published(version(12))
    taken = await take(world.store, version(14), KEYS, audience=PUBLIC, now=world.now + HOUR)
    assert taken.version_of == old
    assert await world.digest() == ([old], [])
    async with world.store.transaction() as c:
        made = brief(version(14), "14 workers were injured.")
        await articles.set_brief(c, taken.number, made, world.now)
    assert await world.digest() == ([], ["14"])


async def test_versions_and_what_was_told_go_with_their_article(world: World) -> None:
    old = await world.published(version(12))
    await world.digest()
    new = await world.published(version(14))
    await world.digest()
    async with world.store.transaction() as c:
        await c.execute(articles.articles.delete().where(articles.articles.c.number == old))
        assert [v.article for v in await versions.series_of(c, new)] == [new]
        assert await versions.outdated(c, world.chat.id, partial(visible_to, world.chat)) == []


async def test_nobody_is_told_of_a_version_that_another_chat_sent(world: World) -> None:
    """Shared once, an article is shared as it was: what its chat sends later is that chat's."""
    async with world.store.transaction() as c:
        other = await chats.ensure(c, 2, chats.ChatKind.PRIVATE, NOW)
    theirs = Audience(chat=other.id, user=2)
    first = await world.published(version(12), audience=theirs)
    async with world.store.transaction() as c:
        await share(c, first, world.chat.id, world.now, 2)
    assert await world.digest() == ([first], [])
    second = await world.published(version(14), audience=theirs)
    async with world.store.read_only() as c:
        assert [each.article for each in await versions.series_of(c, second)] == [first, second]
    assert await world.digest() == ([], [])
    # Public, the same link with another text is no later version of what is private.
    await world.published(version(15))
    assert (await world.digest())[1] == []


async def test_what_was_corrected_stands_corrected_behind_a_story(world: World) -> None:
    old = await world.published(version(12))
    await world.digest()
    new = await world.published(version(14))
    assert await behind(world, [old]) == [old], "the chat was not told yet"
    assert await behind(world, [old], told=[new]) == [new]
    told_at = world.now
    await world.digest()
    assert await behind(world, [old, new]) == [new]
    assert await behind(world, [old], before=told_at) == [old]


async def test_neither_a_rewritten_article_nor_one_that_may_not_be_seen_corrects(
    world: World,
) -> None:
    old = await world.published(version(12))
    await world.digest()
    rewritten = await world.published(version(14))
    async with world.store.transaction() as c:
        await versions.tell(c, world.chat.id, [rewritten], world.now)
    assert await behind(world, [old]) == [rewritten]
    assert await behind(world, [old], sees=false()) == [old]
    async with world.store.transaction() as c:
        is_new = versions.article_versions.c.article == rewritten
        await c.execute(update(versions.article_versions).where(is_new).values(anew=True))
    assert await behind(world, [old]) == [old]


async def behind(world: World, numbers: list[int], sees: Any = None, **more: Any) -> list[int]:
    visible = partial(visible_to, world.chat) if sees is None else (lambda *of: sees)
    async with world.store.read_only() as c:
        return await versions.as_corrected(c, world.chat.id, numbers, visible, **more)
