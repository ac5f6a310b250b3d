"""A source's settings as people type them: "topic=Economy interval=60 must=gas, oil". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.language.digits import western
from bot.polling.filters import checked
from bot.store.source import PRIORITIES, FullText

LONGEST_AGENT = 200
_NONE = frozenset({"none", "-", "لا", "بلا", ""})
_AUTO = frozenset({"auto", "تلقائي", *_NONE})
_PAIR = re.compile(r"(?:^|\s)([^\W\d]+)\s*=")
_NAMES = {
    "title": "title", "العنوان": "title", "topic": "topic", "الموضوع": "topic",
    "priority": "priority", "الأولوية": "priority", "interval": "interval_minutes",
    "الوتيرة": "interval_minutes", "text": "full_text", "النص": "full_text",
    "must": "must", "mustnot": "must_not", "must_not": "must_not",
    "agent": "user_agent", "user_agent": "user_agent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read: the key of the text that says so, and its values."""

    key: str
    values: Mapping[str, object]


def number_and_rest(text: str) -> tuple[int, str] | None:
    """ "12 topic=x" as (12, "topic=x")."""
    found = re.match(r"\s*#?(\d{1,9})(?:\s+(.*))?\Z", western_at_start(text), re.DOTALL)
    return (int(found[1]), (found[2] or "").strip()) if found else None


def western_at_start(text: str) -> str:
    """The number that opens the text, in ASCII; a filter's own digits stay as they are."""
    head, _, rest = text.strip().partition(" ")
    return f"{western(head)} {rest}"


def settings(text: str, intervals: range, *, operator: bool) -> dict[str, Any] | Unread:
    """What `bot.store.sources.change` takes. `intervals`: minutes that may be asked for.

    Raises BadFilter where words cannot be used as filters.
    """
    marks = list(_PAIR.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return Unread("sources.source_usage", {})
    found: dict[str, Any] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        name = _NAMES.get(mark[1].casefold())
        value = text[mark.end() : following.start() if following else len(text)].strip()
        if name is None:
            return Unread("sources.bad_setting", {"name": mark[1]})
        read = _read(name, value, intervals, operator)
        if isinstance(read, Unread):
            return read
        found[name] = read
    return found


def _read(name: str, value: str, intervals: range, operator: bool) -> Any:
    match name:
        case "must" | "must_not":
            return words(value)
        case "interval_minutes":
            if value.casefold() in _AUTO:
                return None
            return _number(value, intervals, "sources.bad_interval")
        case "priority":
            return _number(value, PRIORITIES, "sources.bad_priority")
        case "full_text":
            try:
                return FullText(value.casefold())
            except ValueError:
                return Unread("sources.bad_text", {})
        case "user_agent":
            plain = value.isascii() and value.isprintable() and len(value) <= LONGEST_AGENT
            if not operator or not plain:
                return Unread("sources.bad_agent", {})
            return None if value.casefold() in _NONE else value
        case "topic":
            return "" if value.casefold() in _NONE else value
    return value


def _number(value: str, within: range, key: str) -> int | Unread:
    digits = western(value).replace("−", "-")
    if not re.fullmatch(r"[+-]?\d{1,6}", digits) or int(digits) not in within:
        return Unread(key, {"low": within.start, "high": within.stop - 1})
    return int(digits)


def words(text: str) -> tuple[str, ...]:
    """Filters between commas; one in slashes may hold commas. Raises BadFilter."""
    if text.casefold() in _NONE:
        return ()
    parts = re.findall(r"\s*(/(?:\\.|[^/\\])+/|[^,،;\n]+)", text)
    return checked(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Following:
    """What /follow asks for: everything where both are empty."""

    topics: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


def following(text: str) -> Following | None:
    """ "all", "topics Economy, Sport", or numbers of sources."""
    text = text.strip()
    first, _, rest = text.partition(" ")
    how = {"الكل": "all", "كل": "all", "المواضيع": "topics", "مواضيع": "topics"}.get(
        first, first.casefold()
    )
    if how == "all" and not rest.strip():
        return Following()
    if how in ("topic", "topics"):
        names = dict.fromkeys(n for n in map(str.strip, re.split(r"[,،;\n]", rest)) if n)
        return Following(topics=tuple(names)) if names else None
    numbers = re.split(r"[\s,،;#]+", western(text).strip("# "))
    if numbers and all(re.fullmatch(r"\d{1,9}", each) for each in numbers):
        return Following(sources=tuple(dict.fromkeys(map(int, numbers))))
    return None
