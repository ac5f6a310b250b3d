"""Arabic numerals in words and digits: how number words combine into values.

The grammar: unit before ten ("خمسة وعشرون", 25), hundreds, then magnitudes from large to
small, each joined by و; digits may stand for any count ("5 ملايين و300 ألف"). What a number
is said of (a date, a percentage) is in `arabic_mentions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.number_words import NUMBER_WORDS, NumberClass, NumberWord
from bot.translation.checks.literals import Token, literal_values
from bot.translation.checks.reader import Group

_I_AM_NOT = fold("لست")
"""Far more often "I am not" than "for six"."""
_WHO, _WROTE = fold("الذي"), fold("ألف")
""" "الذي ألف", who wrote: no thousand follows "who"."""

_AND_ONE = frozenset(fold(word) for word in ("وأحد", "وإحدى"))
_TEN = frozenset(fold(word) for word in ("عشر", "عشرة"))


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word with how it is attached to the one before."""

    word: NumberWord
    conjoined: bool
    definite: bool


class ArabicNumerals:
    """The number phrases of one tokenised, folded sentence."""

    def __init__(self, sentence: Sequence[Token]) -> None:
        self._tokens = sentence

    def at(self, index: int) -> Numeral | None:
        """The number word at `index`, if it is one."""
        if not 0 <= index < len(self._tokens) or self._tokens[index].text == _I_AM_NOT:
            return None
        if self._tokens[index].text == _WROTE and index and self._who(index - 1):
            return None
        for reading in readings(self._tokens[index].text):
            word = NUMBER_WORDS.get(reading.stem)
            if word is not None:
                return Numeral(word, reading.conjoined or self._and_eleven(index), reading.definite)
        return None

    def _who(self, index: int) -> bool:
        return any(reading.stem == _WHO for reading in readings(self._tokens[index].text))

    def _and_eleven(self, index: int) -> bool:
        """ "وأحد عشر" begins with "and", though folded it looks like "واحد", one."""
        after = self._tokens[index + 1].text if index + 1 < len(self._tokens) else ""
        return self._tokens[index].text in _AND_ONE and after in _TEN

    def groups(self, index: int) -> list[Group]:
        """The number that begins at `index`, from its largest magnitude down; empty if none."""
        first = self._group(index)
        groups = [first] if first else []
        while groups and groups[-1].magnitude:
            following = self._conjoined_group(groups[-1].end)
            if following is None or max(following.values) >= groups[-1].magnitude:
                break
            groups.append(following)
        return groups

    def _is(self, index: int, *kinds: NumberClass, conjoined: bool) -> NumberWord | None:
        numeral = self.at(index)
        if numeral and numeral.word.kind in kinds and numeral.conjoined == conjoined:
            return numeral.word
        return None

    def _conjoined_group(self, index: int) -> Group | None:
        numeral = self.at(index)
        if numeral is not None:
            return self._group(index) if numeral.conjoined else None
        pair = self._tokens[index : index + 2]
        if len(pair) == 2 and pair[0].text == "و" and pair[0].end == pair[1].start:
            return self._group(index + 1)
        return None

    def _group(self, index: int) -> Group | None:
        if not 0 <= index < len(self._tokens):
            return None
        if self._tokens[index].kind == "number":
            values = literal_values(self._tokens[index].text)
            count = Group(values, index, index + 1, literal=True) if values else None
        else:
            count = self._worded(index)
        return None if count is None else self._with_half(self._multiplied(count))

    def _worded(self, index: int) -> Group | None:
        numeral = self.at(index)
        if numeral is None:
            return None
        word = numeral.word
        match word.kind:
            case NumberClass.DUAL:
                return Group((word.value,), index, index + 1, magnitude=int(word.value) // 2)
            case NumberClass.MAGNITUDE:
                return Group((word.value,), index, index + 1, magnitude=int(word.value))
            case NumberClass.FRACTION:
                multiplies = self._is(index + 1, NumberClass.MAGNITUDE, conjoined=False)
                return Group((word.value,), index, index + 1) if multiplies else None
            case NumberClass.MANY | NumberClass.DECADE:
                return None
            case _:
                return self._under_thousand(index)

    def _under_thousand(self, index: int) -> Group | None:
        hundreds = self._hundreds(index)
        if hundreds is None:
            return self._under_hundred(index)
        numeral = self.at(hundreds.end)
        rest = self._under_hundred(hundreds.end) if numeral and numeral.conjoined else None
        if rest is None:
            return hundreds
        return replace(rest, values=(hundreds.values[0] + rest.values[0],), start=index)

    def _hundreds(self, index: int) -> Group | None:
        numeral = self.at(index)
        if numeral is None:
            return None
        if numeral.word.kind is NumberClass.HUNDREDS:
            return Group((numeral.word.value,), index, index + 1)
        hundred = self._is(index + 1, NumberClass.HUNDREDS, conjoined=False)
        counts = numeral.word.kind is NumberClass.UNIT and 3 <= numeral.word.value <= 9
        if counts and hundred is not None and hundred.value == 100:
            return Group((numeral.word.value * 100,), index, index + 2)
        return None

    def _under_hundred(self, index: int) -> Group | None:
        numeral = self.at(index)
        if numeral is None or numeral.word.kind not in (NumberClass.UNIT, NumberClass.TENS):
            return None
        word, number, end = numeral.word, numeral.word.value, index + 1
        if word.kind is NumberClass.UNIT and 0 < number < 10:
            ten = self._is(end, NumberClass.UNIT, conjoined=False)
            tens = self._is(end, NumberClass.TENS, conjoined=True)
            if ten is not None and ten.value == 10 and not ten.ordinal:
                number, end = number + 10, end + 1
            elif tens is not None:
                number, end = number + tens.value, end + 1
        return Group((number,), index, end, ordinal=word.ordinal)

    def _multiplied(self, group: Group) -> Group:
        kinds = (NumberClass.MAGNITUDE, NumberClass.MANY)
        word = self._is(group.end, *kinds, conjoined=False)
        while word is not None and word.value >= 1000:
            group = replace(
                group,
                values=tuple(v * word.value for v in group.values),
                end=group.end + 1,
                magnitude=max(int(word.value), group.magnitude),
            )
            word = self._is(group.end, *kinds, conjoined=False)
        return group

    def _with_half(self, group: Group) -> Group:
        """ "مليون ونصف المليون", a million and a half; "الثانية والنصف", half past two."""
        part = self._is(group.end, NumberClass.FRACTION, conjoined=True)
        if part is None:
            return group
        end = group.end + 1
        again = self._is(end, NumberClass.MAGNITUDE, conjoined=False)
        if again is not None and again.value == group.magnitude:
            end += 1
        share = part.value * (group.magnitude or 1)
        return replace(group, values=tuple(v + share for v in group.values), end=end)
