"""Whether one English sentence may stand behind another in one point of a brief.

A full stop ends what is denied, supposed or dated before it. What it does not end is who says so:
"The minister said the road is open. Three people were hurt." reads as if the minister counted
them. So what nobody vouches for does not follow what somebody does, and the other way round where
who says so comes last.
"""

from __future__ import annotations

import re

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


def may_follow(first: str, second: str) -> bool:
    """Whether `second` behind `first` reads as it does alone, where it follows it in the article,
    too."""
    if "…" in first + second or _ELSEWHEN.search(first):
        return False
    if _SAYS.search(first):
        return _SAYS.search(second) is not None and not _NOBODY.match(second)
    return VOUCHED_FOR.search(second.rstrip(".")) is None
