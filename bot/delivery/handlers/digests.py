"""Digests and lists that a chat asks for: /now, /latest and /search."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.delivery.amended import as_seen, seen_by
from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.handlers.typed import number
from bot.delivery.scheduling.composing import compose_for
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import local
from bot.delivery.scheduling.promising import Composed, Overtaken, enqueue_asked_digest, note
from bot.delivery.sending.briefs import enqueue_brief
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.search import words
from bot.pipeline.pages import headline_of
from bot.store import article_lists
from bot.store.articles import StoredArticle

LATEST = range(1, 21)
PAGE = 5
"""Articles on one page of a list."""
MOST_BUTTONS = 40


async def now(visit: Visit, editions: Editions) -> None:
    """The digest of what is new since the chat's last one."""
    with editions.first():
        try:
            await _now(visit, await compose_for(visit.context, editions, visit.chat, asked=True))
        except Overtaken:
            await _now(visit, await compose_for(visit.context, editions, visit.chat, asked=True))
    visit.context.wake()
    editions.changed()


async def _now(visit: Visit, composed: Composed) -> None:
    """Raises Overtaken."""
    digest = None
    async with visit.context.store.transaction() as c:
        if composed.articles or composed.told:
            digest = await enqueue_asked_digest(c, visit.chat.id, composed, visit.context.now())
            # Nothing undoes the transaction any more.
            await visit.record(c)
        else:
            await visit.answer_in(c, *(payload.text for payload in composed.messages))
    if digest is not None:
        note(digest, composed)


async def latest(visit: Visit) -> None:
    """The newest briefs: /latest 5."""
    count = number(visit.args, LATEST) if visit.args.strip() else 3
    if count is None:
        await visit.answer(
            visit.tell("settings.bad_number", low=LATEST.start, high=LATEST.stop - 1)
        )
        return
    async with visit.context.store.transaction() as c:
        await visit.record(c)
        newest = await article_lists.latest(c, visit.chat, count)
        found, _ = await as_seen(c, visit.chat, newest)
        if not found:
            await visit.answer_in(c, visit.tell("digest.latest_none"))
        now = local(visit.context.now(), visit.chat, visit.context.settings.bot)
        for stored in reversed(found):
            if stored.brief is not None:
                await enqueue_brief(c, visit.chat, stored.number, stored.brief, now)
    visit.context.wake()


async def search(visit: Visit) -> None:
    """Over titles and text, Arabic and English: /search gas prices."""
    if not words(visit.args):
        await visit.answer(visit.tell("search.usage"))
        return
    await visit.answer(await _results(visit, visit.args[:200], 0))


async def search_page(visit: Visit) -> None:
    await visit.show(await _results(visit, str(visit.data["words"]), int(visit.data["page"])))


async def _results(visit: Visit, asked: str, page: int) -> Screen:
    async with visit.context.store.read_only() as c:
        found = await article_lists.search(c, visit.chat, asked, PAGE, page * PAGE)
    seen = "\n" + visit.tell("search.in_part", count=found.in_part) if found.in_part else ""
    if not found.articles:
        return Screen(visit.tell("search.none", words=asked) + seen)
    pages = -(-found.total // PAGE)

    def to(number: int, sign: str) -> Choice:
        return Choice(sign, "search", {"words": asked, "page": number})

    turn = [to(page - 1, PREVIOUS)] if page else []
    turn += [to(page + 1, NEXT)] if page + 1 < pages else []
    rows = [*_list(found.articles), turn] if turn else _list(found.articles)
    head = visit.tell("search.head", words=asked, total=found.total)
    if pages > 1:
        head += "\n" + visit.tell("brief.page", page=page + 1, pages=pages)
    return Screen(head + seen, rows, _numbers(found.articles))


async def listed(visit: Visit) -> None:
    """A digest's articles, each to be opened as a brief."""
    async with visit.context.store.read_only() as c:
        numbers = map(int, visit.data["articles"])
        found = [await seen_by(c, visit.chat, number) for number in numbers]
    # Buttons of before 0.3 know no stories.
    stories = [int(each) for each in visit.data.get("stories", [0] * len(found))]
    stored = [
        (each, story)
        for each, story in zip(found, stories, strict=False)
        if each is not None and each.brief is not None
    ][:MOST_BUTTONS]
    if not stored:
        await visit.answer(visit.tell("brief.gone"))
        return
    listed = [each for each, _ in stored]
    rows = _list(listed, [story for _, story in stored])
    await visit.answer(Screen(visit.tell("digest.which"), rows, _numbers(listed)))


def _numbers(found: Sequence[StoredArticle]) -> tuple[int, ...]:
    return tuple(each.number for each in found)


def _list(found: Sequence[StoredArticle], stories: Sequence[int] = ()) -> list[list[Choice]]:
    """`stories`: the number of each one's story in its digest; 0: none.

    Where a story has several articles, each goes by its outlet besides.
    """
    rows = []
    for each, story in zip_longest(found, stories, fillvalue=0):
        assert isinstance(each, StoredArticle)
        if each.brief is None:
            continue
        label = headline_of(each.brief)
        if story:
            several = stories.count(story) > 1
            outlet = f"{each.article.outlet_label[:24]}: " if several else ""
            label = f"{story} · {outlet}{label}"
        rows.append([Choice(label, "open", {"article": each.number})])
    return rows
