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

_DANGLING = re.compile(
    r"(?:[:,;(\[–—-]|\.\.|…|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|as|"
    r"between|against|into|over|after|before|about|is|are|was|were|be|its|their|his|her))$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CONNECTIVE = re.compile(
    r"(?:(?:on|for|from) (?:his|her|its|their)(?: own)? (?:part|side),?"
    r"|in (?:his|her|its|their)? ?turn,|(?:and|but)\b,?"
    r"|(?:also|however|moreover|furthermore|meanwhile|additionally|in addition|besides"
    r"|on the other (?:hand|side)|in return|so|in contrast|by contrast|for example|therefore"
    r"|thus|then),)"
    r"\s+(?=\w)",
    re.IGNORECASE,
)
"""What Arabic sentences open with ("من جانبه", "و", "في المقابل") where English has nothing."""

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


def broken(text: str) -> bool:
    """A line that stops in the middle of what it says, or hardly says anything."""
    text = text.strip()
    return (
        len(_WORDS.findall(text)) < 2
        or _DANGLING.search(text) is not None
        or text.count('"') % 2 == 1
        or text.count("(") != text.count(")")
    )


def without_connective(text: str) -> str:
    """The sentence without the words that tie it to the one before: "On his part, the minister
    said" begins with the minister. Only where a whole sentence is left."""
    text = text.strip()
    found = _CONNECTIVE.match(text)
    if found is None or broken(text[found.end() :]):
        return text
    rest = text[found.end() :]
    return rest[0].upper() + rest[1:]
