"""/start: what the bot is, and the next step."""

from __future__ import annotations

from bot.delivery.administrators import Administrators
from bot.delivery.handlers.helping import help_
from bot.delivery.handlers.settings_commands import settings
from bot.delivery.handlers.subscribing import subscribe
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit


def greeting(visit: Visit) -> Screen:
    def step(name: str) -> Choice:
        return Choice(visit.plain(f"start.{name}"), "step", {"step": name})

    return Screen(
        visit.tell("start.hello"),
        [[step("subscribe")], [step("settings"), step("help")], *_chats(visit)],
    )


def _chats(visit: Visit) -> list[list[Choice]]:
    return [[Choice(visit.plain("chats.button"), "chats")]] if visit.private else []


async def start(visit: Visit) -> None:
    await visit.answer(greeting(visit))


async def step(visit: Visit, administrators: Administrators) -> None:
    """A button beneath the greeting."""
    match visit.data.get("step"):
        case "subscribe":
            await subscribe(visit)
        case "settings":
            await settings(visit)
        case _:
            await help_(visit, administrators)
