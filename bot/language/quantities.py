"""The numbers of an Arabic sentence that count or measure something, as English shows them.

Dates, times and ordinals are left out. What a number counts is `counts`' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.dates.calendar import MONTHS
from bot.language.digits import SEPARATORS, western
from bot.language.number_words import NUMBER_WORDS, NumberClass, NumberWord

_TOKEN = re.compile(
    r"\d+(?:[.,٫٬/:-]\d+)*|[^\W\d_]+(?:[\u064b-\u0652\u0670][^\W\d_]*)*|[%٪]|[^\w\s]"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SEPARATORS = str.maketrans(SEPARATORS)
_SCALES = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
_VAGUE = {10: "dozens of", 100: "hundreds of", 1000: "thousands of", 10**6: "millions of"}
_TENS_OF = {
    (10, 1000): "tens of thousands of", (100, 1000): "hundreds of thousands of",
    (10, 10**6): "tens of millions of", (100, 10**6): "hundreds of millions of",
}  # fmt: skip
_BETWEEN, _AND = fold("بين"), fold("و")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEAR = frozenset(
    map(fold, ("عام", "سنة", "منذ", "صيف", "شتاء", "ربيع", "خريف", "الساعة", "لعام", "رقم"))
)
_BOUNDS = (
    (("أكثر", "من"), "more than"), (("يزيد", "على"), "more than"), (("يزيد", "عن"), "more than"),
    (("أقل", "من"), "less than"), (("يقل", "عن"), "at least"), (("نحو",), "about"),
    (("حوالي",), "about"), (("قرابة",), "about"), (("زهاء",), "about"), (("حتى",), "up to"),
)  # fmt: skip
"""Words before a number and what English has for them; "ما لا يقل عن" is "at least"."""
_FOLDED_BOUNDS = [(tuple(map(fold, words)), english) for words, english in _BOUNDS]


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a sentence; `text[start:end]` is how it is written."""

    start: int
    end: int
    folded: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number where it stands among the tokens."""

    start: int
    end: int
    shown: str
    """"137,000", "26.1 billion", "dozens of"."""
    value: Fraction | None
    """None where only its size is told."""
    bound: str = ""
    """"about", "more than", "at least", "less than", "up to"; empty where it is exact."""

    @property
    def words(self) -> str:
        return f"{self.bound} {self.shown}".strip()


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text in order."""
    found = []
    for match in _TOKEN.finditer(text):
        folded = fold(match[0])
        stems = tuple(r.stem for r in readings(folded)) if match[0][0].isalpha() else (folded,)
        found.append(Token(match.start(), match.end(), folded, stems or (folded,)))
    return found


def quantities(listed: Sequence[Token]) -> list[Quantity]:
    """The numbers among the tokens of one sentence, in order."""
    found, at = [], 0
    while at < len(listed):
        quantity = _at(listed, at)
        if quantity is None:
            at += 1
            continue
        found.append(_bounded(listed, quantity))
        at = quantity.end
    return list(_ranges(listed, found))


