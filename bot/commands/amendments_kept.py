"""What `mujaz amendments` does, on the bot's database; the texts it answers with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.database import opened
from bot.config import Settings
from bot.language.lettering import clean
from bot.store import amendments
from bot.store.amendments import Amendment, AmendmentState

_LISTED = (AmendmentState.SENT, AmendmentState.TAKEN, AmendmentState.DROPPED)
"""What stays in its chat is nobody else's to read."""


async def listed(settings: Settings, *, everything: bool) -> str:
    async with opened(settings) as store, store.read_only() as c:
        found = await amendments.in_state(c, _LISTED if everything else _LISTED[:1])
    return "".join(_line(each) for each in found)


def _line(one: Amendment) -> str:
    name = f"{one.name_arabic} = {one.name_english}" if one.name_english else ""
    should = one.english or name
    cells = (one.id, one.state, one.wrong, one.arabic, one.before, should)
    return "\t".join(_cell(str(each)) for each in cells) + "\n"


def _cell(text: str) -> str:
    return " ".join(clean(text).split())


async def settled(settings: Settings, numbers: Sequence[int], *, taken: bool) -> tuple[str, bool]:
    """A line for each number, and whether one was wrong."""
    state = AmendmentState.TAKEN if taken else AmendmentState.DROPPED
    lines, wrong = [], False
    async with opened(settings) as store, store.transaction() as c:
        for number in numbers:
            kept = await amendments.get(c, number)
            if kept is None or kept.state not in _LISTED:
                lines.append(f"There is no amendment {number} here. `mujaz amendments list --all`")
                wrong = True
            elif taken and not kept.english:
                lines.append(f"{number} says what is wrong and not how it should read: drop it.")
                wrong = True
            else:
                await amendments.settle(c, number, state)
                lines.append(f"{state.capitalize()}: {number}")
    return "".join(f"{line}\n" for line in lines), wrong


async def exported(settings: Settings) -> tuple[str, int]:
    """The pairs as TSV, and their number."""
    async with opened(settings) as store, store.read_only() as c:
        found = await amendments.in_state(c, (AmendmentState.TAKEN,))
    pairs = dict.fromkeys(
        (_cell(each.arabic), _cell(each.english)) for each in found if each.english
    )
    return "".join(f"{arabic}\t{english}\n" for arabic, english in pairs), len(pairs)
