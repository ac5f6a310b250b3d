"""Truncation: English that breaks off before the source's sentence is at its end."""

from __future__ import annotations

import re
from html import unescape

from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.length import deviation

_CLOSING = r"[\"“”«»'’‘)\]\s]*\Z"
_ENDED = re.compile(rf"[.!?؟…:;]{_CLOSING}|\)\Z")
_HANGING = re.compile(
    r"(?:[,(\[«“]|\s[-–—]|\b(?:a|an|the|this|these|those|every|its|his|their|my|our|your|whose"
    r"|and|or|nor|but|if|than|as|because|although|whereas|which|who|that|after|before|while"
    r"|about|at|between|by|during|for|from|in|into|of|on|to|under|with|without"
    r"|am|are|be|been|can|could|did|does|had|has|have|is|may|might|must|should|was|were|will"
    r"|would))\Z",
    re.IGNORECASE,
)
"""What goes on: signs, and words after which a writer who stops sets at least a full stop."""

_LAST_WORD = re.compile(r"[\w'’]+\W*\Z")

TOO_SHORT = -0.1
"""Natural logarithm of the length ratio to a typical one. Of FLORES-200 dev references without a
full stop where the source has one (0.8%) none lies below; of sentences cut at three quarters
nearly all do."""


def truncation(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the English stops in mid-sentence; NOTE where only its full stop is missing.

    In mid-sentence: on a word or sign that must go on, or with no full stop and shorter than a
    whole translation would be. A source that itself has no end (a headline) owes none.
    """
    english, arabic = unescape(hypothesis).strip(), normalise(source).strip()
    if not english or not _ENDED.search(arabic):
        return ()
    if hanging := _HANGING.search(english):
        shown = hanging[0].strip()
        return (_flag(Severity.ERROR, f"the English breaks off after “{shown}”"),)
    if _ENDED.search(english):
        return ()
    if deviation(source, hypothesis) < TOO_SHORT and (last := _LAST_WORD.search(english)):
        return (_flag(Severity.ERROR, f"the English seems to break off after “{last[0]}”"),)
    return (_flag(Severity.NOTE, "the English has no full stop"),)


def _flag(severity: Severity, detail: str) -> Flag:
    return Flag("truncation", severity, detail)
