"""Outlets: who a page says it is from.

A name counts only where the page speaks of itself: its metadata or address, a line of its own
that is nothing but a well-known name, "follow X on", "notifications from the newspaper X", the
source line. A name within the article's prose says nothing of the outlet and is never looked at.
Names come from outlets.tsv, so that one outlet has one name however a page spells it; a name
that is not in the table stays as the page states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from urllib.parse import urlsplit

from bot.language.arabic.characters import words
from bot.language.arabic.fold import for_tables as fold
from bot.language.lexicon import rows

_KIND = r"(?:صحيفة|جريدة|موقع|قناة|شبكة|وكالة|مجلة|بوابة|منصة|إذاعة)"
_PREFIX = re.compile(fold(rf"{_KIND}\s+(?=\w)"))
_STATED = re.compile(rf"(?<!\w)(?:من|ل|ال)?{_KIND}\s+[«\"“”']\s*([^»\"“”']{{2,30}})\s*[»\"“”']")
_FOLLOW = re.compile(r"(?:تابعوا|follow)\s+(.{2,30}?)\s+(?:على|عبر|on)\b", re.IGNORECASE)
_RIGHTS = re.compile(
    r"محفوظة(?:\s*©)?(?:\s+(?:لدى|لصالح))?\s+(?:ل(?=[^ ]))?(.{2,40}?)\s*(?:©|\d{4}|\.|$)"
)
_SOURCE = re.compile(
    r"(?:ال)?مصدر(?:\s+الخبر)?\s*[:：\-–—]\s*(.+)|source\s*:\s*(.+)", re.IGNORECASE
)
_SEPARATORS = re.compile(r"\s*[+،,/|&؛;]\s*|\s+[\-–—]\s+")
_AND = re.compile(r"\s+و\s*(?=\w)")
_QUOTED_DATELINE = re.compile(r"\w+(?: \w+)?\s*[:：\-–—]\s*[«\"“]\s*([^»\"”]{2,30})\s*[»\"”]")
# What source lines say instead of a name.
_NOBODY = re.compile(
    fold(
        r"(?:ال)?(?:وكالات|وكالة|متابعات|متابعة|صحف|صحافة|خاص|مواقع(?: .*)?|انترنت|مراسلون?"
        r"|مراسلو.*|مراسلنا|محرر|رصد|وسائل .*|صحافة .*|وكالات الأنباء|أنباء|مصادر.*"
        r"|agencies|wires?|web|internet|other)"
    )
)
_LONGEST_NAME = 5
_QUOTES = " \"'«»“”()[]{}:.،,؛-–—|*•"


class ClaimStanding(IntEnum):
    """How a page names an outlet, the surest first: of several names the surest counts."""

    METADATA = 0
    ALONE = 1
    ITSELF = 2
    ADDRESS = 3
    SOURCE = 4
    AGENCY = 5


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of outlets.tsv. `kind` is "outlet", "agency" (news to others) or "photo"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A name that the page states, and how."""

    name: str
    standing: ClaimStanding


@cache
def _table() -> tuple[dict[str, Outlet], frozenset[str], dict[str, Outlet]]:
    """Outlets by folded name, the names that are ordinary words too, and outlets by address."""
    by_name: dict[str, Outlet] = {}
    ordinary: set[str] = set()
    by_address: dict[str, Outlet] = {}
    for row in rows("outlets"):
        outlet = Outlet(row["english"], row["kind"])
        for name in row.listed("names"):
            by_name.setdefault(_key(name.lstrip("*")), outlet)
            if name.startswith("*"):
                ordinary.add(_key(name[1:]))
        by_name.setdefault(_key(outlet.name), outlet)
        by_address.update((address, outlet) for address in row.listed("domains"))
    return by_name, frozenset(ordinary), by_address


def _key(name: str) -> str:
    return " ".join(fold(name).replace(".", " ").strip(_QUOTES).split())


