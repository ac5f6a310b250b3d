"""Whether a translation kept a name, and putting a misspelled one right.

A name is kept where one of its accepted spellings stands in the English, or a word close to one
in letters and in sound to the Arabic. A close word that is not an accepted spelling is a
misspelling: `repair` replaces it where there is no doubt. A missing name is never pasted in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.bearers import given_name_right, of_another
from bot.translation.names.mentions import Mention
from bot.translation.names.sound import plain, similarity, weight
from bot.translation.names.unified import superseded, unified

_CAPITALISED = re.compile(r"(?<![\w’'-])[A-ZÀ-Ž][^\W\d_]*(?:['’][A-Z][^\W\d_]*)?")
_ARTICLES = re.compile(r"\b(?:al|el|as|ar|ash|ad|an|az|at)-(?=[a-z])")


_MADE_OF = "(?:ic|ers?|ians?|ans?|is?|ese|ists?|ism)"
_SHORTEST_STEM = 5

REPAIRED = frozenset(("person", "place", "country"))
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
    bare = _ARTICLES.sub("", bare).replace("'s ", " ")
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


@lru_cache(maxsize=4096)
def accepted(mention: Mention) -> tuple[str, ...]:
    """The English that shows the name was kept: for a person the family name is enough."""
    found = list(mention.spellings)
    if mention.kind == "person":
        found += [tables.surname(s) for s in mention.spellings]
    return tuple(dict.fromkeys(s.removeprefix("the ") for s in found))


def _stands(spelling: str, hypothesis: str, folded: str) -> bool:
    letters = spelling.replace(".", "")
    if letters.isupper() and len(letters) <= 5:
        dotted = r"\.?".join(map(re.escape, letters))
        return re.search(rf"(?<!\w){dotted}(?!\w)", hypothesis) is not None
    return f" {comparable(spelling)} " in f" {folded} "


def match(mention: Mention, hypothesis: str) -> Match:
    """How the mention fared in an English text."""
    folded = comparable(hypothesis)
    if any(_stands(spelling, hypothesis, folded) for spelling in accepted(mention)):
        return Match.EXACT
    if any(_stands(old, hypothesis, folded) for old, _ in superseded(mention)):
        return Match.CLOSE
    if mention.kind in REPAIRED and _derived_of(mention, hypothesis):
        return Match.EXACT
    return Match.CLOSE if _closest(mention, hypothesis) else Match.LOST


def kept(mention: Mention, hypothesis: str) -> bool:
    """Whether the English has the name, if only misspelled.

    Countries count by their demonyms too (روسيا by "Russian"), never by their capitals.
    """
    return match(mention, hypothesis) is not Match.LOST


def _derived_of(mention: Mention, hypothesis: str) -> bool:
    """Whether a word made of the name stands there, which is no misspelling: Greenlandic."""
    names = "|".join(re.escape(s) for s in accepted(mention) if len(s) >= _SHORTEST_STEM)
    return (
        bool(names) and re.search(rf"(?<![\w-])(?:{names}){_MADE_OF}(?!\w)", hypothesis) is not None
    )


def _closest(mention: Mention, hypothesis: str) -> tuple[str, ...]:
    """The capitalised words that could be the name misspelled."""
    targets = [s.split()[-1] for s in accepted(mention) if plain(s)]
    targets = [t for t in targets if not t.isupper() and weight(plain(t)) >= 2]
    if not targets or len(mention.name) < 3 or mention.kind not in REPAIRED:
        return ()
    return tuple(
        dict.fromkeys(
            token for token in _CAPITALISED.findall(hypothesis) if _close(mention, targets, token)
        )
    )


def _close(mention: Mention, targets: list[str], token: str) -> bool:
    bare = plain(token)
    if len(bare) < 4 or bare in tables.english():
        return False
    ratio = max(fuzz.ratio(bare, plain(target)) for target in targets)
    sound = _sound(mention, token)
    loud = weight(bare) >= 3
    return (ratio >= 75 and sound >= 0.7) or (sound >= 0.9 and ratio >= (35 if loud else 50))


def _sound(mention: Mention, token: str) -> float:
    """How well a word sounds like the name's last word, or like all of it where its English is
    one word: عبد الله is Abdullah."""
    words = [mention.name.split()[-1]]
    if " " in mention.name and all(" " not in spelling for spelling in mention.spellings):
        words.append(mention.name.replace(" ", ""))
    return max(similarity(word, token) for word in words)


def misspelled(mention: Mention, hypothesis: str, mentions: Iterable[Mention]) -> str | None:
    """The one word that is this certain name misspelled; None where there is any doubt.

    Doubt is: the right spelling stands there too, two words come close, the word is itself a
    known name, or another mention of the sentence explains it as well.
    """
    if not mention.certain or match(mention, hypothesis) is not Match.CLOSE:
        return None
    tokens = _closest(mention, hypothesis)
    if len(tokens) != 1 or tokens[0].casefold() in tables.english_names():
        return None
    token = tokens[0]
    own = _sound(mention, token)
    for other in mentions:
        if other.name.split()[-1] == mention.name.split()[-1]:
            continue
        if _sound(other, token) >= own:
            return None
    return token


def repair(source: str, hypothesis: str, mentions: Iterable[Mention]) -> str:
    """The hypothesis with certain names that were misspelled once put right.

    `mentions` are those of `source`. Nothing is added: a name that is missing stays missing.
    """
    listed = tuple(mentions)
    repaired = hypothesis
    for mention in listed:
        repaired = unified(repaired, mention, listed)
        token = misspelled(mention, repaired, listed)
        if token is not None and token not in source:
            pattern = re.compile(rf"(?<![\w’'-]){re.escape(token)}(?!\w)")
            found = pattern.findall(repaired)
            if len(found) == 1 and not of_another(source, mention, listed, repaired, token):
                right = accepted(mention)[0].split()[-1]
                repaired = pattern.sub(right.replace("\\", ""), repaired)
        repaired = given_name_right(repaired, mention, listed)
    return repaired
