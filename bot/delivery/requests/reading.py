"""What people send to be read: taken in, its progress shown, its brief promised.

The request is stored before it is read; its progress message is edited in place and goes when
the brief is in the outbox.
"""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict
from datetime import datetime
from time import monotonic

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Document as File
from telegram import Message

from bot.delivery.desk import Desk, Visit
from bot.delivery.handlers import glossary_lists, sources_adding, sources_lists
from bot.delivery.handlers.briefs import enqueue_brief
from bot.delivery.requests import own_texts, refusals
from bot.delivery.requests.albums import continued, continues, grown, is_beginning
from bot.delivery.requests.forwarded import as_post
from bot.delivery.requests.posts import Source, sources_of
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.wording import tell
from bot.errors import MujazError
from bot.intake.identity import Keys
from bot.intake.ingest import take_within
from bot.intake.pages import page
from bot.reading.article import read
from bot.records import Article, Brief, Document
from bot.sources.files import MAX_BYTES
from bot.store import articles, chats, incidents, message_ids, requests
from bot.store.articles import Stage
from bot.store.audience import Audience
from bot.store.incidents import Incident
from bot.store.requests import Request, RequestState

log = structlog.get_logger(__name__)

EDIT_EVERY = 2.0
"""Seconds between two edits of one progress message; Telegram allows about one a second."""
PROGRESS_WAITS = 0.5
"""Seconds an edit that only shows progress waits for the limits; the next one says more."""
AT_ONCE = 4
"""Files fetched and read at a time."""
DOWNLOAD_SECONDS = 120

PART_SECONDS = 2.0
"""How long the rest of a paste or of an album is waited for."""
ALBUMS_KEPT = 1000
"""Albums remembered, for a picture that comes late."""


