"""Sequences: digits that are read as they stand, such as telephone numbers and scores.

`numbers` compares amounts; here the order counts: "2-1" is not "1-2".
"""

from __future__ import annotations

import re
from html import unescape

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context

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
