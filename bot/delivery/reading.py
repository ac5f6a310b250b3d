"""What people send to be read: taken in, its progress shown, its brief promised.

The request is stored before it is read; its progress message is edited in place and goes when
the brief is in the outbox.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from time import monotonic
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Document as File
from telegram import Message, MessageOriginChannel, MessageOriginChat

from bot.delivery.briefs import enqueue_brief
from bot.delivery.desk import Desk, Visit
from bot.delivery.outbox import enqueue_answer
from bot.delivery.post import Payload
from bot.delivery.wording import tell
from bot.errors import DocumentError
from bot.records import Brief, Document
from bot.sources.files import MAX_BYTES, MEDIA_TYPES
from bot.store import articles, chats, incidents, outbox, requests
from bot.store.articles import Stage
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

PART = 3800
"""Characters from which a message may be the beginning of a longer paste: Telegram's clients
send what is over 4096 units as several messages."""
PART_SECONDS = 2.0
"""How long the rest of a paste is waited for."""

_LINKS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MEDIA = {"text/plain", "text/html", "application/xhtml+xml"}


def kind_of(file: File) -> str | None:
    """The media type of a file that can be read; None of any other."""
    by_name = MEDIA_TYPES.get(PurePath(file.file_name or "").suffix.lower())
    return by_name or (file.mime_type if file.mime_type in _MEDIA else None)


def only_links(text: str) -> bool:
    """Whether a text is addresses and nothing to read besides."""
    rest, found = _LINKS.subn("", text)
    return bool(found) and not re.search(r"\w", rest)


def source_of(message: Message, username: str) -> Mapping[str, Any] | str:
    """What a message gives to be read, or the key of the text that says why nothing."""
    origin = message.forward_origin
    url = name = None
    if isinstance(origin, MessageOriginChannel):
        name = origin.chat.title
        if origin.chat.username:
            url = f"https://t.me/{origin.chat.username}/{origin.message_id}"
    elif isinstance(origin, MessageOriginChat):
        name = origin.sender_chat.title
    if message.document is not None:
        return _file(message.document)
    # In a group whoever means us names us, which is no part of the article.
    named = re.compile(rf"@{re.escape(username)}\b", re.IGNORECASE)
    text = named.sub("", message.text or message.caption or "").strip()
    if not text:
        return "reading.not_text"
    if only_links(text):
        return "reading.link"
    return {"text": text, "url": url, "origin": name or "a message", "part": len(text)}


def is_beginning(source: Mapping[str, Any]) -> bool:
    """Whether the rest of a paste may still come."""
    return int(source.get("part", 0)) >= PART


def continued(source: Mapping[str, Any], rest: Mapping[str, Any]) -> Mapping[str, Any]:
    """A paste with its next part. Clients cut at a space or at the end of a line."""
    before = str(source["text"])
    between = "\n" if before.endswith((".", "!", "؟", "?", ":", "”", "»", '"')) else " "
    return {**source, "text": before + between + str(rest["text"]), "part": rest["part"]}


def _file(file: File) -> Mapping[str, Any] | str:
    if kind_of(file) is None:
        return "reading.bad_kind"
    if (file.file_size or 0) > MAX_BYTES:
        return "reading.too_big"
    return {"file": file.file_id, "origin": file.file_name or "a file", "media": kind_of(file)}


class Reading:
    """Takes requests in and listens to the runner for them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._taken: set[int] = set()
        self._edited: dict[int, float] = {}
        self._told: dict[int, str] = {}

    async def resume(self) -> None:
        """Go on with what a stop or a kill left."""
        async with self._desk.store.reading() as c:
            received = await requests.in_state(c, RequestState.RECEIVED)
            answered = await requests.in_state(c, RequestState.ANSWERED)
        for request in received:
            self._desk.spawn(self._take_in(request.id), f"request {request.id}")
        for request in answered:
            await self._tidy(request)

    async def ask(self, visit: Visit, message: Message) -> None:
        """A message that is no command."""
        desk = self._desk
        source = source_of(message, desk.bot.username)
        if isinstance(source, str):
            await visit.answer(_refusal(visit, source, message.document))
            return
        if await self._joined(visit, source):
            return
        async with desk.store.transaction() as c:
            waiting = await requests.count_open(c, visit.chat.id)
            if waiting >= desk.settings.bot.waiting_per_chat:
                await visit.answer_in(c, visit.tell("reading.busy", count=waiting))
                request = None
            else:
                request = await requests.add(
                    c, visit.chat.id, source, visit.message_id, desk.now(), user=visit.user
                )
            await _on_record(c, visit, desk.now())
        if request is None:
            desk.sender.wake()
            return
        shown = await desk.direct(
            visit.chat.telegram_id,
            visit.tell("reading.started"),
            thread=visit.chat.thread,
            reply_to=visit.message_id,
        )
        if shown is not None:
            async with desk.store.transaction() as c:
                await requests.shown(c, request, shown.message_id)
        desk.spawn(self._take_in(request), f"request {request}")

    async def _joined(self, visit: Visit, source: Mapping[str, Any]) -> bool:
        """Whether this is the rest of a paste that was cut in parts; it is read with it then."""
        if "text" not in source:
            return False
        async with self._desk.store.transaction() as c:
            before = await requests.last_received(c, visit.chat.id, visit.user)
            if before is None or before.id in self._taken or not is_beginning(before.source):
                return False
            await requests.set_source(c, before.id, continued(before.source, source))
            await _on_record(c, visit, self._desk.now())
            return True

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
            size = len(str(request.source.get("text", "")))
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
            try:
                document = await self._document(request.source)
                article = await asyncio.to_thread(_read, document)
            except DocumentError as error:
                await self._refused(request, "reading.failed", reason=str(error))
                return
            except Exception as error:
                # Nothing a document does may end the bot; the kind of error tells no text.
                log.warning("document_failed", request=number, kind=type(error).__name__)
                await self._refused(request, "reading.broken", kind=type(error).__name__)
                return
            async with self._desk.store.transaction() as c:
                stored, _ = await articles.add(c, article, self._desk.now())
                known = await articles.get(c, stored)
                if known is not None and known.stage is Stage.FAILED:
                    await articles.retry(c, stored)
                await requests.read(c, number, stored)
        await self._show(request, "reading.progress_waiting")
        self._desk.runner.nudge()

    async def _document(self, source: Mapping[str, Any]) -> Document:
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
        self, request: Request, key: str, *, kind: str | None = None, **values: object
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
            await self._give_up(c, request, key, **values)
        self._desk.sender.wake()
        async with self._desk.store.reading() as c:
            # The message id may have come after the request was read from the store.
            fresh = await requests.get(c, request.id)
        if fresh is not None:
            await self._tidy(fresh)

    async def _give_up(
        self, c: AsyncConnection, request: Request, key: str, **values: object
    ) -> None:
        """The reason into the outbox, as the brief would have gone; then all is answered."""
        if (chat := await chats.get(c, request.chat)) is not None:
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
    await outbox.note(c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, now)


def _read(document: Document) -> Any:
    from bot.reading.article import read

    return read(document)


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
