"""The mentions of numbers, dates and times in an English sentence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from html import unescape

from bot.language import number_words as words
from bot.language.arabic.normalise import normalise
from bot.language.dates import calendar
from bot.language.number_words import ENGLISH_CUES as CUES
from bot.translation.checks.english_numerals import EnglishNumerals
from bot.translation.checks.literals import (
    clock_mention,
    date_mention,
    military,
    number_mention,
    times,
    tokens,
)
from bot.translation.checks.mentions import FigureKind, Mention, Value, many, shown, value
from bot.translation.checks.reader import Group, Reader


def english_mentions(hypothesis: str) -> list[Mention]:
    """Everything countable or datable in `hypothesis`, in order."""
    return _Reader(hypothesis).mentions()


class _Reader(Reader):
    """Walks over the tokens of one sentence; each method looks at one place in it."""

    def __init__(self, hypothesis: str) -> None:
        super().__init__(tokens(normalise(unescape(hypothesis))), CUES["between"])
        self._numerals = EnglishNumerals(self._tokens)

    def _next(self, at: int) -> tuple[list[Mention], int]:
        token = self._tokens[at]
        if token.kind in ("date", "day"):
            return [date_mention(token.text)], at + 1
        if token.kind == "clock":
            return [clock_mention(token.text, self._half(at + 1))], at + 1
        if token.is_word and (dated := self._weekday(at) or self._month(at)) is not None:
            return [dated], at + 1
        if token.kind == "number" and (decade := self._decade(at)) is not None:
            return [decade], at + 2
        if groups := self._numerals.groups(at):
            return self._with_half(groups)
        if token.kind == "number":
            return [number_mention(token.text)], at + 1
        return self._word(at), at + 1

    def _lower(self, at: int) -> str:
        return self._text(at).lower()

    # -- dates and times

    def _half(self, at: int) -> str:
        said = self._lower(at)
        if said in ("am", "pm"):
            return said
        if said in ("a", "p") and self._text(at + 1) == "." and self._lower(at + 2) == "m":
            return said + "m"
        if said == "in" and self._lower(at + 1) == "the":
            later = self._lower(at + 2)
            if later in CUES["morning"]:
                return "am"
            return "pm" if later in CUES["evening"] else ""
        return ""

    def _beside_digit(self, at: int) -> bool:
        after = self._text(at + 2) if self._text(at + 1) in (".", ",") else self._text(at + 1)
        ordinal = self._lower(at - 1) in ("st", "nd", "rd", "th") and self._text(at - 2).isdigit()
        return after[:1].isdigit() or self._text(at - 1)[-1:].isdigit() or ordinal

    def _weekday(self, at: int) -> Mention | None:
        word = self._lower(at)
        number = calendar.ENGLISH_WEEKDAYS.get(word.removesuffix("'s").removesuffix("s"))
        if number is None and self._text(at).istitle() and self._beside_digit(at):
            number = calendar.SHORT_WEEKDAYS.get(word)
        if number is None:
            return None
        return Mention(
            calendar.WEEKDAY_NAMES[number], frozenset({value(FigureKind.WEEKDAY, number)})
        )

    def _month(self, at: int) -> Mention | None:
        word, beside_digit = self._lower(at).removesuffix("'s"), self._beside_digit(at)
        number = calendar.ENGLISH_MONTHS.get(word)
        if number is None and self._text(at).istitle() and (beside_digit or self._range(at)):
            number = calendar.SHORT_MONTHS.get(word)
        if number is None or self._text(at).islower():
            return None
        ordinary = word in calendar.ORDINARY_MONTHS
        stated = not ordinary or beside_digit or self._lower(at - 1) in CUES["month"]
        return Mention(
            calendar.MONTH_NAMES[number],
            frozenset({value(FigureKind.MONTH, number)}),
            stated=stated,
        )

    def _range(self, at: int) -> bool:
        """One of two short months, "Nov-Feb"."""
        around = ((at - 1, at - 2), (at + 1, at + 2))
        return any(
            self._text(dash) in ("-", "–", "/") and self._lower(other) in calendar.SHORT_MONTHS
            for dash, other in around
        )

    def _decade(self, at: int) -> Mention | None:
        """ "the 1980s", "the 80s" """
        text = self._text(at)
        touching = self._text(at + 1) == "s" and self._tokens[at].end == self._tokens[at + 1].start
        if not (touching and text.isdigit() and len(text) in (2, 4) and text.endswith("0")):
            return None
        year = int(text)
        values = {value(FigureKind.DECADE, year % 100), value(FigureKind.NUMBER, year)}
        if year > 100:
            values.add(value(FigureKind.CENTURY, year // 100 + 1))
        return Mention(f"the {text}s", frozenset(values))

    # -- numbers

    def _with_half(self, groups: list[Group]) -> tuple[list[Mention], int]:
        """A number, with the half behind it or its noun: "two and a half hours"."""
        number, end = self._number(groups), groups[-1].end
        if len(groups) > 1 or groups[0].ordinal or groups[0].magnitude or groups[0].fraction:
            return [number], end
        noun = self._tokens[end].is_word if end < len(self._tokens) else False
        after = self._numerals.after_half(end) or (noun and self._numerals.after_half(end + 1))
        if not after or self._lower(after) in ("of", "the"):
            return [number], end
        total = frozenset(value(FigureKind.NUMBER, n + Fraction(1, 2)) for n in groups[0].values)
        half = Mention("0.5", frozenset({value(FigureKind.NUMBER, Fraction(1, 2))}))
        said = shown(groups[0].values[0] + Fraction(1, 2))
        return [Mention(said, total, (replace(number, stated=True), half))], after

    def _group(self, group: Group) -> Mention:
        number = group.values[0]
        values = self._values(group, self._numerals) | self._clock(group)
        stated = group.literal or not (
            number < 2 or group.fraction or (group.ordinal and number <= 2)
        )
        if group.literal and self._lower(group.start - 1) in CUES["squared"] and number <= 3:
            stated = False
        if group.ordinal and self._lower(group.start - 1) == "a":
            stated = False  # "a fifth" is as often a share
        if group.bare:
            values.add(value(FigureKind.MANY, number))
        if group.ordinal and number and self._lower(group.end) in CUES["century"]:
            values.add(value(FigureKind.CENTURY, number))
        return Mention(shown(number), frozenset(values), stated=stated)

    def _clock(self, group: Group) -> set[Value]:
        hour, text = group.values[0], self._text(group.start)
        if group.magnitude or group.fraction or hour.denominator != 1:
            return set()
        if group.literal and (text.startswith("0") or self._lower(group.end) in CUES["zone"]):
            found = military(text)
            if found:
                return set(found)
        half = self._half(group.end)
        if 0 < hour <= 24 and (half or self._lower(group.end) in CUES["clock"]):
            return set(times(int(hour), 0, half))
        return set()

    def _word(self, at: int) -> list[Mention]:
        word = self._lower(at)
        if word in words.MANY:
            return [many(words.MANY[word])]
        if word in words.DECADES:
            number = words.DECADES[word]
            return [Mention(f"the {number}s", frozenset({value(FigureKind.DECADE, number)}))]
        implied = words.ENGLISH_IMPLIED.get(word, ())
        if self._text(at) in words.ROMAN:
            implied = (Fraction(words.ROMAN[self._text(at)]),)
        if not implied:
            return []
        values = frozenset(value(FigureKind.NUMBER, number) for number in implied)
        return [Mention(word, values, stated=False)]
