"""/add: an address is looked at, shown with its newest headlines, and added when confirmed.

The look takes seconds, so it is a request as what people send to be read is: a kill loses none.
What it finds is shown in place of the message that says it is looking, and again after a kill;
the request is done with once the draft translation is there, or a button was pressed.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import is_owner
from bot.delivery.desk import Choice, Desk, Screen, Visit
from bot.delivery.handlers.sources_rights import MOST_OWN, may_add, owner_of_new
from bot.delivery.handlers.sources_screens import kind_words, language_words
from bot.delivery.requests import refusals
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Button, Payload
from bot.errors import MujazError
from bot.language.lettering import clean
from bot.polling.catalogue import Preview, draft, preview
from bot.store import callbacks, chats, requests, sources
from bot.store.requests import RequestState
from bot.store.source import LONGEST_URL, Kind, NewSource

log = structlog.get_logger(__name__)

LONGEST_HEADLINE = 300

Keyboard = tuple[tuple[Button, ...], ...]


async def add(visit: Visit) -> None:
    """/add ADDRESS"""
    url = visit.args.strip()
    if not visit.private:
        await visit.answer(visit.tell("access.private_only"))
    elif not may_add(visit):
        await visit.answer(visit.tell("sources.add_denied"))
    elif not url or any(sign.isspace() for sign in url) or len(url) > LONGEST_URL:
        await visit.answer(visit.tell("sources.add_usage"))
    elif (own := await _own(visit)) >= MOST_OWN and not visit.owner:
        await visit.answer(visit.tell("sources.many", count=own))
    else:
        await _begin(visit, url)


async def _own(visit: Visit) -> int:
    async with visit.desk.store.reading() as c:
        return await sources.count(c, owner=visit.user) - await sources.count(c)


async def _begin(visit: Visit, url: str) -> None:
    desk = visit.desk
    async with desk.store.transaction() as c:
        waiting = await requests.count_open(c, visit.chat.id)
        busy = waiting >= desk.settings.bot.waiting_per_chat
        if busy:
            await visit.answer_in(c, visit.tell("reading.busy", count=waiting))
        else:
            await visit.heard(c)
            number = await requests.add(
                c, visit.chat.id, {"add": url}, visit.message_id, desk.now(), user=visit.user
            )
    if busy:
        desk.sender.wake()
        return
    looking = visit.tell("sources.looking", url=url)
    shown = await desk.direct(visit.chat.telegram_id, looking, reply_to=visit.message_id)
    if shown is not None:
        async with desk.store.transaction() as c:
            await requests.shown(c, number, shown.message_id)
    desk.spawn(look(desk, number), f"add {number}")


async def look(desk: Desk, number: int) -> None:
    """What a request to add asks for; also of one that a kill left."""
    async with desk.store.reading() as c:
        request = await requests.get(c, number)
        chat = await chats.get(c, request.chat) if request else None
    if request is None or chat is None or request.state is not RequestState.RECEIVED:
        return
    visit = Visit(
        desk, chat, request.user, request.reply_to, owner=is_owner(request.user, desk.settings.bot)
    )
    asked = _Asked(visit, number, request.message_id)
    try:
        found = await preview(desk.fetcher, str(request.source["add"]), desk.now())
    except MujazError as error:
        await asked.conclude(visit.tell("reading.failed", reason=_why(visit, error)))
        return
    except Exception as error:
        log.warning("preview_failed", kind=type(error).__name__)
        await asked.conclude(visit.tell("reading.broken"))
        return
    async with desk.store.reading() as c:
        known = await sources.by_url(c, found.url, owner=owner_of_new(visit))
    if known is not None:
        await asked.conclude(visit.tell("sources.known", id=known.id, title=known.name))
        return
    await asked.ask(found)


class _Asked:
    """One request and the message that shows it."""

    def __init__(self, visit: Visit, number: int, shown: int | None) -> None:
        self._visit, self._desk = visit, visit.desk
        self._number, self._shown = number, shown

    async def ask(self, found: Preview) -> None:
        """The question at once, and with the headlines' English when the model had time."""
        visit = self._visit
        async with self._desk.store.transaction() as c:
            question = Screen("", [_choices(visit, found, self._number)])
            keyboard = await self._desk.keyboard(c, visit.chat.id, question, visit.user)
        coming = bool(found.headlines)
        shown = await self._edited(_text(visit, found, coming=coming), keyboard)
        english = await self._draft(found) if coming else []
        text = _text(visit, found, english)
        if not shown:
            await self.conclude(text, keyboard)
            return
        if coming:
            # Who answered before the draft was there still sees it, and no promise of it.
            asking = await self._is_open(keyboard)
            text = text if asking else _text(visit, found, english, asking=False)
            await self._edited(text, keyboard if asking else ())
        async with self._desk.store.transaction() as c:
            await requests.finish(c, self._number)

    async def conclude(self, text: str, keyboard: Keyboard = ()) -> None:
        """The last word: in place, or as an answer of its own."""
        visit, shown = self._visit, await self._edited(text, keyboard)
        async with self._desk.store.transaction() as c:
            if not shown and await requests.get(c, self._number) is not None:
                said = Payload(text, keyboard, reply_to=visit.message_id)
                await enqueue_answer(c, visit.chat.id, [said], self._desk.now())
            await requests.finish(c, self._number)
        self._desk.sender.wake()

    async def _edited(self, text: str, keyboard: Keyboard) -> bool:
        if self._shown is None:
            return False
        return await self._desk.edit(self._visit.chat.telegram_id, self._shown, text, keyboard)

    async def _draft(self, found: Preview) -> list[str]:
        try:
            return await draft(self._desk.runner, found.headlines)
        except Exception as error:
            # The Arabic is there; a draft is no reason to fail.
            log.warning("draft_failed", kind=type(error).__name__)
            return []

    async def _is_open(self, keyboard: Keyboard) -> bool:
        """Whether no button was pressed yet."""
        names = [each.callback for row in keyboard for each in row if each.callback]
        user, chat = self._visit.user or 0, self._visit.chat.id
        async with self._desk.store.reading() as c:
            return all([await callbacks.get(c, name, chat, user) for name in names])


