"""/settings: the inline menu. The same settings as commands are settings_commands.py.

Menus live in the database: each button holds what it sets and the version of the settings it
was drawn for. A button of an older version changes nothing; a press of it draws the menu anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers import following
from bot.delivery.handlers.menu_buttons import button, in_rows, setter
from bot.delivery.handlers.places import city_shown, zone_shown
from bot.delivery.handlers.sharing import name_of
from bot.delivery.handlers.styles import offered, style_screen
from bot.delivery.scheduling.preferences import (
    Preferences,
    days_words,
    times_words,
)
from bot.delivery.scheduling.schedule import EVERY_DAY, WEEKDAYS, WEEKENDS
from bot.delivery.scheduling.subscription import save
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.delivery.wording import LANGUAGES, plain
from bot.store import article_lists, chats

TIMES = (
    ("07:00",),
    ("08:00",),
    ("12:00",),
    ("18:00",),
    ("08:00", "18:00"),
    ("07:00", "13:00", "20:00"),
)
QUIETS = (("22:00", "07:00"), ("23:00", "08:00"), ("21:00", "09:00"), ("00:00", "06:00"))
ZONES = (
    "Asia/Riyadh",
    "Asia/Amman",
    "Africa/Cairo",
    "Asia/Dubai",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "UTC",
)
"""Offered at once; any other is typed."""
STORY_COUNTS = (3, 5, 10, 15, 20)
POINT_COUNTS = (1, 2, 3, 4, 5)
OFFERED_OUTLETS = 10


# ------------------------------------------------------------------------------------- screens


def summary(visit: Visit) -> str:
    """The settings in words: when the digest comes, and whatever is not as it is at first."""
    p, first = visit.preferences, Preferences()
    lines = [
        visit.tell("settings.head_of", name=name_of(visit.chat))
        if visit.at
        else visit.tell("settings.head"),
        *(line(visit, name) for name in ("subscribed", "times", "zone")),
        *(line(visit, name) for name in _LINES if getattr(p, name) != getattr(first, name)),
    ]
    if p.source_topics:
        lines.append(visit.tell("follow.topics", names=", ".join(p.source_topics)))
    if p.sources_keep:
        lines.append(visit.tell("follow.sources", names=", ".join(map(str, p.sources_keep))))
    return "\n".join(lines)


_LINES = (
    "quiet", "breaking", "weekly", "stories", "points", "style", "headlines_only", "silent",
    "say_empty", "outlets_keep", "outlets_drop", "outlets_first", "words_keep", "words_drop",
)  # fmt: skip


def line(visit: Visit, name: str) -> str:
    """One setting in words."""
    p = visit.preferences
    match name:
        case "subscribed":
            return visit.tell("settings.state_on" if p.subscribed else "settings.state_off")
        case "times":
            return visit.tell("settings.times", times=times_words(p.times, visit.language))
        case "zone":
            shown = zone_shown(p.zone)
            return visit.tell("settings.zone", zone=shown, time=local_time(visit, p.zone))
        case "quiet":
            return visit.tell("settings.quiet", quiet=_quiet_words(visit, p))
        case "stories" | "points":
            return visit.tell(f"settings.{name}", count=getattr(p, name))
        case "breaking" if not p.breaking:
            return visit.tell("settings.breaking_off")
        case "breaking":
            return visit.tell("settings.breaking", count=p.breaking)
        case "weekly":
            return _weekly_words(visit, p)
        case "style":
            name = p.style or visit.context.settings.summary.style
            return visit.tell("settings.style", name=name)
        case "headlines_only" | "silent":
            key = name.removesuffix("_only")
            return visit.tell(f"settings.{key}", state=_state(visit, getattr(p, name)))
        case "say_empty":
            said = visit.plain("settings.empty_say" if p.say_empty else "settings.empty_silent")
            return visit.tell("settings.empty", state=said)
        case "language":
            return visit.tell("settings.language", name=plain(visit.chat.language, "language.name"))
        case "outlets_all" | "words_all":
            return visit.tell(f"settings.{name}")
    return visit.tell(f"settings.{name}", names=", ".join(getattr(p, name)))


def _state(visit: Visit, on: bool) -> str:
    return visit.plain("settings.on" if on else "settings.off")


def _quiet_words(visit: Visit, p: Preferences) -> str:
    return "–".join(p.quiet) if p.quiet else visit.plain("settings.quiet_none")


def _weekly_words(visit: Visit, p: Preferences) -> str:
    if p.weekly is None:
        return visit.tell("week.off")
    return visit.tell("week.on", when=times_words((p.weekly,), visit.language))


def local_time(visit: Visit, zone: str) -> str:
    return f"{visit.context.now().astimezone(ZoneInfo(zone)):%H:%M}"


def main_screen(visit: Visit) -> Screen:
    p = visit.preferences

    def page(name: str) -> Choice:
        return button(visit, visit.plain(f"settings.button_{name}"), {"page": name})

    def toggle(name: str, field: str) -> Choice:
        on = getattr(p, field)
        label = f"{visit.plain(f'settings.button_{name}')}: {_state(visit, on)}"
        return setter(visit, label, field, not on)

    empty = visit.plain("settings.empty_say" if p.say_empty else "settings.empty_silent")
    subscribe = "button_unsubscribe" if p.subscribed else "button_subscribe"
    return Screen(
        summary(visit),
        [
            [setter(visit, visit.plain(f"settings.{subscribe}"), "subscribed", not p.subscribed)],
            [page("times"), page("days")],
            [page("zone"), page("quiet")],
            [page("stories"), page("points")],
            *([[page("style")]] if offered(visit) else []),
            [toggle("headlines", "headlines_only"), toggle("silent", "silent")],
            [
                setter(
                    visit,
                    f"{visit.plain('settings.button_empty')}: {empty}",
                    "say_empty",
                    not p.say_empty,
                )
            ],
            [page("outlets"), page("words")],
            [
                Choice(visit.plain("watch.button"), "watch"),
                Choice(visit.plain("sections.button"), "sections"),
            ],
            [
                button(visit, visit.plain("follow.button"), {"page": "sources"}),
                page("language"),
                button(visit, visit.plain("settings.button_close"), {"page": "close"}),
            ],
            *([[Choice(visit.plain("chats.button"), "chats")]] if visit.private else []),
            *([[Choice(visit.plain("settings.button_gives"), "give")]] if visit.at else []),
        ],
    )


def _back(visit: Visit) -> list[Choice]:
    return [button(visit, visit.plain("settings.button_back"), {"page": "main"})]


def times_screen(visit: Visit) -> Screen:
    p = visit.preferences
    days = p.times[0][1] if p.times else EVERY_DAY
    choices = [
        setter(visit, " ".join(walls), "times", [[wall, days] for wall in walls]) for walls in TIMES
    ]
    rows = [*in_rows(choices, 2), _back(visit)]
    return Screen(visit.tell("settings.choose_times"), rows)


def days_screen(visit: Visit) -> Screen:
    """Each day a switch; above them the sets that have a name."""
    p = visit.preferences
    walls = list(dict.fromkeys(wall for wall, _ in p.times)) or ["08:00"]
    now = "".join(sorted({day for _, days in p.times for day in days}))

    def chosen(label: str, days: str) -> Choice:
        if not days or days == now:
            # One day stays: a digest on no day is one that is turned off.
            return button(visit, label, {"page": "days"})
        return setter(visit, label, "times", [[wall, days] for wall in walls], back="days")

    named = [
        chosen(days_words(days, visit.language), days) for days in (EVERY_DAY, WEEKDAYS, WEEKENDS)
    ]
    switches = []
    for day in EVERY_DAY:
        on = day in now
        others = now.replace(day, "") if on else "".join(sorted(now + day))
        switches.append(chosen(f"{'✓ ' if on else ''}{days_words(day, visit.language)}", others))
    rows = [named, *in_rows(switches, 4), _back(visit)]
    return Screen(visit.tell("settings.choose_days"), rows)


def zone_screen(visit: Visit) -> Screen:
    choices = [
        button(visit, city_shown(zone, visit.language), {"page": "confirm", "zone": zone})
        for zone in ZONES
    ]
    return Screen(visit.tell("settings.choose_zone"), [*in_rows(choices, 2), _back(visit)])


def confirm_screen(visit: Visit, zone: str) -> Screen:
    text = visit.tell("settings.confirm_zone", zone=zone_shown(zone), time=local_time(visit, zone))
    yes = setter(visit, visit.plain("settings.yes"), "zone", zone)
    no = button(visit, visit.plain("settings.no"), {"page": "zone"})
    return Screen(text, [[yes, no]])


def quiet_screen(visit: Visit) -> Screen:
    choices = [setter(visit, "–".join(hours), "quiet", list(hours)) for hours in QUIETS]
    none = setter(visit, visit.plain("settings.button_none"), "quiet", None)
    return Screen(visit.tell("settings.choose_quiet"), [*in_rows(choices, 2), [none], _back(visit)])


def stories_screen(visit: Visit) -> Screen:
    choices = [setter(visit, str(count), "stories", count) for count in STORY_COUNTS]
    return Screen(visit.tell("settings.choose_stories"), [choices, _back(visit)])


def points_screen(visit: Visit) -> Screen:
    choices = [setter(visit, str(count), "points", count) for count in POINT_COUNTS]
    return Screen(visit.tell("settings.choose_points"), [choices, _back(visit)])


async def outlets_screen(visit: Visit) -> Screen:
    """The outlets of the chat's newest articles, each a switch between kept and dropped."""
    p = visit.preferences
    async with visit.context.store.read_only() as c:
        seen = [
            each.article.outlet_label for each in await article_lists.latest(c, visit.chat, 100)
        ]
    names = list(dict.fromkeys([*p.outlets_drop, *seen]))[:OFFERED_OUTLETS]
    rows = []
    for name in names:
        dropped = name in p.outlets_drop
        left = [n for n in p.outlets_drop if n != name]
        value = left if dropped else [*left, name[:64]]
        label = f"{'✗' if dropped else '✓'} {name[:40]}"
        rows.append([setter(visit, label, "outlets_drop", value, back="outlets")])
    clear = setter(visit, visit.plain("settings.button_clear"), "outlets_all", None)
    return Screen(visit.tell("settings.choose_outlets"), [*rows, [clear], _back(visit)])


