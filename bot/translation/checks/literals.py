"""Text into words, signs and digit literals: numbers, dates 2018/08/23, times 18:00.

The same for both languages; Arabic is normalised before it comes here (digits are 0-9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.translation.checks.mentions import FigureKind, Mention, Value, shown, value

_TOKEN = re.compile(
    r"""
    (?P<date>(?<![0-9])(?:[0-9]{4}([/-])[0-9]{1,2}\2[0-9]{1,2}|
                          [0-9]{1,2}([/.-])[0-9]{1,2}\3[0-9]{4})(?![0-9]))
    |(?P<clock>(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
    |(?P<day>(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
    |(?P<number>[0-9]+(?:[.,،٬٫'’][0-9]+)*)
    |(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    |(?P<sign>[^\s])
    """,
    re.VERBOSE,
)


_SEPARATOR = r"[.,،٬٫'’]"


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    """A group name of the pattern: date, clock, day, number, word or sign."""
    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.kind == "word"


def tokens(text: str) -> list[Token]:
    return [Token(str(m.lastgroup), m[0], *m.span()) for m in _TOKEN.finditer(text)]


def literal_values(literal: str) -> tuple[Fraction, ...]:
    """The values a number literal may have; empty for lists and versions such as "2.0.1".

    "1,200" and "1٬200" are thousands; "1.200" may be either; "1,5" and "1٫5" are decimals.
    """
    groups = re.split(_SEPARATOR, literal)
    signs = re.findall(_SEPARATOR, literal)
    if not signs:
        return (Fraction(int(literal)),)
    thousands = Fraction(int("".join(groups)))
    grouped = all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0]) <= 3
    if len(signs) == 1:
        decimal = Fraction(f"{groups[0]}.{groups[1]}")
        if signs[0] == "٫" or not grouped or groups[0] == "0":
            return () if signs[0] in "'’" else (decimal,)
        return (decimal, thousands) if signs[0] == "." else (thousands,)
    if len(set(signs)) == 1 and grouped and signs[0] != "٫":
        return (thousands,)
    whole, fraction = literal[: literal.rindex(signs[-1])], groups[-1]
    body = re.split(_SEPARATOR, whole)
    if len(set(signs[:-1])) == 1 and signs[-1] in ".,٫" and all(len(g) == 3 for g in body[1:]):
        return (Fraction(f"{''.join(body)}.{fraction}"),)
    return ()


def number_mention(literal: str) -> Mention:
    """A plain number, or a list of them run together."""
    found = literal_values(literal)
    if found:
        return Mention(literal, frozenset(map(_number, found)))
    parts = tuple(number_mention(part) for part in re.split(_SEPARATOR, literal))
    return Mention(literal, frozenset(), parts)


def date_mention(literal: str) -> Mention:
    """A numeric date; each part may be met as a number, the month also by its name."""
    parts = re.split(r"[/.-]", literal)
    return Mention(literal, frozenset(), tuple(_date_part(part, len(parts) > 2) for part in parts))


def _date_part(part: str, whole: bool) -> Mention:
    number = int(part)
    values = {_number(Fraction(number))}
    if 1 <= number <= 12:
        values.add(value(FigureKind.MONTH, number))
    if whole and len(part) == 2:
        values.add(_number(Fraction(2000 + number)))
    return Mention(shown(Fraction(number)), frozenset(values))


def clock_mention(literal: str, half: str = "") -> Mention:
    """A time of day; `half` is "am", "pm" or "" where the text does not say.

    A literal that is no time of day ("2:75", "59:30") is its numbers.
    """
    numbers = [int(part) for part in literal.split(":")]
    parts = tuple(Mention(str(n), frozenset({_number(Fraction(n))})) for n in numbers if n)
    hour, minute = numbers[:2]
    if hour > 24 or minute > 59:
        return Mention(literal, frozenset(), parts)
    return Mention(literal, times(hour, minute, half), () if half else parts)


def times(hour: int, minute: int, half: str = "") -> frozenset[Value]:
    """The values of a clock time on the 24 hour clock; both halves of the day if unsaid."""
    hours = {hour % 24}
    if hour <= 12:
        morning, evening = hour % 12, hour % 12 + 12
        hours = {"am": {morning}, "pm": {evening}}.get(half, {morning, evening})
    values = {value(FigureKind.CLOCK, 60 * h + minute) for h in hours}
    if minute in (0, 15, 30):
        values |= {_number(Fraction(h) + Fraction(minute, 60)) for h in (*hours, hour)}
    return frozenset(values)


def military(literal: str) -> frozenset[Value]:
    """The time of day in four digits, "1800"; empty where they are none."""
    if len(literal) != 4 or not literal.isdigit() or int(literal[:2]) > 23:
        return frozenset()
    hour, minute = int(literal[:2]), int(literal[2:])
    return frozenset({value(FigureKind.CLOCK, 60 * hour + minute)}) if minute < 60 else frozenset()


def _number(number: Fraction) -> Value:
    return FigureKind.NUMBER, number
