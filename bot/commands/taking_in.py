"""What the command line does for other systems: `mujaz ingest` and `mujaz serve`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import BinaryIO

from bot.commands.database import prepare_database
from bot.commands.log import set_up_logging
from bot.config import Settings
from bot.endpoint.pages_server import PagesServer, check_pages
from bot.endpoint.server import Endpoint, must_stand
from bot.intake.json_lines import Counts, ingest
from bot.intake.submissions import opened
from bot.records import Progress


async def ingest_stream(
    settings: Settings, stream: BinaryIO, tell: Callable[[str], None], progress: Progress
) -> Counts:
    """Take in one article a line.

    Raises BadSettings or CannotWrite where the database cannot be used.
    """
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
    secret = settings.endpoint.token.get_secret_value()
    set_up_logging(settings.log.format, settings.log.level, (secret,))
    if settings.endpoint.listen:
        prepare_database(settings.database_url)
    asyncio.run(_until_told(settings))


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    serving = []
    if settings.endpoint.listen:
        serving.append(_endpoint(settings, stop))
    if settings.pages.listen:
        serving.append(PagesServer(settings).serve(stop))
    try:
        await asyncio.gather(*serving)
    finally:
        stop.set()


async def _endpoint(settings: Settings, stop: asyncio.Event) -> None:
    async with opened(settings) as intake:
        await Endpoint(settings.endpoint, intake).serve(stop)
