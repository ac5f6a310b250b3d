"""A digest of before as its chat may see it now: the same for its page and for who asks for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.amended import as_seen
from bot.delivery.context import BotContext
from bot.delivery.scheduling.behind import sent_before
from bot.delivery.scheduling.editions import Editions, quoted_of
from bot.delivery.scheduling.interest import interest_of
from bot.delivery.scheduling.preferences import of_chat
from bot.pipeline import kept_digests
from bot.pipeline.corrections import told_by
from bot.pipeline.kept_digests import KeptDigest
from bot.records import Digest
from bot.store import digests
from bot.store.articles import StoredArticle
from bot.store.chats import Chat
from bot.store.digests import DigestRow, Occasion
from bot.store.rights import article_for


@dataclass(frozen=True, slots=True)
class Earlier:
    digest: Digest
    stored: tuple[StoredArticle, ...]
    """All that it says something of: its own, those of earlier digests, and those that it corrects
    and corrects by."""
    again: bool
    """It was put together again, or lacks something that it said."""


async def earlier(
    context: BotContext, editions: Editions, chat: Chat, row: DigestRow
) -> Earlier | None:
    """None where nothing of it may be seen any more."""
    kept = kept_digests.loads(row.content) if row.content else None
    async with context.store.read_only() as c:
        own = await _seen(c, chat, await digests.articles_of(c, row.id))
        found = await _as_sent(c, chat, kept, own) if kept else None
    if found is None:
        found = await _made_again(context, editions, chat, row, own, kept)
    return found if found.digest.articles or found.digest.corrections else None


async def _as_sent(
    c: AsyncConnection, chat: Chat, kept: KeptDigest, own: Sequence[StoredArticle]
) -> Earlier | None:
    """None where readers have amended what stands in it, or where one of its articles may not be
    seen."""
    behind = await _seen(c, chat, kept.behind | frozenset(kept.quoted))
    seen, by_readers = await as_seen(c, chat, [*own, *behind])
    stored = {each.number: each for each in seen}
    if not kept.shown <= stored.keys() or kept.amended or by_readers:
        return None
    told = kept.corrections(stored)
    digest = replace(kept.with_reports(stored), corrections=told)
    lacking = not kept.behind <= stored.keys() or told != kept.digest.corrections
    return Earlier(digest, tuple(seen), lacking)


async def _made_again(
    context: BotContext,
    editions: Editions,
    chat: Chat,
    row: DigestRow,
    own: Sequence[StoredArticle],
    kept: KeptDigest | None,
) -> Earlier:
    """Of the articles it had, and of what it went on from: where that is not on record, of all
    that the chat had been sent when it was made."""
    preferences = of_chat(chat, context.settings.bot)
    at_once = row.occasion is Occasion.BREAKING
    since: datetime | None = None
    before: list[StoredArticle] = []
    async with context.store.read_only() as c:
        corrected = await told_by(c, chat, row.made_at)
        if own and not at_once:
            if kept is not None:
                before = await _seen(c, chat, kept.behind)
            else:
                before = await sent_before(
                    c, editions, chat, row.made_at, row.id, corrected.versions
                )
            last = await digests.last_with_articles(c, chat.id, before=row.id)
            since = last.made_at if last else None
        seen, _ = await as_seen(c, chat, [*own, *before])
        interest = await interest_of(c, chat, preferences)
        told = await _seen(c, chat, {*corrected.versions, *corrected.before})
    new, before = seen[: len(own)], seen[len(own) :]
    digest = await editions.composed(
        new,
        row.made_at.astimezone(ZoneInfo(preferences.zone)),
        stories=0 if preferences.headlines_only and not at_once else preferences.stories,
        points=preferences.points,
        interest=interest,
        by_topic=preferences.by_topic,
        corrections=corrected.corrections,
        style=preferences.style,
        before=before,
        since=since,
    )
    quoted = quoted_of(digest, before)
    behind = (each for each in before if each.number in quoted)
    return Earlier(digest, (*new, *behind, *told), again=True)


async def _seen(c: AsyncConnection, chat: Chat, numbers: Collection[int]) -> list[StoredArticle]:
    """Those with a brief that the chat may see."""
    found = [await article_for(c, chat, number) for number in sorted(numbers)]
    return [each for each in found if each is not None and each.brief is not None]
