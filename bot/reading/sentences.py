"""A paragraph's sentences, with their offsets.

Written for Arabic news prose that carries Latin names, quotations and numbers. Where a stop
may or may not end a sentence the two are left together: a sentence too many costs the reader
more (a statement cut from the one who made it) than a sentence too long. Ends at the offsets;
sentences that are too long for a model are cut by the room that knows the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.quotes import pairs
from bot.records import Sentence

LONG = 300
"""Characters. A quotation of several sentences is kept whole with the words that introduce it
up to this length, and cut at its own stops beyond it."""

_STOPS = re.compile(r"[.!?؟…۔]+(?:\s?[!?؟])*")
_BREAK = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#]\w+")
_CLOSERS = frozenset("»”\"'’)]}﴾")
_NEVER_AFTER_A_STOP = frozenset("،,؛;:")
_MARKS = "\u0640\u064b-\u065f\u0670\u200c-\u200f\u202a-\u202e\u2066-\u2069"
_LAST_WORD = re.compile(rf"[^\W\d_](?:[{_MARKS}]|[^\W\d_]|\.(?=[^\W\d_]))*$|[^\s]+$")
_LIST_NUMBER = re.compile(r"[\W_]*(?:\d{1,3}|[^\W\d_])")
_ARABIC_WORD = re.compile(rf"[\u0621-\u064a{_MARKS}]+")

# Titles and other words that are written short and stand before what they belong to.
_ABBREVIATIONS = re.compile(
    r"و?أد|و?اد|ود|mr|mrs|ms|dr|prof|sen|rep|gov|gen|col|lt|maj|capt|sgt|hon|rev|st|jr|sr|vs"
    r"|inc|ltd|co|corp|dept|approx|fig|vol|pp|nos?|e\.g|i\.e|cf"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
_SITE_ENDINGS = frozenset(("نت", "كوم", "أورج", "اورج", "أورغ", "اورغ"))


@dataclass(frozen=True, slots=True)
class _Stop:
    end: int
    """Offset behind the stop and the marks that belong to it."""
    certain: bool
    """False for a stop inside a quotation: it ends a sentence only in one that is too long."""


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of one paragraph, in order; nothing but white space lies between them.

    Empty for a text of white space. A blank line always ends a sentence, a single line break
    never does.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _certain_spans(text):
        spans += _shortened(text, start, end)
    return tuple(Sentence(s, e, text[s:e]) for s, e in _joined_scraps(text, spans))


def _certain_spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for gap in [*_BREAK.finditer(text), None]:
        finish = gap.start() if gap else len(text)
        yield from _spans(text, begin, finish, uncertain=False)
        begin = gap.end() if gap else finish


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONG:
        return [(start, end)]
    return list(_spans(text, start, end, uncertain=True))


def _spans(text: str, begin: int, finish: int, *, uncertain: bool) -> Iterator[tuple[int, int]]:
    piece = text[begin:finish]
    start = _past_space(piece, 0)
    for stop in _stops(piece):
        if start < stop.end < len(piece) and (stop.certain or uncertain):
            if _LIST_NUMBER.fullmatch(piece[start : stop.end].rstrip(".")):
                continue
            yield begin + start, begin + stop.end
            start = _past_space(piece, stop.end)
    rest = piece[start:].rstrip()
    if rest:
        yield begin + start, begin + start + len(rest)


def _stops(text: str) -> Iterator[_Stop]:
    """Every place where a sentence may end, the end of the text left out."""
    matching = pairs(text)
    closing = {close: opening for opening, close in matching.items()}
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for match in _STOPS.finditer(text):
        if any(a <= match.start() < b - 1 for a, b in addresses):
            continue
        end = match.end()
        while end < len(text) and text[end] in _CLOSERS and end not in matching:
            end += 1
        if not _may_end(text, match, end, matching):
            continue
        inside = any(
            opening < match.start() and end <= close for opening, close in matching.items()
        )
        closed = any(at in closing for at in range(match.end(), end))
        if closed and not _ends_in_quotation(text, match, end):
            continue
        yield _Stop(end, certain=not inside and not _is_ellipsis(match[0]))


def _may_end(text: str, stop: re.Match[str], end: int, opening: dict[int, int]) -> bool:
    """Whether what stands around the stop lets a sentence end there."""
    after = text[end:]
    following = after.lstrip()
    if not following:
        return False
    if after[0].isspace() or end in opening:
        if following[0] in _NEVER_AFTER_A_STOP:
            return False
    elif not _glued(text, stop, after):
        return False
    if text[stop.start() - 1 : stop.start()] in ("(", "["):
        return False
    return stop[0] != "." or not _abbreviates(text[: stop.start()], following)


def _glued(text: str, stop: re.Match[str], after: str) -> bool:
    """A stop with its space forgotten: "انتهى الاجتماع.وقال", "الارتباط .بامكانك"."""
    word = _ARABIC_WORD.match(after)
    if word is None or len(word[0]) < 2 or word[0] in _SITE_ENDINGS:
        return False
    before = text[max(0, stop.start() - 40) : stop.start()]
    if before != before.rstrip():
        return True
    last = _LAST_WORD.search(before)
    return last is not None and len(last[0]) > 2 and _ARABIC_WORD.fullmatch(last[0]) is not None


def _abbreviates(before: str, following: str) -> bool:
    """Whether a single full stop belongs to the word before it: an initial, a title, a number."""
    before = before[-60:].rstrip()
    if following[0].islower():
        return True
    if re.search(r"(?<!\d)\d{1,2}$", before) and following[0].isdigit():
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = re.sub(rf"[{_MARKS}]", "", last[0]).strip("«“\"'([{")
    if re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", word):
        # A letter after a number is a unit or an era: "عام 1444 هـ. وقال".
        return not re.search(r"\d\s?$", before[: last.start()])
    return _ABBREVIATIONS.fullmatch(word) is not None


def _ends_in_quotation(text: str, stop: re.Match[str], end: int) -> bool:
    """A question or a cry may be a quotation within a sentence that goes on after it."""
    if stop[0][-1] not in "!?؟":
        return not _is_ellipsis(stop[0])
    following = text[end:].lstrip()
    return following[0] in 'وف«“"(' or following[0].isupper()


def _is_ellipsis(stop: str) -> bool:
    return "…" in stop or ".." in stop


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _joined_scraps(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without a letter or digit go with the one before them, the first with the next."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        has_word = any(c.isalnum() for c in text[start:end])
        if joined and (not has_word or not any(c.isalnum() for c in text[slice(*joined[-1])])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
