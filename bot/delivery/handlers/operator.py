"""What the operator is told of the whole bot, and how it is held back: /status, /pause, /resume."""

from __future__ import annotations

import asyncio
import resource
import sys
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.handlers.services import EngineState
from bot.delivery.scheduling.preferences import shown_at
from bot.delivery.visit import Visit
from bot.pipeline.engines import named_in_use
from bot.store import (
    articles,
    chats,
    digests,
    following,
    incidents,
    outbox,
    requests,
    sources,
    switches,
)
from bot.store.incidents import Incident

# -------------------------------------------------------------------------------------- status


async def status(visit: Visit, runner: EngineState) -> None:
    context, now = visit.context, visit.context.now()
    # Of the files on disk, which may be slow.
    engine = await asyncio.to_thread(named_in_use, context.settings)
    async with context.store.read_only() as c:
        by_state = await chats.count_by_state(c)
        by_stage = await articles.count_by_stage(c)
        happened = await incidents.count_since(c, now - timedelta(hours=24))
        last = await digests.latest_made(c)
        unsent = await outbox.count_unsent(c)
        reading = await requests.count_open(c)
        paused = await switches.since(c, switches.PAUSED)
        known = await sources.count(c, everybody=True)
        failing = await following.failing(c)
        looked = await following.last_checked(c)

    def counted(counts: Any) -> str:
        listed = ", ".join(
            f"{visit.plain(f'states.{name}')}: {count}" for name, count in sorted(counts.items())
        )
        return listed or visit.plain("operator.none")

    model = visit.plain(f"engine.model_{runner.state.replace(' ', '_')}")

    def moment(at: datetime | None, otherwise: str) -> str:
        return shown_at(at, visit.preferences.zone) if at else visit.plain(otherwise)

    await visit.answer(
        visit.tell(
            "operator.status",
            chats=counted(by_state),
            unsent=unsent,
            articles=counted(by_stage),
            requests=reading,
            last=moment(last, "operator.never"),
            failures=counted({k: n for k, n in happened.items() if k is not Incident.RUN}),
            model=f"{engine}: {model}",
            memory=memory_mb(),
            paused=moment(paused, "settings.off"),
            sources=known,
            failing=failing,
            looked=moment(looked, "operator.never"),
        )
    )


def memory_mb() -> int:
    """The most this process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes on Linux, bytes on macOS (getrusage(2)).
    return most >> (20 if sys.platform == "darwin" else 10)


# --------------------------------------------------------------------------------------- pause


async def pause(visit: Visit) -> None:
    async with visit.context.store.transaction() as c:
        await switches.on(c, switches.PAUSED, visit.context.now())
        hours = f"{visit.context.settings.bot.late_hours:g}"
        await visit.answer_in(c, visit.tell("operator.pause_on", hours=hours))
    visit.context.wake()


async def resume(visit: Visit) -> None:
    async with visit.context.store.transaction() as c:
        await switches.off(c, switches.PAUSED)
        await visit.answer_in(c, visit.tell("operator.pause_off"))
    visit.context.wake()
