"""One name of the tables, and which part of a full name is the family's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.translation.names.origins import Origin

PARTICLES = frozenset(
    (
        *("al", "el", "bin", "ben", "ibn", "abu", "abul", "abdel", "abdul", "ould", "amir"),
        *("de", "da", "di", "del", "van", "von", "der", "le", "la", "ter"),
    )
)
_ARABIC_PARTICLES = frozenset(
    (
        *("بن", "ابن", "ابو", "ابي", "ابا", "ال", "عبد", "ولد", "ام", "نصر", "سيف"),
        *("دي", "دا", "دير", "فان", "فون", "لو"),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name: every accepted English spelling, the preferred one first."""

    spellings: tuple[str, ...]
    kind: str
    surname: tuple[str, ...] = ()
    """Folded Arabic surname words of a full person name; empty otherwise."""
    merged: bool = False
    """Two meanings in one: عمان is Oman and Amman."""
    origin: Origin = Origin.SEED
    replaced: tuple[str, ...] = ()
    """As in `mentions.Mention`."""


def surname(spelling: str) -> str:
    """The family name of an English full name, with its particles: "bin Salman", "Le Drian"."""
    parts = spelling.split()
    first = len(parts) - 1
    while first > 1 and parts[first - 1].casefold() in PARTICLES:
        first -= 1
    if len(parts) == 2 and parts[0].casefold() in PARTICLES:
        first = 0
    return " ".join(parts[first:])


def arabic_surname(words: tuple[str, ...]) -> tuple[str, ...]:
    """The family name of a folded Arabic full name, with its particles."""
    first = len(words) - 1
    while first > 1 and words[first - 1] in _ARABIC_PARTICLES:
        first -= 1
    return words[first:]
