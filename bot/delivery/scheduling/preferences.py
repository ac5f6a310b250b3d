"""What a chat has chosen, as one value; `chats.settings` holds it as JSON.

Unknown keys of newer versions are kept out and missing ones take their default, so that a
downgrade or an upgrade reads every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import BotSettings
from bot.delivery.scheduling.schedule import EVERY_DAY, WEEKDAYS, WEEKENDS, Quiet, quiet_until
from bot.delivery.wording import plain
from bot.store.addressees import Addressee
from bot.store.chats import Chat

MOST_TIMES = 12
"""Digests a day of one chat."""
STORIES = range(1, 51)
POINTS = range(1, 11)
BREAKING = range(1, 21)
"""Stories a day that may come at once."""
BREAKING_AT_FIRST = 3
MOST_NAMES = 50
"""Outlets or topics in one filter."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A name, or words, that a chat looks out for."""

    name: str
    at_once: bool
    """Its stories may come between digests (Preferences.breaking)."""
    forms: tuple[str, ...]
    """It and what it goes by in both languages, as known when it was given."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The defaults are what a new chat has; its zone comes from the configuration."""

    subscribed: bool = False
    times: tuple[tuple[str, str], ...] = (("08:00", EVERY_DAY),)
    """(wall time, digits of weekdays), by time."""
    zone: str = "UTC"
    quiet: tuple[str, str] | None = None
    stories: int = 10
    points: int = 3
    style: str = ""
    """How a model writes for it: a file of the operator's; empty: the default."""
    headlines_only: bool = False
    silent: bool = False
    say_empty: bool = False
    outlets_keep: tuple[str, ...] = ()
    outlets_drop: tuple[str, ...] = ()
    outlets_first: tuple[str, ...] = ()
    """Their stories come before others that matter as much."""
    words_keep: tuple[str, ...] = ()
    words_drop: tuple[str, ...] = ()
    by_topic: bool = False
    """Stories of one topic stand together in a digest."""
    topics_keep: tuple[str, ...] = ()
    topics_drop: tuple[str, ...] = ()
    topics_first: tuple[str, ...] = ()
    """Topics of articles (bot/digest/topics.py) and ISO codes of countries."""
    source_topics: tuple[str, ...] = ()
    """Topic labels of the sources it gets; with no label and no number, it gets all."""
    sources_keep: tuple[int, ...] = ()
    """Numbers of sources it gets besides."""
    gives_to: tuple[int, ...] = ()
    """Of a channel or group: the chats (`Chat.id`) that get its posts as news."""
    username: str = ""
    """A channel's or group's public name, without "@"; "" where it has none."""
    admitted: bool = False
    """Somebody who may use the bot brought it here."""
    told_host: str = ""
    """The remote host that the chat was told its own texts go to."""
    stays_here: bool = False
    """Its own texts are translated on this machine, whatever the engine is."""

    watched: tuple[tuple[str, bool, tuple[str, ...]], ...] = ()
    """The fields of each `Watch`."""
    breaking: int = 0
    """Stories a day that may come at once, between the digests."""
    weekly: tuple[str, str] | None = None
    """When the picture of the week comes by itself: (wall time, digit of the weekday)."""

    @property
    def watches(self) -> tuple[Watch, ...]:
        return tuple(Watch(*of) for of in self.watched)

    def quiet_hours(self) -> Quiet | None:
        if self.quiet is None:
            return None
        start, end = (time.fromisoformat(text) for text in self.quiet)
        return Quiet(start, end, self.zone)


def shown_at(moment: datetime, zone: str) -> str:
    """A moment as every text of the bot shows it: in the chat's own time."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def local(moment: datetime, chat: Chat, settings: BotSettings) -> datetime:
    """The moment in the chat's own zone."""
    return moment.astimezone(ZoneInfo(of_chat(chat, settings).zone))


def of_chat(chat: Chat, settings: BotSettings) -> Preferences:
    return from_json(chat.settings, settings.zone)


def quiet_at(to: Addressee, now: datetime, *, settings: BotSettings) -> datetime | None:
    """When the quiet hours end in which the chat is now; None outside them."""
    return quiet_until(now, from_json(to.settings, settings.zone).quiet_hours())


def from_json(stored: Mapping[str, Any], zone: str = "UTC") -> Preferences:
    """`zone`: of a chat that has not chosen."""
    known = {field.name for field in fields(Preferences)}
    values = {name: _tuples(value) for name, value in stored.items() if name in known}
    return Preferences(**{"zone": zone, **values})


def to_json(preferences: Preferences) -> dict[str, Any]:
    return asdict(preferences)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value


DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def days_words(days: str, language: str) -> str:
    """ "weekdays", or the days by name."""
    named = {EVERY_DAY: "every_day", WEEKDAYS: "weekdays", WEEKENDS: "weekends"}.get(days)
    if named:
        return plain(language, f"settings.{named}")
    return ", ".join(plain(language, f"settings.{DAY_KEYS[int(day)]}") for day in days)


def times_words(times: tuple[tuple[str, str], ...], language: str) -> str:
    """ "08:00, 18:30 every day; 10:00 weekends"."""
    if not times:
        return plain(language, "settings.no_times")
    by_days: dict[str, list[str]] = {}
    for wall, days in times:
        by_days.setdefault(days, []).append(wall)
    return "; ".join(f"{', '.join(w)} {days_words(d, language)}" for d, w in by_days.items())
