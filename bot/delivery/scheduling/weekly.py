"""The picture of a chat's week: what it followed in seven days, as a chart of stories, outlets and
hours. /week shows it, and it comes by itself where the chat wants that."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.context import BotContext
from bot.delivery.scheduling.preferences import DAY_KEYS, Preferences, of_chat
from bot.delivery.scheduling.schedule import Hold, Skip, decide, next_slot, slot_at
from bot.delivery.scheduling.subscription import gets_digests
from bot.delivery.sending.post import Payload, to_row
from bot.delivery.wording import plain, tell
from bot.formats.bars import bars
from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.store import chats, followed, incidents, outbox, weeklies
from bot.store.chats import Chat
from bot.store.followed import Report, Told
from bot.store.incidents import Incident
from bot.store.outbox import Priority
from bot.store.weeklies import Weekly

log = structlog.get_logger(__name__)

DAYS = 7
OUTLETS = 8
"""Shown; the others are one line."""
HOURS = 4
"""Of one bar."""
LONGEST_NAME = 20


async def picture(
    c: AsyncConnection, chat: Chat, preferences: Preferences, now: datetime, language: str
) -> str | None:
    """As Telegram HTML; None where no digest of the week had news."""
    zone = ZoneInfo(preferences.zone)
    here = now.astimezone(zone)
    since = datetime.combine(here.date() - timedelta(days=DAYS - 1), datetime.min.time(), zone)
    told = await followed.told(c, chat, since)
    reports = await followed.reports(c, chat, since)
    if not reports:
        return None
    headlines = preferences.headlines_only
    lines = [
        tell(language, "week.head", first=f"{since:%Y-%m-%d}", last=f"{here:%Y-%m-%d}"),
        tell(language, "week.digests", count=sum(not each.at_once for each in told)),
        tell(language, "week.articles", count=len(reports)),
        "",
        tell(language, "week.headlines" if headlines else "week.stories"),
        _chart(_days(language, told, since, zone)),
        tell(language, "week.outlets"),
        _chart(_outlets(language, reports)),
        tell(language, "week.hours"),
        _chart(_hours(reports, zone)),
    ]
    return "\n".join(lines)


class WeeklyPictures:
    """Sends them when their time comes, and never in a chat's quiet hours: one that falls into
    them comes at their end."""

    def __init__(self, context: BotContext) -> None:
        self._context = context

    async def look(self) -> int:
        """Promise those that are due; how many."""
        now = self._context.now()
        async with self._context.store.read_only() as c:
            due = await weeklies.due(c, now)
        promised = 0
        for each in due:
            try:
                promised += await self._settle(each, now)
            except Exception as error:
                # One chat's picture that cannot be made is no reason to keep the others waiting.
                log.error("weekly_failed", chat=each.chat, kind=type(error).__name__)
        return promised

    async def _settle(self, due: Weekly, now: datetime) -> int:
        """Of several weeks that were missed the last alone is told of."""
        settings = self._context.settings.bot
        slot = slot_at(due.next_run, due.wall, due.zone)
        following = next_slot(now, due.wall, due.day, due.zone).at
        async with self._context.store.read_only() as c:
            chat = await chats.get(c, due.chat)
        if chat is None:
            return 0
        preferences = of_chat(chat, settings)
        grace = timedelta(hours=settings.late_hours)
        decision = decide(slot, now, preferences.quiet_hours(), grace)
        if isinstance(decision, Hold):
            return 0
        async with self._context.store.transaction() as c:
            if not await weeklies.advance(c, chat.id, due.next_run, following):
                return 0
            if isinstance(decision, Skip):
                subject = f"week {slot.key}"
                await incidents.add(c, Incident.SLOT_DROPPED, now, chat=chat.id, subject=subject)
                return 0
            if not await gets_digests(c, chat.id, settings):
                return 0
            text = await picture(c, chat, preferences, now, chat.language)
            if text is None:
                return 0
            row = to_row(Payload(text, silent=preferences.silent))
            await outbox.add(c, chat.id, [row], Priority.DIGEST, now)
        return 1


def _chart(counted: Sequence[tuple[str, int]]) -> str:
    return f"<pre>{html.escape(chr(10).join(bars(counted)), quote=False)}</pre>"


def _days(
    language: str, told: Sequence[Told], since: datetime, zone: ZoneInfo
) -> list[tuple[str, int]]:
    by_day = Counter[object]()
    for each in told:
        by_day[each.made_at.astimezone(zone).date()] += each.stories
    days = [since.date() + timedelta(days=n) for n in range(DAYS)]
    return [
        (f"{plain(language, f'settings.{DAY_KEYS[day.weekday()]}')} {day.day}", by_day[day])
        for day in days
    ]


def _outlets(language: str, reports: Sequence[Report]) -> list[tuple[str, int]]:
    unnamed = plain(language, "week.unnamed")
    counted = Counter(clean(each.outlet or "") or unnamed for each in reports)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = [(clip(name, LONGEST_NAME), number) for name, number in ordered[:OUTLETS]]
    rest = sum(number for _, number in ordered[OUTLETS:])
    return [*shown, (plain(language, "week.others"), rest)] if rest else shown


def _hours(reports: Sequence[Report], zone: ZoneInfo) -> list[tuple[str, int]]:
    counted = Counter(each.received_at.astimezone(zone).hour // HOURS for each in reports)
    return [
        (f"{part * HOURS:02}–{(part + 1) * HOURS:02}", counted[part]) for part in range(24 // HOURS)
    ]
