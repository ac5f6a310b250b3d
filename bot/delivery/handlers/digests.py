"""Digests of one chat: on its schedule and by /now; lists by /latest and /search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.desk import Choice, Desk, Screen, Visit
from bot.delivery.handlers import following
from bot.delivery.handlers.brief_pages import headline_of
from bot.delivery.handlers.briefs import NEXT, PREVIOUS, enqueue_brief
from bot.delivery.handlers.typed import number
from bot.delivery.scheduling.preferences import Preferences
from bot.delivery.sending.outbox import Composed, enqueue_asked_digest
from bot.delivery.sending.post import Payload
from bot.delivery.wording import plain, tell
from bot.digest.ranking import outlet_label
from bot.digest.render.cutting import utf16_length
from bot.digest.render.telegram import MESSAGE_UNITS
from bot.pipeline.corrections import due_to
from bot.store import article_lists, digests
from bot.store.articles import StoredArticle
from bot.store.chats import Chat
from bot.store.rights import article_for
from bot.store.words import words

FIRST_SPAN = timedelta(hours=24)
"""How far back a chat's first digest looks."""
OVERLAP = timedelta(minutes=10)
"""A brief's time may lie before the commit that shows it; nothing comes twice all the same,
since what a chat's digests held is on record."""
LOOKED_AT_ONCE, LOOKED_AT = 500, 2000
"""New articles that a chat's filters are tried on: a page of them, and at most."""
ENOUGH = 100
"""Articles let through from which no further page is looked at; a digest has at most 50 stories."""
LATEST = range(1, 21)
PAGE = 5
"""Articles on one page of a list."""
MOST_BUTTONS = 40


def wanted(stored: StoredArticle, preferences: Preferences) -> bool:
    """Whether the chat's filters let an article through."""
    outlet = words(outlet_label(stored.article))

    def from_any(names: tuple[str, ...]) -> bool:
        return any(_holds(outlet, words(name)) for name in names)

    def about_any(names: tuple[str, ...]) -> bool:
        return any(_holds(text, words(name)) for name in names)

    if preferences.outlets_keep and not from_any(preferences.outlets_keep):
        return False
    if from_any(preferences.outlets_drop):
        return False
    if not (preferences.topics_keep or preferences.topics_drop):
        return True
    text = _text(stored)
    if preferences.topics_keep and not about_any(preferences.topics_keep):
        return False
    return not about_any(preferences.topics_drop)


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words stand in the text one after another."""
    width = len(phrase)
    if not width:
        return False
    return any(list(text[at : at + width]) == list(phrase) for at in range(len(text) - width + 1))


def _text(stored: StoredArticle) -> list[str]:
    article = stored.article
    parts = [article.kicker, article.title, *(p.text for p in article.paragraphs)]
    if stored.translation is not None:
        parts += [s.target for s in stored.translation.segments]
    return [word for part in parts if part for word in words(part)]


async def compose_for(
    desk: Desk, chat: Chat, *, asked: bool = False, late: datetime | None = None
) -> Composed:
    """What is new for a chat, as messages. `late`: when it was due, where that is long past.

    No messages where nothing is new and the chat wants silence then.
    """
    preferences = desk.preferences(chat)
    now = desk.now()
    async with desk.store.reading() as c:
        last = await digests.last_of(c, chat.id)
        since = last.made_at - OVERLAP if last else now - FIRST_SPAN
        chosen = await _chosen(c, desk, chat, since)
        corrected = await due_to(c, chat, [stored.number for stored in chosen])
    if not chosen and not corrected.corrections:
        return Composed(await _nothing(desk, chat, preferences, asked, last is None))
    texts: Sequence[str] = await desk.editions.texts(
        chosen,
        now.astimezone(ZoneInfo(preferences.zone)),
        stories=0 if preferences.headlines_only else preferences.stories,
        points=preferences.points,
        corrections=corrected.corrections,
    )
    if late is not None:
        texts = _with_note(texts, _late(chat, preferences, late))
    shown = [stored.number for stored in chosen]
    quoted = (*corrected.versions, *corrected.before)
    payloads = []
    async with desk.store.transaction() as c:
        for text in texts:
            screen = Screen(text, _beneath([*shown, *corrected.versions], chat.language))
            keyboard = await desk.keyboard(c, chat.id, screen)
            payloads.append(Payload(text, keyboard, silent=preferences.silent, articles=quoted))
    return Composed(tuple(payloads), tuple(shown), told=corrected.versions)


async def _chosen(
    c: AsyncConnection, desk: Desk, chat: Chat, since: datetime
) -> list[StoredArticle]:
    """What the chat is offered and its filters let through, oldest first.

    A narrow filter finds little in the newest, so it looks further back than others need to.
    """
    preferences = desk.preferences(chat)
    among = await following.offered(c, chat, preferences)
    chosen: list[StoredArticle] = []
    for offset in range(0, LOOKED_AT, LOOKED_AT_ONCE):
        numbers = await article_lists.numbers_new_for_chat(
            c, chat, since, LOOKED_AT_ONCE, offset, among=among
        )
        new = await desk.editions.articles(c, numbers)
        chosen[:0] = [stored for stored in new if wanted(stored, preferences)]
        if len(numbers) < LOOKED_AT_ONCE or len(chosen) >= ENOUGH:
            break
    return chosen


def _beneath(shown: Sequence[int], language: str) -> list[list[Choice]]:
    return [[Choice(plain(language, "digest.open"), "articles", {"articles": list(shown)})]]


async def _nothing(
    desk: Desk, chat: Chat, preferences: Preferences, asked: bool, first: bool
) -> tuple[Payload, ...]:
    if asked:
        key = "empty_first" if first else "empty"
        return (Payload(tell(chat.language, f"digest.{key}")),)
    if not preferences.say_empty:
        return ()
    local = desk.now().astimezone(ZoneInfo(preferences.zone))
    text = tell(chat.language, "digest.empty_scheduled", date=f"{local:%Y-%m-%d %H:%M}")
    return (Payload(text, silent=preferences.silent),)


def _late(chat: Chat, preferences: Preferences, due: datetime) -> str:
    local = due.astimezone(ZoneInfo(preferences.zone))
    return tell(chat.language, "digest.late", time=f"{local:%Y-%m-%d %H:%M}")


def _with_note(texts: Sequence[str], note: str) -> Sequence[str]:
    """The note above the first message, or as one of its own where it does not fit."""
    # Markup only adds to the length, so this never goes over the limit.
    if utf16_length(texts[0]) + utf16_length(note) + 2 <= MESSAGE_UNITS:
        return [f"{note}\n\n{texts[0]}", *texts[1:]]
    return [note, *texts]


# --------------------------------------------------------------------------------- commands


async def now(visit: Visit) -> None:
    """The digest of what is new since the chat's last one."""
    composed = await compose_for(visit.desk, visit.chat, asked=True)
    async with visit.desk.store.transaction() as c:
        await visit.heard(c)
        if composed.articles or composed.told:
            await enqueue_asked_digest(c, visit.chat.id, composed, visit.desk.now())
        else:
            await visit.answer_in(c, *(payload.text for payload in composed.messages))
    visit.desk.sender.wake()


