"""`mujaz init` and `mujaz check`: a configuration made, and what is wrong with one."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.commands import checking
from bot.commands.checking_work import memory
from bot.commands.finding import Finding
from bot.commands.firefox import WORTH
from bot.commands.tracing import check_tracing
from bot.config import Settings
from bot.delivery.access import nobody_allowed
from bot.delivery.scheduling.schedule import zone_named
from bot.endpoint.pages_server import check_pages
from bot.endpoint.server import check as check_endpoint
from bot.endpoint.server import check_monitoring
from bot.errors import BadSettings, CannotWrite, MujazError


def bot_at(token: str, api_base: str) -> Bot:
    """To be entered before it is used."""
    request = HTTPXRequest(connect_timeout=10, read_timeout=10)
    return Bot(token, base_url=f"{api_base.rstrip('/')}/bot", request=request)


async def bot_name(token: str, api_base: str) -> str:
    """The bot's username by getMe. Raises BadSettings where Telegram does not know the token
    or cannot be reached."""
    try:
        async with bot_at(token, api_base) as bot:
            return bot.username
    except InvalidToken:
        raise BadSettings(
            "Telegram does not know this token. Copy it again from @BotFather."
        ) from None
    except TelegramError as error:
        # The error's own text can hold the address, and the address holds the token.
        raise BadSettings(
            f"{api_base} did not answer ({type(error).__name__}). Check the network, or "
            "bot.api_base."
        ) from None


def write_settings(path: Path, token: str, owner: int, zone: str, api_base: str) -> None:
    """A new mujaz.toml, readable by its owner alone. Raises CannotWrite."""
    lines = [
        "# Settings of Mujaz. Keep this file to yourself: it holds the bot's token.",
        "[bot]",
        f"token = {json.dumps(token)}",
        f"owner = {owner}",
        f"zone = {json.dumps(zone)}",
        "# Telegram ids of people and chats who may use the bot; nobody else may.",
        "allowed_users = []",
        "allowed_chats = []",
    ]
    if api_base != Settings().bot.api_base:
        lines.append(f"api_base = {json.dumps(api_base)}")
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except FileExistsError:
        raise CannotWrite(f"{path} exists already. Edit it, or move it away first.") from None
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything that could keep the bot from starting or from answering, and try what
    it will do: write, ask Telegram and a source, translate."""
    bot = settings.bot
    if (strange := checking.variables()) is not None:
        yield strange
    token = bot.token.get_secret_value()
    if not token:
        yield Finding("token", False, "There is none. Run `mujaz init`, or set MUJAZ_BOT__TOKEN.")
    else:
        try:
            yield Finding("token", True, f"@{await bot_name(token, bot.api_base)}")
        except BadSettings as error:
            yield Finding("token", False, str(error))
    yield _access(settings)
    try:
        zone_named(bot.zone)
        yield Finding("zone", True, bot.zone)
    except BadSettings as error:
        yield Finding("zone", False, str(error))
    yield await checking.clock(bot.api_base)
    for place in checking.places(settings):
        yield place
    yield await _database(settings)
    running = False
    if settings.has_database:
        async for finding in checking.stored(settings):
            running |= finding.what == "running"
            yield finding
    if (room := memory(settings, running)) is not None:
        yield room
    yield _engine(settings)
    yield await asyncio.to_thread(checking.translation, settings)
    checks: dict[str, Callable[[], str]] = {
        "endpoint": partial(check_endpoint, settings.endpoint),
        "pages": partial(check_pages, settings),
        "monitoring": partial(check_monitoring, settings.monitoring),
        "traces": partial(check_tracing, settings.monitoring),
    }
    for name, check in checks.items():
        try:
            yield Finding(name, True, check())
        except BadSettings as error:
            yield Finding(name, False, str(error))


def _access(settings: Settings) -> Finding:
    bot = settings.bot
    if nobody_allowed(bot):
        return Finding(
            "access",
            False,
            "Nobody is allowed. Set bot.owner, bot.allowed_users or bot.allowed_chats.",
        )
    owner = f"owner {bot.owner}" if bot.owner else "no owner, so no operator's commands"
    users, chats = len(bot.allowed_users), len(bot.allowed_chats)
    return Finding("access", True, f"{owner}; allowed users: {users}, allowed chats: {chats}")


async def _database(settings: Settings) -> Finding:
    from bot.store.address import database_file, shown
    from bot.store.store import open_store, revision

    try:
        where = shown(settings.database_url)
        file = database_file(settings.database_url)
        if file is not None and not settings.has_database:
            return _new_database(file, where)
        if (moving := settings.database_to_move) is not None:
            where += f", moved to {moving[1]} when the bot next runs"
        store = await open_store(settings.database_url, migrated=False)
        try:
            at = await revision(store)
        finally:
            await store.close()
    except MujazError as error:
        return Finding("database", False, str(error))
    return Finding("database", True, f"{where}, {f'revision {at}' if at else 'new'}")


def _new_database(file: Path, where: str) -> Finding:
    """The finding for a file that is not there yet or is empty. The file is not made, since
    others would take it for the bot's database."""
    folder = next((up for up in file.absolute().parents if up.exists()), Path("/"))
    if file.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return Finding("database", False, f"{where} cannot be made: {folder} is not writable.")
    return Finding("database", True, f"{where}, new: made when the bot first runs")


def _engine(settings: Settings) -> Finding:
    from bot.pipeline.engines import all_engines
    from bot.pipeline.firefox import worth_getting

    try:
        status = all_engines(settings)[0]
        words = engine_words(settings)
    except MujazError as error:
        return Finding("engine", False, str(error))
    detail = status.detail or ("built" if status.built else "to be built at the first article")
    better = f" {WORTH}: {command}" if (command := worth_getting(settings)) else ""
    return Finding("engine", status.usable, f"{words}: {detail}{better and '.'}{better}")


def engine_words(settings: Settings) -> str:
    """What translates, and whether it was chosen. Raises UnknownEngine."""
    from bot.pipeline.engines import all_engines, is_automatic

    label = all_engines(settings)[0].label
    return f'{label}, chosen by engine = "auto"' if is_automatic(settings) else label
