"""Counterparts: "his counterpart Pompeo" is not made "the counterpart, Lavrov"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.records import Flag, Severity
from bot.translation.names.letters import words
from bot.translation.names.mentions import Mention
from bot.translation.names.spelling import accepted

_COUNTERPART = re.compile(r"[وف]?[بل]?(?:نظير|نظراي)ت?(?:ه|ها|هم|هما|ي|ك|نا)")
_NEAR = 4
"""Words from the counterpart to the name: his American counterpart, the foreign minister Pompeo."""


def counterpart_changed(
    source: str, mentions: Sequence[Mention], hypothesis: str
) -> tuple[Flag, ...]:
    """ERROR where the English calls another of the source's persons the counterpart.

    Looks only where both sides name one right after the word.
    """
    persons = [m for m in mentions if m.kind == "person" and m.certain]
    ours = {m.spellings[0] for m in persons if _is_counterpart(source, m, persons)}
    if not ours:
        return ()
    theirs = {m.spellings[0] for m in persons if _called_counterpart(m, hypothesis)}
    if not theirs or theirs & ours:
        return ()
    detail = f"the counterpart is {min(ours)} in the Arabic, {min(theirs)} in the English"
    return (Flag("counterpart", Severity.ERROR, detail),)


def _is_counterpart(source: str, mention: Mention, persons: Sequence[Mention]) -> bool:
    before = [word for word in words(source) if word.end <= mention.start][-_NEAR - 1 :]
    said = [word for word in before if _COUNTERPART.fullmatch(word.folded)]
    if not said:
        return False
    return not any(said[-1].end <= m.start < mention.start for m in persons if m is not mention)


def _called_counterpart(mention: Mention, hypothesis: str) -> bool:
    names = "|".join(re.escape(spelling) for spelling in accepted(mention))
    return re.search(rf"\bcounterpart,?\s+(?:{names})(?!\w)", hypothesis) is not None
