"""Form: a quotation stays a quotation, a question a question, and pairs of signs stay pairs.

All but `attribution` are notes: what is said may still be right, but who says it, or whether it is
said, reads otherwise. A claim without anybody who claims it reads as a fact, which is an error.
"""

from __future__ import annotations

import re
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.language.saying import arabic_verbs, english_words_of_saying
from bot.records import Flag, Severity
from bot.translation.checks.context import Context

_QUOTE = re.compile(r"[\"“”„«»‹›]|&quot;")
_QUOTATION = re.compile(r"[\"“„«][^\s\"“”„«»]+(?: [^\s\"“”„«»]+){2,}[\"”»]")
_SINGLE = re.compile(r"(?<![^\W_])['‘][^\W_]|[^\W_][.,!?]?['’](?![^\W_])")
_ARABIC_QUESTION = re.compile(
    r"[؟?]|(?<![\u0621-\u064a])[وف]?(?:هل|لماذا|أليس|ألم)(?![\u0621-\u064a])"
)
_SAYING = re.compile(
    r"\W*(?:[^\W\d_]+ (?:جهت[هاهم]+|جانب[هاهم]+)\W+)?"
    # Without "from" behind it "naql" is to carry.
    rf"(?![وف]?نقلت? (?!.* عن ))"
    rf"([وف]?(?:{fold(arabic_verbs('attribution'))})) (?=[^\W\d_])"
)
_SAID = re.compile(rf"\b{english_words_of_saying()}\b", re.IGNORECASE)
"""Any word by which English gives a thing as said by somebody."""

_LONG = re.compile(r"(?:\S+\s+){4}\S")

_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def quotation(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """NOTE where the source quotes and the English has no quotation marks at all.

    One or two words in quotation marks are taken for a title or a name.
    """
    if not _QUOTATION.search(source) or _QUOTE.search(hypothesis) or _SINGLE.search(hypothesis):
        return ()
    return (_flag("quotation", "the source quotes someone, the English has no quotation marks"),)


def question(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """NOTE where a question became a statement, or a statement a question."""
    asks, asked = "؟" in source or "?" in source, "?" in hypothesis
    if asks and not asked:
        return (_flag("question", "the source asks, the English does not"),)
    if asked and not _ARABIC_QUESTION.search(source):
        return (_flag("question", "the English asks, the source does not"),)
    return ()


def attribution(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the source opens by saying that somebody says it and the English nowhere does."""
    opening = _SAYING.match(fold(normalise(source)))
    if not opening or _SAID.search(unescape(hypothesis)) or not _LONG.search(hypothesis):
        return ()
    detail = f"the English does not say that anybody says it (“{opening[1]}”)"
    return (Flag("attribution", Severity.ERROR, detail),)


def structure(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """NOTE for quotation marks or brackets that the source closes and the English does not."""
    if _unpaired(unescape(hypothesis)) and not _unpaired(source):
        return (_flag("structure", "a quotation mark or bracket is opened and not closed"),)
    return ()


def _unpaired(text: str) -> bool:
    opened = any(text.count(left) != text.count(right) for left, right in _PAIRS)
    return opened or text.count('"') % 2 == 1


def _flag(check: str, detail: str) -> Flag:
    return Flag(check, Severity.NOTE, detail)