def find(name: str) -> Outlet | None:
    """The outlet of this name, with or without "صحيفة" and the like before it."""
    by_name, _, _ = _table()
    key = _key(name)
    return by_name.get(key) or by_name.get(_key(_PREFIX.sub("", key, count=1)))


def find_alone(line: str) -> Outlet | None:
    """The outlet that a whole line names, where its name is not an ordinary word as well."""
    _, ordinary, _ = _table()
    return None if _key(line) in ordinary else find(line)


def at_address(url: str | None) -> Outlet | None:
    """The outlet whose site an address is on."""
    if not url:
        return None
    try:
        parts = urlsplit(url if "//" in url else "//" + url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    _, _, by_address = _table()
    for address, outlet in by_address.items():
        domain, _, path = address.partition("/")
        if (host == domain or host.endswith("." + domain)) and (
            not path or parts.path.lstrip("/").startswith(path)
        ):
            return outlet
    return None


def stated(name: str, standing: ClaimStanding) -> Claim | None:
    """A name as one claim: the table's where it has it, the page's own words where not."""
    outlet = find(name)
    if outlet:
        if outlet.kind == "photo":
            return None
        lowest = ClaimStanding.AGENCY if outlet.kind == "agency" else standing
        return Claim(
            outlet.name, max(standing, lowest) if standing > ClaimStanding.ALONE else standing
        )
    plain = name.strip(_QUOTES)
    if not plain or len(words(plain)) > _LONGEST_NAME or _NOBODY.fullmatch(_key(plain)):
        return None
    return Claim(plain, standing)


def named_by_itself(line: str) -> Claim | None:
    """The outlet that a line of litter names as the page's own ("تابعوا RT على")."""
    for pattern in (_STATED, _FOLLOW, _RIGHTS):
        found = pattern.search(line)
        if found is None:
            continue
        name = found[1].strip(_QUOTES)
        # Only a quoted name after "the newspaper" is surely one where the table does not know it.
        if find(name) or pattern is _STATED:
            return stated(name, ClaimStanding.ITSELF)
    return None


def in_dateline(line: str) -> Claim | None:
    """The outlet in a line of names and places alone ("لندن: «الشرق الأوسط»")."""
    if len(line) > 80 or len(words(line)) > _LONGEST_NAME + 1:
        return None
    quoted = _QUOTED_DATELINE.fullmatch(line)
    if quoted:
        return stated(quoted[1], ClaimStanding.ALONE) if find(quoted[1]) else None
    parts = [part for part in _SEPARATORS.split(line) if part.strip()]
    named = [part for part in parts if find_alone(part)]
    rest = [part for part in parts if part not in named]
    if not named or any(len(words(p)) > 2 and not _NOBODY.fullmatch(_key(p)) for p in rest):
        return None
    return surest(stated(name, ClaimStanding.ALONE) for name in named)


def is_source_line(line: str) -> bool:
    return len(words(line)) <= 12 and _SOURCE.fullmatch(line) is not None


def in_source_line(line: str) -> Claim | None:
    """The outlet that a source line names; None where it only says "agencies"."""
    found = _SOURCE.fullmatch(line)
    if found is None:
        return None
    named = (found[1] or found[2]).strip()
    whole = [named] if find(named) else _SEPARATORS.split(named)
    names = [name for one in whole for name in _joined_by_and(one)]
    return surest(stated(name, ClaimStanding.SOURCE) for name in names)


def _joined_by_and(text: str) -> list[str]:
    """The names that "and" joins, where each of them is known: it also stands within names."""
    parts = _AND.split(text)
    known = all(find(part) or _NOBODY.fullmatch(_key(part)) for part in parts)
    return parts if known else [text]


def surest(claims: Iterable[Claim | None]) -> Claim | None:
    """The claim of the best standing, the first of equals."""
    return min((c for c in claims if c), key=lambda claim: claim.standing, default=None)
