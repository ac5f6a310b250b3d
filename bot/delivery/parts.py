"""The parts of a running bot, put together. Nothing is filled in afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from telegram import Bot

from bot.config import Settings
from bot.delivery.access import RateLimit
from bot.delivery.administrators import Administrators
from bot.delivery.context import BotContext
from bot.delivery.handlers.dispatch import Dispatcher
from bot.delivery.handlers.entrance import Entrance
from bot.delivery.handlers.services import Services
from bot.delivery.handlers.sources_adding import Adding
from bot.delivery.requests.files import TelegramFiles
from bot.delivery.requests.given import GivenPosts
from bot.delivery.requests.own_texts import lets_leave
from bot.delivery.requests.reader import RequestReader
from bot.delivery.requests.waiting import WaitingRequests
from bot.delivery.scheduling.depth import points_read
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.soonest import SoonestDigest
from bot.delivery.scheduling.styles import styles_read
from bot.delivery.sending.direct import Direct, Limited
from bot.delivery.tasks import Tasks
from bot.intake.asking import Fetches
from bot.pipeline.runner import Models, Runner
from bot.polling.poller import Poller
from bot.records import Progress
from bot.store.store import Store


class WayOut(Limited, Protocol):
    """The sender, as the other parts see it."""

    @property
    def holding(self) -> bool:
        """Whether this process is the one that sends."""
        ...

    def wake(self) -> None:
        """New rows were committed to the outbox."""
        ...


@dataclass(frozen=True, slots=True)
class BotParts:
    context: BotContext
    runner: Runner
    poller: Poller
    web: Fetches
    editions: Editions
    tasks: Tasks
    reader: RequestReader
    dispatcher: Dispatcher
    given: GivenPosts


def put_together(
    settings: Settings,
    store: Store,
    bot: Bot,
    sender: WayOut,
    web: Fetches,
    load: Callable[[Progress], Models],
    limit: RateLimit,
) -> BotParts:
    """`bot`: initialised. `load`: makes the models, when they are first needed."""
    context = BotContext(settings, store, Direct(bot, store, sender), sender.wake)
    tasks, files = Tasks(), TelegramFiles(bot)
    waiting = WaitingRequests(context, tasks)
    runner = Runner(
        store,
        load,
        waiting,
        settings.summary.engine,
        lets_leave=partial(lets_leave, settings),
        renew_days=settings.translation.renew_days,
        points=partial(points_read, settings),
        idle=settings.translation.whole_when_idle,
        styles=partial(styles_read, settings),
    )
    poller = Poller(
        store,
        web,
        settings.sources,
        runner.nudge,
        may=lambda: sender.holding,
        slots=SoonestDigest(context.now),
    )
    adding = Adding(context, tasks, web, runner)
    reader = RequestReader(
        context,
        waiting,
        tasks,
        files,
        web,
        username=bot.username,
        nudge=runner.nudge,
        look=adding.look,
    )
    given = GivenPosts(context, bot.username, runner.nudge)
    editions, administrators = Editions(runner), Administrators(bot)
    services = Services(
        engine=runner,
        editions=editions,
        administrators=administrators,
        files=files,
        adding=adding,
        given=given,
        tasks=tasks,
        nudge=runner.nudge,
        wake_poller=poller.wake,
        username=bot.username,
        token=bot.token,
    )
    entrance = Entrance(context, administrators, limit)
    dispatcher = Dispatcher(context, services, entrance, reader, bot.bot)
    return BotParts(context, runner, poller, web, editions, tasks, reader, dispatcher, given)
