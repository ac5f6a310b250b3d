"""Numbers, dates and rows of digits: those of the source are in the English, and no others.

`numbers` and `dates` compare what both sides mention, as amounts, months and weekdays. `sequences`
compares digits that are read as they stand, such as telephone numbers and scores: there the order
counts, and "2-1" is not "1-2".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.arabic_mentions import arabic_mentions
from bot.translation.checks.context import Context
from bot.translation.checks.english_mentions import english_mentions
from bot.translation.checks.mentions import FigureKind, Mention, fewer, lacking

_LATIN = re.compile(r"[A-Za-z]+")


def _both_sides(source: str, hypothesis: str) -> tuple[list[Mention], list[Mention]]:
    """(of the source, of the hypothesis). What the source says in Latin letters ("Forbes 30
    Under 30", "May") may be in the English, and need not.
    """
    ours = arabic_mentions(source)
    if _LATIN.search(source):
        ours += [replace(mention, stated=False) for mention in english_mentions(source)]
    return ours, english_mentions(hypothesis)


_DATES = (FigureKind.MONTH, FigureKind.WEEKDAY)

_ARABIC_PERCENT = re.compile(r"[%٪]|بالم[ائ]+[ةه]|[0-9] ?في الم[ائ]+[ةه]|في الم[ائ]+[ةه]|مئوي")
_ENGLISH_PERCENT = re.compile(r"%|\bper ?cent|\bpct\b|\bpercentage|\bpoints?\b|\bdegrees?\b", re.I)
_PERCENT_ADDED = "translation gives a percentage, source does not"
_ENGLISH_CERTAIN_PERCENT = re.compile(r"%|\bper ?cent\b|\bpct\b", re.I)


def numbers(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a number that only one side has; WARNING where it is said less often."""
    ours, theirs = _both_sides(source, hypothesis)
    flags = [
        _flag(Severity.ERROR, f"source says {mention.shown}, translation does not")
        for mention in _numbers(lacking(ours, theirs))
    ]
    flags += [
        _flag(Severity.ERROR, f"translation says {mention.shown}, source does not")
        for mention in _numbers(lacking(theirs, ours))
    ]
    flags += [
        _flag(Severity.WARNING, f"source says {mention.shown} more often than the translation")
        for mention in _numbers(fewer(ours, theirs))
    ]
    return (*flags, *_percent(normalise(source), hypothesis))


def added(source: str, hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for each number, month and weekday that the hypothesis says and the source does not;
    what it leaves out is not asked."""
    ours, theirs = _both_sides(source, hypothesis)
    return (
        *(
            _flag(Severity.ERROR, f"the Arabic does not say {m.shown}")
            for m in lacking(theirs, ours)
        ),
        *(f for f in _percent(normalise(source), hypothesis) if f.detail == _PERCENT_ADDED),
    )


def _numbers(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if not m.values or not m.is_only(*_DATES)]


def _percent(source: str, hypothesis: str) -> tuple[Flag, ...]:
    says, said = _ARABIC_PERCENT.search(source), _ENGLISH_PERCENT.search(hypothesis)
    if says and not said:
        return (_flag(Severity.ERROR, "source gives a percentage, translation does not"),)
    if not says and _ENGLISH_CERTAIN_PERCENT.search(hypothesis):
        return (_flag(Severity.ERROR, _PERCENT_ADDED),)
    return ()


def _flag(severity: Severity, detail: str) -> Flag:
    return Flag("numbers", severity, detail)


def dates(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a month or weekday that only one side has.

    A weekday that the English leaves out without naming another is a WARNING: the reader
    knows less, and nothing false.
    """
    ours, theirs = _both_sides(source, hypothesis)
    flags: list[Flag] = []
    for kind in (FigureKind.MONTH, FigureKind.WEEKDAY):
        lost, added = _only(lacking(ours, theirs), kind), _only(lacking(theirs, ours), kind)
        severity = Severity.WARNING if kind is FigureKind.WEEKDAY and not added else Severity.ERROR
        flags += [
            Flag("dates", severity, f"source says {mention.shown}, translation does not")
            for mention in lost
        ]
        flags += [
            Flag("dates", Severity.ERROR, f"translation says {mention.shown}, source does not")
            for mention in added
        ]
    return tuple(flags)


def _only(mentions: list[Mention], kind: FigureKind) -> list[Mention]:
    return [m for m in mentions if m.values and m.is_only(kind)]


_PHONE = re.compile(
    r"(?<![\w.,/])(?:\+|00)[0-9][0-9 ().-]{5,18}[0-9](?![\w/])"
    r"|(?<![\w.,/])(?:0[0-9]{1,3}|\([0-9]{2,4}\))[ .-]?[0-9]{3,4}[ .-][0-9]{3,4}(?![\w/])"
    r"|(?<![\w.,/])0[0-9]{8,11}(?![\w/.,])"
)
_SCORE = re.compile(r"(?<![\w.,/–-])([0-9]{1,3}) ?[-–:] ?([0-9]{1,3})(?![\w.,/–-]|:[0-9])")


def sequences(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a telephone number with other digits; WARNING for a score or range turned round.

    Arabic writers put the two sides of a score in either order, so that one alone proves nothing.
    """
    arabic, english = normalise(source), normalise(unescape(hypothesis))
    digits = "".join(c for c in english if c.isdigit())
    flags = [
        Flag("sequences", Severity.ERROR, f"source says {phone}, translation does not")
        for phone in dict.fromkeys(_PHONE.findall(arabic))
        if "".join(c for c in phone if c.isdigit()) not in digits
    ]
    said = {match.groups() for match in _SCORE.finditer(english)}
    for first, second in dict.fromkeys(m.groups() for m in _SCORE.finditer(arabic)):
        if first != second and (second, first) in said and (first, second) not in said:
            detail = f"source says {first}-{second}, translation {second}-{first}"
            flags.append(Flag("sequences", Severity.WARNING, detail))
    return tuple(flags)
