"""What the command line does for other systems: `mujaz ingest` and `mujaz serve`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import BinaryIO

from bot.commands.database import prepare_database
from bot.commands.log import set_up_logging
from bot.commands.monitoring import WholeMonitor
from bot.commands.signals import told_to_stop
from bot.config import Settings
from bot.endpoint.pages_server import PagesServer, check_pages
from bot.endpoint.server import Endpoint, Monitoring, check_monitoring, must_stand
from bot.intake.json_lines import Counts, ingest
from bot.intake.submissions import opened
from bot.records import Progress
from bot.store.store import open_store


async def ingest_stream(
    settings: Settings, stream: BinaryIO, tell: Callable[[str], None], progress: Progress
) -> Counts:
    """Take in one article a line.

    Raises BadSettings or CannotWrite where the database cannot be used.
    """
    # Standard output is for the answers alone.
    set_up_logging(settings.log.format, "warning", settings.secrets())
    prepare_database(settings.database_url)
    async with opened(settings) as intake:
        return await ingest(stream, intake.submit, tell, progress)


def serve_alone(settings: Settings) -> None:
    """Run the endpoint and the server of pages, those that are set, until SIGINT or SIGTERM.

    Raises BadSettings where neither is set, or one cannot stand.
    """
    if settings.endpoint.listen or not settings.pages.listen:
        must_stand(settings.endpoint)
    check_pages(settings)
    check_monitoring(settings.monitoring)
    set_up_logging(settings.log.format, settings.log.level, settings.secrets())
    if settings.endpoint.listen:
        prepare_database(settings.database_url)
    asyncio.run(_until_told(settings))


async def _until_told(settings: Settings) -> None:
    stop = told_to_stop()
    serving = []
    if settings.endpoint.listen:
        serving.append(_endpoint(settings, stop))
    if settings.pages.listen:
        serving.append(PagesServer(settings).serve(stop))
    if settings.monitoring.listen:
        serving.append(_monitoring(settings, stop))
    try:
        await asyncio.gather(*serving)
    finally:
        stop.set()


async def _endpoint(settings: Settings, stop: asyncio.Event) -> None:
    async with opened(settings) as intake:
        monitor = WholeMonitor(settings, intake.store)
        await Endpoint(settings.endpoint, intake, (settings.monitoring, monitor)).serve(stop)


async def _monitoring(settings: Settings, stop: asyncio.Event) -> None:
    store = await open_store(settings.database_url, migrated=False)
    try:
        await Monitoring(settings.monitoring, WholeMonitor(settings, store)).serve(stop)
    finally:
        await store.close()
