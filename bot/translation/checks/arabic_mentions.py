"""The mentions of numbers, dates and times in an Arabic sentence."""

from __future__ import annotations

from fractions import Fraction

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.dates.calendar import (
    AMBIGUOUS_MONTHS,
    AMBIGUOUS_WEEKDAYS,
    MONTH_NAMES,
    MONTH_PAIRS,
    MONTHS,
    WEEKDAY_NAMES,
    WEEKDAYS,
)
from bot.language.number_words import ARABIC_CUES as CUES
from bot.language.number_words import IMPLIED, TWICE, NumberClass
from bot.translation.checks.arabic_duals import TIME_UNITS, Dual, dual, with_share
from bot.translation.checks.arabic_numerals import ArabicNumerals
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

_DUAL_ENDINGS = ("ين", "ان", "تي", "تا", "هما")
_ITS_DUAL = ("يه", "يها", "يهم")
""" "Its two engines"; in words of six letters or more, as "to it" and "on it" end so too."""


def arabic_mentions(source: str) -> list[Mention]:
    """Everything countable or datable in `source`, in order."""
    return _Reader(source).mentions()


class _Reader(Reader):
    """Walks over the tokens of one sentence; each method looks at one place in it."""

    def __init__(self, source: str) -> None:
        super().__init__(tokens(fold(source)), CUES["between"])
        self._numerals = ArabicNumerals(self._tokens)

    def _next(self, at: int) -> tuple[list[Mention], int]:
        token = self._tokens[at]
        if token.kind in ("date", "day"):
            return [date_mention(token.text)], at + 1
        if token.kind == "clock":
            return [clock_mention(token.text, self._half(at + 1))], at + 1
        if token.is_word:
            if (end := self._percent(at)) is not None:
                return [], end
            if (weekday := self._weekday(at)) is not None:
                return [weekday], at + 1
            if (month := self._month(at)) is not None:
                return self._with_twin(*month)
        if groups := self._numerals.groups(at):
            return self._with_noun(groups)
        if token.is_word and (two := dual(token.text)) is not None:
            return self._dual(two, at)
        if token.kind == "number":
            return [number_mention(token.text)], at + 1
        return (self._vague(at) or self._implied(token.text)) if token.is_word else [], at + 1

    # -- dates and times

    def _half(self, at: int) -> str:
        word = self._text(at + 1) if self._text(at) == "بعد" else self._text(at)
        if word in CUES["morning"]:
            return "am"
        return "pm" if word in CUES["evening"] else ""

    def _weekday(self, at: int) -> Mention | None:
        for reading in readings(self._text(at)):
            word = "ال" + reading.stem
            if not reading.definite or word not in WEEKDAYS:
                continue
            number = WEEKDAYS[word]
            values, stated = {value(FigureKind.WEEKDAY, number)}, True
            if word in AMBIGUOUS_WEEKDAYS and self._text(at - 1) not in CUES["day"]:
                values.add(value(FigureKind.NUMBER, 2 if number == 0 else 1))
                stated = self._text(at + 1)[:1].isdigit()
            return Mention(WEEKDAY_NAMES[number], frozenset(values), stated=stated)
        return None

    def _month(self, at: int) -> tuple[int, int, bool] | None:
        """(month, end, stated) of the month name at `at`."""
        for reading in readings(self._text(at)):
            pair = MONTH_PAIRS.get((reading.stem, self._text(at + 1)))
            if pair is not None:
                return pair, at + 2, True
            if reading.stem in MONTHS and not reading.definite:
                sure = reading.stem not in AMBIGUOUS_MONTHS or self._month_context(at)
                return MONTHS[reading.stem], at + 1, sure
        return None

    def _month_context(self, at: int) -> bool:
        before, after = self._text(at - 1), self._text(at + 1)
        return (
            before[-1:].isdigit()
            or before in CUES["month"]
            or before == "/"
            or after[:1].isdigit()
            or (after in ("/", "(") and self._text(at + 2) in MONTHS)
        )

    def _with_twin(self, month: int, end: int, stated: bool) -> tuple[list[Mention], int]:
        """One mention for "أغسطس/آب", the same month in both families."""
        if self._text(end) in ("/", "(", "-", "–", "،"):
            other = self._month(end + 1)
            if other is not None and other[0] == month:
                end, stated = other[1], True
        name = MONTH_NAMES[month]
        return [Mention(name, frozenset({value(FigureKind.MONTH, month)}), stated=stated)], end

    # -- numbers

    def _percent(self, at: int) -> int | None:
        """The end of "in the hundred", which is a percent sign and not a hundred."""
        if self._text(at) in CUES["percent"]:
            return at + 1
        if self._text(at) == "في" and self._text(at + 1) in CUES["hundred"]:
            return (
                at + 2 if self._text(at - 1)[-1:].isdigit() or self._numerals.at(at - 1) else None
            )
        return None

    def _dual(self, two: Dual, at: int) -> tuple[list[Mention], int]:
        values = frozenset(value(FigureKind.NUMBER, count) for count in two.counts)
        # "شخصين اثنين" says it again and "القرنين التاسع عشر والعشرين" says which two; "كل
        # يومين" is also "every other day".
        counted = self._text(at + 1)[:1].isdigit() or self._numerals.at(at + 1) is not None
        share = self._share(at + 1) if two.time else None
        stated = share is not None or not (counted or self._text(at - 1) in CUES["each"])
        mention = Mention("2", values, stated=stated)
        if share is None:
            return [mention], at + 1
        return [with_share(mention, two.counts[0], share, two.counts[1:])], at + 2

    def _with_noun(self, groups: list[Group]) -> tuple[list[Mention], int]:
        """A number, with the half that may stand behind its noun: "ثلاث ساعات ونصف"."""
        number, end = self._number(groups), groups[-1].end
        share = self._share(end + 1) if self._text(end) in TIME_UNITS else None
        if share is None or len(groups) > 1 or groups[0].ordinal:
            return [number], end
        return [with_share(number, groups[0].values[0], share)], end + 2

    def _share(self, at: int) -> Fraction | None:
        """The fraction that "and" joins to what stands before `at`."""
        numeral = self._numerals.at(at)
        if numeral is None or not numeral.conjoined:
            return None
        return numeral.word.value if numeral.word.kind is NumberClass.FRACTION else None

    def _group(self, group: Group) -> Mention:
        number = group.values[0]
        values = self._values(group, self._numerals) | self._clock(group)
        stated = True
        if group.magnitude == number:
            values.add(value(FigureKind.MANY, number))
            if self._text(group.start).endswith("ا"):
                # "ألفا": a thousand in the accusative, two thousand of something, or Alpha.
                values.add(value(FigureKind.NUMBER, 2 * number))
                stated = False
        elif not group.literal:
            # "one", "second" and fractions come and go in good translations.
            stated = (number > 2 or number == 0 or (number == 2 and not group.ordinal)) and (
                number.denominator == 1 or bool(group.magnitude)
            )
        if self._century(group.start - 1):
            values.add(value(FigureKind.CENTURY, number))
            decade = self._numerals.at(group.start - 2)
            stated = stated and not (decade and decade.word.kind is NumberClass.DECADE)
        return Mention(shown(number), frozenset(values), stated=stated)

    def _clock(self, group: Group) -> set[Value]:
        """The times of day that a bare number may be: "السادسة مساء", "الساعة 1800"."""
        hour = group.values[0]
        if group.magnitude or hour <= 0:
            return set()
        text = self._text(group.start)
        at_clock = self._text(group.start - 1) in CUES["clock"] or text.startswith("0")
        zoned = self._text(group.end) in CUES["zone"]
        if group.literal and (at_clock or zoned) and military(text):
            return set(military(text))
        half = self._half(group.end)
        if hour <= 24 and (half or at_clock or group.ordinal):
            return set(times(int(hour), int(60 * (hour % 1)), half))
        return set()

    def _century(self, at: int) -> bool:
        return any(reading.stem in CUES["century"] for reading in readings(self._text(at)))

    def _vague(self, at: int) -> list[Mention]:
        numeral = self._numerals.at(at)
        if numeral is None:
            return []
        number = numeral.word.value
        match numeral.word.kind:
            case NumberClass.MANY:
                return [many(int(number))]
            case NumberClass.DECADE:
                decade = frozenset({value(FigureKind.DECADE, number)})
                return [Mention(f"the {shown(number)}s", decade)]
            case NumberClass.FRACTION:
                # Alone, or after what it halves: "ساعة ونصف", one and a half hours.
                share = frozenset(
                    value(FigureKind.NUMBER, n) for n in (number, 100 * number, 1 + number)
                )
                return [Mention(shown(number), share, stated=False)]
            case _:
                return []

    def _implied(self, word: str) -> list[Mention]:
        """Numbers that the word holds without stating them."""
        stems = [reading.stem for reading in readings(word)]
        found = [IMPLIED[stem] for stem in stems if stem in IMPLIED]
        dual = len(word) >= 5 and word.endswith(_DUAL_ENDINGS)
        dual = dual or (len(word) >= 6 and word.endswith(_ITS_DUAL))
        if dual or any(stem in TWICE for stem in stems):
            found.append(2)
        return [
            Mention(str(n), frozenset({value(FigureKind.NUMBER, n)}), stated=False)
            for n in dict.fromkeys(found)
        ]
