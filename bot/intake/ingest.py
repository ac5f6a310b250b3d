"""The one way an article enters the store, whoever brings it: feeds, links, chats, other systems.

It ends at the stored article: translating it is the runner's work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import BadAddress, KeyTaken
from bot.intake.identity import (
    Arrival,
    Keys,
    KnownArticle,
    New,
    NewVersion,
    Same,
    Text,
    decide,
    site_of,
)
from bot.metrics import TAKEN
from bot.records import Article
from bot.sources.addresses import canonical, page_key
from bot.store import article_keys, articles, rights, versions
from bot.store.article_keys import ArticleKey, KeyKind
from bot.store.articles import StoredArticle
from bot.store.audience import Audience
from bot.store.store import Store

log = structlog.get_logger(__name__)

Way = Literal["feed", "submission", "chat"]

_MOVING = (KeyKind.LINK, KeyKind.ENTRY, KeyKind.CALLER, KeyKind.SOURCE)
"""Keys that belong to the newest version; its words are each version's own."""


@dataclass(frozen=True, slots=True)
class Taken:
    number: int
    """`StoredArticle.number`"""
    new: bool
    """Stored now; False where it was known."""
    version_of: int | None = None
    """The article that a new one is a later version of."""


async def take(
    store: Store,
    article: Article,
    keys: Keys = Keys(),  # noqa: B008 - frozen
    *,
    audience: Audience,
    source: int | None = None,
    slot: datetime | None = None,
    now: datetime,
) -> Taken:
    """`take_within` in a transaction of its own."""
    async with store.transaction() as c:
        return await take_within(
            c, article, keys, audience=audience, source=source, slot=slot, now=now
        )


def note(taken: Taken, way: Way) -> None:
    """Count and log what came in; call it when that is committed."""
    outcome = "version" if taken.version_of else "new" if taken.new else "known"
    TAKEN.labels(way, outcome).inc()
    log.info("article_taken", article=taken.number, way=way, outcome=outcome)


async def take_within(
    c: AsyncConnection,
    article: Article,
    keys: Keys = Keys(),  # noqa: B008 - frozen
    *,
    audience: Audience,
    source: int | None = None,
    slot: datetime | None = None,
    now: datetime,
) -> Taken:
    """Store an article unless it is known, in the caller's transaction.

    `audience`: for whom it comes in. They may see it from then on; it is compared with what
    came in for the same audience, and with what is public where the text is the same.
    `source`: `Source.id` of the feed it came from; `keys.entry` counts within it. `slot`: the
    digest that waits for it. The same text under a further link or key is the known article,
    which keeps that link too. Another text under a known link or key is a new version of that
    article where it is plainly about the same, else an article of its own.

    Raises KeyTaken where `keys.caller` belongs to an article that this is no version of.
    """
    await article_keys.one_at_a_time(c)
    text = Text.of(article)
    links = _links(article, keys)
    candidate = Arrival(
        text,
        frozenset(links),
        keys.fetched,
        source,
        article.published.day if article.published else None,
    )
    entry = f"{source} {keys.entry}" if source is not None and keys.entry else None
    known = await _known(c, candidate, entry, keys.caller, audience.scope)
    decision = decide(candidate, known)
    if isinstance(decision, New) and audience.scope:
        decision = await _same_in_public(c, text) or decision
    if keys.caller:
        await _check_caller(c, keys.caller, decision)
    taken = await _follow(
        c, decision, article, audience=audience, source=source, slot=slot, now=now
    )
    await rights.admit(c, taken.number, audience, now)
    if not taken.new and await _may_speak_for(c, taken.number, audience):
        await _seen_again(c, taken.number, candidate, known, now)
    await _give_keys(c, taken.number, candidate, links, entry, keys.caller, audience.scope)
    return taken


async def _same_in_public(c: AsyncConnection, text: Text) -> Same | None:
    """The public article with the same words.

    Not one that a chat published: it is that chat's to take back.
    """
    for number in await article_keys.holders(c, KeyKind.TEXT, [text.fingerprint]):
        if await rights.public_for_good(c, number):
            return Same(number)
    return None


async def _may_speak_for(c: AsyncConnection, number: int, audience: Audience) -> bool:
    """Whether what one chat sends may say which version of the article holds."""
    stored = await articles.get(c, number)
    return audience.public or (stored is not None and not stored.public)


def _links(article: Article, keys: Keys) -> list[str]:
    """Canonical links: where it was read, and what that page calls its own address.

    A page may name an address of its own site only; others copy whole pages, `rel=canonical`
    and all.
    """
    own = [link for link in map(_canonical, keys.links) if link]
    if not own:
        return []
    stated = _canonical(article.canonical) if article.canonical else None
    if stated and site_of(stated) in {site_of(link) for link in own} and not _is_front(stated):
        own.append(stated)
    return list(dict.fromkeys(own))


