"""What the numbers of an Arabic sentence count: so many dead, so many trucks, so much of a deficit.

Words are those of `facts.tsv`. A number whose noun is not known counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from bot.language.arabic.fold import for_checks as fold
from bot.language.lexicon import RuleRow, rows
from bot.language.patterns import Finder, Hit, Language
from bot.language.quantities import Quantity, Token, quantities

REACH = 5
"""Tokens before or behind a number in which a word may say what befell those it counts."""
_STOPS = frozenset(',،؛;:.()«»“”"')
_OF, _TO = fold("من"), fold("إلى")
RISING_REACH = 12
NOBODY = "-"
"""The role of words that name one of the others and mean none: "rescue teams"."""
_DUAL_ENDINGS = (fold("ين"), fold("ان"))
_AMONG = frozenset(map(fold, ("بينهم", "بينهما", "منهم", "منها", "بينها")))
_MORE = frozenset(map(fold, ("إضافي", "إضافية", "إضافيا", "إضافيين")))
"""Behind what is counted: the number is in a total that the sentence gives."""
_LEVEL = frozenset(map(fold, ("بلغ", "بلغت", "يبلغ", "تبلغ", "بالغ", "بالغة", "بلغا")))


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts."""

    quantity: Quantity
    role: str
    """dead, injured, missing, ...; empty where only the noun is known."""
    noun: str
    """What is counted, in English: "trucks", "percent"; empty where the role says it."""
    part: bool = False
    """Of another number: "among them 12 children", "three of the injured", "nine more bodies"."""

    @property
    def words(self) -> str:
        """ "31 dead", "320 trucks", "6%"."""
        if self.noun == "percent":
            return f"{self.quantity.words}%"
        many = self.quantity.words
        counted = self.noun if self.role and self.noun not in ("people", "") else ""
        said = " ".join(filter(None, (many, counted or (self.noun if not self.role else ""))))
        return " ".join(filter(None, (said.removesuffix(" of"), self.role)))


@cache
def of_class(name: str) -> tuple[RuleRow, ...]:
    return tuple(row for row in rows("facts") if row["class"] == name)


@cache
def finder(name: str, column: str = "arabic") -> Finder:
    """Where the words of a class stand, by the number of its row."""
    return Finder([row.listed(column) for row in of_class(name)], Language.ARABIC)


def hits(name: str, listed: Sequence[Token], column: str = "arabic") -> list[tuple[Hit, RuleRow]]:
    """(place, row) of a class's words among tokens, the longest first where two meet."""
    found = finder(name, column).find([token.stems for token in listed])
    placed = [(hit, of_class(name)[row]) for row, places in found.items() for hit in places]
    placed.sort(key=lambda pair: (-(pair[0].end - pair[0].start), pair[0].start))
    kept: list[tuple[Hit, RuleRow]] = []
    for hit, row in placed:
        if all(hit.end <= other.start or other.end <= hit.start for other, _ in kept):
            kept.append((hit, row))
    return sorted(kept, key=lambda pair: pair[0].start)


@cache
def _currencies() -> tuple[Finder, tuple[RuleRow, ...]]:
    """Where money stands, and what it is called in the shape of the rows of `facts.tsv`."""
    listed = tuple(
        row for row in rows("currencies") if row["arabic"] and row["currency"] != "others"
    )
    shown = tuple(
        RuleRow(row.line, {"english": row["currency"], "single": row.listed("english")[0]})
        for row in listed
    )
    return Finder([row.listed("arabic") for row in listed], Language.ARABIC), shown


def _money(listed: Sequence[Token]) -> list[tuple[Hit, RuleRow]]:
    money, shown = _currencies()
    found = money.find([token.stems for token in listed])
    return [(hit, shown[row]) for row, places in found.items() for hit in places]


