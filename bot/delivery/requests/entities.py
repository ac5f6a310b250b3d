"""Telegram's entities as text: the links that stand behind a message's words. Pure.

Entities count in UTF-16 units (core.telegram.org/api/entities). What they do to the look of the
text (bold, spoilers, quotes) is nothing to read; what they point at is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.language.arabic.script import arabic_share
from bot.records import Link

LINK_WORDS = 120
"""Characters of a link's words that are kept."""
MOST_LINKS = 30
"""Of one message."""
FEWEST_WORDS = 4
"""Arabic words besides its links from which a message is a text to read; under it the links are
what is meant ("see this: ...")."""

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BARE = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_TRAILING = ".,;:!?،؛؟)]}»”\"'"


@dataclass(frozen=True, slots=True)
class Span:
    """One entity, as Telegram gives it. `offset` and `length` in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A message's text with what its entities point at."""

    text: str
    links: tuple[Link, ...] = ()
    """Where its words lead, each address once, in order; mentions of channels among them."""
    addresses: tuple[str, ...] = ()
    """Those of pages: what could be opened and read."""
    rest: str = ""
    """The text without its addresses and mentions."""

    @property
    def only_links(self) -> bool:
        """Whether pages are named and next to nothing to read is said besides."""
        said = [word for word in _WORD.findall(self.rest) if arabic_share(word) > 0.5]
        return bool(self.addresses) and len(said) < FEWEST_WORDS


def written(text: str, spans: Iterable[Span] = (), but: Sequence[str] = ()) -> Written:
    """The text with its links. Spans that lie outside the text, or cut a sign in two, say
    nothing. `but`: names (without "@") that are no links: the bot's own, the post's channel."""
    units = text.encode("utf-16-le", "surrogatepass")
    left_out = {name.casefold() for name in but if name}
    found: list[tuple[Link, bool]] = []
    cuts: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda each: each.offset):
        words = _slice(units, span)
        if words is None:
            continue
        link = _link(span, words)
        if link is None:
            continue
        if span.kind != "text_link":
            cuts.append((span.offset, span.offset + span.length))
        if span.kind != "mention" or words.lstrip("@").casefold() not in left_out:
            found.append((link, span.kind != "mention"))
    rest = _without(units, cuts)
    # A paste from elsewhere, or a file's caption, may hold addresses Telegram marked none of.
    for bare in _BARE.findall(rest):
        address = address_of(bare.rstrip(_TRAILING))
        if address:
            found.append((Link(_short(bare), address), True))
    rest = _BARE.sub(" ", rest)
    links = list({link.url: link for link, _ in reversed(found)}.values())[::-1][:MOST_LINKS]
    addresses = dict.fromkeys(link.url for link, page in found if page)
    return Written(text, tuple(links), tuple(addresses)[:MOST_LINKS], rest)


def address_of(text: str) -> str | None:
    """A page's address as people write it, with its scheme; None where it is none.

    Other schemes than the web's are given back as they are written, so that whoever opens
    addresses refuses them by name.
    """
    text = text.strip()
    if not text or any(sign.isspace() for sign in text):
        return None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        return text
    return f"https://{text}" if "." in text else None


def _slice(units: bytes, span: Span) -> str | None:
    if span.offset < 0 or span.length <= 0 or 2 * (span.offset + span.length) > len(units):
        return None
    try:
        return units[2 * span.offset : 2 * (span.offset + span.length)].decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def _link(span: Span, words: str) -> Link | None:
    if span.kind == "text_link" and span.url:
        address = address_of(span.url)
    elif span.kind == "url":
        address = address_of(words)
    elif span.kind == "mention" and re.fullmatch(r"@\w{4,32}", words):
        address = f"https://t.me/{words[1:]}"
    else:
        return None
    return Link(_short(words), address) if address else None


def _short(words: str) -> str:
    return _SPACE.sub(" ", words).strip()[:LINK_WORDS]


def _without(units: bytes, cuts: Iterable[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in cuts:
        kept.append(units[2 * at : 2 * max(at, start)])
        at = max(at, end)
    kept.append(units[2 * at :])
    return b" \0".join(kept).decode("utf-16-le", "replace")