def _is_front(link: str) -> bool:
    """Sites that call every page by their front page's address are many."""
    rest = link.partition("://")[2].partition("/")[2]
    return not rest


def _canonical(link: str) -> str | None:
    try:
        return canonical(link)
    except BadAddress:
        return None


async def _known(
    c: AsyncConnection,
    candidate: Arrival,
    entry: str | None,
    caller: str | None,
    scope: str,
) -> list[KnownArticle]:
    """Stored articles that share a key, the words or a passage with the candidate."""
    having = await article_keys.holders_by_kind(
        c,
        {
            KeyKind.TEXT: [candidate.text.fingerprint],
            KeyKind.LINK: map(page_key, candidate.links),
            KeyKind.ENTRY: [entry] if entry else [],
            KeyKind.CALLER: [caller] if caller else [],
        },
        scope,
    )
    same, by_link = having[KeyKind.TEXT], having[KeyKind.LINK]
    by_key = having[KeyKind.ENTRY] + having[KeyKind.CALLER]
    near: Iterable[int] = ()
    if not same and (candidate.links or candidate.source is not None):
        near = await article_keys.holders(c, KeyKind.PASSAGE, candidate.text.samples, scope)
    found = []
    for number in dict.fromkeys([*same, *by_link, *by_key, *near]):
        stored = await articles.get(c, number)
        if stored is not None:
            by = {"by_link": number in by_link, "by_key": number in by_key}
            found.append(await _described(c, stored, scope, **by))
    return found


async def _described(
    c: AsyncConnection, stored: StoredArticle, scope: str, *, by_link: bool, by_key: bool
) -> KnownArticle:
    published = stored.article.published
    values = await article_keys.values_of(
        c, stored.number, KeyKind.SOURCE, KeyKind.LINK, scope=scope
    )
    return KnownArticle(
        number=stored.number,
        text=Text.of(stored.article),
        by_link=by_link,
        by_key=by_key,
        sources=frozenset(map(int, values[KeyKind.SOURCE])),
        sites=frozenset(map(site_of, values[KeyKind.LINK])),
        day=published.day if published else None,
    )


async def _check_caller(c: AsyncConnection, caller: str, decision: Same | NewVersion | New) -> None:
    holders = await article_keys.holders(c, KeyKind.CALLER, [caller])
    if not holders:
        return
    number = getattr(decision, "number", None) or getattr(decision, "of", None)
    series = {each.article for each in await versions.series_of(c, holders[0])} | set(holders)
    if number not in series:
        raise KeyTaken(
            f"The key {caller!r} belongs to article {holders[0]}, which is another one. Give each "
            "article a key of its own."
        )


async def _follow(
    c: AsyncConnection,
    decision: Same | NewVersion | New,
    article: Article,
    *,
    audience: Audience,
    source: int | None,
    slot: datetime | None,
    now: datetime,
) -> Taken:
    if isinstance(decision, Same):
        return Taken(decision.number, new=False)
    number, new = await articles.add(
        c, article, now, source=source, slot=slot, scope=audience.scope
    )
    if not new:
        # Stored before articles had keys.
        return Taken(number, new=False)
    if isinstance(decision, New):
        return Taken(number, new=True)
    await article_keys.hand_over(c, decision.of, number, _MOVING, audience)
    await versions.add_version(c, number, decision.of, now, anew=decision.anew)
    return Taken(number, new=True, version_of=decision.of)


async def _seen_again(
    c: AsyncConnection,
    number: int,
    candidate: Arrival,
    known: Iterable[KnownArticle],
    now: datetime,
) -> None:
    """Where an outlet went back to an earlier version, that one is what it says now.

    A copy elsewhere says nothing of it, so the link or the key must be the series' own.
    """
    shown = {each.number for each in known if each.by_key or (each.by_link and candidate.fetched)}
    if shown and shown & {each.article for each in await versions.series_of(c, number)}:
        await versions.seen_again(c, number, now)


async def _give_keys(
    c: AsyncConnection,
    number: int,
    candidate: Arrival,
    links: Iterable[str],
    entry: str | None,
    caller: str | None,
    scope: str,
) -> None:
    text = candidate.text
    given = [ArticleKey(KeyKind.TEXT, text.fingerprint)]
    given += [ArticleKey(KeyKind.PASSAGE, each) for each in text.samples]
    # A link that a feed merely names stays with whoever was read there.
    given += [
        ArticleKey(KeyKind.LINK, page_key(link), link, yields=not candidate.fetched)
        for link in links
    ]
    if entry:
        given.append(ArticleKey(KeyKind.ENTRY, entry))
    if caller:
        given.append(ArticleKey(KeyKind.CALLER, caller))
    if candidate.source is not None:
        name = str(candidate.source)
        given.append(ArticleKey(KeyKind.SOURCE, name, name))
    await article_keys.give(c, number, given, scope)
