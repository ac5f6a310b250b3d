"""/week: what the chat followed in seven days, as a chart of stories, outlets and hours."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.scheduling.preferences import DAY_KEYS
from bot.delivery.visit import Visit
from bot.formats.bars import bars
from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.store import followed
from bot.store.followed import Report, Told

DAYS = 7
OUTLETS = 8
"""Shown; the others are one line."""
HOURS = 4
"""Of one bar."""
LONGEST_NAME = 20


async def week(visit: Visit) -> None:
    zone = ZoneInfo(visit.preferences.zone)
    now = visit.context.now().astimezone(zone)
    since = datetime.combine(now.date() - timedelta(days=DAYS - 1), datetime.min.time(), zone)
    async with visit.context.store.read_only() as c:
        told = await followed.told(c, visit.chat, since)
        reports = await followed.reports(c, visit.chat, since)
    if not reports:
        await visit.answer(visit.tell("week.none"))
        return
    outlets = _outlets(visit, reports)
    lines = [
        visit.tell("week.head", first=f"{since:%Y-%m-%d}", last=f"{now:%Y-%m-%d}"),
        visit.tell("week.digests", count=sum(not each.at_once for each in told)),
        visit.tell("week.articles", count=len(reports)),
        "",
        visit.tell("week.headlines" if visit.preferences.headlines_only else "week.stories"),
        _chart(_days(visit, told, since, zone)),
        visit.tell("week.outlets"),
        _chart(outlets),
        visit.tell("week.hours"),
        _chart(_hours(reports, zone)),
    ]
    await visit.answer("\n".join(lines))


def _chart(counted: Sequence[tuple[str, int]]) -> str:
    return f"<pre>{html.escape(chr(10).join(bars(counted)), quote=False)}</pre>"


def _days(
    visit: Visit, told: Sequence[Told], since: datetime, zone: ZoneInfo
) -> list[tuple[str, int]]:
    by_day = Counter[object]()
    for each in told:
        by_day[each.made_at.astimezone(zone).date()] += each.stories
    days = [since.date() + timedelta(days=n) for n in range(DAYS)]
    return [
        (f"{visit.plain(f'settings.{DAY_KEYS[day.weekday()]}')} {day.day}", by_day[day])
        for day in days
    ]


def _outlets(visit: Visit, reports: Sequence[Report]) -> list[tuple[str, int]]:
    unnamed = visit.plain("week.unnamed")
    counted = Counter(clean(each.outlet or "") or unnamed for each in reports)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = [(clip(name, LONGEST_NAME), number) for name, number in ordered[:OUTLETS]]
    rest = sum(number for _, number in ordered[OUTLETS:])
    return [*shown, (visit.plain("week.others"), rest)] if rest else shown


def _hours(reports: Sequence[Report], zone: ZoneInfo) -> list[tuple[str, int]]:
    counted = Counter(each.received_at.astimezone(zone).hour // HOURS for each in reports)
    return [
        (f"{part * HOURS:02}–{(part + 1) * HOURS:02}", counted[part]) for part in range(24 // HOURS)
    ]