async def latest(visit: Visit) -> None:
    """The newest briefs: /latest 5."""
    count = number(visit.args, LATEST) if visit.args.strip() else 3
    if count is None:
        await visit.answer(
            visit.tell("settings.bad_number", low=LATEST.start, high=LATEST.stop - 1)
        )
        return
    async with visit.desk.store.transaction() as c:
        await visit.heard(c)
        found = await article_lists.latest(c, visit.chat, count)
        if not found:
            await visit.answer_in(c, visit.tell("digest.latest_none"))
        for stored in reversed(found):
            if stored.brief is not None:
                await enqueue_brief(visit.desk, c, visit.chat, stored.number, stored.brief)
    visit.desk.sender.wake()


async def search(visit: Visit) -> None:
    """Over titles and text, Arabic and English: /search gas prices."""
    if not words(visit.args):
        await visit.answer(visit.tell("search.usage"))
        return
    await visit.answer(await _results(visit, visit.args[:200], 0))


async def search_page(visit: Visit) -> None:
    await visit.show(await _results(visit, str(visit.data["words"]), int(visit.data["page"])))


async def _results(visit: Visit, asked: str, page: int) -> Screen:
    async with visit.desk.store.reading() as c:
        found = await article_lists.search(c, visit.chat, asked, PAGE, page * PAGE)
    if not found.articles:
        return Screen(visit.tell("search.none", words=asked))
    pages = -(-found.total // PAGE)

    def to(number: int, sign: str) -> Choice:
        return Choice(sign, "search", {"words": asked, "page": number})

    turn = [to(page - 1, PREVIOUS)] if page else []
    turn += [to(page + 1, NEXT)] if page + 1 < pages else []
    rows = [*_list(found.articles), turn] if turn else _list(found.articles)
    head = visit.tell("search.head", words=asked, total=found.total)
    if pages > 1:
        head += "\n" + visit.tell("brief.page", page=page + 1, pages=pages)
    return Screen(head, rows, _numbers(found.articles))


async def listed(visit: Visit) -> None:
    """A digest's articles, each to be opened as a brief."""
    async with visit.desk.store.reading() as c:
        numbers = map(int, visit.data["articles"])
        found = [await article_for(c, visit.chat, number) for number in numbers]
    stored = [each for each in found if each is not None and each.brief is not None]
    if not stored:
        await visit.answer(visit.tell("brief.gone"))
        return
    listed = stored[:MOST_BUTTONS]
    await visit.answer(Screen(visit.tell("digest.which"), _list(listed), _numbers(listed)))


def _numbers(found: Sequence[StoredArticle]) -> tuple[int, ...]:
    return tuple(each.number for each in found)


def _list(found: Sequence[StoredArticle]) -> list[list[Choice]]:
    return [
        [Choice(headline_of(each.brief), "open", {"article": each.number})]
        for each in found
        if each.brief is not None
    ]
