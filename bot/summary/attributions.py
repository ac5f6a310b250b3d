"""Who says so, in fewer words: without where it was said, rank, and one of name and office.

Rules that only leave out, for `trimming`. Whoever is named stays named, by name or by office.
"""

from __future__ import annotations

import re

from bot.language.dates.calendar import WEEKDAY_NAMES

DAYS = "|".join(WEEKDAY_NAMES.values())
_SPEAKS = (
    r"(?:said|says|added|announced|stated|explained|stressed|noted|confirmed|affirmed|indicated|"
    r"revealed|declared|warned|emphasi[sz]ed|pointed out)"
)
_VENUE = r"(?:in|at|during|on|via|through|following|from)"
_NAME = (
    r"(?:[A-Z][\w'’.-]*|al-[\w'’-]+)"
    r"(?:\s+(?:[A-Z][\w'’.-]*|al-[\w'’-]+|bin|ben|bint|abu|el|de))*\s+(?:[A-Z]|al-)[\w'’.-]*"
)
_OFFICE = (
    r"(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:director|head|chief|chairman|member|spokes\w+|president|"
    r"secretary|governor|commander|coordinator|representative|adviser|deputy|manager|leader)\b[^,]*"
)
_RANK = (
    r"(?:Dr|Prof|Eng|Professor|Engineer|Colonel|Brigadier General|Major General|Judge|Prince|"
    r"Sheikh)"
)

OFFICE_ALONE = re.compile(
    r"(?:[A-Z][\w'’-]*\s+|(?:of|and|for)\s+)*"
    r"(?:Minister|President|Secretary|Secretary-General|Director|Envoy|Ambassador|Chairman|Governor|"
    rf"King|coach|spokesman|spokeswoman)\s+(?:{_RANK}\.?\s+)?"
)
"""What stands before a name and is nothing but his office."""
WHERE_SAID = re.compile(
    rf"\b({_SPEAKS}(?:,? on (?:{DAYS}))?),?\s+{_VENUE}\s"
    r"(?:(?!\b(?:that|when|if|but)\b)[^A-Z\d:;\"“])*?\s+that\b"
)
"""Without a name: "said in a press statement published on its website that"; to be `\\1 that`."""
ASIDES = (
    (
        re.compile(
            rf"\b({_SPEAKS}(?:,? on (?:{DAYS}))?),?\s+{_VENUE}\s"
            r"(?:(?!\b(?:that|when|if|but)\b)[^\d:;\"“])*?\s+that\b"
        ),
        r"\1 that",
    ),
    (
        re.compile(
            rf"(?<=[a-z]),\s+(?:{_RANK}\.?\s+)?{_NAME},(?=\s+(?:{_SPEAKS}|called|of|from|on|to)\b)"
        ),
        "",
    ),
    (re.compile(rf"^({_NAME}),\s+{_OFFICE},(?=\s+{_SPEAKS}\b)"), r"\1"),
    (re.compile(rf"\b(?<!Crown ){_RANK}\.?\s+(?=[A-Z][\w'’-]+\s+(?:[A-Z]|al-|bin\b))"), ""),
)
"""With what stands for each: where it was said, the name behind an office, the office behind a
name, a rank."""
