"""Opposites: "rose" for "fell", "before" for "after", "more than" for "less than".

Every name and number is in its place and nothing is denied, and yet the sentence says the
contrary. The pairs and their words are in `opposites.tsv`; its head explains
the columns. Where either side says both of a pair, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.lexicon import rows
from bot.language.patterns import Finder, Hit, Language, arabic_words, english_words
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.negation import arabic_negations, english_negations


@dataclass(frozen=True, slots=True)
class Pole:
    """One side of a pair, as in the table."""

    gloss: str
    pair: str
    deniable: bool
    """A denial turns it round: "did not fall" may well be "rose"; "north" stays north."""
    arabic: tuple[str, ...]
    english: tuple[str, ...]
    """What may stand for it; the distinctive included."""
    distinctive: tuple[str, ...]


@cache
def poles() -> tuple[Pole, ...]:
    return tuple(
        Pole(
            row["gloss"],
            row["pair"],
            row["class"] == "deniable",
            row.listed("arabic"),
            row.listed("english") + row.listed("distinctive"),
            row.listed("distinctive"),
        )
        for row in rows("opposites")
    )


@cache
def _contraries() -> tuple[int, ...]:
    """By a pole's number that of its contrary."""
    pairs = [pole.pair for pole in poles()]
    return tuple(
        next(n for n, pair in enumerate(pairs) if pair == own and n != number)
        for number, own in enumerate(pairs)
    )


@dataclass(frozen=True, slots=True)
class _Finders:
    arabic: Finder
    english: Finder
    distinctive: Finder


@cache
def _finders() -> _Finders:
    return _Finders(
        Finder((pole.arabic for pole in poles()), Language.ARABIC),
        Finder((pole.english for pole in poles()), Language.ENGLISH),
        Finder((pole.distinctive for pole in poles()), Language.ENGLISH),
    )


def opposites(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for each pair of which the source says one and the English only the other."""
    written, stems = arabic_words(source)
    english = english_words(hypothesis)
    find, turned = _finders(), _may_turn(source, hypothesis)
    ours, theirs = find.arabic.find(stems), find.english.find(english)
    flags = []
    for row, hits in find.distinctive.find(english).items():
        contrary = _contraries()[row]
        if turned and poles()[row].deniable:
            continue
        if contrary in ours and row not in ours and contrary not in theirs:
            arabic, said = _shown(written, ours[contrary]), _shown([w[0] for w in english], hits)
            detail = f"“{arabic}” ({poles()[contrary].gloss}) became “{said}”"
            flags.append(Flag("opposites", Severity.ERROR, detail))
    return tuple(flags)


def _may_turn(source: str, hypothesis: str) -> bool:
    """Whether one side may say by a denial what the other says by the contrary.

    Not where both deny equally often: "did not raise" is not "did not lower".
    """
    arabic, english = arabic_negations(source), english_negations(hypothesis)
    if arabic.lacking or arabic.optional:
        return True
    return len(arabic.denying) != len(english.strong)


def _shown(words: Sequence[str], hits: Sequence[Hit]) -> str:
    longest = max(hits, key=lambda hit: hit.end - hit.start)
    return " ".join(words[longest.start : longest.end])
