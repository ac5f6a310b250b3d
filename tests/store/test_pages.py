"""What stands on a chat's pages, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import true

from bot.store import articles, chats, digests, outbox, pages, rights, versions
from bot.store.audience import Audience
from bot.store.chats import ChatKind
from bot.store.outbox import Priority
from bot.store.store import Store
from tests.store.made_records import article, brief, publish

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
OLD = NOW - timedelta(days=9)


async def test_pages_hold_what_the_chat_may_see_now(store: Store) -> None:
    async with store.transaction() as c:
        chat = await chats.ensure(c, 1, ChatKind.PRIVATE, NOW)
        other = await chats.ensure(c, 2, ChatKind.PRIVATE, NOW)
        numbers = []
        for title, own in (("عام", None), ("خاص", chat.id), ("غيره", other.id), ("مقتبس", None)):
            made = article(title, f"نص {title}", "RT")
            number, _ = await articles.add(c, made, NOW, scope=f"c{own}" if own else "")
            if own is None:
                await publish(c, number)
            else:
                await rights.admit(c, number, Audience(chat=own, user=own), NOW)
            await articles.set_brief(c, number, brief(made, "Said."), NOW)
            numbers.append(number)
        public, mine, theirs, quoted = numbers
        for slot, at, page in (("old", OLD, "o"), ("none", NOW, None), ("new", NOW, "n")):
            made_one = await digests.insert_once(c, chat.id, slot, at, at, content="{}", page=page)
            assert made_one is not None
            await digests.add_articles(c, made_one, (public, mine, theirs))
            await outbox.add(c, chat.id, [{"text": "x"}], Priority.DIGEST, at, digest=made_one,
                             about=[(quoted,)])  # fmt: skip
    since = NOW - timedelta(days=7)
    async with store.read_only() as c:
        assert await pages.chats_with_pages(c, since) == [chat.id]
        (paged,) = await pages.of_chat(c, chat, since)
        newest = await pages.latest(c, chat, true(), since, 9)
        limited = await pages.latest(c, chat, true(), since, 1)
    assert (paged.page, paged.kept) == ("n", True)
    assert [number for number, _ in paged.articles] == [public, mine]
    assert paged.quoted == (quoted,)
    assert [each.number for each in newest] == [quoted, mine, public]
    assert limited == newest[:1]
    async with store.transaction() as c:
        await digests.blank(c, quoted, other.id)
        await articles.set_brief(c, public, brief(article("عام", "نص عام", "RT"), "Else."), NOW)
    async with store.read_only() as c:
        (again,) = await pages.of_chat(c, chat, since)
    assert again.kept
    assert dict(again.articles)[public] > dict(paged.articles)[public]
    async with store.transaction() as c:
        await digests.blank(c, quoted)
    async with store.read_only() as c:
        (again,) = await pages.of_chat(c, chat, since)
        assert not again.kept
        assert {row.content for row in await digests.of_chat(c, chat.id)} == {None}


async def test_the_feed_has_an_article_once_as_its_outlet_has_it_now(store: Store) -> None:
    """Under the key of its first version, which feed readers have."""
    async with store.transaction() as c:
        chat = await chats.ensure(c, 1, ChatKind.PRIVATE, NOW)
        numbers = []
        for count in (11, 12):
            made = article("حافلة", f"قتل {count} شخصا", "RT")
            number, _ = await articles.add(c, made, NOW)
            await articles.set_brief(c, number, brief(made, f"{count} dead."), NOW)
            numbers.append(number)
        first, second = numbers
        await publish(c, first)
        await versions.add_version(c, second, first, NOW + timedelta(hours=1))
        kept = await articles.get(c, first)
    assert kept is not None

    async def listed() -> list[tuple[int, str]]:
        async with store.read_only() as c:
            fed = await pages.latest(c, chat, true(), OLD, 9)
        return [(each.number, each.key) for each in fed]

    # A version that the chat may not see takes the place of none.
    assert await listed() == [(first, kept.article.id)]
    async with store.transaction() as c:
        await publish(c, second)
    assert await listed() == [(second, kept.article.id)]
