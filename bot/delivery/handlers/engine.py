"""/engine: what translates, how fast, what waits for it, and how much of it the checks flag."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.desk import Visit
from bot.delivery.wording import plain, tell
from bot.digest.render.cutting import clip
from bot.store import articles, figures, queue, requests
from bot.store.figures import Figures
from bot.translation.engines.chat.engine import NAME as CHAT
from bot.translation.engines.configured import statuses_in_use
from bot.translation.engines.translator import EngineStatus

RECENT = 50
"""Translations whose speed is told."""
WEEK = timedelta(days=7)
_LONGEST = 600
"""Characters of a reason; the sentences a refused engine made are among them."""


async def engine(visit: Visit) -> None:
    desk, now = visit.desk, visit.desk.now()
    # Of the files on disk, which may be slow.
    engines = await asyncio.to_thread(statuses_in_use, desk.settings)
    async with desk.store.reading() as c:
        recent = await figures.latest(c, RECENT)
        week = await figures.since(c, now - WEEK)
        waiting = await queue.waiting(c)
        asked = await requests.count_open(c)
        held, until = await articles.postponed(c, now)
    lines = [
        visit.tell(
            "engine.head",
            name=desk.settings.translation.engine,
            model=visit.plain(f"engine.model_{desk.runner.state.replace(' ', '_')}"),
        )
    ]
    lines += each(visit.language, engines, desk.runner.passed_over)
    if (trouble := desk.runner.trouble) is not None:
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
    """A line for each engine that may be asked and one for what is wrong with it."""
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
        if said := why or (status.detail if status.name == CHAT else ""):
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
