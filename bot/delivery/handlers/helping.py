"""/help: what whoever asks needs here, in under a phone's screen; the rest behind buttons."""

from __future__ import annotations

from collections.abc import Iterable

from bot.delivery.administrators import Administrators
from bot.delivery.handlers.commands import BY_NAME, COMMANDS, FIRST, PAGES, Command
from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.handlers.sources_rights import may_add
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.small_talk import UNCLEAR, kind_of

LIKE = 70
"""rapidfuzz score, 0 to 100, from which a command is taken for a misspelt one."""


async def help_(visit: Visit, administrators: Administrators) -> None:
    await visit.answer(first_screen(visit, await _role(visit, administrators)))


async def pressed(visit: Visit, administrators: Administrators) -> None:
    """A button beneath it: one of its pages, or back."""
    role, page = await _role(visit, administrators), str(visit.data.get("page", ""))
    shown = page in pages_of(visit, role)
    await visit.show(page_screen(visit, page) if shown else first_screen(visit, role))


async def _role(visit: Visit, administrators: Administrators) -> str:
    """A key of FIRST."""
    if visit.private:
        return "reader"
    if visit.user is None or visit.owner:
        return "administrator"
    there = await administrators.has(visit.chat.telegram_id, visit.user)
    return "administrator" if there else "member"


def pages_of(visit: Visit, role: str) -> list[str]:
    shown = {"reader": PAGES[:-1], "administrator": PAGES[:-1], "member": ("articles",)}[role]
    return [*shown, "operator"] if visit.owner and visit.private else list(shown)


def first_screen(visit: Visit, role: str) -> Screen:
    shown = (BY_NAME[name] for name in FIRST[role])
    lines = [visit.tell("help.head"), *_lines(visit, shown)]
    foot = visit.tell("help.foot" if role == "reader" else "help.foot_group")
    choices = [
        Choice(visit.plain(f"help.page_{page}"), "help", {"page": page})
        for page in pages_of(visit, role)
    ]
    return Screen("\n".join([*lines, "", foot]), in_rows(choices, 2))


def page_screen(visit: Visit, page: str) -> Screen:
    lines = _lines(visit, (each for each in COMMANDS if each.page == page))
    head = f"<b>{visit.tell(f'help.page_{page}')}</b>"
    back = Choice(visit.plain("settings.button_back"), "help", {})
    return Screen("\n".join([head, *lines]), [[back]])


def unknown(visit: Visit, name: str) -> str:
    """The answer to a command that there is not: what was meant, as far as that can be told."""
    from rapidfuzz import fuzz, process

    if (kind := kind_of(name.replace("_", " "))) not in (None, UNCLEAR):
        return visit.tell(f"talk.{kind}")
    names = [each.name for each in COMMANDS if visit.owner or not each.owner]
    near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=LIKE)
    if near is None:
        return visit.tell("access.unknown_command")
    return visit.tell("access.like_command", name=name, near=near[0])


def _lines(visit: Visit, commands: Iterable[Command]) -> list[str]:
    # A line that opens with a slash would be set from left to right; the second mark keeps the
    # slash before its word.
    mark = "\u200f\u200e" if visit.language == "ar" else ""
    return [
        f"{mark}/{each.name} — {visit.tell(f'commands.{each.name}')}"
        for each in commands
        if may_add(visit) or not each.adds
    ]
