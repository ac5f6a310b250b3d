"""Whether a sentence can be read on its own.

A point is read without the sentences around it, so one that opens with "He added" puts words
into the mouth of whoever the reader saw last. Judged on the English, once whoever speaks was put
in (`naming`).
"""

from __future__ import annotations

import re

from bot.language.arabic.quotes import QUOTED

FEWEST_WORDS = 4
"""Shorter sentences are labels or leftovers of a page."""

_BECAUSE = re.compile(r"(?:[^:]{2,40}: )?(?:because|since|so that|for)\b", re.IGNORECASE)
"""An answer to "why" has its question before it."""
_QUOTES = (("«", "»"), ("“", "”"))

_OPENING = re.compile(
    r"^(?:(?:and|but|so|also|then|however|moreover|meanwhile|in (?:this|that) \w+)\b[, ]*)*"
    r"(?:he|she|it|they|(?:his|her)(?! (?:majesty|excellency|(?:royal )?highness))|"
    r"its|their|this|that|these|those|I|we|you|our|my|him|them)\b"
    r"(?!\s+(?:is|was)\s+(?:noted|reported|recalled|expected|announced|worth))",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?<!and )(?<!, )\b(?:saw|seen|sees|considers?|considered|called|described|welcomed|rejected|"
    r"denied)\s+(?:it|this|that\s+as)\b"
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


def is_fragment(text: str) -> bool:
    """Half a quotation, a quotation without its speaker, a question, a few words."""
    text = text.strip()
    return (
        len(text.split()) < FEWEST_WORDS
        or text.endswith(("?", "؟", ":", "..", "…"))
        or _BECAUSE.match(text) is not None
        or text.count('"') % 2 == 1
        or any(text.count(left) != text.count(right) for left, right in _QUOTES)
        or _is_bare_quotation(text)
    )


def _is_bare_quotation(target: str) -> bool:
    outside = QUOTED.sub(" ", target)
    return outside != target and (
        len(outside.split()) < 2
        or (target.lstrip()[:1] in "«“\"'" and not _SPEAKER.search(outside))
    )


def leans(target: str) -> bool:
    """Whether English says "he" or "this" of what stands in the sentence before."""
    outside = QUOTED.sub(" ", target).strip()
    if _OPENING.match(outside) or _OBJECT.search(outside):
        return True
    return bool(_PRONOUN_SPEAKER.search(outside)) and not _NAMED.search(outside)
