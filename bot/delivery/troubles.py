"""What is wrong with the bot: decided on what was seen, with a margin so that nothing flutters.

Pure. bot/delivery/watching.py looks, and tells the operator once when something begins and once
when it ends.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LITTLE_ROOM = 500
"""Megabytes free from which on the disk is nearly full."""
ROOM_AGAIN = 750
LATE = timedelta(minutes=15)
"""A digest that has not gone so long after its time is late."""
FEW_SOURCES = 3
"""With fewer, one that fails would be most of them."""


class Trouble(StrEnum):
    """Values are parts of keys of the interface texts, and stand in the database."""

    DISK = "disk"
    ENGINE = "engine"
    LATE = "late"
    DATABASE = "database"
    SOURCES = "sources"
    BACKUP = "backup"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Engine:
    """How the translation engine is."""

    works: bool | None
    """None: it was not asked since the start, or is at work on its first article."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw."""

    free_mb: int
    """Of the disk with the least room of those that are written to."""
    where: str
    """A folder on it."""
    engine: Engine
    late: int
    """Chats whose digest is late."""
    failing: int
    sources: int
    """Those that are not paused."""
    backup: str = ""
    """Why the last daily backup failed."""
    pages: str = ""
    """Why pages could not be written."""


Values = Mapping[str, object]


def wrong(sight: Sight, known: Collection[str]) -> Mapping[Trouble, Values]:
    """What is wrong now, with the values of its text. `known`: what was wrong at the last look,
    which takes more to be right again than it took to be wrong."""
    found: dict[Trouble, Values] = {}
    if sight.free_mb < (ROOM_AGAIN if Trouble.DISK in known else LITTLE_ROOM):
        found[Trouble.DISK] = {"mb": sight.free_mb, "where": sight.where}
    works = Trouble.ENGINE not in known if sight.engine.works is None else sight.engine.works
    if not works:
        found[Trouble.ENGINE] = {"why": sight.engine.why}
    if sight.late:
        found[Trouble.LATE] = {"count": sight.late}
    if _most_fail(sight, Trouble.SOURCES in known):
        found[Trouble.SOURCES] = {"failing": sight.failing, "sources": sight.sources}
    if sight.backup:
        found[Trouble.BACKUP] = {"why": sight.backup}
    if sight.pages:
        found[Trouble.PAGES] = {"why": sight.pages}
    return found


def _most_fail(sight: Sight, known: bool) -> bool:
    """More than half begin it, and it lasts until no more than a third do."""
    if known:
        return sight.failing * 3 > sight.sources
    return sight.sources >= FEW_SOURCES and sight.failing * 2 > sight.sources
