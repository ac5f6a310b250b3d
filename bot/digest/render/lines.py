"""What a digest is made of, for every format: blocks, items that stay together, lines, runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.records import Statement, Story


class Role(StrEnum):
    """What a line is, for the renderer to set it accordingly."""

    HEADER = "header"
    HEADLINE = "headline"
    SOURCES = "sources"
    NOTE = "note"
    """About the headline or the reports."""
    POINT = "point"
    DIFFERENCE = "difference"
    EARLIER = "earlier"
    """What was sent of the story before, or of another that belongs to it."""
    UNVERIFIED = "unverified"
    ARABIC = "arabic"
    """Arabic that stands for itself, alone on its line: nothing else says it."""
    SOURCE = "source"
    """The Arabic of the line above, shown on request."""
    LIST = "list"
    """The head of a list that is not a story."""
    ENTRY = "entry"
    SUBJECT = "subject"
    """What the points beneath it are about, where that is no story."""
    FOOTER = "footer"


SIGNS = {
    Role.POINT: "•",
    Role.DIFFERENCE: "≠",
    Role.EARLIER: "↩",
    Role.UNVERIFIED: "⚠",
    Role.NOTE: "⚠",
    Role.ENTRY: "•",
}
"""What opens a line of that role, in every format that has no sign of its own for it."""


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    url: str | None = None
    arabic: bool = False
    quiet: bool = False
    """About the text rather than the text itself: attributions, reasons."""


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Item:
    """Lines that must not be parted: a statement and its Arabic."""

    lines: tuple[Line, ...]
    said: tuple[Statement, ...] = ()
    """What they say, for formats that show the sentences it stands on."""
    story: Story | None = None
    """Of the item that opens one."""


@dataclass(frozen=True, slots=True)
class Block:
    items: tuple[Item, ...]
    continued: Line | None = None
    """What to open with where the block goes on in another message."""


def line_of(role: Role, *runs: Run | str) -> Line:
    return Line(role, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 story", "2 stories"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
