"""Records to JSON text and back, driven by their type hints.

Only the dataclasses of bot/records.py and what they are made of: it ends where a field is of
another kind. A field a record has gained since the text was written takes its default; one it
has lost is left out.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Hashable, Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from bot.errors import MujazError

T = TypeVar("T")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableRecord(MujazError):
    """Stored text that is not the record it should be."""


def dumps(record: object, without: Iterable[str] = ()) -> str:
    """JSON of a dataclass, as short as it goes. `without`: its fields kept elsewhere.

    Safe to store anywhere: neither NUL nor a lone surrogate stands in it unescaped.
    """
    left_out = set(without)
    fields = {
        field.name: _encode(getattr(record, field.name))
        for field in dataclasses.fields(record)  # type: ignore[arg-type]
        if field.name not in left_out
    }
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=True)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def loads(kind: type[T], text: str, **elsewhere: Any) -> T:
    """The record of this kind. `elsewhere`: the fields that were left out of the text.

    Raises UnreadableRecord where the text is no such record.
    """
    try:
        fields = json.loads(text)
        record: T = _dataclass(kind, fields, elsewhere)
        return record
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, LookupError) as error:
        raise UnreadableRecord(f"A stored {kind.__name__} cannot be read: {error}") from error


def _encode(value: object) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case datetime():
            return [value.replace(tzinfo=None, fold=0).isoformat(), value.fold, _zone(value.tzinfo)]
        case date():
            return value.isoformat()
        case time():
            return [value.replace(tzinfo=None, fold=0).isoformat(), value.fold, _zone(value.tzinfo)]
        case tuple():
            return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {f.name: _encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"a {type(value).__name__} has no place in a record")


def _zone(zone: tzinfo | None) -> str | float | None:
    """An IANA name, or the offset in seconds of a zone that has only one."""
    if zone is None:
        return None
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    offset = zone.utcoffset(None)
    if offset is None:
        raise TypeError(f"the zone {zone!r} has no name and no fixed offset")
    return offset.total_seconds()


def _unzone(stored: str | float | None) -> tzinfo | None:
    if stored is None:
        return None
    if isinstance(stored, str):
        return ZoneInfo(stored)
    return timezone(timedelta(seconds=stored))


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: type[Any], stored: Any, elsewhere: dict[str, Any]) -> Any:
    if not isinstance(stored, dict):
        raise ValueError(f"{kind.__name__} is not an object")
    hints = _hints(kind)  # type: ignore[arg-type]
    values = {
        field.name: _decode(hints[field.name], stored[field.name])
        for field in dataclasses.fields(kind)
        if field.name in stored and field.name not in elsewhere
    }
    return kind(**values, **elsewhere)


def _decode(hint: Any, stored: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if stored is None and type(None) in get_args(hint):
            return None
        (hint,) = (arg for arg in get_args(hint) if arg is not type(None))
        return _decode(hint, stored)
    if origin is tuple:
        item, _ = get_args(hint)
        if not isinstance(stored, list):
            raise ValueError("a list was expected")
        return tuple(_decode(item, each) for each in stored)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass(hint, stored, {})
    if issubclass(hint, StrEnum):
        return hint(stored)
    if hint is datetime:
        text, fold, zone = stored
        return datetime.fromisoformat(text).replace(tzinfo=_unzone(zone), fold=fold)
    if hint is date:
        return date.fromisoformat(stored)
    if hint is time:
        text, fold, zone = stored
        return time.fromisoformat(text).replace(tzinfo=_unzone(zone), fold=fold)
    if hint is float and isinstance(stored, int) and not isinstance(stored, bool):
        return float(stored)
    if not isinstance(stored, hint) or (hint is int and isinstance(stored, bool)):
        raise ValueError(f"{stored!r} is no {hint.__name__}")
    return stored
