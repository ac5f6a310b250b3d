"""What people send to be read, from the message to an article that waits to be translated.

The request is stored before it is read. Who waits for it is told by waiting.py.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.contextvars import bound_contextvars
from telegram import Document as File
from telegram import Message

from bot.delivery.context import BotContext
from bot.delivery.requests import own_texts
from bot.delivery.requests.albums import continued, continues, grown, is_beginning
from bot.delivery.requests.files import Files
from bot.delivery.requests.forwarded import as_post
from bot.delivery.requests.posts import (
    MOST_PICTURES,
    Content,
    needs_its_pictures,
    sources_of,
)
from bot.delivery.requests.waiting import WaitingRequests
from bot.delivery.tasks import Tasks
from bot.delivery.visit import Visit
from bot.errors import MujazError
from bot.intake.asking import Fetches
from bot.intake.identity import Keys
from bot.intake.ingest import note, take_within
from bot.intake.pages import page
from bot.pipeline.documents import FROM_PICTURE, picture_text, read_document
from bot.records import MAX_BYTES, Article, Document
from bot.store import articles, message_ids, requests
from bot.store.articles import Stage
from bot.store.audience import Audience
from bot.store.requests import ReadRequest, RequestState

log = structlog.get_logger(__name__)

COMMON = "common"
"""Of a request: whether its sender was told that everybody will see it (`bot.newsroom`)."""
AT_ONCE = 4
"""Files fetched and read at a time."""
DOWNLOAD_SECONDS = 120

PART_SECONDS = 2.0
"""How long the rest of a paste or of an album is waited for."""
ALBUMS_KEPT = 1000
"""Albums remembered, for a picture that comes late."""


class RequestReader:
    """Takes in what is to be read, up to its place in the runner's queue."""

    def __init__(
        self,
        context: BotContext,
        waiting: WaitingRequests,
        tasks: Tasks,
        files: Files,
        web: Fetches,
        *,
        username: str,
        nudge: Callable[[], None],
        look: Callable[[int], Coroutine[Any, Any, None]],
    ) -> None:
        """`username`: the bot's. `nudge`: an article came in. `look`: does what a request to add
        a source asks for, given the request's number."""
        self._context = context
        self._waiting = waiting
        self._tasks = tasks
        self._files = files
        self._web = web
        self._username = username
        self._nudge = nudge
        self._look = look
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._taken: set[int] = set()
        self._albums: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def resume(self) -> None:
        """Go on with the requests that a stop or a kill left."""
        async with self._context.store.read_only() as c:
            received = await requests.in_state(c, RequestState.RECEIVED)
            answered = await requests.in_state(c, RequestState.ANSWERED)
        for request in received:
            if "add" in request.source:
                self._tasks.spawn(self._look(request.id), f"add {request.id}")
            else:
                self._tasks.spawn(self._take_in(request.id), f"request {request.id}")
        for request in answered:
            await self._waiting.tidy(request)

    async def ask(self, visit: Visit, message: Message) -> None:
        """Store as requests what a message has to be read, and begin with it."""
        sources = sources_of(message, self._username)
        if isinstance(sources, str):
            await visit.answer(_refusal(visit, sources, message.document))
            return
        if await self._joined(visit, sources[0]):
            return
        await own_texts.tell_first(visit)
        now, newsroom = self._context.now(), self._context.settings.bot.newsroom
        if newsroom:
            sources = [{**source, COMMON: True} for source in sources]
        async with self._context.store.transaction() as c:
            room = self._context.settings.bot.waiting_per_chat - await requests.count_open(
                c, visit.chat.id
            )
            taken = [
                await requests.add(
                    c,
                    visit.chat.id,
                    source,
                    visit.message_id,
                    now,
                    user=visit.user,
                )
                for source in sources[: max(0, room)]
            ]
            if len(taken) < len(sources):
                waiting = await requests.count_open(c, visit.chat.id)
                await visit.answer_in(c, visit.tell("reading.busy", count=waiting))
            await _on_record(c, visit, now)
        self._context.wake()
        for request in taken:
            await self._begin(visit, request)

    async def _begin(self, visit: Visit, request: int) -> None:
        newsroom = self._context.settings.bot.newsroom
        shown = await self._context.direct.send(
            visit.chat.telegram_id,
            visit.tell("reading.started_for_all" if newsroom else "reading.started"),
            thread=visit.chat.thread,
            reply_to=visit.message_id,
        )
        if shown is not None:
            async with self._context.store.transaction() as c:
                await requests.shown(c, request, shown)
        self._tasks.spawn(self._take_in(request), f"request {request}")

    async def _joined(self, visit: Visit, source: Content) -> bool:
        """Join the message to the request before it, where it is the rest of a paste that was cut
        in parts, or of an album; whether it was."""
        if "text" not in source:
            return False
        late = self._known_album(visit, source) and not source["text"]
        async with self._context.store.transaction() as c:
            before = await requests.last_received(c, visit.chat.id, visit.user)
            open_ = before is not None and before.id not in self._taken
            if before is not None and open_ and continues(before.source, source):
                await requests.set_source(c, before.id, continued(before.source, source))
            elif not late:
                return False
            await _on_record(c, visit, self._context.now())
            return True

    def _known_album(self, visit: Visit, source: Content) -> bool:
        """Whether a part of this album came before; it is remembered from now on."""
        if "album" not in source:
            return False
        key = visit.chat.id, str(source["album"])
        known = key in self._albums
        self._albums[key] = None
        if len(self._albums) > ALBUMS_KEPT:
            self._albums.popitem(last=False)
        return known

    # --------------------------------------------------------------------------- taking it in

    async def _whole(self, number: int) -> ReadRequest | None:
        """Wait until no more parts of the request can come; the request with all of them."""
        part = None
        while True:
            # Closed before it is looked at: a part that comes meanwhile is an article of its
            # own rather than lost.
            self._taken.add(number)
            async with self._context.store.read_only() as c:
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
            with bound_contextvars(request=number):
                await self._read_in(number)
        finally:
            self._taken.discard(number)

    async def _read_in(self, number: int) -> None:
        async with self._gate:
            request = await self._whole(number)
            if request is None:
                return
            if request.source.get("text") == "" and not request.source.get("pictures"):
                await self._waiting.refused(request, "reading.not_text")
                return
            try:
                article, keys = await self._article(request.source)
            except MujazError as error:
                await self._waiting.refused(request, "reading.failed", error=error)
                return
            except Exception as error:
                # Nothing a document does may end the bot; the kind of error tells no text.
                log.warning("document_failed", request=number, kind=type(error).__name__)
                await self._waiting.refused(request, "reading.broken", kind=type(error).__name__)
                return
            now = self._context.now()
            async with self._context.store.transaction() as c:
                audience = Audience(
                    public=bool(request.source.get(COMMON)),
                    chat=request.chat,
                    user=request.user,
                )
                taken = await take_within(c, article, keys, audience=audience, now=now)
                stored = taken.number
                known = await articles.get(c, stored)
                if known is not None and known.stage is Stage.FAILED:
                    await articles.retry(c, stored)
                await requests.read(c, number, stored)
                held = await articles.postponed_until(c, stored, now)
            note(taken, "chat")
        if held is not None:
            await self._waiting.show(request, "reading.progress_postponed", until=held)
        else:
            await self._waiting.show(request, "reading.progress_waiting")
        self._nudge()

    async def _article(self, source: Content) -> tuple[Article, Keys]:
        """The article, and the keys by which it is known again. Raises MujazError."""
        if "link" in source:
            found = await page(self._web, str(source["link"]))
            return found.article, Keys(found.links)
        pictured = needs_its_pictures(source)
        if pictured:
            source = {**source, "text": await self._with_pictures(source)}
        article = await asyncio.to_thread(read_document, await self._document(source))
        if pictured:
            article = replace(article, notes=(FROM_PICTURE, *article.notes))
        # The forwarding names the post; it was not read there.
        links = (str(source["url"]),) if source.get("url") else ()
        return as_post(article, source), Keys(links, fetched=False)

    async def _with_pictures(self, source: Content) -> str:
        """The post's words with those of its pictures behind them."""
        parts = [str(source["text"])]
        for picture in source["pictures"][:MOST_PICTURES]:
            data = await self._files.download(str(picture), DOWNLOAD_SECONDS)
            parts.append(await asyncio.to_thread(picture_text, data))
        return "\n\n".join(filter(None, parts))

    async def _document(self, source: Content) -> Document:
        if "text" in source:
            return Document(
                origin=str(source["origin"]),
                data=str(source["text"]).encode("utf-8", "replace"),
                media_type="text/plain",
                charset="utf-8",
                url=source.get("url"),
            )
        data = await self._files.download(str(source["file"]), DOWNLOAD_SECONDS)
        return Document(origin=str(source["origin"]), data=data, media_type=source.get("media"))


async def _on_record(c: AsyncConnection, visit: Visit, now: datetime) -> None:
    """In the transaction that takes the message in, so that a duplicate of it is not read."""
    await visit.record(c)
    await message_ids.note(c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, now)


def _refusal(visit: Visit, key: str, file: File | None) -> str:
    size = (file.file_size or 0) if file else 0
    return visit.tell(
        key,
        name=(file.file_name if file else None) or "?",
        size=-(-size // (1 << 20)),
        limit=MAX_BYTES >> 20,
    )
