"""Every setting as a typed command; /subscribe is subscribing.py."""

from __future__ import annotations

from typing import Any

from bot.delivery.handlers import typed, typed_times
from bot.delivery.handlers.menu_buttons import button, in_rows
from bot.delivery.handlers.places import is_abbreviation, zone_shown, zones_for
from bot.delivery.handlers.settings_menu import (
    change_in,
    confirm_screen,
    language_screen,
    line,
    local_time,
    main_screen,
    outlets_screen,
    points_screen,
    quiet_screen,
    stories_screen,
    times_screen,
    words_screen,
    zone_screen,
)
from bot.delivery.handlers.styles import offered, style_screen
from bot.delivery.scheduling.preferences import (
    BREAKING,
    BREAKING_AT_FIRST,
    MOST_TIMES,
    POINTS,
    STORIES,
)
from bot.delivery.scheduling.weekly import picture
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.delivery.wording import LANGUAGES, plain

DEFAULT_STYLE = "default"
LONGEST_FILTER = 100
"""Characters of a filter that are said again."""


async def settings(visit: Visit) -> None:
    await visit.answer(main_screen(visit))


async def _saved(visit: Visit, name: str, value: Any) -> None:
    async with visit.context.store.transaction() as c:
        changed = await change_in(c, visit, name, value)
        await changed.answer_in(c, Screen(_said(changed, name), _beneath(changed)))
    visit.context.wake()


def _said(visit: Visit, name: str) -> str:
    """One line: the setting as it is now; and that no digest comes, where that may surprise."""
    said = line(visit, name)
    if name == "style":
        said += "\n" + visit.tell("settings.style_from_now")
    p = visit.preferences
    if name in ("times", "breaking", "weekly") and getattr(p, name) and not p.subscribed:
        said += "\n" + visit.tell("settings.not_subscribed")
    return said


def _beneath(visit: Visit) -> list[list[Choice]]:
    return [[button(visit, visit.plain("settings.button_menu"), {"page": "main"})]]


async def times(visit: Visit) -> None:
    """/times weekdays 08:00 18:30 weekends 10:00"""
    if not visit.args.strip():
        await visit.answer(times_screen(visit))
        return
    found = typed_times.times(visit.args)
    if found is None:
        await visit.answer(visit.tell("settings.bad_times"))
    elif len(found) > MOST_TIMES:
        await visit.answer(visit.tell("settings.too_many_times", limit=MOST_TIMES))
    else:
        await _saved(visit, "times", found)


async def zone(visit: Visit) -> None:
    """/zone Amman: searched, then confirmed with the local time."""
    if not visit.args.strip():
        await visit.answer(zone_screen(visit))
        return
    await visit.answer(zone_question(visit, visit.args[:64]))


def zone_question(visit: Visit, place: str) -> Screen:
    """Is it this zone, or which of these? Each is shown with its time now."""
    found = zones_for(place)
    if not found:
        return Screen(no_zone(visit, place))
    if len(found) == 1:
        return confirm_screen(visit, found[0])
    choices = [
        button(
            visit,
            f"{zone_shown(name)} · {local_time(visit, name)}",
            {"page": "confirm", "zone": name},
        )
        for name in found
    ]
    return Screen(visit.tell("settings.which_zone"), in_rows(choices, 1))


def no_zone(visit: Visit, place: str) -> str:
    """Why this is no place, and what to type."""
    key = "zone_abbreviation" if is_abbreviation(place) else "no_zone"
    return visit.tell(f"settings.{key}", text=place)


async def quiet(visit: Visit) -> None:
    """/quiet 22:00 07:00, /quiet off"""
    if not visit.args.strip():
        await visit.answer(quiet_screen(visit))
        return
    found = typed.quiet(visit.args)
    if found is None:
        await visit.answer(visit.tell("settings.bad_quiet"))
    else:
        await _saved(visit, "quiet", found or None)


async def _number(visit: Visit, name: str, within: range, screen: Screen) -> None:
    if not visit.args.strip():
        await visit.answer(screen)
        return
    found = typed.number(visit.args, within)
    if found is None:
        low, high = within.start, within.stop - 1
        await visit.answer(visit.tell("settings.bad_number", low=low, high=high))
    else:
        await _saved(visit, name, found)