def _why(visit: Visit, error: MujazError) -> str:
    return refusals.reason(visit.language, error)


def _choices(visit: Visit, found: Preview, number: int) -> list[Choice]:
    new = {
        "request": number,
        "url": found.url,
        "kind": str(found.kind),
        "title": found.title or "",
        "language": found.language,
    }
    return [
        Choice(visit.plain("sources.yes"), "add", new),
        Choice(visit.plain("sources.no"), "add", {"request": number}),
    ]


def _text(
    visit: Visit,
    found: Preview,
    english: Sequence[str] = (),
    *,
    coming: bool = False,
    asking: bool = True,
) -> str:
    lines = [
        visit.tell(
            "sources.found",
            title=found.title or found.url,
            kind=kind_words(visit, Kind(found.kind)),
            spoken=language_words(visit, found.language),
            url=found.url,
        )
    ]
    if found.headlines:
        lines += ["", visit.tell("sources.newest"), *_bullets(found.headlines)]
    else:
        lines += ["", visit.tell("sources.no_entries")]
    if english:
        lines += ["", visit.tell("sources.draft"), *_bullets(english)]
    elif coming:
        lines += ["", visit.tell("sources.draft_coming")]
    if found.language and found.language.partition("-")[0].lower() != "ar":
        lines += ["", visit.tell("sources.not_arabic")]
    return "\n".join([*lines, "", visit.tell("sources.add_question")] if asking else lines)


def _bullets(headlines: Sequence[str]) -> list[str]:
    short = (clean(headline)[:LONGEST_HEADLINE] for headline in headlines)
    return [f"• {html.escape(headline, quote=False)}" for headline in short]


async def pressed(visit: Visit) -> str | None:
    """Confirmed or not; either button works once."""
    if not may_add(visit):
        return visit.plain("sources.add_denied")
    async with visit.desk.store.transaction() as c:
        if not await visit.use_up(c):
            return None
        await visit.answer_in(c, await _outcome(visit, c))
        if "request" in visit.data:
            # After a kill, what would come of the draft is of no use any more.
            await requests.finish(c, int(visit.data["request"]))
    visit.desk.poller.wake()
    await visit.settled()
    return None


async def _outcome(visit: Visit, c: AsyncConnection) -> Screen | str:
    """What the press comes to; the source is added."""
    if "url" not in visit.data:
        return visit.tell("sources.not_added")
    wanted = NewSource(
        str(visit.data["url"]),
        Kind(visit.data["kind"]),
        title=str(visit.data["title"]),
        language=visit.data["language"],
        owner=owner_of_new(visit),
    )
    number, new = await sources.add(c, wanted, visit.desk.now())
    if not new:
        title = str(visit.data["title"]) or str(visit.data["url"])
        return visit.tell("sources.known", id=number, title=title)
    settings = Choice(visit.plain("sources.button_open"), "source", {"id": number})
    return Screen(visit.tell("sources.added", id=number), [[settings]])