def counts_among(listed: Sequence[Token]) -> list[Count]:
    """What a sentence counts, in order."""
    nouns, victims = hits("counted", listed) + _money(listed), hits("role", listed)
    said = hits("role", listed, "said")
    found = []
    for quantity in (*quantities(listed), *_duals(listed, nouns)):
        noun = _right_behind(nouns, quantity.end)
        victim = _right_behind(victims, quantity.end)
        died = any(hit.end == quantity.start and row["english"] == "dead" for hit, row in said)
        # "The death of three injured": they are among the injured, and no number of them.
        among = _is_part(listed, quantity) or (died and victim is not None)
        role = victim or _beside(said, listed, quantity) or _rising(victims, listed, quantity)
        if role is not None and role["english"] == NOBODY:
            role = None
        if listed[quantity.end : quantity.end + 1] and listed[quantity.end].folded in ("%", "٪"):
            found.append(Count(quantity, "", "percent"))
        elif role is not None:
            counted = "" if victim or noun is None else _number_of(noun, quantity)
            found.append(Count(quantity, role["english"], counted, among))
        elif noun is not None:
            found.append(Count(quantity, "", _number_of(noun, quantity), among))
    return sorted(found, key=lambda count: count.quantity.start)


def _duals(listed: Sequence[Token], nouns: Sequence[tuple[Hit, RuleRow]]) -> Iterator[Quantity]:
    """Two in one word, right behind a word that says what befell them: "مقتل بحارين".

    Only of nouns whose plural is no ending: مدنيين is more often civilians than two of them. The
    noun counts itself, so the quantity ends where it begins.
    """
    counted = {q.end for q in quantities(listed)}
    said = {hit.end for hit, _ in hits("role", listed, "said")}
    for hit, row in nouns:
        token = listed[hit.start]
        broken = len([p for p in row.cells.get("arabic", "").split("|") if p]) > 1
        dual = hit.end == hit.start + 1 and token.folded.endswith(_DUAL_ENDINGS)
        if dual and broken and hit.start in said and hit.start not in counted:
            yield Quantity(hit.start, hit.start, "2", Fraction(2))


def _number_of(noun: RuleRow, quantity: Quantity) -> str:
    return noun["single"] or noun["english"] if quantity.value == 1 else noun["english"]


def _right_behind(placed: Iterable[tuple[Hit, RuleRow]], at: int) -> RuleRow | None:
    return next((row for hit, row in placed if hit.start == at), None)


def _is_part(listed: Sequence[Token], quantity: Quantity) -> bool:
    """ "Among them 12", "three of the injured", "nine more bodies"."""
    if any(token.folded in _MORE for token in listed[quantity.end : quantity.end + 2]):
        return True
    before = listed[quantity.start - 1].folded if quantity.start else ""
    behind = listed[quantity.end].folded if quantity.end < len(listed) else ""
    return before in _AMONG or behind in (_OF, *_AMONG)


def _beside(
    said: Sequence[tuple[Hit, RuleRow]], listed: Sequence[Token], quantity: Quantity
) -> RuleRow | None:
    """The nearest word before the number that says what befell those it counts; else one behind
    it, both within its own clause."""
    first = quantity.start
    while first and quantity.start - first < REACH and not _ends_clause(listed[first - 1]):
        first -= 1
    before = [(hit, row) for hit, row in said if first <= hit.start and hit.end <= quantity.start]
    if before:
        return before[-1][1]
    last = quantity.end
    while last < len(listed) and last - quantity.end < REACH and not _ends_clause(listed[last]):
        last += 1
    behind = [(hit, row) for hit, row in said if quantity.end <= hit.start and hit.end <= last]
    if behind and listed[quantity.end].folded == _OF:
        # "Three of the injured died": the noun behind "of" is what they were.
        behind = [(hit, row) for hit, row in behind if hit.start > quantity.end + 1]
    return behind[0][1] if behind else None


def _rising(
    victims: Sequence[tuple[Hit, RuleRow]], listed: Sequence[Token], quantity: Quantity
) -> RuleRow | None:
    """ "The dead of the market rose to 37": the noun stands well before, and "to" at the number."""
    if not quantity.start or listed[quantity.start - 1].folded != _TO:
        return None
    first = max(0, quantity.start - RISING_REACH)
    before = [(hit, row) for hit, row in victims if first <= hit.start < quantity.start]
    if not before:
        return None
    between = listed[before[-1][0].end : quantity.start]
    return None if any(map(_ends_clause, between)) else before[-1][1]


def _ends_clause(token: Token) -> bool:
    return token.folded in _STOPS or token.folded[:1].isdigit()


def is_level(listed: Sequence[Token], count: Count) -> bool:
    """Whether something "reached" it: it is how much there is, and not by how much it moved."""
    at = count.quantity.start
    return any(_LEVEL.intersection(token.stems) for token in listed[max(0, at - 2) : at])
