"""Form: a quotation stays a quotation, a question a question, and pairs of signs stay pairs.

All are warnings: what is said may still be right, but who says it, or whether it is said,
reads otherwise.
"""

from __future__ import annotations

import re
from html import unescape

from bot.records import Flag, Severity
from bot.translation.checks.context import Context

_QUOTE = re.compile(r"[\"“”„«»‹›]|&quot;")
_QUOTATION = re.compile(r"[\"“„«][^\s\"“”„«»]+(?: [^\s\"“”„«»]+){2,}[\"”»]")
_SINGLE = re.compile(r"(?<![^\W_])['‘][^\W_]|[^\W_][.,!?]?['’](?![^\W_])")
_ARABIC_QUESTION = re.compile(
    r"[؟?]|(?<![\u0621-\u064a])[وف]?(?:هل|لماذا|أليس|ألم)(?![\u0621-\u064a])"
)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def quotation(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """WARNING where the source quotes and the English has no quotation marks at all.

    One or two words in quotation marks are taken for a title or a name.
    """
    if not _QUOTATION.search(source) or _QUOTE.search(hypothesis) or _SINGLE.search(hypothesis):
        return ()
    return (_flag("quotation", "the source quotes someone, the English has no quotation marks"),)


def question(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """WARNING where a question became a statement, or a statement a question."""
    asks, asked = "؟" in source or "?" in source, "?" in hypothesis
    if asks and not asked:
        return (_flag("question", "the source asks, the English does not"),)
    if asked and not _ARABIC_QUESTION.search(source):
        return (_flag("question", "the English asks, the source does not"),)
    return ()


def structure(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """WARNING for quotation marks or brackets that the source closes and the English does not."""
    if _unpaired(unescape(hypothesis)) and not _unpaired(source):
        return (_flag("structure", "a quotation mark or bracket is opened and not closed"),)
    return ()


def _unpaired(text: str) -> bool:
    opened = any(text.count(left) != text.count(right) for left, right in _PAIRS)
    return opened or text.count('"') % 2 == 1


def _flag(check: str, detail: str) -> Flag:
    return Flag(check, Severity.WARNING, detail)
