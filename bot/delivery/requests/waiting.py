"""Tells those who wait for an article how far it is, and gives them its brief or says why not.

A request is answered in the transaction that records the brief. The message that showed its
progress is deleted afterwards.
"""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.amended import seen_by
from bot.delivery.context import BotContext
from bot.delivery.requests import refusals
from bot.delivery.requests.opened import answer_rest
from bot.delivery.scheduling.preferences import local, of_chat, shown_at
from bot.delivery.sending.briefs import enqueue_brief
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.tasks import Tasks
from bot.delivery.visit import Visit
from bot.delivery.wording import tell
from bot.errors import MujazError
from bot.records import Brief
from bot.store import chats, incidents, requests
from bot.store.incidents import Incident
from bot.store.requests import ReadRequest, RequestState

EDIT_EVERY = 2.0
"""Seconds between two edits of one progress message; Telegram allows about one a second."""
PROGRESS_WAITS = 0.5
"""Seconds an edit that only shows progress waits for the limits; the next one says more."""


class WaitingRequests:
    """The runner's listener (`bot.pipeline.seams.Listener`)."""

    def __init__(self, context: BotContext, tasks: Tasks) -> None:
        self._context = context
        self._tasks = tasks
        self._edited: dict[int, float] = {}
        self._told: dict[int, str] = {}

    def progress(self, article: int, stage: str, done: int, total: int) -> None:
        key = _progress_key(stage)
        now = monotonic()
        new = self._told.get(article) != key
        if not new and now - self._edited.get(article, 0.0) < EDIT_EVERY:
            return
        self._told[article], self._edited[article] = key, now
        self._tasks.spawn(self._progress(article, key, done, total), f"progress {article}")

    async def _progress(self, article: int, key: str, done: int, total: int) -> None:
        async with self._context.store.read_only() as c:
            waiting = await requests.waiting_for(c, article)
        for request in waiting:
            await self.show(request, key, done=done, total=total)

    async def briefed(self, c: AsyncConnection, article: int, brief: Brief) -> None:
        for request in await requests.waiting_for(c, article):
            if request.state is not RequestState.WAITING:
                continue
            chat = await chats.get(c, request.chat)
            if chat is not None:
                now = local(self._context.now(), chat, self._context.settings.bot)
                seen = await seen_by(c, chat, article)
                told = seen.brief if seen and seen.brief else brief
                await enqueue_brief(c, chat, article, told, now, request.reply_to)
            await requests.answered(c, request.id)

    async def whole(self, c: AsyncConnection, article: int) -> None:
        for request in await requests.waiting_for(c, article):
            if request.state is not RequestState.REST:
                continue
            here = await chats.get(c, request.chat)
            about = await chats.get(c, int(request.source["chat"]))
            if here is not None and about is not None:
                at = here if here.id != about.id else None
                visit = Visit(self._context, about, request.user, request.reply_to, at=at)
                await answer_rest(c, visit, request)
            await requests.answered(c, request.id)

    async def failed(self, c: AsyncConnection, article: int, reason: str | None) -> None:
        for request in await requests.waiting_for(c, article):
            if reason:
                rest = request.state is RequestState.REST
                key = "reading.rest_failed" if rest else "reading.failed"
                await self._give_up(c, request, key, reason=reason)
            else:
                await self._give_up(c, request, "reading.broken")

    async def postponed(self, article: int, until: datetime) -> None:
        async with self._context.store.read_only() as c:
            waiting = await requests.waiting_for(c, article)
        for request in waiting:
            await self.show(request, "reading.progress_postponed", until=until)

    async def settled(self, article: int) -> None:
        self._context.wake()
        self._told.pop(article, None)
        self._edited.pop(article, None)
        async with self._context.store.read_only() as c:
            answered = await requests.in_state(c, RequestState.ANSWERED)
        for request in answered:
            if request.article == article:
                await self.tidy(request)

    async def refused(
        self,
        request: ReadRequest,
        key: str,
        *,
        kind: str | None = None,
        error: MujazError | None = None,
    ) -> None:
        async with self._context.store.transaction() as c:
            if kind is not None:
                await incidents.add(
                    c,
                    Incident.DOCUMENT_FAILED,
                    self._context.now(),
                    chat=request.chat,
                    subject=f"request {request.id}",
                    detail=kind,
                )
            await self._give_up(c, request, key, error=error)
        self._context.wake()
        async with self._context.store.read_only() as c:
            # The message id may have come after the request was read from the store.
            fresh = await requests.get(c, request.id)
        if fresh is not None:
            await self.tidy(fresh)

    async def show(self, request: ReadRequest, key: str, **values: object) -> None:
        """Show a text in the request's progress message; a moment in the chat's own time."""
        async with self._context.store.read_only() as c:
            chat = await chats.get(c, request.chat)
            fresh = await requests.get(c, request.id)
        if chat is None:
            return
        zone = of_chat(chat, self._context.settings.bot).zone
        shown = {
            name: shown_at(value, zone) if isinstance(value, datetime) else value
            for name, value in values.items()
        }
        text = tell(chat.language, key, **shown)
        message_id = fresh.message_id if fresh else request.message_id
        if message_id is not None:
            await self._context.direct.edit(
                chat.telegram_id, message_id, text, patience=PROGRESS_WAITS
            )

    async def tidy(self, request: ReadRequest) -> None:
        async with self._context.store.read_only() as c:
            chat = await chats.get(c, request.chat)
        if chat is not None and request.message_id is not None:
            await self._context.direct.delete(chat.telegram_id, request.message_id)
        async with self._context.store.transaction() as c:
            await requests.finish(c, request.id)

    async def _give_up(
        self,
        c: AsyncConnection,
        request: ReadRequest,
        key: str,
        *,
        error: MujazError | None = None,
        **values: object,
    ) -> None:
        """Send the reason through the outbox, and mark the request as answered."""
        if (chat := await chats.get(c, request.chat)) is not None:
            if error is not None:
                values["reason"] = refusals.reason(chat.language, error)
            payload = Payload(tell(chat.language, key, **values), reply_to=request.reply_to)
            await enqueue_answer(c, chat.id, [payload], self._context.now())
        await requests.answered(c, request.id)


def _progress_key(stage: str) -> str:
    if stage.startswith("translating"):
        return "reading.progress_translating"
    if stage.startswith("asking"):
        return "reading.progress_again"
    return "reading.progress_condensing" if stage == "condensing" else "reading.progress_loading"
