"""Negation: what the source denies the English denies, and nothing else.

Counts the words that deny on either side; to which verb they belong is not worked out, so a
negation that moved from one clause to another is not seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks import negation_words as words
from bot.translation.checks.context import Context

_MEANINGS = {
    "لن": "will not",
    "لم": "did not",
    "لا": "not",
    "غير": "un-, non-",
    "عدم": "not, lack of",
    "دون": "without",
    "بدون": "without",
    "بلا": "without",
}


@dataclass(frozen=True, slots=True)
class ArabicNegations:
    denying: tuple[str, ...]
    lacking: tuple[str, ...]
    lexical: int
    """Words that deny by their meaning."""
    optional: int
    """Negators that English may drop: "not only", "not ... but", a repeated "nor"."""
    not_only: bool


@dataclass(frozen=True, slots=True)
class EnglishNegations:
    strong: tuple[str, ...]
    weak: tuple[str, ...]


def arabic_negations(source: str) -> ArabicNegations:
    text = fold(words.LEST.sub(r"\1لا", normalise(source)))
    plain, not_only = words.NOT_ONLY.subn(" ", words.IDIOMS.sub(" ", text))
    plain, either = words.EITHER.subn(" ", plain)
    plain, only = words.ONLY.subn(" ", plain)
    denying = words.DENYING.findall(plain)
    # "لا ... ولا ... ولا" is one negation to English: "do not steal, beg or ..."
    again = [n for n, word in enumerate(denying) if n and word in ("ولا", "ولن")]
    return ArabicNegations(
        denying=tuple(word for n, word in enumerate(denying) if n not in again),
        lacking=tuple(words.LACKING.findall(plain)),
        lexical=len(words.LEXICAL.findall(plain)),
        # A Latin title inside the source may hold a negator of its own.
        optional=not_only
        + either
        + only
        + len(again)
        + len(words.WOULD_NOT.findall(plain))
        + len(words.STRONG.findall(source)),
        not_only=bool(not_only),
    )


def english_negations(hypothesis: str) -> EnglishNegations:
    plain = words.POSITIVE.sub(" ", normalise(unescape(hypothesis)))
    return EnglishNegations(
        tuple(words.STRONG.findall(plain)), tuple(words.WEAK.findall(words.STRONG.sub(" ", plain)))
    )


def negation(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the source denies more than the English, or the English more than it."""
    for letter in words.LA.findall(hypothesis):
        source = re.sub(rf"\bلا (?=[{words.LA_LETTERS.get(letter, '-')}])", " ", source, count=1)
    arabic, english = arabic_negations(source), english_negations(hypothesis)
    owed = (*arabic.denying, *arabic.lacking)
    said = len(english.strong) + len(english.weak)
    # Weak words are first of all what "refuse", "without" and "un-" became.
    spare = max(0, len(english.weak) - len(arabic.lacking) - arabic.lexical - arabic.optional)
    if len(arabic.denying) > len(english.strong) + spare or len(owed) > said:
        return (_flag(_lost(owed, said)),)
    if arabic.not_only and not words.MORE.search(hypothesis) and not english.strong:
        return (_flag("“not only” is lost in the English"),)
    open_ = max(0, len(arabic.lacking) + arabic.lexical - len(english.weak))
    # "without" alone comes from many Arabic turns ("before there were ...").
    added = [word for word in english.strong if word.lower() != "without"]
    if len(added) > len(arabic.denying) + open_ + arabic.optional:
        return (_flag(f"translation says “{added[0]}”, source denies less"),)
    return ()


def _flag(detail: str) -> Flag:
    return Flag("negation", Severity.ERROR, detail)


def _lost(owed: tuple[str, ...], said: int) -> str:
    if said:
        return f"source denies {len(owed)} things ({', '.join(owed)}), translation fewer"
    word = owed[0] if owed[0] in _MEANINGS else owed[0].lstrip("وف")
    return f"“{word}” ({_MEANINGS.get(word, 'not')}) has no negation in the English"