def words_screen(visit: Visit) -> Screen:
    clear = setter(visit, visit.plain("settings.button_clear"), "words_all", None)
    return Screen(visit.tell("settings.choose_words"), [[clear], _back(visit)])


def language_screen(visit: Visit) -> Screen:
    choices = [
        setter(visit, plain(language, "language.name"), "language", language)
        for language in LANGUAGES
    ]
    return Screen(visit.tell("settings.choose_language"), [choices, _back(visit)])


_PAGES: dict[str, Callable[[Visit], Screen]] = {
    "main": main_screen,
    "times": times_screen,
    "days": days_screen,
    "zone": zone_screen,
    "quiet": quiet_screen,
    "stories": stories_screen,
    "points": points_screen,
    "style": style_screen,
    "words": words_screen,
    "language": language_screen,
}


# ------------------------------------------------------------------------------------ pressing


async def pressed(visit: Visit) -> str | None:
    """A button of the menu was pressed; returns the text of the toast."""
    data = visit.data
    if data.get("version") != visit.chat.settings_version:
        await visit.show(main_screen(visit))
        return visit.plain("menu.old")
    said = None
    if "set" in data:
        visit = await change(visit, str(data["set"]), data["value"])
        said = visit.plain("settings.saved")
    await visit.show(await _page(visit, str(data["page"])))
    return said


