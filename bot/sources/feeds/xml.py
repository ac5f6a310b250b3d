"""An XML feed made safe to parse, and cut into its entries.

The document type goes, with every entity it defines: no feed needs one and entity bombs are made
of them. Entities of HTML become their letters and stray ampersands are escaped, so that the two
commonest faults no longer make a feed ill-formed. Whatever is still broken is broken in one
entry: each can be read by itself under the feed's own head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html.entities import html5
from itertools import pairwise
from xml.parsers import expat
from xml.sax.saxutils import escape

from bot.errors import NotAFeed

_MARKUP = re.compile(
    r"<!\[CDATA\[|<!--|<!DOCTYPE|<(?P<open>(?:[\w.\-]{1,20}:)?(?:item|entry))(?=[\s>/])"
    r"|</(?P<close>(?:[\w.\-]{1,20}:)?(?:item|entry))\s{0,20}>"
    r"|&(?!(?:lt|gt|amp|quot|apos);)"
    r"(?:\#[0-9]{1,7};|\#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,30};)?",
    re.IGNORECASE,
)
_ENDS = {"<![cdata[": "]]>", "<!--": "-->"}
MOST_MARKS = 2_000_000
"""Tags and entities. 15 MB of articles have a tenth of that; more are there to keep us busy."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_DOCTYPE = re.compile(r"\"[^\"]*\"|'[^']*'|[<>]")
_ROOT = re.compile(r"<([A-Za-z_][\w.\-:]{0,40})[^<>]{0,20000}>")
_CHANNEL = re.compile(r"<((?:\w{1,20}:)?channel)[\s>]", re.IGNORECASE)
_CHANNEL_END = re.compile(r"</(?:\w{1,20}:)?channel\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A feed cut up: `head`, an entry and `tail` make a feed of one entry."""

    head: str
    entries: tuple[str, ...]
    tail: str
    rest: str
    """What followed the last entry as it stood; `tail` where entries were left out."""
    more: bool
    """Whether there were more entries than were asked for."""

    def feed(self, entries: Sequence[str]) -> str:
        return "".join((self.head, *entries, self.tail))

    def whole(self) -> str:
        return "".join((self.head, *self.entries, self.rest))

    def bare(self) -> Pieces:
        """The same entries under the first tag alone, where the rest of the head is broken."""
        root, channel = _ROOT.search(self.head), _CHANNEL.search(self.head)
        within = f"<{channel[1]}>" if channel and channel[1] in self.tail else ""
        return replace(self, head=f"{root[0] if root else '<rss>'}{within}", rest=self.tail)


def cut(text: str, most: int) -> Pieces:
    """Cut a feed at its entries, `most` of which are kept. Raises NotAFeed over MOST_MARKS."""
    text, starts, ends = _mended(_DECLARATION.sub("", text, count=1))
    if not starts:
        return Pieces(text, (), "", "", False)
    head = text[: starts[0]]
    more = len(starts) > most
    starts = starts[: most + 1]
    bounds = [*starts, len(text)][: len(starts) + (0 if more else 1)]
    entries: list[str] = []
    rest = ""
    for start, until in pairwise(bounds):
        # An entry that is not closed before the next one starts goes up to there.
        first = bisect_right(ends, start)
        end = ends[first] if first < len(ends) and ends[first] <= until else until
        entries.append(text[start:end])
        rest = text[end:until]
    tail = _tail(head)
    return Pieces(head, tuple(entries), tail, tail if more else rest, more)


def without_doctype(text: str) -> str:
    """XML text without declaration and document type, its entities mended."""
    return _mended(_DECLARATION.sub("", text, count=1))[0]


def is_well_formed(text: str) -> bool:
    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError):
        return False
    return True


def root_of(text: str) -> str:
    """The name of the first element, without its prefix, in lower case; "" where there is none."""
    found = _ROOT.search(text[:200_000])
    return found[1].rpartition(":")[2].lower() if found else ""


def _mended(text: str) -> tuple[str, list[int], list[int]]:
    """The text without doctype, its entities mended; where entries start and where they end."""
    made: list[str] = []
    length = 0
    starts: list[int] = []
    ends: list[int] = []
    if text.count("<") + text.count("&") > MOST_MARKS:
        raise NotAFeed(f"It has more than {MOST_MARKS:,} tags and entities, so it is no feed.")
    position = 0
    while found := _MARKUP.search(text, position):
        made.append(text[position : found.start()])
        length += len(made[-1])
        token = found[0]
        position = found.end()
        if closing := _ENDS.get(token.lower()):
            end = text.find(closing, position)
            position = len(text) if end < 0 else end + len(closing)
            token = text[found.start() : position]
        elif token[:2] == "<!":
            position, token = _after_doctype(text, position), ""
        elif token[0] == "&":
            token = _letters(token)
        made.append(token)
        if found["open"]:
            starts.append(length)
        length += len(token)
        if found["close"]:
            ends.append(length)
    made.append(text[position:])
    return "".join(made), starts, ends


def _after_doctype(text: str, position: int) -> int:
    """Past a document type and the entities within it, quoted signs passed over."""
    depth = 1
    for found in _DOCTYPE.finditer(text, position):
        sign = found[0]
        depth += (sign == "<") - (sign == ">")
        if depth == 0:
            return found.end()
    return len(text)


def _letters(token: str) -> str:
    """An entity as XML knows it: its letters, a reference to a sign XML allows, or escaped."""
    name = token[1:]
    if name in html5:
        return escape(html5[name])
    if name.startswith("#"):
        code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return f"&#{code};" if allowed or 0x10000 <= code < 0x110000 else " "
    return f"&amp;{name}"


def _tail(head: str) -> str:
    root = _ROOT.search(head)
    if not root:
        return ""
    open_channel = _CHANNEL.search(head) and not _CHANNEL_END.search(head)
    channel = _CHANNEL.search(head)
    closing = f"</{channel[1]}>" if channel and open_channel else ""
    return f"{closing}</{root[1]}>"
