"""`mujaz init` asks who the operator is, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from telegram import Message, MessageOriginUser, User
from telegram.error import Conflict, TelegramError

from bot.commands.setting_up import bot_at
from bot.delivery.handlers.places import certain_zone, zone_shown, zones_for
from bot.errors import BadSettings

LISTEN = 20
"""Seconds a message is waited for, of those that are not there yet."""

_WHO = """Who is the operator? Telegram knows people by a number, their id, which stays when they
change their name. You need not know it: open https://t.me/{bot} and send any message, or forward
one that the operator wrote; then press Enter here. Or type your @name, once you have written, or
the id."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote to the bot, or whose message was forwarded to it."""

    id: int
    name: str
    username: str
    """Without its @; empty where there is none."""

    @property
    def shown(self) -> str:
        known_as = f", @{self.username}" if self.username else ""
        return f"{self.name}{known_as}, id {self.id}"


async def people(token: str, api_base: str) -> list[Person]:
    """Those of whom the bot has waiting messages, the newest first. Nothing is confirmed to
    Telegram, so that the bot answers those messages when it runs.

    Raises BadSettings where Telegram does not tell.
    """
    try:
        async with bot_at(token, api_base) as bot:
            updates = await bot.get_updates(timeout=LISTEN, read_timeout=LISTEN + 10)
    except Conflict as error:
        # Its text says which of the two it is, and holds no secret.
        raise BadSettings(
            f"Another program receives this bot's messages ({error.message}). End that one, or "
            "type the id."
        ) from None
    except TelegramError as error:
        raise BadSettings(f"Telegram did not answer ({type(error).__name__}).") from None
    found: dict[int, Person] = {}
    for message in (update.message for update in reversed(updates)):
        for user in _authors(message) if message else ():
            found.setdefault(user.id, Person(user.id, user.full_name, user.username or ""))
    return list(found.values())


def _authors(message: Message) -> Sequence[User]:
    """Whoever wrote a message that was forwarded, then whoever sent it."""
    origin, sender = message.forward_origin, message.from_user
    wrote = [origin.sender_user] if isinstance(origin, MessageOriginUser) else []
    return [user for user in (*wrote, sender) if user is not None and not user.is_bot]


def ask_operator(token: str, api_base: str, bot: str) -> int:
    """The operator's Telegram id. `bot`: its username."""
    click.echo(_WHO.format(bot=bot), err=True)
    while True:
        text = str(click.prompt("Enter, @name or id", default="", show_default=False, err=True))
        text = text.strip()
        if text.isascii() and text.isdigit() and int(text):
            return int(text)
        if text and not text.startswith("@"):
            click.echo("An id is a number such as 123456789; a name begins with @.", err=True)
            continue
        try:
            found = asyncio.run(people(token, api_base))
        except BadSettings as error:
            click.echo(str(error), err=True)
            continue
        if text:
            wanted = text[1:].casefold()
            found = [person for person in found if person.username.casefold() == wanted]
        if not found:
            said = f"{text} has not written" if text else "Nobody has written"
            click.echo(f"{said} to @{bot} yet. Send it a message first.", err=True)
        for person in found:
            if click.confirm(f"{person.shown}: is this the operator?", default=True, err=True):
                return person.id


def ask_zone() -> str:
    """An IANA name. What is only like a place is taken when it was confirmed."""
    while True:
        text = str(click.prompt("Your city or time zone", default="UTC", err=True))
        if (zone := certain_zone(text)) is not None:
            click.echo(_now(zone), err=True)
            return zone
        found = zones_for(text)
        if len(found) == 1:
            if click.confirm(f"{_now(found[0])}. Is it that?", default=False, err=True):
                return found[0]
            click.echo("Name the next big city, or an offset such as +3.", err=True)
        elif found:
            click.echo(f"Name one of: {', '.join(found)}.", err=True)
        else:
            click.echo(
                "No such place. Name the next big city, or an offset such as +3; abbreviations "
                "such as EST belong to several zones.",
                err=True,
            )


def _now(zone: str) -> str:
    return f"{zone_shown(zone)}, where it is {datetime.now(ZoneInfo(zone)):%H:%M} now"
