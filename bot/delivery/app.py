"""The running bot: long polling, handlers, the runner, the sender and the schedules' ticker.

One process at a time holds the sender's lease; only it polls for updates and sends. A second
one waits in readiness.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, BaseUpdateProcessor, TypeHandler

from bot.config import Settings
from bot.delivery.access import RateLimit, may_receive, nobody_allowed, refusal
from bot.delivery.desk import Desk
from bot.delivery.handlers.commands import publish
from bot.delivery.handlers.digests import compose_for
from bot.delivery.handlers.dispatch import Dispatcher
from bot.delivery.handlers.inbox import Inbox
from bot.delivery.handlers.sources_reports import report_failing
from bot.delivery.requests.own_texts import lets_leave
from bot.delivery.requests.reading import Reading
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.schedule import Slot
from bot.delivery.scheduling.soonest import SoonestDigest
from bot.delivery.scheduling.ticker import Ticker
from bot.delivery.sending.filling import Filling
from bot.delivery.sending.lease import TTL, Leaseholder
from bot.delivery.sending.outbox import Composed
from bot.delivery.sending.pacing import Limits
from bot.delivery.sending.sender import Sender
from bot.delivery.sending.telegram_post import TelegramPost
from bot.endpoint.server import Endpoint
from bot.endpoint.server import check as check_endpoint
from bot.errors import BadSettings
from bot.intake.submissions import Intake
from bot.pipeline.runner import Models, Runner
from bot.polling.poller import Poller
from bot.records import Progress
from bot.sources.fetching.fetcher import Fetcher
from bot.store import addressees, incidents, switches
from bot.store.chats import Chat
from bot.store.incidents import Incident
from bot.store.pruning import prune
from bot.store.store import Store, open_store

log = structlog.get_logger(__name__)

UPDATES = ["message", "channel_post", "callback_query", "my_chat_member"]
CONNECTIONS = 64
TIMEOUT = 20.0
"""Seconds of one request each way."""
LOOK = 0.2
"""Seconds between two looks at who holds the lease."""
TICK = 0.5
"""Seconds between two looks for digests that are due."""
WORTH_SAYING = timedelta(minutes=10)
"""A digest this late says so."""
REPORT = 600.0
"""Seconds between two looks for sources that fail for long."""
TIDY = 3600.0
"""Seconds between two prunings."""
LONGEST_WAIT = 60.0

Started = Callable[[Desk], Awaitable[None]]


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
    """Raises BadSettings where there is no token."""
    token = settings.bot.token.get_secret_value()
    if not token:
        raise BadSettings("There is no bot token. Run `mujaz init`, or set MUJAZ_BOT__TOKEN.")
    base = settings.bot.api_base.rstrip("/")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .connection_pool_size(CONNECTIONS)
        .pool_timeout(TIMEOUT)
        .connect_timeout(TIMEOUT)
        .read_timeout(TIMEOUT)
        .write_timeout(TIMEOUT)
        .get_updates_connection_pool_size(4)
        .get_updates_pool_timeout(TIMEOUT)
        .concurrent_updates(InOrder())
        .update_queue(inbox)
        .job_queue(None)
        .build()
    )


def models(settings: Settings) -> Callable[[Progress], Models]:
    """How the runner loads the models: late, and in its own thread."""

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
    limits: Limits = Limits(),  # noqa: B008 - frozen
    lease: timedelta = TTL,
    started: Started | None = None,
) -> None:
    """Run until `stop` is set. `started` is called once everything stands; `lease`: after how
    long another process's silence means that it is dead.

    Raises BadSettings, and BotRefused where Telegram does not know the token.
    """
    inbox = Inbox(stop)
    application = application_for(settings, inbox)
    check_endpoint(settings.endpoint)
    if nobody_allowed(settings.bot):
        log.warning("nobody_allowed", hint="set bot.owner, bot.allowed_users or bot.allowed_chats")
    store = await open_store(settings.database_url)
    try:
        if not await _connected(application, stop):
            return
        post, held = TelegramPost(application.bot), Leaseholder(store, ttl=lease)
        fill = Filling(store, application.bot.token)
        refused = partial(refusal, settings=settings.bot)
        sender = Sender(store, post, lease=held, limits=limits, fill=fill, refused=refused)
        limit = RateLimit(settings.bot.commands_per_minute)
        desk = Desk(settings, store, application.bot, sender, limit)
        reading = Reading(desk)
        desk.runner = Runner(
            store,
            load or models(settings),
            reading,
            settings.summary.engine,
            lets_leave=partial(lets_leave, settings),
        )
        desk.editions = Editions(desk.runner)
        desk.fetcher = Fetcher(settings.sources)
        desk.poller = Poller(
            store,
            desk.fetcher,
            settings.sources,
            desk.runner.nudge,
            may=lambda: sender.holding,
            slots=SoonestDigest(desk.now),
        )
        dispatcher = Dispatcher(desk, reading)
        inbox.keep_in(store, dispatcher.concerns)

        async def handle(update: Update, context: Any) -> None:
            await dispatcher.handle(update)
            inbox.handled(update.update_id)

        application.add_handler(TypeHandler(Update, handle))
        await _run(application, desk, reading, sender, stop, started)
    finally:
        await application.shutdown()
        await store.close()


async def _connected(application: Any, stop: asyncio.Event) -> bool:
    """getMe answered; False where the stop came first. A network that is away is waited for."""
    wait = 1.0
    while not stop.is_set():
        try:
            await application.initialize()
        except InvalidToken:
            raise BadSettings("Telegram does not know this bot token. Check bot.token.") from None
        except NetworkError as error:
            log.warning("telegram_away", kind=type(error).__name__, again_in=wait)
            await _either(stop, wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return True
    return False


async def _run(
    application: Any,
    desk: Desk,
    reading: Reading,
    sender: Sender,
    stop: asyncio.Event,
    started: Started | None,
) -> None:
    await application.start()
    await _note(desk.store, "began")
    parts = {
        "sender": asyncio.create_task(sender.run(stop)),
        "runner": asyncio.create_task(desk.runner.run()),
        "polling": asyncio.create_task(_poll(application, desk, reading, sender, stop)),
        "ticking": asyncio.create_task(_tick(desk, sender, stop)),
        "tidying": asyncio.create_task(_tidy(desk, stop)),
        "sources": asyncio.create_task(desk.poller.run()),
        "reporting": asyncio.create_task(_report(desk, sender, stop)),
    }
    if desk.settings.endpoint.listen:
        # Beside the lease: an article may come in wherever the endpoint stands.
        intake = Intake(desk.store, desk.fetcher, desk.runner.nudge)
        endpoint = Endpoint(desk.settings.endpoint, intake)
        parts["endpoint"] = asyncio.create_task(endpoint.serve(stop, patient=True))
    stopping = asyncio.create_task(stop.wait())
    log.info("started", bot=desk.bot.username)
    try:
        if started is not None:
            await started(desk)
        done, _ = await asyncio.wait(
            {stopping, *parts.values()}, return_when=asyncio.FIRST_COMPLETED
        )
        stop.set()
        for task in done - {stopping}:
            task.result()
    finally:
        stop.set()
        # The sender ends by itself once what is on its way has arrived.
        ending = [parts[name] for name in ("sender", "polling", "endpoint") if name in parts]
        await asyncio.gather(*ending, return_exceptions=True)
        for task in (*parts.values(), *desk.tasks, stopping):
            task.cancel()
        await asyncio.gather(*parts.values(), *desk.tasks, stopping, return_exceptions=True)
        await application.stop()
        await desk.fetcher.close()
        await desk.runner.close()
        await _note(desk.store, "ended")
        log.info("ended")


async def _poll(
    application: Any, desk: Desk, reading: Reading, sender: Sender, stop: asyncio.Event
) -> None:
    """Poll while this process holds the lease."""
    updater = application.updater
    greeted = False
    try:
        while not stop.is_set():
            if sender.holding and not updater.running:
                await application.update_queue.resume(application.bot)
                await updater.start_polling(
                    allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_poll_failed
                )
                if not greeted:
                    greeted = True
                    await reading.resume()
                    desk.spawn(_publish(desk), "commands")
            elif not sender.holding and updater.running:
                await updater.stop()
                # A restored database can have other articles under the same numbers.
                desk.editions = Editions(desk.runner)
            await _either(stop, LOOK)
    finally:
        if updater.running:
            await updater.stop()


def _poll_failed(error: TelegramError) -> None:
    log.warning("polling_failed", kind=type(error).__name__)


async def _publish(desk: Desk) -> None:
    try:
        await publish(desk.bot, desk.settings.bot.owner)
    except TelegramError as error:
        # The menus of Telegram's clients stay as they were; commands work all the same.
        log.warning("commands_not_published", kind=type(error).__name__)


async def _tick(desk: Desk, sender: Sender, stop: asyncio.Event) -> None:
    """Promise the digests whose time has come, where this process sends and nobody paused."""

    async def compose(chat: Chat, slot: Slot, late_by: timedelta) -> Composed:
        async with desk.store.reading() as c:
            to = (await addressees.of_chats(c, [chat.id])).get(chat.id)
        if to is None or not may_receive(to, desk.settings.bot):
            return Composed(())
        late = slot.at if late_by >= WORTH_SAYING else None
        return await compose_for(desk, chat, late=late)

    ticker = Ticker(
        desk.store,
        compose,
        lambda chat: desk.preferences(chat).quiet_hours(),
        grace=timedelta(hours=desk.settings.bot.late_hours),
    )

    async def tick() -> None:
        async with desk.store.reading() as c:
            paused = await switches.since(c, switches.PAUSED)
        if paused is None and await ticker.tick(desk.now()):
            sender.wake()

    while not stop.is_set():
        if sender.holding:
            await _survived(tick(), "ticking")
        await _either(stop, TICK)


async def _tidy(desk: Desk, stop: asyncio.Event) -> None:
    """Delete what is older than it is to be kept, but never what an unsent message needs."""
    keep = timedelta(days=desk.settings.store.keep_days)

    async def tidy() -> None:
        log.debug("pruned", **asdict(await prune(desk.store, desk.now(), keep)))
        await desk.store.scrub()

    while not stop.is_set():
        await _survived(tidy(), "tidying")
        await _either(stop, TIDY)


async def _report(desk: Desk, sender: Sender, stop: asyncio.Event) -> None:
    """Tell whom it concerns of sources that do not work."""
    while not stop.is_set():
        if sender.holding:
            await _survived(report_failing(desk), "reporting")
        await _either(stop, REPORT if sender.holding else LOOK)


async def _survived(work: Awaitable[None], what: str) -> None:
    """A turn that fails is recorded, and the next one tried: the bot runs for months."""
    try:
        await work
    except Exception as error:
        log.error("turn_failed", what=what, kind=type(error).__name__)


async def _note(store: Store, what: str) -> None:
    async with store.transaction() as c:
        await incidents.add(c, Incident.RUN, datetime.now(UTC), subject=what)


async def _either(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
