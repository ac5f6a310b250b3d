"""Which sources a chat gets: /follow and its page in /settings. By default all.

A source that a user added is that user's own: it reaches their private chat, and another chat
only where that chat has chosen it by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers.menu_buttons import button, in_rows
from bot.delivery.handlers.sources_rights import seen_by
from bot.delivery.handlers.sources_screens import name_of
from bot.delivery.handlers.sources_typed import Following, following
from bot.delivery.scheduling.preferences import MOST_NAMES
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.store import sources
from bot.store.source import Source

PAGE = 8
"""Sources on one page of the choice."""


# -------------------------------------------------------------------------------------- typed


async def follow(visit: Visit) -> None:
    """/follow all, /follow topics Economy, Sport, /follow 12, 15"""
    if not visit.args.strip():
        await visit.answer(await screen(visit))
        return
    asked = following(visit.args)
    if asked is None:
        await visit.answer(visit.tell("follow.bad"))
        return
    async with visit.context.store.read_only() as c:
        known = await _topics(c, visit)
        found = await _sources(c, visit, asked.sources)
    by_name = {topic.casefold(): topic for topic in known}
    for name in asked.topics:
        if name.casefold() not in by_name:
            await visit.answer(
                visit.tell("follow.no_topic", name=name, names=", ".join(known))
                if known
                else visit.tell("follow.no_topics")
            )
            return
    for number in asked.sources:
        if number not in {source.id for source in found}:
            await visit.answer(visit.tell("follow.no_source", id=number))
            return
    chosen = replace(
        visit.preferences,
        source_topics=tuple(by_name[name.casefold()] for name in asked.topics)[:MOST_NAMES],
        sources_keep=asked.sources[:MOST_NAMES],
    )
    async with visit.context.store.transaction() as c:
        changed = await visit.choose(c, chosen)
        menu = button(changed, visit.plain("settings.button_menu"), {"page": "sources"})
        await changed.answer_in(c, Screen(await _words(c, changed), [[menu]]))
    visit.context.wake()


async def topics(visit: Visit) -> None:
    """/topics Economy, Sport; /topics all"""
    said = visit.args.strip()
    everything = following(said)
    if said and not (everything and everything == Following()):
        visit = replace(visit, args=f"topics {said}")
    await follow(visit)


async def _topics(c: AsyncConnection, visit: Visit) -> Sequence[str]:
    return await sources.topics(c, owner=seen_by(visit).owner)


async def _sources(c: AsyncConnection, visit: Visit, ids: Sequence[int]) -> list[Source]:
    seen = seen_by(visit)
    found = [await sources.get(c, each) for each in ids[:MOST_NAMES]]
    return [
        source
        for source in found
        if source
        and (
            seen.sees(source)
            # Whoever added a source may bring it into a group that they administer.
            or (source.owner is not None and source.owner == visit.user)
            or source.id in visit.preferences.sources_keep
        )
    ]


# --------------------------------------------------------------------------------------- menu


async def screen(visit: Visit, page: int = 0) -> Screen:
    """Topics and sources, each a switch."""
    async with visit.context.store.read_only() as c:
        return await screen_in(c, visit, page)


async def screen_in(c: AsyncConnection, visit: Visit, page: int = 0) -> Screen:
    """The same within a transaction."""
    p, seen = visit.preferences, seen_by(visit)
    topics = await _topics(c, visit)
    total = await seen.count(c)
    listed = await seen.listing(c, PAGE, page * PAGE)
    chosen = await _words(c, visit)
    text = f"{visit.tell('follow.head')}\n{chosen}\n\n{visit.tell('follow.how')}"
    if not total:
        text += f"\n\n{visit.tell('follow.nothing')}"
    of_topics = [
        _switch(visit, topic, topic in p.source_topics, "source_topics", topic, page)
        for topic in topics[: 2 * PAGE]
    ]
    of_sources = [
        _switch(visit, f"{s.id} · {name_of(s)}", s.id in p.sources_keep, "sources_keep", s.id, page)
        for s in listed
    ]
    turn = []
    if page:
        turn.append(_page(visit, visit.plain("follow.button_back"), page - 1))
    if (page + 1) * PAGE < total:
        turn.append(_page(visit, visit.plain("follow.button_more"), page + 1))
    everything = button(
        visit,
        visit.plain("follow.button_all"),
        {"set": "sources_all", "value": None, "page": "sources"},
    )
    back = button(visit, visit.plain("settings.button_back"), {"page": "main"})
    rows = [*in_rows(of_topics, 2), *in_rows(of_sources, 1), turn, [everything], [back]]
    return Screen(text, [row for row in rows if row])


def _switch(
    visit: Visit, label: str, chosen: bool, name: str, item: str | int, page: int
) -> Choice:
    now = getattr(visit.preferences, name)
    value = [each for each in now if each != item] if chosen else [*now, item][-MOST_NAMES:]
    data = {"set": name, "value": value, "page": "sources", "number": page}
    return button(visit, f"{'✓ ' if chosen else ''}{label[:48]}", data)


def _page(visit: Visit, label: str, page: int) -> Choice:
    return button(visit, label, {"page": "sources", "number": page})


async def _words(c: AsyncConnection, visit: Visit) -> str:
    """What the chat gets, in a line or two."""
    p = visit.preferences
    lines = []
    if p.source_topics:
        lines.append(visit.tell("follow.topics", names=", ".join(p.source_topics)))
    if p.sources_keep:
        found = {source.id: name_of(source) for source in await _sources(c, visit, p.sources_keep)}
        names = [f"{each} {found.get(each, '')}".strip() for each in p.sources_keep]
        lines.append(visit.tell("follow.sources", names=", ".join(names)))
    return "\n".join(lines) or visit.tell("follow.all")