async def stories(visit: Visit) -> None:
    await _number(visit, "stories", STORIES, stories_screen(visit))


async def points(visit: Visit) -> None:
    await _number(visit, "points", POINTS, points_screen(visit))


async def breaking(visit: Visit) -> None:
    """/breaking on, /breaking off, /breaking 5"""
    turned = typed.switch(visit.args) if not visit.args.strip().isdecimal() else None
    if turned is not None:
        await _saved(visit, "breaking", BREAKING_AT_FIRST if turned else 0)
        return
    how = Screen(_as_it_is(visit, "breaking", visit.tell("settings.choose_breaking")).text)
    await _number(visit, "breaking", BREAKING, how)


async def week(visit: Visit) -> None:
    """/week shows it; /week on Friday 18:00, /week off"""
    if visit.args.strip():
        found = typed.week(visit.args)
        if found is None:
            await visit.answer(_as_it_is(visit, "weekly", visit.tell("week.bad")))
        else:
            await _saved(visit, "weekly", found or None)
        return
    async with visit.context.store.read_only() as c:
        shown = await picture(c, visit.chat, visit.preferences, visit.context.now(), visit.language)
    await visit.answer(f"{shown or visit.tell('week.none')}\n{line(visit, 'weekly')}")


async def style(visit: Visit) -> None:
    """/style, /style analyst, /style default"""
    asked, known = visit.args.strip().casefold(), [each.name for each in offered(visit)]
    if not asked or not known:
        await visit.answer(style_screen(visit))
    elif asked == DEFAULT_STYLE or asked in known:
        await _saved(visit, "style", "" if asked == DEFAULT_STYLE else asked)
    else:
        await visit.answer(visit.tell("settings.bad_style", names=", ".join(known)))


async def _switch(visit: Visit, name: str) -> None:
    found = typed.switch(visit.args)
    if found is None:
        said = visit.tell("settings.bad_switch", command=name.removesuffix("_only"))
        await visit.answer(_as_it_is(visit, name, said))
    else:
        await _saved(visit, name, found)


def _as_it_is(visit: Visit, name: str, how: str) -> Screen:
    """The setting as it stands, and how to write another."""
    return Screen(f"{line(visit, name)}\n{how}", _beneath(visit))


async def headlines(visit: Visit) -> None:
    await _switch(visit, "headlines_only")


async def silent(visit: Visit) -> None:
    await _switch(visit, "silent")


async def empty(visit: Visit) -> None:
    """/empty say, /empty silent"""
    said = {"say": True, "silent": False}
    for each in LANGUAGES:
        said |= {
            plain(each, "settings.empty_say"): True,
            plain(each, "settings.empty_silent"): False,
        }
    choice = said.get(visit.args.strip().casefold())
    if choice is None:
        await visit.answer(_as_it_is(visit, "say_empty", visit.tell("settings.bad_empty")))
    else:
        await _saved(visit, "say_empty", choice)


async def _filter(visit: Visit, what: str) -> None:
    found = typed.names(visit.args)
    if found is None or (found[0] == "first" and what == "words"):
        typed_names = visit.args.strip()[:LONGEST_FILTER]
        await visit.answer(visit.tell("settings.bad_filter", command=what, names=typed_names))
        return
    how, names = found
    if how == "all":
        await _saved(visit, f"{what}_all", None)
        return
    kept_as = {"only": "keep", "not": "drop", "first": "first"}[how]
    await _saved(visit, f"{what}_{kept_as}", names)


async def outlets(visit: Visit) -> None:
    if visit.args.strip():
        await _filter(visit, "outlets")
    else:
        await visit.answer(await outlets_screen(visit))


async def words(visit: Visit) -> None:
    if visit.args.strip():
        await _filter(visit, "words")
    else:
        await visit.answer(words_screen(visit))


async def language(visit: Visit) -> None:
    choice = typed.language(visit.args)
    if not choice:
        await visit.answer(language_screen(visit))
    elif choice not in LANGUAGES:
        await visit.answer(visit.tell("settings.bad_language"))
    else:
        await _saved(visit, "language", choice)
