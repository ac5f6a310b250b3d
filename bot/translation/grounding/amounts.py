"""Numbers of a line beside the words they have in its sentences: what they count, from and to what,
and whether they are exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.figures import figures
from bot.language.number_words import SMALL, TENS
from bot.translation.grounding.words import same

_NUMBER = rf"(?:\d[\d,.]*\d|\d|{'|'.join(SMALL | TENS)})"
_AMOUNT = re.compile(
    rf"(?:\b(?P<before>[A-Za-z]+)\s+)?[$€£]?\b(?P<number>{_NUMBER})\b"
    r"(?:\s+(?:million|billion|thousand|trillion))?"
    r"\s*(?:-|(?:more|other|of (?:the|them|its))\s)?\s*(?P<behind>%|[A-Za-z]+)?",
    re.IGNORECASE,
)
_ENDS = ("from", "to", "of", "for", "in", "by")
"""Words that give two numbers their places: from 20 to 12, 3 out of 7."""
_SHORTEST = 4
"""Letters of a word that is counted; "in" and "for" are not."""
_MOVES = ("from", "to", "by")
_KINDS = {
    "less": r"up to|at (?:the )?most|(?:no|not) more than|less than|fewer than|under|below"
    r"|a maximum of|within",
    "more": r"at least|(?:no|not) (?:less|fewer) than|more than|over|above|exceed\w*|upwards of"
    r"|a minimum of|in excess of",
    "about": r"about|around|some|roughly|approximately|estimated",
    "nearly": r"almost|nearly|close to",
}
_NEAR = {"nearly": ("less", "about"), "less": ("nearly",), "about": ("nearly",)}
"""Which may stand for which."""
_BOUND = re.compile(
    "|".join(rf"\b(?P<{kind}>{words})\b" for kind, words in _KINDS.items()),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Amount:
    figure: str
    before: str
    behind: str
    bound: str
    """less, more, about, nearly, or empty where it is exact."""


def _amounts(text: str) -> list[_Amount]:
    found = []
    for match in _AMOUNT.finditer(text):
        figure = next(iter(figures(match["number"])), "")
        if figure:
            before = (match["before"] or "").casefold()
            behind = (match["behind"] or "").casefold().removesuffix("s")
            found.append(_Amount(figure, before, behind, _bound(text[: match.start("number")])))
    return found


def _bound(before: str) -> str:
    found = list(_BOUND.finditer(before))
    # A sign of money may stand between, and a word as in "up to the 20".
    if not found or len(before[found[-1].end() :].split()) > 1:
        return ""
    return found[-1].lastgroup or ""


def swapped(said: str, cited: Sequence[str]) -> Iterator[str]:
    """Two numbers in each other's place: what stands beside one stands beside the other there."""
    ours, theirs = _amounts(said), [amount for text in cited for amount in _amounts(text)]
    known = {amount.figure for amount in theirs}
    for amount in ours:
        if amount.figure not in known:
            continue
        for side in ("before", "behind"):
            word = getattr(amount, side)
            if not word or (side == "before" and word not in _ENDS):
                continue
            if side == "behind" and word.isalpha() and len(word) < _SHORTEST:
                continue
            beside = {other.figure for other in theirs if _alike(getattr(other, side), word)}
            if beside and amount.figure not in beside:
                yield f"“{word}” stands at {', '.join(sorted(beside))}, not at {amount.figure}"


def ends(said: str, cited: Sequence[str]) -> Iterator[str]:
    """By how much, told as from or to what."""
    theirs = [amount for text in cited for amount in _amounts(text)]
    for amount in _amounts(said):
        places = {other.before for other in theirs if other.figure == amount.figure} & set(_MOVES)
        if places and amount.before in _MOVES and amount.before not in places:
            yield f"“{amount.before} {amount.figure}” is “{min(places)} {amount.figure}” there"


def _alike(one: str, two: str) -> bool:
    return one == two or bool(one and two and same(one, two))


def bounds(said: str, cited: Sequence[str]) -> Iterator[str]:
    """A number that is a bound there and none here, or another."""
    theirs = [amount for text in cited for amount in _amounts(text)]
    for amount in _amounts(said):
        same = {other.bound for other in theirs if other.figure == amount.figure}
        if same and "" not in same and not same & {amount.bound, *_NEAR.get(amount.bound, ())}:
            yield f"{amount.figure} is “{', '.join(sorted(same))} than” it in the sentence"