class Reading:
    """Takes requests in and listens to the runner for them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._taken: set[int] = set()
        self._edited: dict[int, float] = {}
        self._told: dict[int, str] = {}
        self._albums: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def resume(self) -> None:
        """Go on with what a stop or a kill left."""
        async with self._desk.store.reading() as c:
            received = await requests.in_state(c, RequestState.RECEIVED)
            answered = await requests.in_state(c, RequestState.ANSWERED)
        for request in received:
            if "add" in request.source:
                self._desk.spawn(sources_adding.look(self._desk, request.id), f"add {request.id}")
            else:
                self._desk.spawn(self._take_in(request.id), f"request {request.id}")
        for request in answered:
            await self._tidy(request)

    async def ask(self, visit: Visit, message: Message) -> None:
        """A message that is no command."""
        desk = self._desk
        if message.document is not None and sources_lists.is_list(message.document):
            await sources_lists.asked(visit, message.document)
            return
        if message.document is not None and glossary_lists.is_list(message):
            await glossary_lists.asked(visit, message.document)
            return
        sources = sources_of(message, desk.bot.username)
        if isinstance(sources, str):
            await visit.answer(_refusal(visit, sources, message.document))
            return
        if await self._joined(visit, sources[0]):
            return
        await own_texts.tell_first(visit)
        async with desk.store.transaction() as c:
            room = desk.settings.bot.waiting_per_chat - await requests.count_open(c, visit.chat.id)
            taken = [
                await requests.add(
                    c, visit.chat.id, source, visit.message_id, desk.now(), user=visit.user
                )
                for source in sources[: max(0, room)]
            ]
            if len(taken) < len(sources):
                waiting = await requests.count_open(c, visit.chat.id)
                await visit.answer_in(c, visit.tell("reading.busy", count=waiting))
            await _on_record(c, visit, desk.now())
        desk.sender.wake()
        for request in taken:
            await self._begin(visit, request)

    async def _begin(self, visit: Visit, request: int) -> None:
        desk = self._desk
        newsroom = desk.settings.bot.newsroom
        shown = await desk.direct(
            visit.chat.telegram_id,
            visit.tell("reading.started_for_all" if newsroom else "reading.started"),
            thread=visit.chat.thread,
            reply_to=visit.message_id,
        )
        if shown is not None:
            async with desk.store.transaction() as c:
                await requests.shown(c, request, shown.message_id)
        desk.spawn(self._take_in(request), f"request {request}")

    async def _joined(self, visit: Visit, source: Source) -> bool:
        """Whether this is the rest of a paste that was cut in parts, or of an album; it is read
        with what came before then."""
        if "text" not in source:
            return False
        late = self._known_album(visit, source) and not source["text"]
        async with self._desk.store.transaction() as c:
            before = await requests.last_received(c, visit.chat.id, visit.user)
            open_ = before is not None and before.id not in self._taken
            if before is not None and open_ and continues(before.source, source):
                await requests.set_source(c, before.id, continued(before.source, source))
            elif not late:
                return False
            await _on_record(c, visit, self._desk.now())
            return True

    def _known_album(self, visit: Visit, source: Source) -> bool:
        """Whether a part of this album came before; from now on one did."""
        if "album" not in source:
            return False
        key = visit.chat.id, str(source["album"])
        known = key in self._albums
        self._albums[key] = None
        if len(self._albums) > ALBUMS_KEPT:
            self._albums.popitem(last=False)
        return known

    # --------------------------------------------------------------------------- taking it in

    async def _whole(self, number: int) -> Request | None:
        """The request once no more parts of it can come."""
        part = None
        while True:
            # Closed before it is looked at: a part that comes meanwhile is an article of its
            # own rather than lost.
            self._taken.add(number)
            async with self._desk.store.reading() as c:
                request = await requests.get(c, number)
            if request is None or request.state is not RequestState.RECEIVED:
                return None
            size = grown(request.source)
            if not is_beginning(request.source) or size == part:
                return request
            self._taken.discard(number)
            part = size
            await asyncio.sleep(PART_SECONDS)

    async def _take_in(self, number: int) -> None:
        try:
            await self._read_in(number)
        finally:
            self._taken.discard(number)

    async def _read_in(self, number: int) -> None:
        async with self._gate:
            request = await self._whole(number)
            if request is None:
                return
            if request.source.get("text") == "":
                await self._refused(request, "reading.not_text")
                return
            try:
                article, keys = await self._article(request.source)
            except MujazError as error:
                await self._refused(request, "reading.failed", error=error)
                return
            except Exception as error:
                # Nothing a document does may end the bot; the kind of error tells no text.
                log.warning("document_failed", request=number, kind=type(error).__name__)
                await self._refused(request, "reading.broken", kind=type(error).__name__)
                return
            now = self._desk.now()
            async with self._desk.store.transaction() as c:
                audience = Audience(
                    public=self._desk.settings.bot.newsroom, chat=request.chat, user=request.user
                )
                taken = await take_within(c, article, keys, audience=audience, now=now)
                stored = taken.number
                known = await articles.get(c, stored)
                if known is not None and known.stage is Stage.FAILED:
                    await articles.retry(c, stored)
                await requests.read(c, number, stored)
                held = await articles.postponed_until(c, stored, now)
        if held is not None:
            await self._show(request, "reading.progress_postponed", until=_moment(held))
        else:
            await self._show(request, "reading.progress_waiting")
        self._desk.runner.nudge()

    async def _article(self, source: Source) -> tuple[Article, Keys]:
        """What is read of it, and by what it is known again. Raises MujazError."""
        if "link" in source:
            found = await page(self._desk.fetcher, str(source["link"]))
            return found.article, Keys(found.links)
        article = await asyncio.to_thread(read, await self._document(source))
        # The forwarding names the post; it was not read there.
        links = (str(source["url"]),) if source.get("url") else ()
        return as_post(article, source), Keys(links, fetched=False)

    async def _document(self, source: Source) -> Document:
        if "text" in source:
            return Document(
                origin=str(source["origin"]),
                data=str(source["text"]).encode("utf-8", "replace"),
                media_type="text/plain",
                charset="utf-8",
                url=source.get("url"),
            )
        file = await self._desk.bot.get_file(str(source["file"]))
        into = io.BytesIO()
        await file.download_to_memory(into, read_timeout=DOWNLOAD_SECONDS)
        return Document(
            origin=str(source["origin"]), data=into.getvalue(), media_type=source.get("media")
        )

    async def _refused(
        self,
        request: Request,
        key: str,
        *,
        kind: str | None = None,
        error: MujazError | None = None,
    ) -> None:
        async with self._desk.store.transaction() as c:
            if kind is not None:
                await incidents.add(
                    c,
                    Incident.DOCUMENT_FAILED,
                    self._desk.now(),
                    chat=request.chat,
                    subject=f"request {request.id}",
                    detail=kind,
                )
            await self._give_up(c, request, key, error=error)
        self._desk.sender.wake()
        async with self._desk.store.reading() as c:
            # The message id may have come after the request was read from the store.
            fresh = await requests.get(c, request.id)
        if fresh is not None:
            await self._tidy(fresh)

    async def _give_up(
        self,
        c: AsyncConnection,
        request: Request,
        key: str,
        *,
        error: MujazError | None = None,
        **values: object,
    ) -> None:
        """The reason into the outbox, as the brief would have gone; then all is answered."""
        if (chat := await chats.get(c, request.chat)) is not None:
            if error is not None:
                values["reason"] = refusals.reason(chat.language, error)
            payload = Payload(tell(chat.language, key, **values), reply_to=request.reply_to)
            await enqueue_answer(c, chat.id, [payload], self._desk.now())
        await requests.answered(c, request.id)

    async def _show(self, request: Request, key: str, **values: object) -> None:
        """Say it in the progress message."""
        async with self._desk.store.reading() as c:
            chat = await chats.get(c, request.chat)
            fresh = await requests.get(c, request.id)
        if chat is None:
            return
        text = tell(chat.language, key, **values)
        message_id = fresh.message_id if fresh else request.message_id
        if message_id is not None:
            await self._desk.edit(chat.telegram_id, message_id, text, patience=PROGRESS_WAITS)

    # ----------------------------------------------------------------- listening to the runner

    def progress(self, article: int, stage: str, done: int, total: int) -> None:
        key = _progress_key(stage)
        now = monotonic()
        new = self._told.get(article) != key
        if not new and now - self._edited.get(article, 0.0) < EDIT_EVERY:
            return
        self._told[article], self._edited[article] = key, now
        self._desk.spawn(self._progress(article, key, done, total), f"progress {article}")

    async def _progress(self, article: int, key: str, done: int, total: int) -> None:
        async with self._desk.store.reading() as c:
            waiting = await requests.waiting_for(c, article)
        for request in waiting:
            await self._show(request, key, done=done, total=total)

    async def briefed(self, c: AsyncConnection, article: int, brief: Brief) -> None:
        for request in await requests.waiting_for(c, article):
            chat = await chats.get(c, request.chat)
            if chat is not None:
                await enqueue_brief(self._desk, c, chat, article, brief, request.reply_to)
            await requests.answered(c, request.id)

    async def failed(self, c: AsyncConnection, article: int, reason: str | None) -> None:
        for request in await requests.waiting_for(c, article):
            if reason:
                await self._give_up(c, request, "reading.failed", reason=reason)
            else:
                await self._give_up(c, request, "reading.broken")

    async def postponed(self, article: int, until: datetime) -> None:
        async with self._desk.store.reading() as c:
            waiting = await requests.waiting_for(c, article)
        for request in waiting:
            await self._show(request, "reading.progress_postponed", until=_moment(until))

    async def settled(self, article: int) -> None:
        self._desk.sender.wake()
        self._told.pop(article, None)
        self._edited.pop(article, None)
        async with self._desk.store.reading() as c:
            answered = await requests.in_state(c, RequestState.ANSWERED)
        for request in answered:
            if request.article == article:
                await self._tidy(request)

    async def _tidy(self, request: Request) -> None:
        async with self._desk.store.reading() as c:
            chat = await chats.get(c, request.chat)
        if chat is not None and request.message_id is not None:
            await self._desk.delete(chat.telegram_id, request.message_id)
        async with self._desk.store.transaction() as c:
            await requests.finish(c, request.id)


async def _on_record(c: AsyncConnection, visit: Visit, now: datetime) -> None:
    """In the transaction that takes it in: told again by Telegram, it is read no second time."""
    await visit.heard(c)
    await message_ids.note(c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, now)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _progress_key(stage: str) -> str:
    if stage.startswith("translating"):
        return "reading.progress_translating"
    if stage.startswith("asking"):
        return "reading.progress_again"
    return "reading.progress_condensing" if stage == "condensing" else "reading.progress_loading"


def _refusal(visit: Visit, key: str, file: File | None) -> str:
    size = (file.file_size or 0) if file else 0
    return visit.tell(
        key,
        name=(file.file_name if file else None) or "?",
        size=-(-size // (1 << 20)),
        limit=MAX_BYTES >> 20,
    )
