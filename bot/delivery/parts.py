"""The parts of a running bot, put together. Nothing is filled in afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from bot.delivery.job_worker import GATHER, job_worker
from bot.delivery.pages import Pages
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
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.in_process import InProcess
from bot.pipeline.photographs import Photographs
from bot.pipeline.seams import Listener, Models, Runner
from bot.pipeline.topics import topic_names, topic_table
from bot.polling.poller import Poller
from bot.records import Progress
from bot.store.jobs import Queue
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
    work: ArticleWork
    runner: Runner
    poller: Poller
    web: Fetches
    editions: Editions
    tasks: Tasks
    reader: RequestReader
    dispatcher: Dispatcher
    given: GivenPosts
    waiting: WaitingRequests
    over_queue: bool
    """Work goes over a queue, which other processes may work too."""
    pages: Pages | None
    """None: none are written."""


def put_together(
    settings: Settings,
    store: Store,
    bot: Bot,
    sender: WayOut,
    web: Fetches,
    load: Callable[[Progress], Models],
    limit: RateLimit,
    serves: Mapping[Queue, int] | None = None,
) -> BotParts:
    """`bot`: initialised. `load`: makes the models, when they are first needed. `serves`: where
    work goes over a queue, how many jobs of each kind this process works at a time."""
    context = BotContext(settings, store, Direct(bot, store, sender), sender.wake)
    tasks, files = Tasks(), TelegramFiles(bot)
    waiting = WaitingRequests(context, tasks)
    work = work_of(settings, store, load, waiting, GATHER if serves is not None else 0.0)
    folder = settings.pages_folder
    in_process = InProcess(store, work, may=lambda: sender.holding)
    pages = Pages(context, work.composer, folder) if folder is not None else None
    changed = pages.changed if pages is not None else None
    photographs = photographs_of(settings, web)
    editions = Editions(work.composer, changed, photographs, work.precedence.first)
    poller = Poller(
        store,
        web,
        settings.sources,
        in_process.nudge,
        may=lambda: sender.holding,
        slots=SoonestDigest(context.now),
    )
    runner: Runner = in_process
    if serves is not None:
        runner = job_worker(context, work, editions, poller, serves)
    adding = Adding(context, tasks, web, work)
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
    administrators = Administrators(bot)
    services = Services(
        engine=work,
        editions=editions,
        administrators=administrators,
        files=files,
        adding=adding,
        given=given,
        tasks=tasks,
        topics=topic_names(topic_table(settings)),
        nudge=runner.nudge,
        wake_poller=poller.wake,
        username=bot.username,
        token=bot.token,
    )
    entrance = Entrance(context, administrators, limit)
    dispatcher = Dispatcher(context, services, entrance, reader, bot.bot)
    return BotParts(
        context,
        work,
        runner,
        poller,
        web,
        editions,
        tasks,
        reader,
        dispatcher,
        given,
        waiting,
        over_queue=serves is not None,
        pages=pages,
    )


def photographs_of(settings: Settings, web: Fetches) -> Photographs | None:
    return Photographs(web) if settings.bot.photographs else None


def work_of(
    settings: Settings,
    store: Store,
    load: Callable[[Progress], Models],
    listener: Listener,
    gather: float,
) -> ArticleWork:
    """`gather`: as ArticleWork has it."""
    return ArticleWork(
        store,
        load,
        listener,
        settings.summary.engine,
        lets_leave=partial(lets_leave, settings),
        renew_days=settings.translation.renew_days,
        points=partial(points_read, settings),
        # Pages show whole articles.
        idle=settings.translation.whole_when_idle or bool(settings.pages.folder),
        styles=partial(styles_read, settings),
        gather=gather,
        topics=topic_table(settings),
    )
