"""Offices and nations that became others: a foreign minister a deputy prime minister.

One that is gone proves little, since good English may say "he" or "the country's"; with a
stranger in its place it is another claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.arabic.fold import for_names as fold
from bot.language.lexicon import rows
from bot.records import Flag, Severity
from bot.translation.names.find import NameMention
from bot.translation.names.spelling import Match, accepted, match
from bot.translation.names.words import words

_CLITIC = "(?:[وف]?[بلك]?)"
_OTHERWISE = frozenset(
    ("Pole", "Poles", "Antarctic", "Jordan", "Georgia", "Chad", "Guinea", "Indies")
)
"""Also poles, persons and islands."""
_GIVEN = re.compile(r"\b((?:[A-Z][a-z]+ ){0,2}Minister|(?:Attorney|Prosecutor) General) (?=[A-Z])")
"""An office with its bearer's name behind it."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office: folded Arabic phrases, and the English that shows it, lower case."""

    arabic: tuple[str, ...]
    english: tuple[str, ...]
    vague: tuple[str, ...] = ()
    """English that may stand for the office but is no office of its own: "top diplomat"."""


@cache
def offices() -> tuple[Office, ...]:
    """The rows of `offices.tsv`."""
    return tuple(
        Office(tuple(map(fold, row.listed("arabic"))), row.listed("english"), row.listed("vague"))
        for row in rows("offices")
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All Arabic and all English phrases, longest first, so that the longer one is taken."""
    arabic = sorted((a for o in offices() for a in o.arabic), key=len, reverse=True)
    english = sorted((e for o in offices() for e in o.english + o.vague), key=len, reverse=True)
    return (
        re.compile(rf"(?<!\w){_CLITIC}({'|'.join(map(re.escape, arabic))})(?!\w)"),
        re.compile(rf"(?<!\w)({'|'.join(map(re.escape, english))})(?!\w)"),
    )


def _has_word_for(english: str, arabic: str) -> bool:
    """Whether the Arabic has the first word of an office of this English: "minister", "deputy"."""
    named = [office for office in offices() if english in office.english]
    heads = {form.split()[0].removeprefix("ال") for office in named for form in office.arabic}
    return not named or any(head in arabic for head in heads)


def office_changed(
    source: str, mentions: Sequence[NameMention], hypothesis: str
) -> tuple[Flag, ...]:
    """ERROR where an office of the source is gone and one it has not stands in the English.

    Gone is one that stands fewer times in the English than in the Arabic. Also an ERROR: a minister
    or prosecutor of whom the Arabic has no word at all.
    """
    in_arabic, in_english = _patterns()
    arabic = " ".join(word.folded for word in words(source))
    # للمتحدث is ل and the article; the table writes المتحدث.
    held = in_arabic.findall(re.sub(r"(?<!\w)([وف]?)لل", r"\1ال", arabic))
    if not held:
        given = _GIVEN.search(hypothesis)
        if given is None or _has_word_for(given[1].lower(), arabic):
            return ()
        detail = f"nobody is called {given[1]} in the Arabic"
        return (Flag("office_changed", Severity.ERROR, detail),)
    english = hypothesis.casefold().replace("\u2019", "'")
    shown = in_english.findall(english)
    # "The health and environment minister" is one office that no row has.
    second = {m[1] for m in in_english.finditer(english) if english.endswith(" and ", 0, m.start())}
    vague = {english for office in offices() for english in office.vague}
    sources = [office for office in offices() if set(held).intersection(office.arabic)]
    allowed = {english for office in sources for english in office.english}
    strange = sorted(set(shown) - allowed - vague - second)
    if not strange:
        return ()
    return tuple(
        Flag("office_changed", Severity.ERROR, f"{office.english[0]} became {strange[0]}")
        for office in sources
        if _count(shown, office.english + office.vague) < _count(held, office.arabic)
    )


def _count(found: list[str], phrases: tuple[str, ...]) -> int:
    return sum(phrase in phrases for phrase in found)


def nation_changed(
    source: str, mentions: Sequence[NameMention], hypothesis: str
) -> tuple[Flag, ...]:
    """ERROR where a country's adjective is lost and one stands there that the source has not."""
    lost = [m for m in mentions if m.kind == "demonym" and match(m, hypothesis) is Match.LOST]
    if not lost:
        return ()
    peoples, pattern = _peoples()
    said = " ".join(spelling for m in mentions for spelling in (*m.spellings, *accepted(m)))
    licensed = {peoples[word] for word in pattern.findall(said)}
    strange = [word for word in pattern.findall(hypothesis) if peoples[word] not in licensed]
    if not strange:
        return ()
    detail = f"{lost[0].name} ({lost[0].spellings[0]}) became {strange[0]}"
    return (Flag("nation_changed", Severity.ERROR, detail),)


@cache
def _peoples() -> tuple[dict[str, int], re.Pattern[str]]:
    """English names and adjectives of countries to the country's number, and all as a pattern."""
    words = {
        word: number
        for number, row in enumerate(rows("countries"))
        for word in row.listed("english") + row.listed("demonyms")
        if word not in _OTHERWISE
    }
    listed = sorted(words, key=len, reverse=True)
    return words, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")
