"""How a name fared in a translation: kept, misspelled or lost.

A name is kept where one of its accepted spellings stands in the English, or a word close to one
in letters and in sound to the Arabic. A close word that is not an accepted spelling is a
misspelling, which `repair` puts right where there is no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from rapidfuzz import fuzz

from bot.language.arabic.clitics import without_article
from bot.translation.names import tables
from bot.translation.names.find import NameMention
from bot.translation.names.sound import plain, similarity, weight
from bot.translation.names.words import surname

_ARTICLE = "(?:al|el|as|ar|ash|ad|an|az|at)-"
_CAPITALISED = re.compile(
    rf"(?<![\w’'-])(?:(?i:{_ARTICLE})(?=[A-ZÀ-Ž]))?[A-ZÀ-Ž][^\W\d_]*(?:['’][A-Z][^\W\d_]*)?"
)
_ARTICLES = re.compile(rf"\b{_ARTICLE}(?=[a-z])")
_AL = re.compile(rf"\A{_ARTICLE}(?=[A-ZÀ-Ž])", re.IGNORECASE)
_MADE_OF = "(?:ic|ers?|ians?|ans?|(?<=a)ns?|is?|ese|ists?|ism)"
"""Endings that make another word of a name: Greenlandic, Siberian."""
_SHORTEST_STEM = 5

_REPAIRED = frozenset(("person", "place", "country"))
"""Kinds whose misspellings are told and put right; others are words, and lost when changed."""


class Match(Enum):
    """How a name fared: spelled as accepted, misspelled, or not there."""

    EXACT = "exact"
    CLOSE = "close"
    LOST = "lost"


def comparable(text: str) -> str:
    """Lower case without diacritics, articles of Arabic names, hyphens and possessives."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("ı", "i"))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    bare = re.sub(r"'s(?!\w)", "", _ARTICLES.sub("", bare))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def without_al(name: str) -> str:
    """An English word without the Arabic article before it: al-Assad, Assad."""
    return _AL.sub("", name)


@lru_cache(maxsize=4096)
def accepted(mention: NameMention) -> tuple[str, ...]:
    """The English that shows the name was kept: for a person the family name is enough."""
    found = list(mention.spellings)
    if mention.kind == "person":
        found += [surname(s) for s in mention.spellings]
    return tuple(dict.fromkeys(s.removeprefix("the ") for s in found))


def superseded(mention: NameMention) -> tuple[tuple[str, str], ...]:
    """Spellings that give way and what takes their place, the longest first."""
    right = mention.spellings[0].removeprefix("the ")
    pairs: dict[str, str] = {}
    for spelling in mention.replaced:
        old = spelling.removeprefix("the ")
        pairs[old] = right
        if mention.kind == "person" and " " in old:
            pairs.setdefault(surname(old), surname(right))
    listed = ((old, new) for old, new in pairs.items() if old != new)
    return tuple(sorted(listed, key=lambda pair: len(pair[0]), reverse=True))


def match(mention: NameMention, hypothesis: str) -> Match:
    """How the mention fared in an English text.

    A country counts by its demonyms too (روسيا by "Russian"), never by its capital.
    """
    folded = comparable(hypothesis)
    if any(_stands(spelling, hypothesis, folded) for spelling in accepted(mention)):
        return Match.EXACT
    if any(_stands(old, hypothesis, folded) for old, _ in superseded(mention)):
        return Match.CLOSE
    if mention.kind in _REPAIRED and _derived_of(mention, hypothesis):
        return Match.EXACT
    return Match.CLOSE if _closest(mention, hypothesis) else Match.LOST


def _stands(spelling: str, hypothesis: str, folded: str) -> bool:
    letters = spelling.replace(".", "")
    if letters.isupper() and len(letters) <= 5:
        dotted = r"\.?".join(map(re.escape, letters))
        return re.search(rf"(?<!\w){dotted}(?!\w)", hypothesis) is not None
    return f" {comparable(spelling)} " in f" {folded} "


def _derived_of(mention: NameMention, hypothesis: str) -> bool:
    """Whether a word made of the name stands there, which is no misspelling: Greenlandic."""
    names = "|".join(re.escape(s) for s in accepted(mention) if len(s) >= _SHORTEST_STEM)
    return (
        bool(names) and re.search(rf"(?<![\w-])(?:{names}){_MADE_OF}(?!\w)", hypothesis) is not None
    )


def _closest(mention: NameMention, hypothesis: str) -> tuple[str, ...]:
    """The capitalised words that could be the name misspelled."""
    targets = [without_al(s.split()[-1]) for s in accepted(mention) if plain(s)]
    targets = [t for t in targets if not t.isupper() and weight(plain(t)) >= 2]
    if not targets or len(mention.name) < 3 or mention.kind not in _REPAIRED:
        return ()
    return tuple(
        dict.fromkeys(
            token for token in _CAPITALISED.findall(hypothesis) if _close(mention, targets, token)
        )
    )


def _close(mention: NameMention, targets: list[str], token: str) -> bool:
    bare = plain(without_al(token))
    if len(bare) < 4 or bare in tables.english():
        return False
    ratio = max(fuzz.ratio(bare, plain(target)) for target in targets)
    sound = _sound(mention, token)
    loud = weight(bare) >= 3
    return (ratio >= 75 and sound >= 0.7) or (sound >= 0.9 and ratio >= (35 if loud else 50))


def _sound(mention: NameMention, token: str) -> float:
    """How well a word without its article sounds like the name's last word, with and without its
    own, or like all of it where its English is one word: عبد الله is Abdullah."""
    token, last = without_al(token), mention.name.split()[-1]
    words = [last, without_article(last)]
    if " " in mention.name and all(" " not in spelling for spelling in mention.spellings):
        words.append(mention.name.replace(" ", ""))
    return max(similarity(word, token) for word in words)


def misspelled(
    mention: NameMention, hypothesis: str, mentions: Iterable[NameMention]
) -> str | None:
    """The one word that is this certain name misspelled; None where there is any doubt.

    Doubt is: the right spelling stands there too, two words come close, the word is itself a
    known name, or another mention of the sentence explains it as well.
    """
    if not mention.certain or match(mention, hypothesis) is not Match.CLOSE:
        return None
    tokens = _closest(mention, hypothesis)
    if len(tokens) != 1 or without_al(tokens[0]).casefold() in tables.english_names():
        return None
    token = tokens[0]
    own = _sound(mention, token)
    for other in mentions:
        if other.name.split()[-1] == mention.name.split()[-1]:
            continue
        if _sound(other, token) >= own:
            return None
    return token
