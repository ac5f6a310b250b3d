"""/engine: what translates, how fast, what waits for it, and how much of it the checks flag."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.handlers.services import EngineState
from bot.delivery.visit import Visit
from bot.delivery.wording import plain, tell
from bot.language.cutting import clip
from bot.pipeline.engines import (
    EngineStatus,
    engines_in_use,
    named_in_use,
    says_what_it_spent,
)
from bot.store import articles, figures, queue, requests
from bot.store.figures import Figures

RECENT = 50
"""Translations whose speed is told."""
WEEK = timedelta(days=7)
_LONGEST = 600
"""Characters of a reason; the sentences a refused engine made are among them."""


async def engine(visit: Visit, runner: EngineState) -> None:
    context, now = visit.context, visit.context.now()
    # Of the files on disk, which may be slow.
    engines = await asyncio.to_thread(engines_in_use, context.settings)
    name = await asyncio.to_thread(named_in_use, context.settings)
    async with context.store.read_only() as c:
        recent = await figures.latest(c, RECENT)
        week = await figures.since(c, now - WEEK)
        waiting = await queue.waiting(c)
        asked = await requests.count_open(c)
        held, until = await articles.postponed(c, now)
    lines = [
        visit.tell(
            "engine.head",
            name=name,
            model=visit.plain(f"engine.model_{runner.state.replace(' ', '_')}"),
        )
    ]
    lines += each(visit.language, engines, runner.passed_over)
    if (trouble := runner.trouble) is not None:
        lines.append(
            visit.tell(
                "engine.trouble",
                at=_moment(trouble.at),
                kind=trouble.error.name,
                why=clip(str(trouble.error), _LONGEST),
            )
        )
    lines.append(_speed(visit, recent))
    lines.append(visit.tell("engine.waiting", articles=waiting, requests=asked))
    if until is not None:
        lines.append(visit.tell("engine.postponed", count=held, until=_moment(until)))
    lines.append(_flagged(visit, week))
    await visit.answer("\n".join(lines))


def each(
    language: str, engines: Sequence[EngineStatus], passed_over: Mapping[str, str]
) -> list[str]:
    """A line for each engine that may be asked, and one for what is wrong with it."""
    lines = []
    for status in engines:
        why = passed_over.get(status.name, "" if status.usable else status.detail)
        down = bool(why) or not status.usable
        tried = status.tried_at
        lines.append(
            tell(
                language,
                "engine.one",
                label=status.label,
                state=plain(language, "engine.down" if down else "engine.up"),
                canary=plain(language, "engine.tried", at=_moment(tried))
                if tried
                else plain(language, "engine.untried"),
            )
        )
        # An endpoint says what it has spent, however it is.
        if said := why or (status.detail if says_what_it_spent(status) else ""):
            lines.append(tell(language, "engine.detail", why=clip(said, _LONGEST)))
    return lines


def _speed(visit: Visit, recent: Figures) -> str:
    if not recent.words or recent.seconds <= 0:
        return visit.tell("engine.no_speed")
    return visit.tell(
        "engine.speed",
        words=f"{recent.words / recent.seconds:.1f}",
        sentences=f"{recent.sentences / recent.seconds:.2f}",
        articles=recent.articles,
    )


def _flagged(visit: Visit, week: Figures) -> str:
    if not week.sentences:
        return visit.tell("engine.nothing_made")
    return visit.tell(
        "engine.flagged",
        share=f"{(week.errors + week.warnings) / week.sentences:.0%}",
        errors=week.errors,
        warnings=week.warnings,
        sentences=week.sentences,
        articles=week.articles,
    )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
