"""What `mujaz work` prints and moves."""

from __future__ import annotations

import asyncio

from bot.commands.database import opened
from bot.config import Settings
from bot.errors import NothingGivenUp
from bot.jobs import dead_letters
from bot.store import jobs, queue


def listed(settings: Settings) -> list[str]:
    return asyncio.run(_listed(settings))


async def _listed(settings: Settings) -> list[str]:
    async with opened(settings) as store, store.read_only() as c:
        lines = [f"articles under way: {await queue.waiting(c)}"]
        if store.queued:
            lines += [
                f"queue {each.queue}: {each.doing} in hand, {each.due} due, "
                f"{each.todo - each.due} for later"
                for each in await jobs.waiting(c)
            ]
        letters = await dead_letters.listing(c)
    lines.append(f"given up: {len(letters)}")
    lines += [
        f"  {each.name}  {each.tries} tries  {each.error}  {each.about}".rstrip()
        for each in letters
    ]
    return lines


def moved(settings: Settings, names: tuple[str, ...] | None, *, drop: bool) -> str:
    """Take up again, or drop, what has these names; None: all that was given up.

    Raises NothingGivenUp for a name that nothing given up has; then nothing is moved.
    """
    return asyncio.run(_moved(settings, names, drop))


async def _moved(settings: Settings, names: tuple[str, ...] | None, drop: bool) -> str:
    move = dead_letters.drop if drop else dead_letters.retry
    async with opened(settings) as store, store.transaction() as c:
        given_up = [each.name for each in await dead_letters.listing(c)]
        wanted = list(dict.fromkeys(names or given_up))
        for name in wanted:
            if not await move(c, name):
                raise NothingGivenUp(
                    f"Nothing that was given up is called {name}. `mujaz work list` names it all."
                )
    return f"{'Dropped' if drop else 'Taken up again'}: {len(wanted)}"
