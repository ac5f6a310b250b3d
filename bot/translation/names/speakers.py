"""Speakers: what one person said is not put into another's mouth.

Looks only where both sides name a speaker beside a verb of saying, and both names are certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.arabic.fold import for_names as fold
from bot.language.saying import arabic_verbs, english_verbs_beside
from bot.records import Flag, Severity
from bot.translation.names.letters import words
from bot.translation.names.mentions import Mention
from bot.translation.names.spelling import accepted

_SAYING_ARABIC = re.compile(rf"[وف]?(?:{fold(arabic_verbs('speaker'))})")
_SAYS = f"(?:{english_verbs_beside()})"
_TITLE = 5
"""Words of a title that may stand between the verb and the name: "the Russian foreign minister"."""
_KINDS = frozenset(("person", "organisation"))


def speaker_changed(source: str, mentions: Sequence[Mention], hypothesis: str) -> tuple[Flag, ...]:
    """WARNING where the English gives the word to another of the names that the source has.

    Not an ERROR: FLORES-200 dev names one such speaker, too few to know the false alarms.
    """
    certain = [m for m in mentions if m.certain and m.kind in _KINDS]
    ours = {m.spellings[0] for m in certain if speaks(source, m, mentions)}
    if not ours:
        return ()
    theirs = {m.spellings[0] for m in certain if is_said_by(m, hypothesis)}
    if not theirs or theirs & ours:
        return ()
    detail = f"{min(ours)} says it in the Arabic, {min(theirs)} in the English"
    return (Flag("speaker", Severity.WARNING, detail),)


def speaks(source: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """In the Arabic: soon after a verb of saying, no other name and no object mark between."""
    before = [word for word in words(source) if word.end <= mention.start][-_TITLE - 1 :]
    verbs = [word for word in before if _SAYING_ARABIC.fullmatch(word.folded)]
    if not verbs or mention.clitic:
        return False
    between = [word.folded for word in before if word.start > verbs[-1].start]
    others = (m for m in mentions if m.kind in _KINDS and m is not mention)
    nearer = any(verbs[-1].end <= m.start < mention.start for m in others)
    return not nearer and not set(between) & {"ان", "عن", "من", "الي", "مع", "في", "علي", "انه"}


def is_said_by(mention: Mention, hypothesis: str) -> bool:
    """In the English: stands right beside a verb of saying."""
    names = "|".join(re.escape(spelling) for spelling in accepted(mention))
    return (
        re.search(rf"(?<!\w)(?:{names})(?:\s+\w+ly|\s+also|\s+has)?\s+{_SAYS}\b", hypothesis)
        or re.search(rf"\b(?:said|says|added|adds)\s+(?:{names})(?!\w)", hypothesis)
    ) is not None
