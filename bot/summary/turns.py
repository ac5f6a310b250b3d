"""Who has the word where an article is a conversation or a list of minutes.

Interviews set "س:" and "ج:" or "*" and "-" before what is said, live pages the time. These signs
are no part of the sentence, a question is never told, and an answer is told with who gave it.
"""

from __future__ import annotations

import re

from bot.language.openings import HERALDS, MARKED_ANSWER, MARKED_QUESTION, SAID_FIRST

_SIGN = re.compile(
    rf"^\s*(?:{MARKED_QUESTION}|{MARKED_ANSWER}|[-–—*•▪●]|\d{{1,2}}[:.]\d\d\s*[-–—:]?)\s*(?=\S)"
)
_ENGLISH_SIGN = re.compile(
    r"^\s*(?:(?:Q|A|Question|Answer)\s*[:.]|(?:First|Second|Third|Fourth|Fifth|Sixth)(?:ly)?\s*[:,]|"
    r"[IVX]{2,4}\.(?=\s)|I\.(?=\s(?:The|Mr|Dr|His|Her)\b)|[-–—*•▪●]+|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*[-–—:]?)"
    r"\s*(?=\S)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:[^\s\d،,.:«»\"“”()]+\s+){1,3}?(?:\([^()]{1,30}\)\s*){0,2}[-–—]+\s+(?=(?:\S+\s+){7})"
)
_ENGLISH_DATELINE = re.compile(
    r"^[A-Z][\w'’. ]{1,40}?(?:\s*\([^()]{1,30}\)){0,2}\s*[-–—]+\s+(?=[\"“A-Z])"
)
"""Place and agency before the first sentence of a report: "Amman - ", "Sfax (Tunisia) (AFP) - "."""
_ANSWER = re.compile(rf"^\s*(?:{MARKED_ANSWER}|[-–—])\s*(?=\S)")
_YES_OR_NO = re.compile(r"^(?:yes|no)\s*[,.;:–—-]\s*(?=\w)", re.IGNORECASE)


def spoken(sentence: str) -> str:
    """The Arabic without the sign of who speaks or when."""
    return _SIGN.sub("", sentence).strip()


def spoken_english(text: str, source: str = "") -> str:
    """The English without what a translation made of those signs, nor of the dateline that its
    Arabic `source` opens with."""
    before = None
    while before != text:
        before, text = text, _ENGLISH_SIGN.sub("", text).strip()
    return _ENGLISH_DATELINE.sub("", text) if _DATELINE.match(source) else text


def is_question(sentence: str) -> bool:
    """An interviewer's: marked so, or one that ends in a question mark."""
    text = sentence.strip()
    return text.endswith(("؟", "?")) or re.match(rf"\s*{MARKED_QUESTION}", text) is not None


def is_answer(sentence: str) -> bool:
    """Marked as what the one who is asked says."""
    return _ANSWER.match(sentence) is not None and not is_question(sentence)


def is_heading(sentence: str) -> bool:
    """A line that only opens what follows it: the heading of a list or of orders."""
    if HERALDS.search(sentence):
        return True
    return sentence.rstrip().endswith((":", "：")) and not SAID_FIRST.match(spoken(sentence))


def without_yes_or_no(text: str) -> str:
    """An answer's "No," answers a question that is not shown."""
    cut = _YES_OR_NO.sub("", text)
    return cut[:1].upper() + cut[1:]
