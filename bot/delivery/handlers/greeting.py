"""/start and /help: what the bot is, and the next step."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.handlers.commands import COMMANDS, Command, may_see
from bot.delivery.handlers.settings_commands import settings, subscribe
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit


def greeting(visit: Visit) -> Screen:
    def step(name: str) -> Choice:
        return Choice(visit.plain(f"start.{name}"), "step", {"step": name})

    return Screen(
        visit.tell("start.hello"), [[step("subscribe")], [step("settings"), step("help")]]
    )


async def start(visit: Visit) -> None:
    await visit.answer(greeting(visit))


async def step(visit: Visit) -> None:
    """A button beneath the greeting."""
    match visit.data.get("step"):
        case "subscribe":
            await subscribe(visit)
        case "settings":
            await settings(visit)
        case _:
            await help_(visit)


async def help_(visit: Visit) -> None:
    def lines(commands: Sequence[Command]) -> list[str]:
        return [f"/{each.name} — {visit.tell(f'commands.{each.name}')}" for each in commands]

    seen = [each for each in COMMANDS if may_see(each, visit.private, visit.owner)]
    parts = [visit.tell("help.head"), *lines([e for e in seen if not e.admin and not e.owner])]
    if changing := [each for each in seen if each.admin]:
        parts += ["", visit.tell("help.admin"), *lines(changing)]
    if running := [each for each in seen if each.owner]:
        parts += ["", visit.tell("help.owner"), *lines(running)]
    await visit.answer("\n".join([*parts, "", visit.tell("help.foot")]))
