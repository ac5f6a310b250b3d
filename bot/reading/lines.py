"""Lines: what a page's text is made of before its parts are told apart.

A `TextLine` is the working record of this room: the passes of `layout` write into it what the line
was found to be, and each line is found to be one thing only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.language.arabic.characters import bare_end, clean, ends_sentence, words
from bot.language.openings import opens_paragraph
from bot.records import Moment, ParagraphKind, Turn

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STOP = re.compile(r"[.!؟?۔](?:\W|$)")
_BULLET = re.compile(r"\s*(?:[•●▪◦■*\-–—]|\d{1,2}[.)\-])\s+\S")

LONG = 25
"""Words. A line of so many is prose whatever it ends with."""


class LineRole(Enum):
    """What a line was found to be."""

    TITLE = "title"
    KICKER = "kicker"
    PROSE = "prose"
    HEADING = "heading"
    CAPTION = "caption"
    LITTER = "litter"


@dataclass(slots=True)
class TextLine:
    text: str
    gap: bool
    """A blank line stands before it."""
    hint: ParagraphKind | None = None
    """What the page's own markup says it is."""
    item: bool = False
    """An item of a list in the page's markup."""
    role: LineRole | None = None
    rule: str = ""
    """Why it is litter."""
    credit: str = ""
    """An agency credit that was cut from the end of its text."""
    credit_rule: str = ""
    turn: Turn | None = None
    """Of an interview, whose words it is."""
    posted: Moment | None = None
    """Of a live page, the time of its post."""

    @property
    def open(self) -> bool:
        return self.role is None

    def leave_out(self, rule: str) -> None:
        self.role, self.rule = LineRole.LITTER, rule


def split_lines(text: str) -> list[TextLine]:
    """The text's lines that are not blank, cleaned; hard-wrapped paragraphs joined."""
    lines: list[TextLine] = []
    gap = False
    for raw in _BREAK.split(text):
        plain = clean(raw)
        if plain:
            lines.append(TextLine(plain, gap))
        gap = not plain
    return _unwrapped(lines)


def is_bullet(text: str) -> bool:
    return _BULLET.match(text) is not None


def is_prose(text: str) -> bool:
    """Reads as a paragraph by itself: a whole sentence, a long line, a report's next sentence."""
    length = len(words(text))
    if length >= LONG:
        return True
    if length < 4:
        return False
    if opens_paragraph(text) and length >= 6:
        return True
    if not ends_sentence(text):
        return False
    # A short question or exclamation is as often a heading.
    return bare_end(text)[-1] in ".…۔" or length > 14


def _unwrapped(lines: list[TextLine]) -> list[TextLine]:
    """Join the lines of paragraphs that were wrapped at a width, where the text shows it was.

    It was if lines that another follows without a gap nearly all fill the width and nearly none
    ends a sentence: headlines and paragraphs one a line do neither. Headlines of one length may
    fill it too, but hold no full stop anywhere.
    """
    inner = [a for a, b in pairwise(lines) if not b.gap]
    if len(inner) < 3:
        return lines
    width = max(len(line.text) for line in lines)
    full = sum(1 for line in inner if len(line.text) >= 0.7 * width)
    ended = sum(1 for line in inner if ends_sentence(line.text))
    if not any(_STOP.search(line.text) for line in lines):
        return lines
    if not 40 <= width <= 120 or full < 0.8 * len(inner) or ended > 0.3 * len(inner):
        return lines
    joined: list[TextLine] = []
    for line in lines:
        previous = joined[-1].text.rsplit("\n", 1)[-1] if joined else ""
        if joined and not line.gap and len(previous) >= 0.7 * width:
            joined[-1].text += "\n" + line.text
        else:
            joined.append(line)
    for line in joined:
        line.text = line.text.replace("\n", " ")
    return joined
