"""English numerals in words and digits: how number words combine into values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bot.language import number_words as words
from bot.translation.checks.literals import Token, literal_values
from bot.translation.checks.reader import Group


class EnglishNumerals:
    """The number phrases of one tokenised sentence."""

    def __init__(self, sentence: Sequence[Token]) -> None:
        self._tokens = sentence

    def groups(self, index: int) -> list[Group]:
        """The number that begins at `index`, from its largest magnitude down; empty if none."""
        first = self._group(index)
        groups = [first] if first else []
        while groups and groups[-1].magnitude >= 1000:
            at = groups[-1].end
            following = self._group(at + 1 if self._lower(at) in ("and", ",") else at)
            if following is None or following.bare or following.ordinal:
                break
            if max(following.values) >= groups[-1].magnitude:
                break
            groups.append(following)
        return groups

    def _lower(self, index: int) -> str:
        return self._tokens[index].text.lower() if 0 <= index < len(self._tokens) else ""

    def _touches(self, index: int) -> bool:
        """Nothing stands between the token at `index` and the one before."""
        return 0 < index < len(self._tokens) and (
            self._tokens[index - 1].end == self._tokens[index].start
        )

    def _group(self, index: int) -> Group | None:
        if not 0 <= index < len(self._tokens):
            return None
        if self._tokens[index].kind == "number":
            values = literal_values(self._tokens[index].text)
            return self._literal(Group(values, index, index + 1, literal=True)) if values else None
        word = self._lower(index)
        if word in ("half", "quarter"):
            return self._half_a_million(index)
        if word in words.WHOLE_MAGNITUDES:
            number = words.WHOLE_MAGNITUDES[word]
            bare = Group((Fraction(number),), index, index + 1, magnitude=number, bare=True)
            return self._rest(self._multiplied(bare))
        count = self._under_hundred(index)
        return None if count is None else self._rest(self._multiplied(self._fraction(count)))

    def _literal(self, group: Group) -> Group:
        word = self._lower(group.end)
        if self._touches(group.end) and word in ("st", "nd", "rd", "th"):
            return replace(group, end=group.end + 1, ordinal=True)
        if self._touches(group.end) and word in words.SUFFIXES:
            scaled = tuple(v * words.SUFFIXES[word] for v in group.values)
            return replace(group, values=(*group.values, *scaled), end=group.end + 1)
        return self._multiplied(group)

    def _under_hundred(self, index: int) -> Group | None:
        word = self._lower(index)
        if word in words.TENS:
            unit_at = index + 2 if self._lower(index + 1) in ("-", "–", "‑") else index + 1
            unit, tens = self._lower(unit_at), words.TENS[word]
            if 1 <= words.SMALL.get(unit, 0) <= 9:
                return Group((Fraction(tens + words.SMALL[unit]),), index, unit_at + 1)
            if 1 <= words.ORDINALS.get(unit, 0) <= 9:
                number = Fraction(tens + words.ORDINALS[unit])
                return Group((number,), index, unit_at + 1, ordinal=True)
            return self._year(Group((Fraction(tens),), index, index + 1))
        if word in words.SMALL:
            return self._year(Group((Fraction(words.SMALL[word]),), index, index + 1))
        if word in words.ORDINALS:
            number = Fraction(words.ORDINALS[word])
            return Group((number, 1 / number), index, index + 1, ordinal=True)
        return None

    def _year(self, group: Group) -> Group:
        """ "nineteen eighty-four", "twenty eighteen" """
        hundreds = group.values[0]
        if not 13 <= hundreds <= 20:
            return group
        at = group.end + 1 if self._lower(group.end) == "-" else group.end
        if self._lower(at) not in words.TENS and words.SMALL.get(self._lower(at), 0) < 10:
            return group
        rest = self._under_hundred(at)
        if rest is None or rest.ordinal:
            return group
        return replace(group, values=(100 * hundreds + rest.values[0],), end=rest.end)

    def _fraction(self, count: Group) -> Group:
        """ "two thirds", "three-quarters": also met by the count alone."""
        at = count.end + 1 if self._lower(count.end) == "-" else count.end
        number = count.values[0]
        if count.ordinal or number > 9 or self._lower(at) not in words.FRACTIONS:
            return count
        if number > 1 and not self._lower(at).endswith("s"):
            return count
        share = number * words.FRACTIONS[self._lower(at)]
        return replace(count, values=(share, number), end=at + 1, fraction=True)

    def _half_a_million(self, index: int) -> Group | None:
        at = index + 1
        while self._lower(at) in ("of", "a", "-"):
            at += 1
        magnitude = words.MAGNITUDES.get(self._lower(at))
        if magnitude is None or at == index + 1:
            return None
        share = Fraction(1, 2 if self._lower(index) == "half" else 4)
        return Group((share * magnitude,), index, at + 1, magnitude=magnitude)

    def _multiplied(self, group: Group) -> Group:
        while not group.ordinal and not group.fraction:
            after_half = self.after_half(group.end)
            dashed = self._lower(group.end) == "-"
            at = after_half or (group.end + 1 if dashed else group.end)
            word = self._lower(at)
            magnitude = 12 if word == "dozen" else words.MAGNITUDES.get(word)
            if magnitude is None:
                break
            share = Fraction(1, 2) if after_half else Fraction(0)
            group = replace(
                group,
                values=tuple((v + share) * magnitude for v in group.values),
                end=at + 1,
                magnitude=max(magnitude, group.magnitude),
            )
        return group

    def after_half(self, index: int) -> int | None:
        """The end of "and a half", also with hyphens, at `index`."""
        for word in ("and", "a", "half"):
            if self._lower(index) in ("-", "‑"):
                index += 1
            if self._lower(index) != word:
                return None
            index += 1
        return index

    def _rest(self, group: Group) -> Group:
        """What follows a hundred: "two hundred and forty", "three hundred thousand"."""
        if group.magnitude != 100:
            return group
        at = group.end + 1 if self._lower(group.end) == "and" else group.end
        rest = self._under_hundred(at)
        if rest is None or (rest.ordinal and rest.end == at + 1 and rest.values[0] < 3):
            return group
        number = group.values[0] + rest.values[0]
        whole = replace(group, values=(number,), end=rest.end, ordinal=rest.ordinal, bare=False)
        return self._multiplied(replace(whole, magnitude=0))
