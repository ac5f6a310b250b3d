"""Works what is on the queue of the database, in a bot's process or in one of its own.

A process of its own knows no Telegram: what is to be said goes into the outbox, and the bot that
holds the lease sends it and takes the progress messages away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from telegram import Bot

from bot.config import Settings
from bot.delivery.context import BotContext
from bot.delivery.job_worker import GATHER, at_once, job_worker
from bot.delivery.parts import photographs_of, work_of
from bot.delivery.requests.waiting import WaitingRequests
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.soonest import SoonestDigest
from bot.delivery.sending.direct import Direct
from bot.delivery.tasks import Tasks
from bot.errors import BadSettings
from bot.jobs.chosen import open_for_work
from bot.pipeline.seams import Models
from bot.pipeline.web import fetcher
from bot.polling.poller import Poller
from bot.records import Progress
from bot.store.jobs import Queue

log = structlog.get_logger(__name__)


async def work_until(
    settings: Settings,
    stop: asyncio.Event,
    queues: frozenset[Queue],
    load: Callable[[Progress], Models],
) -> None:
    """Work these queues until `stop` is set; what is under way is then given back.

    Raises BadSettings, and MissingExtra.
    """
    if Queue.DIGESTS in queues and settings.pages.url and not settings.bot.token.get_secret_value():
        raise BadSettings(
            "pages.url is set, and the addresses of pages are made of the bot's token: give this "
            "worker the same bot.token as the bot (MUJAZ_BOT__TOKEN), or let it work other queues."
        )
    store = await open_for_work(settings)
    tasks = Tasks()
    try:
        async with fetcher(settings.sources) as web:
            bot = Bot("0:none")
            context = BotContext(settings, store, Direct(bot, store, _Silent()), lambda: None)
            work = work_of(settings, store, load, _Answers(context, tasks), GATHER)
            # The bot writes the pages of what is made here.
            changed = _nothing if settings.pages.folder else None
            editions = Editions(work.composer, changed, photographs_of(settings, web))
            slots = SoonestDigest(context.now)
            poller = Poller(store, web, settings.sources, lambda: None, slots=slots)
            serves = at_once(settings, queues)
            worker = job_worker(context, work, editions, poller, serves)
            log.info("started", queues=sorted(map(str, serves)))
            running = asyncio.create_task(worker.run())
            stopping = asyncio.create_task(stop.wait())
            try:
                done, _ = await asyncio.wait(
                    {running, stopping}, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done - {stopping}:
                    task.result()
            finally:
                work.stop()
                running.cancel()
                stopping.cancel()
                await asyncio.gather(running, stopping, return_exceptions=True)
                await work.close()
                await poller.close()
            log.info("ended")
    finally:
        await store.close()


def _nothing() -> None:
    pass


class _Silent:
    """Limits that let nothing through: this process does not speak to Telegram."""

    async def claim(self, telegram_id: int, patience: float, *, edit: bool = False) -> bool:
        return False

    def flooded(self, telegram_id: int, retry_after: float) -> None:
        """Nothing was sent."""

    def taken(self, telegram_id: int) -> None:
        """Nothing was sent."""


class _Answers(WaitingRequests):
    """Answers those who wait, by way of the outbox, and shows no progress."""

    def progress(self, article: int, stage: str, done: int, total: int) -> None:
        """Only the bot can show it."""

    async def settled(self, article: int) -> None:
        """The bot takes the progress message away."""

    async def postponed(self, article: int, until: datetime) -> None:
        """Only the bot can show it."""
