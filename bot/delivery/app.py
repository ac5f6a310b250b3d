"""The running bot: long polling, handlers, the runner, the sender and the schedules' ticker.

One process at a time holds the sender's lease; only it polls for updates and sends. A second
one waits in readiness.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application, BaseUpdateProcessor, TypeHandler

from bot.config import Settings
from bot.delivery.access import RateLimit, nobody_allowed, refusal
from bot.delivery.backups import DailyBackups
from bot.delivery.handlers import exports
from bot.delivery.handlers.inbox import Inbox
from bot.delivery.job_worker import at_once
from bot.delivery.loops import (
    answered,
    back_up,
    clean,
    either,
    poll,
    report,
    tick,
    tidy,
    watch,
    write_pages,
)
from bot.delivery.parts import BotParts, put_together
from bot.delivery.scheduling.preferences import quiet_at
from bot.delivery.sending.filling import Filling
from bot.delivery.sending.lease import TTL, Leaseholder
from bot.delivery.sending.pacing import SendingLimits
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost, requests_of
from bot.delivery.watching import Watch
from bot.errors import BadSettings
from bot.intake.submissions import Intake
from bot.jobs.chosen import goes_over_queue, open_for_work
from bot.pipeline.seams import Models
from bot.pipeline.web import fetcher
from bot.records import Progress
from bot.store import incidents
from bot.store.incidents import Incident
from bot.store.jobs import Queue
from bot.store.store import Store

log = structlog.get_logger(__name__)

CONNECTIONS = 64
TIMEOUT = 20.0
"""Seconds of one request each way."""
LONGEST_WAIT = 60.0

Started = Callable[[BotParts], Awaitable[None]]
Beside = Callable[[Intake, asyncio.Event], Coroutine[Any, Any, None]]
"""Serves until the event is set, taking articles in."""


class InOrder(BaseUpdateProcessor):
    """Updates of one chat one after another, those of different chats side by side."""

    def __init__(self) -> None:
        super().__init__(256)
        self._locks: weakref.WeakValueDictionary[int, asyncio.Lock] = weakref.WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        lock = self._locks.get(chat.id) or asyncio.Lock()
        self._locks[chat.id] = lock
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def application_for(settings: Settings, inbox: Inbox) -> Application[Any, Any, Any, Any, Any, Any]:
    """The Telegram application. Raises BadSettings where there is no token."""
    token = settings.bot.token.get_secret_value()
    if not token:
        raise BadSettings("There is no bot token. Run `mujaz init`, or set MUJAZ_BOT__TOKEN.")
    base = settings.bot.api_base.rstrip("/")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(requests_of(CONNECTIONS, TIMEOUT))
        .get_updates_request(requests_of(4, TIMEOUT))
        .concurrent_updates(InOrder())
        .update_queue(inbox)
        .job_queue(None)
        .build()
    )


def models(settings: Settings) -> Callable[[Progress], Models]:
    """The function with which the runner loads the models when it first needs them."""

    def load(progress: Progress) -> Models:
        from bot.pipeline.glossary_files import own_terms
        from bot.pipeline.rooms import Rooms

        return Rooms(settings, progress, own_terms(settings))

    return load


async def serve(
    settings: Settings,
    stop: asyncio.Event,
    *,
    load: Callable[[Progress], Models] | None = None,
    limits: SendingLimits = SendingLimits(),  # noqa: B008 - frozen
    lease: timedelta = TTL,
    started: Started | None = None,
    beside: Mapping[str, Beside] = MappingProxyType({}),
    queues: frozenset[Queue] = frozenset(Queue),
) -> None:
    """Run until `stop` is set. `started` is called once everything stands; `lease`: after how
    long another process's silence means that it is dead; `beside`: other ways in for articles,
    by name, which run as long as the bot; `queues`: what this process works of what goes over a
    queue.

    Raises BadSettings, and BotRefused where Telegram does not know the token.
    """
    inbox = Inbox(stop)
    application = application_for(settings, inbox)
    if nobody_allowed(settings.bot):
        log.warning("nobody_allowed", hint="set bot.owner, bot.allowed_users or bot.allowed_chats")
    store = await open_for_work(settings)
    serves = at_once(settings, queues) if goes_over_queue(settings) else None
    try:
        if not await _connected(application, stop):
            return
        bot: Bot = application.bot
        if settings.bot.inline and not bot.supports_inline_queries:
            log.warning("inline_is_off", hint="send /setinline to @BotFather to turn it on")
        gathered = {"export": exports.readable, "form": exports.form}
        sender = Sender(
            store,
            TelegramPost(bot),
            lease=Leaseholder(store, ttl=lease),
            limits=limits,
            fill=Filling(store, bot.token, gathered),
            refused=partial(refusal, settings=settings.bot),
            quiet=partial(quiet_at, settings=settings.bot),
        )
        limit = RateLimit(settings.bot.commands_per_minute)
        async with fetcher(settings.sources) as web:
            made = load or models(settings)
            parts = put_together(settings, store, bot, sender, web, made, limit, serves)
            inbox.keep_in(store, parts.dispatcher.concerns)

            async def handle(update: Update, context: Any) -> None:
                await parts.dispatcher.handle(update)
                inbox.handled(update.update_id)

            application.add_handler(TypeHandler(Update, handle))
            await _run(application, parts, sender, stop, started, beside)
    finally:
        await application.shutdown()
        await store.close()


async def _connected(application: Any, stop: asyncio.Event) -> bool:
    """Wait until getMe is answered; False where the stop came first."""
    wait = 1.0
    while not stop.is_set():
        try:
            await application.initialize()
        except InvalidToken:
            raise BadSettings("Telegram does not know this bot token. Check bot.token.") from None
        except NetworkError as error:
            log.warning("telegram_away", kind=type(error).__name__, again_in=wait)
            await either(stop, wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return True
    return False


async def _run(
    application: Any,
    parts: BotParts,
    sender: Sender,
    stop: asyncio.Event,
    started: Started | None,
    beside: Mapping[str, Beside],
) -> None:
    await application.start()
    context = parts.context
    await _note(context.store, "began")
    backups = DailyBackups(context.settings)
    looking = Watch(context, parts.work, backups, lambda: sender.holding, parts.pages)
    running = {
        "sender": asyncio.create_task(sender.run(stop)),
        "runner": asyncio.create_task(parts.runner.run()),
        "polling": asyncio.create_task(poll(application, parts, sender, stop)),
        "ticking": asyncio.create_task(tick(parts, sender, stop)),
        "cleaning": asyncio.create_task(clean(context, sender, stop)),
        "reporting": asyncio.create_task(report(context, sender, stop)),
        "watching": asyncio.create_task(watch(looking, stop)),
        "backing up": asyncio.create_task(back_up(context, backups, sender, stop)),
    }
    if parts.over_queue:
        running["answers"] = asyncio.create_task(answered(parts, sender, stop))
    else:
        running["tidying"] = asyncio.create_task(tidy(context, stop))
        running["sources"] = asyncio.create_task(parts.poller.run())
    if parts.pages is not None:
        running["pages"] = asyncio.create_task(write_pages(parts.pages, sender, stop))
    # Without the lease too: an article may come in wherever a process stands.
    intake = Intake(context.store, parts.web, parts.runner.nudge)
    for name, serve_beside in beside.items():
        running[name] = asyncio.create_task(serve_beside(intake, stop))
    stopping = asyncio.create_task(stop.wait())
    log.info("started", bot=application.bot.username)
    try:
        if started is not None:
            await started(parts)
        done, _ = await asyncio.wait(
            {stopping, *running.values()}, return_when=asyncio.FIRST_COMPLETED
        )
        stop.set()
        for task in done - {stopping}:
            task.result()
    finally:
        stop.set()
        parts.work.stop()
        running["runner"].cancel()
        # The sender ends by itself once what is on its way has arrived.
        ending = [running[name] for name in ("sender", "polling", *beside)]
        await asyncio.gather(*ending, return_exceptions=True)
        for task in (*running.values(), stopping):
            task.cancel()
        await asyncio.gather(*running.values(), stopping, parts.tasks.end(), return_exceptions=True)
        await application.stop()
        await parts.work.close()
        await _note(context.store, "ended")
        log.info("ended")


async def _note(store: Store, what: str) -> None:
    async with store.transaction() as c:
        await incidents.add(c, Incident.RUN, datetime.now(UTC), subject=what)