def _ranges(listed: Sequence[Token], found: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "Between 3 and 10 years" is one quantity."""
    waiting: Quantity | None = None
    for quantity in found:
        if waiting is not None:
            between = [token.folded for token in listed[waiting.end : quantity.start]]
            if between in ([], [_AND]) and listed[waiting.start - 1].folded == _BETWEEN:
                shown = f"{waiting.shown} to {quantity.shown}"
                waiting = Quantity(waiting.start, quantity.end, shown, None)
                continue
            yield waiting
        waiting = quantity
    if waiting is not None:
        yield waiting


def _at(listed: Sequence[Token], at: int) -> Quantity | None:
    digits = western(listed[at].folded).translate(_SEPARATORS)
    if _NUMBER.fullmatch(digits):
        return _in_digits(listed, at, digits)
    if digits[:1].isdigit():
        return None
    word = _word(listed, at)
    if word is None or word.ordinal:
        return None
    if word.kind is NumberClass.MANY:
        following = _word(listed, at + 1)
        if following is not None and following.kind is NumberClass.MANY:
            shown = _TENS_OF.get((int(word.value), int(following.value)))
            return Quantity(at, at + 2, shown, None) if shown else None
        shown = _VAGUE.get(int(word.value))
        return Quantity(at, at + 1, shown, None) if shown else None
    if word.kind in (NumberClass.UNIT, NumberClass.TENS, NumberClass.HUNDREDS):
        return _in_words(listed, at, word)
    if word.kind in (NumberClass.MAGNITUDE, NumberClass.DUAL):
        return _scaled(Quantity(at, at + 1, "", word.value))
    return None


def _in_digits(listed: Sequence[Token], at: int, digits: str) -> Quantity | None:
    after = listed[at + 1].folded if at + 1 < len(listed) else ""
    before = listed[at - 1].folded if at else ""
    if before in _BEFORE_YEAR or after in MONTHS or before in MONTHS:
        return None
    bare = re.sub(r",(?=\d{3}(?!\d))", "", digits).replace(",", ".")
    if bare.count(".") > 1:
        # A date, an address, the number of a version.
        return None
    value = Fraction(bare)
    quantity = Quantity(at, at + 1, _grouped(digits), value)
    multiplied = _multiplied(listed, quantity)
    if multiplied is quantity and _YEAR.fullmatch(digits):
        return None
    return multiplied


def _in_words(listed: Sequence[Token], at: int, word: NumberWord) -> Quantity | None:
    value, end = word.value, at + 1
    following = _word(listed, end)
    joined = end < len(listed) and listed[end].folded.startswith("و")
    if following is not None and not following.ordinal:
        if word.kind is NumberClass.UNIT and following.value == 10 and not joined and value < 10:
            value, end = value + 10, end + 1
        elif word.kind is NumberClass.UNIT and following.value == 100 and not joined and value > 2:
            value, end = value * 100, end + 1
        elif following.kind is NumberClass.TENS and joined and value < 10:
            value, end = value + following.value, end + 1
    if value < 2:
        return None
    return _multiplied(listed, Quantity(at, end, _grouped(str(value)), value))


def _multiplied(listed: Sequence[Token], quantity: Quantity) -> Quantity:
    word = _word(listed, quantity.end)
    joined = quantity.end < len(listed) and listed[quantity.end].folded.startswith("و")
    if word is None or joined or quantity.value is None or word.value < 1000:
        return quantity
    if word.kind not in (NumberClass.MAGNITUDE, NumberClass.MANY):
        return quantity
    return _scaled(replace(quantity, end=quantity.end + 1, value=quantity.value * word.value))


def _scaled(quantity: Quantity) -> Quantity:
    """As English writes it: 137,000, but 26.1 billion."""
    value = quantity.value
    assert value is not None
    if value < 10**6:
        return replace(quantity, shown=_grouped(_plain(value)))
    scale = max(s for s in _SCALES if s <= value)
    return replace(quantity, shown=f"{_plain(value / scale)} {_SCALES[scale]}")


def _plain(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0")


def _grouped(digits: str) -> str:
    whole, point, rest = digits.replace(",", "").partition(".")
    return f"{int(whole):,}{point}{rest}"


def _word(listed: Sequence[Token], at: int) -> NumberWord | None:
    if at >= len(listed):
        return None
    folded = listed[at].folded
    for word in (
        folded.removeprefix("ال"),
        folded,
        folded.removeprefix("و"),
        folded.removeprefix("ب"),
        folded.removeprefix("ل"),
    ):
        if word in NUMBER_WORDS:
            return NUMBER_WORDS[word]
    return None


def _bounded(listed: Sequence[Token], quantity: Quantity) -> Quantity:
    before = [token.folded for token in listed[: quantity.start]]
    for words, english in _FOLDED_BOUNDS:
        tail = before[-len(words) :]
        if len(tail) == len(words) and tail[1:] == list(words[1:]) and tail[0].endswith(words[0]):
            return replace(quantity, bound=english)
    return quantity
