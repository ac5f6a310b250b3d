"""What the bot does again and again while it runs: polling, ticking, tidying and reporting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.backups import DailyBackups
from bot.delivery.context import BotContext
from bot.delivery.handlers.commands import publish
from bot.delivery.handlers.sources_reports import report_failing
from bot.delivery.pages import Pages
from bot.delivery.parts import BotParts
from bot.delivery.scheduling.breaking import BreakingNews
from bot.delivery.scheduling.digest_jobs import ticker_of
from bot.delivery.scheduling.weekly import WeeklyPictures
from bot.delivery.sending.erasing import erase
from bot.delivery.sending.sender import Sender
from bot.delivery.watching import Watch
from bot.pipeline.worker import Stopped
from bot.store import requests, switches
from bot.store.pruning import prune
from bot.store.requests import RequestState

log = structlog.get_logger(__name__)

UPDATES = ["message", "channel_post", "callback_query", "my_chat_member", "inline_query"]
LOOK = 0.2
"""Seconds between two looks at who holds the lease."""
TICK = 0.5
"""Seconds between two looks for digests that are due."""
ANSWERED = 1.0
"""Seconds between two looks for what other processes have answered."""
REPORT = 600.0
"""Seconds between two looks for sources that fail for long."""
TIDY = 3600.0
"""Seconds between two prunings."""
WATCH = 60.0
"""Seconds between two looks for what is wrong."""
BACK_UP = 300.0
"""Seconds between two looks whether the day has its backup."""
PAGES = 60.0
"""Seconds between two looks at the pages, where nothing was told to have changed."""
CLEAN = 60.0
"""Seconds between two cleanings of what was deleted."""


async def poll(application: Any, parts: BotParts, sender: Sender, stop: asyncio.Event) -> None:
    """Poll while this process holds the lease."""
    updater = application.updater
    greeted = False
    try:
        while not stop.is_set():
            if sender.holding and not updater.running:
                await parts.given.load()
                await application.update_queue.resume(application.bot)
                await updater.start_polling(
                    allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_poll_failed
                )
                if not greeted:
                    greeted = True
                    await parts.reader.resume()
                    parts.tasks.spawn(_publish(application.bot, parts.context), "commands")
            elif not sender.holding and updater.running:
                await updater.stop()
                # A restored database can have other articles under the same numbers.
                parts.editions.forget()
            await either(stop, LOOK)
    finally:
        if updater.running:
            await updater.stop()


def _poll_failed(error: TelegramError) -> None:
    log.warning("polling_failed", kind=type(error).__name__)


async def _publish(bot: Bot, context: BotContext) -> None:
    settings = context.settings
    try:
        await publish(bot, settings.bot.owner, users_may_add=settings.sources.users_may_add)
    except TelegramError as error:
        # The menus of Telegram's clients stay as they were; commands work all the same.
        log.warning("commands_not_published", kind=type(error).__name__)


async def tick(parts: BotParts, sender: Sender, stop: asyncio.Event) -> None:
    """Promise the digests whose time has come, unless they go over a queue, what breaks between
    them, and the pictures of the week, where this process sends and nobody paused."""
    context = parts.context
    ticker = None if parts.over_queue else ticker_of(context, parts.editions)
    breaking = BreakingNews(context, parts.editions)
    weekly = WeeklyPictures(context)

    async def turn() -> None:
        async with context.store.read_only() as c:
            paused = await switches.since(c, switches.PAUSED)
        if paused is not None:
            return
        promised = await ticker.tick(context.now()) if ticker is not None else 0
        if promised + await breaking.look():
            sender.wake()
            parts.editions.changed()
        if await weekly.look():
            sender.wake()

    while not stop.is_set():
        if sender.holding:
            await _survived(turn(), "ticking")
        await either(stop, TICK)


async def tidy(context: BotContext, stop: asyncio.Event) -> None:
    """Delete what is older than the configured age, but nothing that an unsent message needs."""
    keep = timedelta(days=context.settings.store.keep_days)

    async def turn() -> None:
        log.debug("pruned", **asdict(await prune(context.store, context.now(), keep)))

    while not stop.is_set():
        await _survived(turn(), "tidying")
        await either(stop, TIDY)


async def clean(context: BotContext, sender: Sender, stop: asyncio.Event) -> None:
    """Leave no copy of deleted rows in the journal, and no message in Telegram that was taken
    back, whatever hindered it at first."""

    async def turn() -> None:
        await context.store.scrub()
        if sender.holding:
            await erase(context.store, context.direct)

    while not stop.is_set():
        await _survived(turn(), "cleaning")
        await either(stop, CLEAN)


async def answered(parts: BotParts, sender: Sender, stop: asyncio.Event) -> None:
    """Take away the progress messages of what other processes have answered."""

    async def turn() -> None:
        async with parts.context.store.read_only() as c:
            found = await requests.in_state(c, RequestState.ANSWERED)
        for request in found:
            await parts.waiting.tidy(request)

    while not stop.is_set():
        if sender.holding:
            await _survived(turn(), "tidying up answers")
        await either(stop, ANSWERED)


async def report(context: BotContext, sender: Sender, stop: asyncio.Event) -> None:
    """Tell the owners of sources that have not worked for days."""
    while not stop.is_set():
        if sender.holding:
            await _survived(report_failing(context), "reporting")
        await either(stop, REPORT if sender.holding else LOOK)


async def watch(look: Watch, stop: asyncio.Event) -> None:
    """Tell the operator what begins to be wrong, and what ends. The first look waits, so that
    what is late since the bot was down can catch up."""
    while not stop.is_set():
        await either(stop, WATCH)
        if not stop.is_set():
            await _survived(look.look(), "watching")


async def back_up(
    context: BotContext, backups: DailyBackups, sender: Sender, stop: asyncio.Event
) -> None:
    """Make the day's backup, where this process sends."""
    while not stop.is_set():
        if sender.holding:
            await _survived(backups.turn(context.now()), "backing up")
        await either(stop, BACK_UP if sender.holding else LOOK)


async def write_pages(pages: Pages, sender: Sender, stop: asyncio.Event) -> None:
    """Keep the pages as the database says, where this process sends."""
    while not stop.is_set():
        if sender.holding:
            await _survived(pages.turn(), "writing pages")
        else:
            pages.forget()
        await pages.until_due(PAGES if sender.holding else LOOK)


async def _survived(work: Awaitable[None], what: str) -> None:
    """Run one turn of a loop; log an error and go on, since the bot runs for months."""
    try:
        await work
    except Stopped:
        # The process ends; it is done after the next start.
        return
    except Exception as error:
        log.error("turn_failed", what=what, kind=type(error).__name__)


async def either(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
