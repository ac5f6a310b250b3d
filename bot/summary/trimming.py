"""English cut to the length of a headline or a point, by rules that only leave out.

After Hedge Trimmer (Dorr, Zajic and Schwartz, 2003): what surrounds the claim goes first, what
stands at the end next, and who says so stays. A cut that could turn the claim round, or leave
out what limits it, is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.english import SAYS_SO
from bot.language.negation import negated

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_PADDING = (
    (re.compile(r",?\s+in (?:a|an|the) (?:press |official |joint |brief |written )?"
                r"(?:statement|interview|dialogue|conversation|communiqu[eé]|press release)"
                r"(?: (?:with|to|issued|published|on) [^,.]{1,40})?(?=[,.]|\s|$)"), ""),
    (re.compile(rf"\b(?:today|yesterday),? (?:on )?({_DAYS})\b,?"), r"on \1"),
    (re.compile(r"\b(?:His|Her) (?:Excellency|Majesty|Highness|Royal Highness),? (?:the )?"), ""),
    (re.compile(r",? (?:may God (?:protect|preserve)[^,.]*|God willing)(?=[,.]|$)"), ""),
    (re.compile(r"\s*\([^()\d]*\)"), ""),
)  # fmt: skip
"""What adds nothing wherever it stands."""

_TELLS = (
    "noting|stressing|adding|pointing out|explaining|indicating|emphasi[sz]ing|considering|"
    "calling|describing|citing|expressing|recalling|urging|referring|confirming|affirming|saying"
)
_ASIDES = (
    re.compile(rf",\s+(?:{_TELLS})\b.*$"),
    re.compile(r",\s+(?:while|whereas|at a time when|where|which|amid)\b.*$"),
    re.compile(r",\s+(?:who|which|whom|whose|where)\b[^,]*,(?=\s)"),
    re.compile(r",\s+(?:who|whom|whose)\b[^,]*$"),
    re.compile(r"(?<=\w),\s+(?:a|an|the)\s+[^,]{3,60},(?=\s)"),
    re.compile(r"\s+[—–-]\s+[^—–-]{3,80}\s+[—–-](?=\s)"),
)
"""Clauses that stand beside the claim."""
_TAILS = (
    re.compile(r";[^;]*$"),
    re.compile(r",[^,]*$"),
    re.compile(
        r"\s+(?:after|following|because|as|so that|in order to|in light of|due to)\b"
        r"(?:(?!\b(?:after|following|because)\b).)*$"
    ),
)
"""What a sentence may end with, and end without."""
_PHRASE = re.compile(
    r"\s+(?:in|on|at|with|for|during|since|near|within|under|through|across|by|of|from|to|over)"
    r"\s+(?:(?!\b(?:in|on|at|with|for|during|since|near|within|under|through|across|by|of|from|to|"
    r"over|and|that)\b).)+$"
)
_DAY = re.compile(rf",?\s+(?:on\s+)?(?:{_DAYS})(?:\s+(?:morning|evening|night|afternoon))?,?(?=\s|$)")
_LIMITS = re.compile(
    r"\b(?:if|unless|until|except|provided|but|although|despite|without|only|not|no|never|"
    r"denie[sd]|den(?:y|ying)|would|could|may|might|should|alleged\w*|suspected|failed?|"
    r"refus\w+|reject\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|as|between|against|into|over|"
    r"after|before|about|is|are|was|were|be|been|has|have|had|its|their|his|her|who|which)$",
    re.IGNORECASE,
)
FEWEST_WORDS = 5


def padded_out(text: str) -> str:
    """The sentence without formulas that tell nothing."""
    for pattern, instead in _PADDING:
        text = pattern.sub(instead, text)
    return _tidy(text)


def trimmed(text: str, words: int) -> str | None:
    """The sentence in at most `words` words; None where no harmless cut makes it so short."""
    text = padded_out(text)
    for pattern in _ASIDES:
        if _fits(text, words):
            break
        # "Which" may be no aside where a comma before it was left out; a comma is asked for.
        text = _kept(text, pattern.sub("", text, count=1), limits=False)
    while not _fits(text, words):
        shorter = next(_shorter(text), None)
        if shorter is None:
            return None
        text = shorter
    return text


def headline_of(text: str, words: int) -> str | None:
    """The same for a headline, where also the day and phrases of place may go."""
    cut = trimmed(text, words)
    if cut is not None and _fits(cut, words):
        return cut
    text = padded_out(text)
    for pattern in _ASIDES:
        text = _kept(text, pattern.sub("", text, count=1), limits=False)
    text = _kept(text, _DAY.sub("", text, count=1), limits=False)
    while not _fits(text, words):
        shorter = next(_shorter(text), None) or next(_without_phrase(text), None)
        if shorter is None:
            return None
        text = shorter
    return text


def _shorter(text: str) -> Iterator[str]:
    for pattern in _TAILS:
        cut = _kept(text, pattern.sub("", text, count=1))
        if cut != text:
            yield cut


def _without_phrase(text: str) -> Iterator[str]:
    cut = _kept(text, _PHRASE.sub("", text, count=1))
    if cut != text:
        yield cut


def _kept(text: str, cut: str, limits: bool = True) -> str:
    """The cut, or the text where the cut is not harmless: who says so must stay, and so must all
    that limits or denies the claim."""
    cut = _tidy(cut)
    if cut == text or len(cut.split()) < FEWEST_WORDS or _DANGLING.search(cut.rstrip(".")):
        return text
    if cut.count('"') % 2 or cut.count("“") != cut.count("”") or cut.count("(") != cut.count(")"):
        return text
    gone = text[len(cut.rstrip(".")) :] if text.startswith(cut.rstrip(".")) else ""
    if SAYS_SO.search(gone) and not SAYS_SO.search(cut):
        return text
    if limits and (_LIMITS.search(gone) or negated(text) != negated(cut)):
        return text
    return cut


def _fits(text: str, words: int) -> bool:
    return len(text.split()) <= words


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    text = re.sub(r",+\s*(?=[.;]|$)", "", text).strip()
    return text[:1].upper() + text[1:]
