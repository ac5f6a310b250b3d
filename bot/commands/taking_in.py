"""What the command line does for other systems: `mujaz ingest` and `mujaz serve`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import BinaryIO

from bot.commands.database import prepare_database
from bot.commands.log import set_up_logging
from bot.commands.monitoring import WholeMonitor
from bot.config import Settings
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
    """Run the endpoint until SIGINT or SIGTERM. Raises BadSettings where it cannot stand."""
    must_stand(settings.endpoint)
    secrets = (settings.endpoint.token, settings.monitoring.token)
    set_up_logging(
        settings.log.format,
        settings.log.level,
        tuple(secret.get_secret_value() for secret in secrets),
    )
    prepare_database(settings.database_url)
    asyncio.run(_until_told(settings))


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    async with opened(settings) as intake:
        monitor = WholeMonitor(settings, intake.store)
        await Endpoint(settings.endpoint, intake, (settings.monitoring, monitor)).serve(stop)
