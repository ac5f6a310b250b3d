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
from enum import IntEnum

from bot.language.arabic.quotes import pairs
from bot.language.arabic.script import ARABIC

LONG = 240
"""Characters. A quotation of several sentences is kept whole with the words that introduce it
up to this length, and cut at its own stops beyond it."""

_STOPS = re.compile(r"[.!?؟…۔]+(?:[ \u00a0][!?؟]+)*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|[@#]\w+"
)
_CLOSERS = frozenset("»”\"'’)]}﴾")
_NEVER_AFTER_A_STOP = frozenset("،,؛;:")

_MARKS = "\u0640\u064b-\u065f\u0670\u200c-\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[{_MARKS}]")
_LAST_WORD = re.compile(rf"[^\W\d_](?:[{_MARKS}]|[^\W\d_]|\.(?=[^\W\d_]))*$")
_ARABIC_WORD = re.compile(rf"[\u0621-\u064a{_MARKS}]+")
_NUMBER_BEFORE = re.compile(r"\d\s?$")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}$")
_LIST_NUMBER = re.compile(r"[\W_]*(?:\d{1,3}|[^\W\d_])")
_REACH = 60
"""Characters before a stop in which the word it may belong to is looked for."""

# Titles and other words that are written short and stand before what they belong to.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ABBREVIATION = re.compile(
    r"و?أد|و?اد|ود|mr|mrs|ms|dr|prof|sen|rep|gov|gen|col|lt|maj|capt|sgt|hon|rev|st|jr|sr|vs"
    r"|inc|ltd|co|corp|dept|approx|e\.g|i\.e|cf|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = re.compile(r"nos?|fig|vol|pp|art|sec", re.IGNORECASE)
_SITE_ENDINGS = frozenset(("نت", "كوم", "أورج", "اورج", "أورغ", "اورغ"))
# What names the speaker of the quotation before it, and cannot open a sentence.
_ATTRIBUTION = re.compile(
    r"(?:بحسب|حسب|حسبما|بحسبما|وفق|وفقا|نقلا|كما (?:قال|جاء|ورد|ذكر)|على حد|مضيفا|مشيرا|مؤكدا"
    r"|موضحا|مشددا|معتبرا|لافتا|متابعا|منوها)(?!\w)"
)


class _Level(IntEnum):
    """How willingly a sentence ends at a stop; the later ones only in one that is too long."""

    CERTAIN = 0
    IN_QUOTATION = 1
    ELLIPSIS = 2


