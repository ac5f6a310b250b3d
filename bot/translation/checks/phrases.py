"""Phrases of the news whose English is gone: "midterm" is owed by انتخابات التجديد النصفي.

The table, `phrases.tsv.gz` of the names, lists for each phrase what may stand for it. English has
one of these where it has all its words, in any order and inflected in any way: words agree by their
beginnings, so that "formation" shows "form", "defence" "defense", and "air strikes" "airstrikes".

Phrases are owed by how they fared in good pairs (bench/build_names.py), not by hand: of those that
no pair had, 18% were missed where they stood. The figures are in names/README.md.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.language.english import plain
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.names.phrases import PhraseMention
from bot.translation.names.phrases import phrases as phrases_of

_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and"),
        *(
            "or",
            "its",
            "his",
            "her",
            "their",
            "him",
            "it",
            "them",
            "be",
            "is",
            "are",
            "was",
            "were",
        ),
        *("has", "have", "had", "been"),
    )
)
"""Words of a phrase that good English may leave out or change."""
_SHORTEST = 4
"""Letters in which two words must begin alike, and all of a shorter word."""
_ENDING = 2
"""Letters at the end of the shorter word in which they may differ: defence, defense."""


def phrases(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """WARNING for each phrase with one meaning whose English the hypothesis lacks."""
    found: dict[str, Flag] = {}
    for mention in missing(source, hypothesis):
        arabic = source[mention.start + len(mention.clitic) : mention.end]
        detail = f"“{arabic}” ({mention.phrase.english[0]}) is not in the English"
        found.setdefault(mention.phrase.arabic, Flag("phrases", Severity.WARNING, detail))
    return tuple(found.values())


def missing(source: str, hypothesis: str) -> tuple[PhraseMention, ...]:
    """The owed phrases of the source that the hypothesis lacks.

    An empty hypothesis is the check `empty`'s.
    """
    english = english_words(hypothesis)
    if not english:
        return ()
    return tuple(
        mention
        for mention in phrases_of(source)
        if mention.phrase.owed and not stands(mention.phrase.english, english)
    )


def stands(accepted: tuple[str, ...], english: tuple[str, ...]) -> bool:
    """Whether the words of one of these phrases are all in the English."""
    return any(
        all(_has(word, english) for word in english_words(phrase) if word not in _SMALL)
        for phrase in accepted
    )


@lru_cache(maxsize=1024)
def english_words(text: str) -> tuple[str, ...]:
    """The words of an English text in small letters, without accents and apostrophes."""
    return tuple(_WORD.findall(plain(text).casefold().replace("'", "").replace("\u2019", "")))


def _has(word: str, english: tuple[str, ...]) -> bool:
    if any(alike(word, other) for other in english):
        return True
    # One word in two, or two in one: air strikes, airstrikes.
    return len(word) > _SHORTEST and (
        any(alike(word, one + two) for one, two in pairwise(english))
        or any(other.startswith(word) or other.endswith(word) for other in english)
    )


def alike(one: str, two: str) -> bool:
    """Whether two words may be forms of one: they begin alike."""
    shorter = min(len(one), len(two))
    if shorter < _SHORTEST:
        return one == two or one + "s" == two or two + "s" == one
    most = max(_SHORTEST, shorter - _ENDING)
    return one[:most] == two[:most]
