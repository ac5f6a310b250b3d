"""Numbers: every number of the source is in the English, and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.mentions import Kind, Mention, fewer, lacking
from bot.translation.checks.sides import both_sides

_DATES = (Kind.MONTH, Kind.WEEKDAY)

_ARABIC_PERCENT = re.compile(r"[%٪]|بالم[ائ]+[ةه]|[0-9] ?في الم[ائ]+[ةه]|في الم[ائ]+[ةه]|مئوي")
_ENGLISH_PERCENT = re.compile(r"%|\bper ?cent|\bpct\b|\bpercentage|\bpoints?\b|\bdegrees?\b", re.I)
_ENGLISH_CERTAIN_PERCENT = re.compile(r"%|\bper ?cent\b|\bpct\b", re.I)


def numbers(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a number that only one side has; WARNING where it is said less often."""
    ours, theirs = both_sides(source, hypothesis)
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


def _numbers(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if not m.values or not m.is_only(*_DATES)]


def _percent(source: str, hypothesis: str) -> tuple[Flag, ...]:
    says, said = _ARABIC_PERCENT.search(source), _ENGLISH_PERCENT.search(hypothesis)
    if says and not said:
        return (_flag(Severity.ERROR, "source gives a percentage, translation does not"),)
    if not says and _ENGLISH_CERTAIN_PERCENT.search(hypothesis):
        return (_flag(Severity.ERROR, "translation gives a percentage, source does not"),)
    return ()


def _flag(severity: Severity, detail: str) -> Flag:
    return Flag("numbers", severity, detail)