async def _page(visit: Visit, name: str) -> Screen:
    if name == "close":
        return Screen(summary(visit))
    if name == "confirm":
        return confirm_screen(visit, str(visit.data["zone"]))
    if name == "outlets":
        return await outlets_screen(visit)
    if name == "sources":
        return await following.screen(visit, int(visit.data.get("number", 0)))
    return _PAGES[name](visit)


async def change(visit: Visit, name: str, value: Any) -> Visit:
    """`change_in` in a transaction of its own, for answers that are shown in place."""
    async with visit.context.store.transaction() as c:
        return await change_in(c, visit, name, value)


async def change_in(c: AsyncConnection, visit: Visit, name: str, value: Any) -> Visit:
    """Set one setting, and bring the chat's schedules in line."""
    p = visit.preferences
    if name == "language":
        await chats.set_language(c, visit.chat.id, str(value))
        return replace(visit, chat=await save(c, visit.chat, p))
    if name == "sources_all":
        return await visit.choose(c, replace(p, source_topics=(), sources_keep=()))
    if name in ("outlets_all", "words_all"):
        what = name.removesuffix("_all")
        cleared: dict[str, Any] = {f"{what}_keep": (), f"{what}_drop": ()}
        if what == "outlets":
            cleared["outlets_first"] = ()
        return await visit.choose(c, replace(p, **cleared))
    given: dict[str, Any] = {name: _frozen(value)}
    return await visit.choose(c, replace(p, **given))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