@dataclass(frozen=True, slots=True)
class _Stop:
    end: int
    """Offset behind the stop and the closing marks that belong to it."""
    level: _Level


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence of one paragraph, in order; only white space lies between.

    Empty for a text of white space. A blank line always ends a sentence, a single line break
    never does.
    """
    found: list[tuple[int, int]] = []
    begin = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        block = text[begin : gap.start() if gap else len(text)]
        cut = _cut(block, 0, len(block), list(_stops(block)), _Level.CERTAIN)
        found += [(begin + start, begin + end) for start, end in cut]
        begin = gap.end() if gap else len(text)
    return tuple(_with_scraps(text, found))


def _cut(
    text: str, start: int, finish: int, stops: list[_Stop], level: _Level
) -> Iterator[tuple[int, int]]:
    """Spans between the stops up to `level`, those that stay too long cut one level deeper."""
    within: list[_Stop] = []
    start = _past_space(text, start)
    for stop in [*stops, _Stop(finish, _Level.CERTAIN)]:
        end = stop.end
        if stop.level > level or (end < finish and _is_list_number(text, start, end)):
            within.append(stop)
            continue
        end = start + len(text[start:end].rstrip())
        if end - start > LONG and level < _Level.ELLIPSIS:
            yield from _cut(text, start, end, within, _Level(level + 1))
        elif end > start:
            yield start, end
        start, within = _past_space(text, max(start, stop.end)), []


def _stops(text: str) -> Iterator[_Stop]:
    """Every place before the end of the text where a sentence may end, in order."""
    closing_of = pairs(text)
    openings = {close: opening for opening, close in closing_of.items()}
    enclosed = _outermost(closing_of)
    addresses = [match.span() for match in _ADDRESS.finditer(text)][::-1]
    for match in _STOPS.finditer(text):
        at = match.start()
        while addresses and addresses[-1][1] <= at:
            addresses.pop()
        if addresses and addresses[-1][0] <= at < addresses[-1][1] - 1:
            continue
        end = match.end()
        while end < len(text) and text[end] in _CLOSERS and end not in closing_of:
            end += 1
        following = _past_space(text, end)
        if following == len(text):
            return
        if not _may_end(text, match, end, following, opens=following in closing_of):
            continue
        closed = any(mark in openings for mark in range(match.end(), end))
        if closed and not _ends_after_quotation(match[0], text[following : following + 20]):
            continue
        while enclosed and enclosed[-1][1] < end:
            enclosed.pop()
        if _is_ellipsis(match[0]):
            yield _Stop(end, _Level.ELLIPSIS)
        elif enclosed and enclosed[-1][0] < at:
            yield _Stop(end, _Level.IN_QUOTATION)
        else:
            yield _Stop(end, _Level.CERTAIN)


def _outermost(closing_of: dict[int, int]) -> list[tuple[int, int]]:
    """Pairs that no other encloses, the last first."""
    found: list[tuple[int, int]] = []
    for opening, close in sorted(closing_of.items()):
        if not found or opening > found[-1][1]:
            found.append((opening, close))
    return found[::-1]


def _may_end(text: str, stop: re.Match[str], end: int, following: int, *, opens: bool) -> bool:
    """Whether what stands around the stop lets a sentence end there."""
    before = text[max(0, stop.start() - _REACH) : stop.start()]
    after = text[following : following + _REACH]
    if after[0] in _NEVER_AFTER_A_STOP or before.endswith(("(", "[")):
        return False
    if following == end and not opens and not _glued(before, after):
        return False
    return stop[0] != "." or not _abbreviates(before.rstrip(), after)


def _glued(before: str, after: str) -> bool:
    """A stop with its space forgotten: "انتهى الاجتماع.وقال", "الارتباط .بامكانك"."""
    word = _ARABIC_WORD.match(after)
    if word is None or len(word[0]) < 2 or word[0] in _SITE_ENDINGS:
        return False
    if not before or before[-1].isspace() or before[-1] in _CLOSERS:
        return bool(before)
    last = _LAST_WORD.search(before)
    return last is not None and len(last[0]) > 2 and _ARABIC_WORD.fullmatch(last[0]) is not None


def _abbreviates(before: str, after: str) -> bool:
    """Whether a single full stop belongs to the word before it: an initial, a title, a number."""
    if after[0].islower() or (_SHORT_NUMBER.search(before) and after[0].isdigit()):
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = _UNSEEN.sub("", last[0])
    is_arabic = ARABIC.match(word) is not None
    if not is_arabic and ARABIC.match(after):
        return False
    if _INITIALS.fullmatch(word):
        # An Arabic letter after a number is a unit or an era: "عام 1444 هـ. وقال".
        return not (is_arabic and _NUMBER_BEFORE.search(before[: last.start()]))
    if _BEFORE_A_NUMBER.fullmatch(word):
        return after[0].isdigit()
    return _ABBREVIATION.fullmatch(word) is not None


def _ends_after_quotation(stop: str, after: str) -> bool:
    """Whether a stop just inside a closing mark ends the sentence around the quotation too.

    A full stop does, unless the speaker is still to be named. A question or a cry may be a
    quotation in the middle ("تساءل «من المسؤول؟» قبل أن يغادر"): only a new beginning tells.
    """
    if _is_ellipsis(stop) or _ATTRIBUTION.match(_UNSEEN.sub("", after)):
        return False
    return stop[-1] not in "!?؟" or after[0] in 'وف«“"(' or after[0].isupper()


def _is_list_number(text: str, start: int, end: int) -> bool:
    """The "1." that opens an item."""
    piece = text[start:end]
    return len(piece) < 8 and _LIST_NUMBER.fullmatch(piece.rstrip(".")) is not None


def _is_ellipsis(stop: str) -> bool:
    return "…" in stop or ".." in stop


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _with_scraps(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A span without a letter or digit goes with the one before it, the first with the next."""
    joined: list[tuple[int, int]] = []
    worded = False
    for start, end in spans:
        has_word = any(character.isalnum() for character in text[start:end])
        if joined and not (has_word and worded):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        worded = has_word or (worded and joined[-1][0] != start)
    return joined
