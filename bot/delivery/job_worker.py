"""Everything that is done with what stands on the queue, put together for one process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.config import Settings
from bot.delivery.context import BotContext
from bot.delivery.scheduling import digest_jobs
from bot.delivery.scheduling.editions import Editions
from bot.jobs import housekeeping
from bot.pipeline import article_jobs
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.seams import Runner
from bot.polling import poll_jobs
from bot.polling.poller import Poller
from bot.store.jobs import Queue

GATHER = 0.05
"""Seconds in which articles come together that are translated in one go."""
HOUSE = 2
"""Jobs of housekeeping at a time: a long one must not keep the work of the dead from coming
back."""


def at_once(settings: Settings, queues: frozenset[Queue]) -> dict[Queue, int]:
    """How many jobs of each queue one process works at a time; whoever works any keeps house."""
    sources = settings.sources
    counts = {
        Queue.INTERACTIVE: settings.work.concurrency,
        Queue.DIGESTS: 2,
        Queue.ARTICLES: settings.work.concurrency,
        Queue.POLLING: sources.checks_at_once + sources.pages_at_once,
    }
    served = {queue: count for queue, count in counts.items() if queue in queues}
    return served | {Queue.HOUSEKEEPING: HOUSE} if queues else {}


def job_worker(
    context: BotContext,
    work: ArticleWork,
    editions: Editions,
    poller: Poller,
    serves: Mapping[Queue, int],
) -> Runner:
    from bot.jobs.worker import JobWorker

    keep = timedelta(days=context.settings.store.keep_days)
    kinds = (
        *article_jobs.kinds(context.store, work),
        *poll_jobs.kinds(poller),
        digest_jobs.kind(context, editions),
        *housekeeping.kinds(context.store, keep),
    )
    return JobWorker(context.settings.database_url, kinds, serves)
