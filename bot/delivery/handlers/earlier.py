"""/digest DATE: a digest of before, with what the chat may still see of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.page_links import address_of
from bot.delivery.scheduling.composing import beneath_digest
from bot.delivery.scheduling.earlier import earlier
from bot.delivery.scheduling.editions import Editions, shown_as
from bot.delivery.scheduling.preferences import shown_at
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.arabic.fold import for_tables
from bot.language.dates.calendar import gregorian, weekdays
from bot.language.digits import western
from bot.pipeline.pages import with_note
from bot.store import digests, versions
from bot.store.digests import DigestRow

OFFERED = 12
"""Digests that /digest offers."""
_AGO = {"today": 0, "اليوم": 0, "yesterday": 1, "أمس": 1, "امس": 1}
_NUMBERS = re.compile(r"(\d{1,4})[-./](\d{1,2})(?:[-./](\d{1,4}))?")
_NAMED = re.compile(r"(\d{1,2})\s+([^\W\d]+)\s*(\d{4})?|([^\W\d]+)\s+(\d{1,2})(?:,?\s+(\d{4}))?")


async def digest(visit: Visit, editions: Editions) -> None:
    """/digest, /digest 2026-11-20, /digest yesterday, /digest Friday, /digest 20 November"""
    zone = ZoneInfo(visit.preferences.zone)
    async with visit.context.store.read_only() as c:
        kept = list(await digests.of_chat(c, visit.chat.id))[::-1]
        corrected = await versions.times_told(c, visit.chat.id)
        # A slot for which there was nothing has a row too.
        shown = [
            each
            for each in kept
            if each.made_at in corrected or await digests.articles_of(c, each.id)
        ]
    said = visit.args.strip()
    if not said:
        text = visit.tell("digest.earlier" if shown else "digest.none_kept")
        await visit.answer(Screen(text, _choices(visit, shown[:OFFERED])))
        return
    day = day_of(said, visit.context.now().astimezone(zone).date())
    if day is None:
        await visit.answer(visit.tell("digest.bad_date"))
        return
    of_day = [each for each in shown if each.made_at.astimezone(zone).date() == day]
    if len(of_day) == 1:
        await _show(visit, editions, of_day[0])
    elif of_day:
        text = visit.tell("digest.several", date=day)
        await visit.answer(Screen(text, _choices(visit, of_day[:OFFERED])))
    else:
        text = visit.tell("digest.none_then", date=day)
        await visit.answer(Screen(text, _choices(visit, shown[:OFFERED])))


def _choices(visit: Visit, shown: Sequence[DigestRow]) -> list[list[Choice]]:
    zone = visit.preferences.zone
    made = [Choice(shown_at(each.made_at, zone), "digest", {"digest": each.id}) for each in shown]
    return in_rows(made, 2)


async def pressed(visit: Visit, editions: Editions) -> None:
    async with visit.context.store.read_only() as c:
        kept = await digests.of_chat(c, visit.chat.id)
    found = [each for each in kept if each.id == visit.data["digest"]]
    if found:
        await _show(visit, editions, found[0])
    else:
        await visit.answer(visit.tell("digest.gone"))


async def _show(visit: Visit, editions: Editions, row: DigestRow) -> None:
    """It says what its page says, and nothing that was taken back."""
    found = await earlier(visit.context, editions, visit.chat, row)
    if found is None:
        await visit.answer(visit.tell("digest.gone"))
        return
    page = _page(visit, row)
    edition = shown_as(found.digest, found.stored)
    corrected = {each.article for each in found.digest.corrections}
    by = [each.number for each in found.stored if each.article.id in corrected]
    beneath = beneath_digest(edition, by, visit.language, page)
    about = tuple(each.number for each in found.stored)
    texts: Sequence[str] = edition.texts
    if found.again and page is not None:
        texts = with_note(texts, visit.tell("digest.again"))
    await visit.answer(*(Screen(text, beneath, about) for text in texts))


def _page(visit: Visit, row: DigestRow) -> str | None:
    """The address of its page, while it is kept."""
    settings = visit.context.settings
    if row.page is None or row.made_at < visit.context.now() - timedelta(days=settings.pages.days):
        return None
    return address_of(settings, visit.chat.id, row.page)


def day_of(text: str, today: date) -> date | None:
    """The day that somebody names, in English or Arabic; None where there is none such, or it is
    still to come."""
    said = western(text.strip()).casefold()
    if (ago := _AGO.get(said)) is not None:
        return today - timedelta(days=ago)
    if (weekday := weekdays().get(for_tables(said))) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    found = _of_numbers(said, today) or _of_names(said, today)
    return found if found is not None and found <= today else None


def _of_numbers(said: str, today: date) -> date | None:
    match = _NUMBERS.fullmatch(said)
    if match is None:
        return None
    one, two, three = match[1], match[2], match[3]
    if len(one) == 4 and three:
        return _dated(int(one), int(two), int(three))
    return _past(int(one), int(two), int(three) if three else None, today)


def _of_names(said: str, today: date) -> date | None:
    match = _NAMED.fullmatch(said)
    if match is None:
        return None
    day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    month = gregorian().get(for_tables(name))
    return _past(int(day), month, int(year) if year else None, today) if month else None


def _past(day: int, month: int, year: int | None, today: date) -> date | None:
    """Without a year the last such day."""
    if year is not None:
        return _dated(year, month, day)
    found = _dated(today.year, month, day)
    return _dated(today.year - 1, month, day) if found is None or found > today else found


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day).date()
    except ValueError:
        return None
