"""Nations: a country's adjective that became another's, "the British garrison" the Russian one.

An adjective alone that is gone is only a warning of `names_lost`, since good English may say "the
country's"; with a stranger in its place it is another claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.language.lexicon import rows
from bot.records import Flag, Severity
from bot.translation.names.mentions import Mention
from bot.translation.names.spelling import Match, accepted, match

_OTHERWISE = frozenset(
    ("Pole", "Poles", "Antarctic", "Jordan", "Georgia", "Chad", "Guinea", "Indies")
)
"""Also poles, persons and islands."""


def nation_changed(mentions: Sequence[Mention], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR where an adjective of the source is lost and one stands there that it has not."""
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
