"""/subscribe with times, days and a place in one line, and /unsubscribe."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers import typed_times
from bot.delivery.handlers.menu_buttons import button
from bot.delivery.handlers.places import certain_zone, is_abbreviation, zone_shown, zones_for
from bot.delivery.handlers.settings_commands import no_zone, zone_question
from bot.delivery.handlers.settings_menu import local_time
from bot.delivery.handlers.typed_times import Wanted
from bot.delivery.scheduling.preferences import MOST_TIMES, Preferences, times_words
from bot.delivery.scheduling.subscription import next_words
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit

LONGEST_LINE = 200


async def subscribe(visit: Visit) -> None:
    """/subscribe, /subscribe 18:30, /subscribe weekdays 8am Amman. Without times those that the
    chat has, every day at 08:00 at first."""
    wanted = typed_times.wanted(visit.args[:LONGEST_LINE])
    refused = _refusal(visit, wanted)
    if wanted is None or refused is not None:
        await visit.answer(refused or visit.tell("settings.bad_times"))
        return
    before = visit.preferences
    chosen = _chosen(before, wanted)
    async with visit.context.store.transaction() as c:
        if chosen != before:
            visit = await visit.choose(c, chosen)
        key = (
            "subscribed" if not before.subscribed else "changed" if chosen != before else "already"
        )
        screens = [Screen(await _promise(c, visit, f"settings.{key}"), _first_choices(visit))]
        if wanted.place and certain_zone(wanted.place) is None:
            screens.append(zone_question(visit, wanted.place))
        await visit.answer_in(c, *screens)
    visit.context.wake()


def _refusal(visit: Visit, wanted: Wanted | None) -> str | None:
    if wanted is None:
        return visit.tell("settings.bad_times")
    if len(wanted.times) > MOST_TIMES:
        return visit.tell("settings.too_many_times", limit=MOST_TIMES)
    if wanted.place and not zones_for(wanted.place):
        if wanted.times or is_abbreviation(wanted.place):
            return no_zone(visit, wanted.place[:64])
        return visit.tell("settings.bad_times")
    return None


def _chosen(before: Preferences, wanted: Wanted) -> Preferences:
    zone = certain_zone(wanted.place) if wanted.place else None
    times = wanted.times or before.times
    if wanted.days:
        times = tuple((wall, wanted.days) for wall in dict.fromkeys(wall for wall, _ in times))
    return replace(before, subscribed=True, times=times, zone=zone or before.zone)


async def _promise(c: AsyncConnection, visit: Visit, key: str) -> str:
    p = visit.preferences
    return visit.tell(
        key,
        times=times_words(p.times, visit.language),
        zone=zone_shown(p.zone),
        now=local_time(visit, p.zone),
        next=await next_words(c, visit.chat.id, p),
    )


def _first_choices(visit: Visit) -> list[list[Choice]]:
    return [
        [
            button(visit, visit.plain("settings.button_times"), {"page": "times"}),
            button(visit, visit.plain("settings.button_zone"), {"page": "zone"}),
            button(visit, visit.plain("start.settings"), {"page": "main"}),
        ]
    ]


async def unsubscribe(visit: Visit) -> None:
    p = visit.preferences
    if not p.subscribed:
        await visit.answer(visit.tell("settings.not_subscribed"))
        return
    async with visit.context.store.transaction() as c:
        await visit.choose(c, replace(p, subscribed=False))
        await visit.answer_in(c, visit.tell("settings.unsubscribed"))
    visit.context.wake()
