"""Which articles a chat is offered by the sources they came from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake.ingest import take_within
from bot.store import article_lists, articles, chats, sources
from bot.store.audience import Audience
from bot.store.following import open_to
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store
from tests.store.made_records import article, brief

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


async def _brought(c: AsyncConnection, text: str, *by: int | None) -> int:
    made, number = article(text, f"نص عن {text} وما حوله"), 0
    for source in by:
        row = await sources.get(c, source) if source else None
        private = row is not None and row.owner is not None
        audience = Audience(public=not private, source=source)
        number = (await take_within(c, made, source=source, audience=audience, now=NOW)).number
    await articles.set_brief(c, number, brief(made, "English"), NOW)
    return number


async def test_a_users_own_source_is_that_users_also_after_it_was_removed(store: Store) -> None:
    async with store.transaction() as c:
        ids = []
        for name, owner in (("shared", None), ("own", 44), ("removed", 44)):
            new = NewSource(f"https://{name}.test/feed", SourceKind.FEED, owner=owner)
            ids.append((await sources.add(c, new, NOW))[0])
        shared, own, removed = ids
        pasted = await _brought(c, "رسالة", None)
        of_all = await _brought(c, "الغاز", shared)
        of_one = await _brought(c, "المكتبة", own)
        both = await _brought(c, "الطريق", removed, shared)
        gone = await _brought(c, "الميناء", removed)
        reader = await chats.ensure(c, 44, chats.ChatKind.PRIVATE, NOW)
        other = await chats.ensure(c, 55, chats.ChatKind.PRIVATE, NOW)

        async def offered(chat: chats.Chat) -> set[int]:
            since, among = NOW - timedelta(hours=1), open_to(chat.telegram_id)
            return set(await article_lists.numbers_new_for_chat(c, chat, since, among=among))

        assert await offered(reader) == {pasted, of_all, of_one, both, gone}
        assert await offered(other) == {pasted, of_all, both}
        await sources.remove(c, removed)
        assert await offered(reader) == {pasted, of_all, of_one, both}
        assert await offered(other) == {pasted, of_all, both}
