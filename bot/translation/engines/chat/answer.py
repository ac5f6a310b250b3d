"""What a chat model said -> one English text for each numbered sentence, or a reason why not.

Strict: an answer whose numbers are not exactly those that were asked is not taken, so that no
sentence ever gets another's translation.
"""

from __future__ import annotations

import re
from typing import Any

from bot.formats.model_answers import different_answers, without_thoughts


class Misaligned(Exception):
    """The answer is not one text for each number. Never leaves the engine."""


class AnswerRefused(Exception):
    """The model would not. Never leaves the engine."""


_OBJECTS_AT_MOST = 200
_REFUSAL = re.compile(
    r"\A[\s*_#>-]*"
    r"(?:(?:(?:I['’]?m|I am) (?:very |really |so )?sorry|sorry|I apologi[sz]e|unfortunately"
    r"|as an AI)\b.{0,60}?\b)?"
    r"(?:I|we)(?: am|['’]m| are|['’]re)? ?"
    r"(?:cannot|can['’]t|can not|won['’]t|will not|(?:unable|not able) to)\b.{0,20}?\b"
    r"(?:(?:assist|help)(?: you)?(?: (?:with|in|by)\b| translat|\W*\Z)|translat"
    r"|(?:comply|fulfil+)(?: (?:with )?(?:this|that|your|the) request|\W*\Z)"
    r"|provide (?:a |an |the |any )?(?:English )?translation|process (?:this|that|your)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""Only of the task itself: ministers refuse things, too. A quotation mark before it is theirs."""


def aligned(content: str, count: int) -> list[str]:
    """The texts for 1 to `count`, in that order.

    Raises Refused, or Misaligned where a number is missing, doubled or strange, a text is
    empty, or there is no such JSON in it, or more than one.
    """
    spoken = without_thoughts(content).strip()
    found = different_answers(spoken, "translations", _OBJECTS_AT_MOST)
    if not found:
        raise AnswerRefused if refuses(spoken) else Misaligned("no JSON with translations")
    if len(found) > 1:
        raise Misaligned("several different answers")
    (answer,) = found
    texts: dict[int, str] = {}
    for item in answer["translations"]:
        number, text = _item(item)
        if number in texts:
            raise Misaligned(f"number {number} twice")
        texts[number] = text
    if texts.keys() != set(range(1, count + 1)):
        raise Misaligned("other numbers than were asked")
    if any(refuses(text) for text in texts.values()):
        raise AnswerRefused
    return [texts[number] for number in range(1, count + 1)]


def refuses(text: str) -> bool:
    """Whether this is the model speaking for itself, and not a translation."""
    return bool(_REFUSAL.search(text))


def _item(item: Any) -> tuple[int, str]:
    number = item.get("n") if isinstance(item, dict) else None
    text = item.get("english") if isinstance(item, dict) else None
    if isinstance(number, str) and number.strip().isdecimal():
        number = int(number)
    if type(number) is not int or not isinstance(text, str) or not text.strip():
        raise Misaligned("an entry without a number or a text")
    return number, " ".join(text.split())
