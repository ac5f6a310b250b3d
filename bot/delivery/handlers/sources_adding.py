"""/add: look at an address, show its newest headlines, and add it when that is confirmed.

Looking takes seconds, so it is stored as a request, like what people send to be read, and a kill
loses none. The result replaces the message that says that the bot is looking; after a kill it is
made and shown again. The request ends with the draft translation, or with a press of a button.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import is_owner
from bot.delivery.context import BotContext
from bot.delivery.handlers.sources_rights import MOST_OWN, may_add, owner_of_new
from bot.delivery.handlers.sources_screens import kind_words, language_words
from bot.delivery.requests import refusals
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Keyboard, Screen, keyboard
from bot.delivery.tasks import Tasks
from bot.delivery.visit import Visit
from bot.errors import MujazError
from bot.intake.asking import Fetches
from bot.language.lettering import clean
from bot.polling.catalogue import Preview, Translates, draft, preview
from bot.store import callbacks, chats, requests, sources
from bot.store.requests import RequestState
from bot.store.source import LONGEST_URL, NewSource, SourceKind

log = structlog.get_logger(__name__)

LONGEST_HEADLINE = 300


class Adding:
    """Looks at addresses. `translates`: makes the draft translation of the headlines."""

    def __init__(
        self, context: BotContext, tasks: Tasks, web: Fetches, translates: Translates
    ) -> None:
        self._context = context
        self._tasks = tasks
        self._web = web
        self._translates = translates

    async def add(self, visit: Visit) -> None:
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
            await self._begin(visit, url)

    async def _begin(self, visit: Visit, url: str) -> None:
        context = self._context
        async with context.store.transaction() as c:
            waiting = await requests.count_open(c, visit.chat.id)
            busy = waiting >= context.settings.bot.waiting_per_chat
            if busy:
                await visit.answer_in(c, visit.tell("reading.busy", count=waiting))
            else:
                await visit.record(c)
                number = await requests.add(
                    c, visit.chat.id, {"add": url}, visit.message_id, context.now(), user=visit.user
                )
        if busy:
            context.wake()
            return
        shown = await context.direct.send(
            visit.chat.telegram_id,
            visit.tell("sources.looking", url=url),
            reply_to=visit.message_id,
        )
        if shown is not None:
            async with context.store.transaction() as c:
                await requests.shown(c, number, shown)
        self._tasks.spawn(self.look(number), f"add {number}")

    async def look(self, number: int) -> None:
        """Do what a request to add asks for; also called for requests that a kill left."""
        context = self._context
        async with context.store.read_only() as c:
            request = await requests.get(c, number)
            chat = await chats.get(c, request.chat) if request else None
        if request is None or chat is None or request.state is not RequestState.RECEIVED:
            return
        owner = is_owner(request.user, context.settings.bot)
        visit = Visit(context, chat, request.user, request.reply_to, owner=owner)
        asked = _Asked(visit, number, request.message_id)
        try:
            found = await preview(self._web, str(request.source["add"]), context.now())
        except MujazError as error:
            await asked.conclude(visit.tell("reading.failed", reason=_why(visit, error)))
            return
        except Exception as error:
            log.warning("preview_failed", kind=type(error).__name__)
            await asked.conclude(visit.tell("reading.broken"))
            return
        async with context.store.read_only() as c:
            known = await sources.by_url(c, found.url, owner=owner_of_new(visit))
        if known is not None:
            await asked.conclude(visit.tell("sources.known", id=known.id, title=known.name))
            return
        await asked.ask(found, self._translates)


async def _own(visit: Visit) -> int:
    async with visit.context.store.read_only() as c:
        return await sources.count(c, owner=visit.user) - await sources.count(c)


class _Asked:
    """One request to add, and the message in which its result is shown."""

    def __init__(self, visit: Visit, number: int, shown: int | None) -> None:
        self._visit, self._context = visit, visit.context
        self._number, self._shown = number, shown

    async def ask(self, found: Preview, translates: Translates) -> None:
        """Show the question at once, and again with the headlines' English when that is made."""
        visit = self._visit
        async with self._context.store.transaction() as c:
            rows = [_choices(visit, found, self._number)]
            now = self._context.now()
            buttons = await keyboard(c, visit.chat.id, rows, now, user=visit.user)
        coming = bool(found.headlines)
        shown = await self._edited(_text(visit, found, coming=coming), buttons)
        english = await self._draft(found, translates) if coming else []
        text = _text(visit, found, english)
        if not shown:
            await self.conclude(text, buttons)
            return
        if coming:
            # Who answered before the draft was there still sees it, and no promise of it.
            asking = await self._is_open(buttons)
            text = text if asking else _text(visit, found, english, asking=False)
            await self._edited(text, buttons if asking else ())
        async with self._context.store.transaction() as c:
            await requests.finish(c, self._number)

    async def conclude(self, text: str, buttons: Keyboard = ()) -> None:
        """End the request with this text: in its message, or as an answer of its own."""
        visit, shown = self._visit, await self._edited(text, buttons)
        async with self._context.store.transaction() as c:
            if not shown and await requests.get(c, self._number) is not None:
                said = Payload(text, buttons, reply_to=visit.message_id)
                await enqueue_answer(c, visit.chat.id, [said], self._context.now())
            await requests.finish(c, self._number)
        self._context.wake()

    async def _edited(self, text: str, buttons: Keyboard) -> bool:
        if self._shown is None:
            return False
        where = self._visit.chat.telegram_id
        return await self._context.direct.edit(where, self._shown, text, buttons)

    async def _draft(self, found: Preview, translates: Translates) -> list[str]:
        try:
            return await draft(translates, found.headlines)
        except Exception as error:
            # The Arabic is there; a draft is no reason to fail.
            log.warning("draft_failed", kind=type(error).__name__)
            return []

    async def _is_open(self, buttons: Keyboard) -> bool:
        """Whether no button was pressed yet."""
        names = [each.callback for row in buttons for each in row if each.callback]
        user, chat = self._visit.user or 0, self._visit.chat.id
        async with self._context.store.read_only() as c:
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
            kind=kind_words(visit, SourceKind(found.kind)),
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


async def pressed(visit: Visit, wake_poller: Callable[[], None]) -> str | None:
    """One of the two buttons was pressed; they work once."""
    if not may_add(visit):
        return visit.plain("sources.add_denied")
    async with visit.context.store.transaction() as c:
        if not await visit.use_up(c):
            return None
        await visit.answer_in(c, await _outcome(visit, c))
        if "request" in visit.data:
            # After a kill, what would come of the draft is of no use any more.
            await requests.finish(c, int(visit.data["request"]))
    wake_poller()
    await visit.settled()
    return None


async def _outcome(visit: Visit, c: AsyncConnection) -> Screen | str:
    """Add the source where the press says so; the answer."""
    if "url" not in visit.data:
        return visit.tell("sources.not_added")
    wanted = NewSource(
        str(visit.data["url"]),
        SourceKind(visit.data["kind"]),
        title=str(visit.data["title"]),
        language=visit.data["language"],
        owner=owner_of_new(visit),
    )
    number, new = await sources.add(c, wanted, visit.context.now())
    if not new:
        title = str(visit.data["title"]) or str(visit.data["url"])
        return visit.tell("sources.known", id=number, title=title)
    settings = Choice(visit.plain("sources.button_open"), "source", {"id": number})
    return Screen(visit.tell("sources.added", id=number), [[settings]])
