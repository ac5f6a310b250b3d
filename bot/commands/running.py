"""What the command line does with the bot: run it, set it up, check its settings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
import structlog

from bot.commands.database import prepare_database
from bot.commands.firefox import offer_now
from bot.commands.log import set_up_logging
from bot.commands.monitoring import WholeMonitor
from bot.commands.operator_asked import ask_operator, ask_zone
from bot.commands.setting_up import (
    bot_name,
    engine_words,
    findings,
    write_settings,
)
from bot.commands.signals import told_to_stop
from bot.commands.tracing import tracing
from bot.config import Settings, load_settings
from bot.delivery.app import Beside, models, serve
from bot.delivery.worker import work_until
from bot.endpoint.pages_server import PagesServer, check_pages
from bot.endpoint.server import Endpoint, Monitoring, check_monitoring
from bot.endpoint.server import check as check_endpoint
from bot.errors import BadSettings
from bot.intake.submissions import Intake
from bot.pipeline.engines import check_device
from bot.store.backup import backup, restore
from bot.store.jobs import Queue
from bot.store.moving import move_database
from bot.store.store import open_store

log = structlog.get_logger(__name__)

TRANSLATING = frozenset({Queue.INTERACTIVE, Queue.ARTICLES})
"""What takes the models."""


def run_bot(settings: Settings, queues: frozenset[Queue] = frozenset(Queue)) -> None:
    """Run the bot until SIGINT or SIGTERM; messages on their way then still arrive. `queues`: what
    this process works of what goes over a queue. Raises BadSettings, and EngineRefused where it is
    to translate on a GPU and there is none."""
    _begin_logging(settings)
    if queues & TRANSLATING:
        check_device(settings)
    if (places := settings.database_to_move) is not None:
        move_database(*places)
        # Said this once: from now on it stands beside mujaz.toml.
        log.warning("database_moved", was=str(places[0]), now=str(places[1]))
    prepare_database(settings.database_url)
    asyncio.run(_until_told(partial(serve_with_endpoint, settings, queues=queues)))


def run_worker(settings: Settings, queues: frozenset[Queue]) -> None:
    """Work these queues until SIGINT or SIGTERM; what is under way is given back. Raises as
    `run_bot`."""
    _begin_logging(settings)
    if queues & TRANSLATING:
        check_device(settings)
    asyncio.run(_until_told(partial(_work_watched, settings, queues)))


async def _work_watched(settings: Settings, queues: frozenset[Queue], stop: asyncio.Event) -> None:
    """Work them, and answer how this process is where that is configured."""
    check_monitoring(settings.monitoring)
    with tracing(settings.monitoring):
        working = asyncio.create_task(work_until(settings, stop, queues, models(settings)))
        if not settings.monitoring.listen:
            return await working
        store = await open_store(settings.database_url, migrated=False)
        try:
            monitoring = Monitoring(settings.monitoring, WholeMonitor(settings, store))
            watched = asyncio.create_task(monitoring.serve(stop, patient=True))
            await asyncio.wait({working, watched}, return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            await asyncio.gather(working, watched)
        finally:
            await store.close()


def _begin_logging(settings: Settings) -> None:
    set_up_logging(settings.log.format, settings.log.level, settings.secrets())


async def _until_told(serve: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    await serve(told_to_stop())


async def serve_with_endpoint(settings: Settings, stop: asyncio.Event, **given: Any) -> None:
    """The bot, and beside it the endpoint and the server of pages where they are configured.
    `given`: as `serve` takes.

    Raises BadSettings where one of them cannot stand.
    """
    check_endpoint(settings.endpoint)
    check_pages(settings)
    check_monitoring(settings.monitoring)

    async def endpoint(intake: Intake, until: asyncio.Event) -> None:
        monitor = WholeMonitor(settings, intake.store)
        served = Endpoint(settings.endpoint, intake, (settings.monitoring, monitor))
        await served.serve(until, patient=True)

    async def pages(intake: Intake, until: asyncio.Event) -> None:
        await PagesServer(settings).serve(until, patient=True)

    async def monitoring(intake: Intake, until: asyncio.Event) -> None:
        monitor = WholeMonitor(settings, intake.store)
        await Monitoring(settings.monitoring, monitor).serve(until, patient=True)

    beside: dict[str, Beside] = {}
    if settings.endpoint.listen:
        beside["endpoint"] = endpoint
    if settings.pages.listen:
        beside["pages served"] = pages
    if settings.monitoring.listen:
        beside["monitoring"] = monitoring
    with tracing(settings.monitoring):
        await serve(settings, stop, beside=beside, **given)


def back_up(settings: Settings, file: Path) -> None:
    asyncio.run(backup(settings.database_url, file))


def put_back(settings: Settings, file: Path) -> None:
    prepare_database(settings.database_url)
    asyncio.run(restore(settings.database_url, file))


def ask_and_write(output: Path, api_base: str) -> None:
    """Ask for token, owner and zone, each until it is right, and write them to a file."""
    click.echo("Open @BotFather in Telegram, send /newbot, and copy the token it gives.", err=True)
    while True:
        token = str(click.prompt("Token", hide_input=True, err=True)).strip()
        try:
            name = asyncio.run(bot_name(token, api_base))
            break
        except BadSettings as error:
            click.echo(str(error), err=True)
    click.echo(f"This is @{name}.", err=True)
    owner = ask_operator(token, api_base, name)
    write_settings(output, token, owner, ask_zone(), api_base)
    click.echo(f"Written to {output}.", err=True)
    settings = load_settings(output)
    offer_now(settings)
    click.echo(
        f"Translating with: {engine_words(settings)}. Next: mujaz check, then mujaz run.", err=True
    )


def check_settings(settings: Settings) -> int:
    """Print each finding on a line; 1 where one is wrong."""

    async def look() -> int:
        wrong = 0
        async for finding in findings(settings):
            click.echo(f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}: {finding.detail}")
            wrong |= not finding.ok
        return int(wrong)

    return asyncio.run(look())
