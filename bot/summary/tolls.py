"""Whether English tells what befell those whom its Arabic counts.

"The number of strikes rises to 4" has the 4 of "4 killed" and no word of the killed: nothing in it
looks wrong, and it is another piece of news.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.counts import counts_among
from bot.language.quantities import tokens
from bot.records import Flag, Severity, TranslatedSegment

_SAID = {
    "dead": r"dead\w*|deaths?|die[sd]?|dying|kill\w*|bod(?:y|ies)|martyr\w*|fatal\w*|lives|"
    r"victims?|casualt\w+|corpses?|drown\w*|perish\w*|murder\w*|remains|shot|assassinat\w+|execut\w+|toll",
    "injured": r"injur\w*|wound\w*|hurt|casualt\w+|victims?|patients?|cases?|infect\w*|hit|"
    r"suffer\w*",
    "missing": r"missing|lost|unaccounted|disappear\w*",
    "arrested": r"arrest\w*|detain\w*|detention|held|custody|seiz\w+|captur\w+|prisoners?|caught",
    "rescued": r"rescu\w*|sav(?:e|ed|es|ing)|surviv\w*|pulled|escap\w*",
    "displaced": r"displac\w*|fle(?:e|d|es|eing)|homeless|refugees?|evacuat\w*",
    "kidnapped": r"kidnap\w*|abduct\w*|hostages?|taken|seiz\w+",
    "acquitted": r"acquit\w*|clear(?:s|ed)|innocen\w+",
}
"""By the role of `facts.tsv`, the English words of which one has to stand there."""
_PATTERNS = {role: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for role, words in _SAID.items()}


def doubted(segment: TranslatedSegment) -> TranslatedSegment:
    """The segment, with a finding where its English does not say what befell those it counts."""
    lost = next(
        (
            count.words
            for count in counts_among(tokens(segment.segment.source))
            if count.role in _PATTERNS and not _PATTERNS[count.role].search(segment.target)
        ),
        None,
    )
    if lost is None or not segment.target.strip():
        return segment
    found = Flag("numbers", Severity.ERROR, f"the English does not say “{lost}”")
    return replace(segment, flags=(*segment.flags, found))
