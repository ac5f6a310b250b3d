"""Records to JSON text and back, by cattrs and the records' type hints.

Only the dataclasses of bot/records.py and bot/sources/feeds/entries.py, and what those are made
of. A field a record has gained since the text was written takes its default; one it has lost is
left out. Nothing is converted: a value of another type than its field's makes the text unreadable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

from cattrs import Converter, override
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from bot.errors import MujazError

T = TypeVar("T")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableRecord(MujazError):
    """Stored text that is not the record it should be."""


def dumps(record: object, without: Iterable[str] = ()) -> str:
    """JSON of a dataclass, as short as it goes. `without`: its fields kept elsewhere.

    Safe to store anywhere: neither NUL nor a lone surrogate stands in it unescaped.
    """
    fields = _writer(type(record), frozenset(without))(record)  # type: ignore[arg-type]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=True)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def loads(kind: type[T], text: str, texts: dict[str, str] | None = None, **elsewhere: Any) -> T:
    """The record of this kind. `elsewhere`: the fields that were left out of the text.

    `texts`: of records that are kept together. A text that stands in them many times, as a
    sentence does in its translation and its brief, then takes memory once.

    Raises UnreadableRecord where the text is no such record.
    """
    try:
        fields = json.loads(text)
        if texts is not None:
            _hold_once(fields, texts)
        fields |= elsewhere
        read = _reader(kind, frozenset(elsewhere))  # type: ignore[arg-type]
        record: T = read(fields, kind)
        return record
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise UnreadableRecord(f"A stored {kind.__name__} cannot be read: {error}") from error


def _hold_once(among: Any, texts: dict[str, str]) -> None:
    """Put the first of equal texts in the place of all, in lists and objects within one another."""
    places = among.items() if type(among) is dict else enumerate(among)
    for place, value in places:
        if type(value) is str:
            among[place] = texts.setdefault(value, value)
        elif type(value) is list or type(value) is dict:
            _hold_once(value, texts)


@cache
def _writer(kind: Any, without: frozenset[str]) -> Callable[[Any], dict[str, Any]]:
    left_out: dict[str, Any] = dict.fromkeys(without, override(omit=True))
    return make_dict_unstructure_fn(kind, _CONVERTER, **left_out)


@cache
def _reader(kind: Any, elsewhere: frozenset[str]) -> Callable[[Any, Any], Any]:
    given: dict[str, Any] = dict.fromkeys(elsewhere, override(struct_hook=lambda value, _: value))
    return make_dict_structure_fn(kind, _CONVERTER, _cattrs_detailed_validation=False, **given)


def _write_moment(value: datetime | time) -> list[Any]:
    return [value.replace(tzinfo=None, fold=0).isoformat(), value.fold, _zone(value.tzinfo)]


def _read_moment(stored: Any, kind: type[datetime] | type[time]) -> Any:
    text, fold, zone = stored
    return kind.fromisoformat(text).replace(tzinfo=_unzone(zone), fold=fold)


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


def _refuse(stored: Any, kind: Any) -> Any:
    raise ValueError(f"{stored!r:.80} is no {getattr(kind, '__name__', kind)}")


def _exactly(stored: Any, kind: type[Any]) -> Any:
    if kind is float and type(stored) is int:
        return float(stored)
    return stored if type(stored) is kind else _refuse(stored, kind)


def _object_reader(kind: Any, converter: Converter) -> Any:
    read = make_dict_structure_fn(kind, converter, _cattrs_detailed_validation=False)
    return lambda stored, _: read(stored, kind) if type(stored) is dict else _refuse(stored, kind)


def _list_reader(hint: Any, converter: Converter) -> Any:
    item = get_args(hint)[0]
    read = converter.get_structure_hook(item)
    # A text would be taken for the list of its letters, an object for that of its keys.
    return lambda stored, _: (
        tuple([read(each, item) for each in stored])
        if type(stored) is list
        else _refuse(stored, hint)
    )


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _converter() -> Converter:
    made = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    for kind in (str, int, float, bool):
        made.register_structure_hook(kind, _exactly)
    for moment in (datetime, time):
        made.register_structure_hook(moment, _read_moment)
        made.register_unstructure_hook(moment, _write_moment)
    made.register_structure_hook(date, lambda stored, _: date.fromisoformat(stored))
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(StrEnum, lambda stored, kind: kind(stored))
    made.register_structure_hook_factory(is_dataclass, _object_reader)
    made.register_structure_hook_factory(_is_tuple, _list_reader)
    return made


_CONVERTER = _converter()
