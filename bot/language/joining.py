"""Whether one English sentence may stand behind another in one point of a brief, and how.

A full stop ends what is denied, supposed or dated before it. What it does not end is who says so:
"The minister said the road is open. Three people were hurt." reads as if the minister counted
them. So what nobody vouches for does not follow what somebody does, and the other way round where
who says so comes last. What the same speaker adds is said to be his: "X said that A, and that B".
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.english import VOUCHED_FOR

_SAYS = re.compile(
    r"\b(?:sa(?:id|ys|ying)|tells?|told|add(?:s|ed)|explain(?:s|ed)|stress(?:es|ed)|not(?:es|ed)|"
    r"announc(?:es|ed)|report(?:s|ed)|stat(?:es|ed)|confirm(?:s|ed)|warn(?:s|ed)|den(?:ies|ied)|"
    r"affirm(?:s|ed)|emphasi[sz]ed|indicat(?:es|ed)|point(?:s|ed) out|reveal(?:s|ed)|"
    r"expect(?:s|ed)|estimat(?:es|ed)|attribut(?:es|ed)|accus(?:es|ed)|welcom(?:es|ed)|"
    r"condemn(?:s|ed)|describ(?:es|ed)|consider(?:s|ed)|call(?:s|ed)|express(?:es|ed)|"
    r"demand(?:s|ed)|according to|quoting|citing|sources?|statement)\b|^[^:;]{2,60}: ",
    re.IGNORECASE,
)
"""Words of somebody's saying so."""
_NOBODY = re.compile(r"(?:no|nobody|neither|none)\b", re.IGNORECASE)
_ELSEWHEN = re.compile(
    r"\b(?:(?:19|20)\d\d|ago|earlier|previous\w*|former\w*|last (?:year|month|week|season)|"
    r"had)\b",
    re.IGNORECASE,
)
"""Tells of another time, in which what follows would be set too."""


_CLAIMED = re.compile(
    r"^(?P<who>[^:;\"“]{2,110}?),?\s+(?:also\s+)?(?:(?:said|added)(?:\s+that)?|"
    r"(?:explained|noted|stated|pointed out|indicated|affirmed|confirmed|stressed|announced)"
    r"\s+that)\s+(?!on |in |to |at |during )(?P<claim>[^\"“\s].*)$"
)
_LABELLED = re.compile(r"^(?P<who>[^:;\"“]{2,60}): (?P<claim>\w.*)$")
_ANOTHERS = re.compile(
    r"\b(?:of|in|for|and|the|from|at|to|with|by)\s+(?:the\s+)?$|['’]s?\s+$", re.I
)
"""Words before a name that make it somebody else's: "the head of Hamas" is not Hamas."""
REMEMBERED = 1024
"""Pairs of sentences: more than the facts of one brief make."""
_ENDS = (".", "!", '."', ".”", '!"', "!”")


def told_behind(first: str, second: str) -> str:
    """Both in one line; who says so is named once where it is the same."""
    return _added(first, second) or f"{ended(first)} {second}"


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith(_ENDS) else f"{text}."


@lru_cache(REMEMBERED)
def _added(first: str, second: str) -> str | None:
    """What the speaker of `first` says in `second`, told as his; None where it is another's."""
    for pattern, tie in ((_CLAIMED, ", and that "), (_LABELLED, ". ")):
        one, two = pattern.match(first), pattern.match(second)
        if one is None or two is None or not _is_same(one["who"], two["who"]):
            continue
        claim = two["claim"]
        if pattern is _LABELLED:
            claim = claim[0].upper() + claim[1:]
        return f"{first.rstrip('.')}{tie}{claim}"
    return None


def _is_same(who: str, again: str) -> bool:
    """Whether a speaker, named with his office, is the one who is named again."""
    if who == again:
        return True
    known, name = who.casefold(), again.casefold().removeprefix("the ")
    return any(
        not _ANOTHERS.search(known[: found.start()])
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?=,|$)", known)
    )


@lru_cache(REMEMBERED)
def may_follow(first: str, second: str) -> bool:
    """Whether `second` behind `first` reads as it does alone, where it follows it in the article,
    too."""
    if "…" in first:
        return False
    if _added(first, second) is not None:
        return True
    if _ELSEWHEN.search(first):
        return False
    if _SAYS.search(first):
        return _SAYS.search(second) is not None and not _NOBODY.match(second)
    return VOUCHED_FOR.search(second.rstrip(".")) is None
