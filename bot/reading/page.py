"""The page as it is found: what `layout` hands on, before languages and sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.outlet import Claim
from bot.records import Moment, ParagraphKind, Removed, Turn


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph before its language and sentences are told."""

    text: str
    kind: ParagraphKind
    turn: Turn | None = None
    posted: Moment | None = None


@dataclass(slots=True)
class Page:
    """What the lines came to. `removed` is in the page's order."""

    title: str | None = None
    kicker: str | None = None
    paragraphs: list[FoundParagraph] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    published: Moment | None = None
    updated: Moment | None = None
    dateline: Moment | None = None
    """What the first paragraph opens with; it counts where nothing else states the day."""
    author: str | None = None
    section: str | None = None
    photograph: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def prose(self) -> list[str]:
        return [found.text for found in self.paragraphs if found.kind is ParagraphKind.PROSE]
