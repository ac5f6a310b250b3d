"""Whether a sentence can be read on its own.

A point is read without the sentences around it, so one that opens with "He added" puts words
into the mouth of whoever the reader saw last. Judged on the Arabic, which drops its subject
pronouns, and on the English, which shows them. Whether the missing sentence is shown is the
selection's business, not ours.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.language.arabic.quotes import QUOTED
from bot.language.openings import refers_back


class Dependence(Enum):
    """How a sentence fares without its neighbours."""

    ALONE = "alone"
    LEANS = "leans"
    """Its subject is in the sentence before: harmless after that sentence, misleading after
    any other."""
    FRAGMENT = "fragment"
    """Half a quotation, a quotation without its speaker, a question, a few words."""


FEWEST_WORDS = 5
"""Of the source. Shorter news sentences are labels or leftovers of a page."""

_QUOTES = (("«", "»"), ("“", "”"))

_OPENING = re.compile(
    r"^(?:(?:and|but|so|also|then|however|moreover|meanwhile|in (?:this|that) \w+)\b[, ]*)*"
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|I|we|you|our|my|him|them)\b"
    r"(?!\s+(?:is|was)\s+(?:noted|reported|recalled|expected|announced|worth))",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:saw|seen|sees|considers?|considered|called|described|welcomed|rejected|denied)\s+"
    r"(?:it|this|that\s+as)\b"
)
_PRONOUN_SPEAKER = re.compile(
    r"\b(?:he|she|they|we|I)\s+(?:said|added|says|adds|explained|stressed|noted|told|continued)\b"
)
_NAMED = re.compile(r"(?<!^)(?<![.?!]\s)\b[A-Z][a-z]+")
_SPEAKER = re.compile(
    r"\b(?:said|says|saying|told|added|stated|according|announced|explained|stressed|noted|quoted|"
    r"replied|responded|reported|warned|called|wrote|insisted)\b|:",
    re.IGNORECASE,
)


def standing(source: str, target: str) -> Dependence:
    """How a sentence, given in Arabic (or as it was) and in English, fares on its own."""
    if _is_fragment(source) or _is_fragment(target, fewest=1) or _is_bare_quotation(target):
        return Dependence.FRAGMENT
    if refers_back(source.strip()) or _leans_in_english(target.strip()):
        return Dependence.LEANS
    return Dependence.ALONE


def _is_fragment(text: str, fewest: int = FEWEST_WORDS) -> bool:
    text = text.strip()
    return (
        len(text.split()) < fewest
        or text.endswith(("?", "؟", ":", "..", "…"))
        or text.count('"') % 2 == 1
        or any(text.count(left) != text.count(right) for left, right in _QUOTES)
    )


def _is_bare_quotation(target: str) -> bool:
    outside = QUOTED.sub(" ", target)
    return outside != target and (
        len(outside.split()) < 2
        or (target.lstrip()[:1] in "«“\"'" and not _SPEAKER.search(outside))
    )


def _leans_in_english(target: str) -> bool:
    outside = QUOTED.sub(" ", target).strip()
    if _OPENING.match(outside) or _OBJECT.search(outside):
        return True
    return bool(_PRONOUN_SPEAKER.search(outside)) and not _NAMED.search(outside)
