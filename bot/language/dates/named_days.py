"""Days that an Arabic text names by a word: "Thursday", "yesterday"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.language.arabic.clitics import WITHOUT_ARTICLE
from bot.language.arabic.fold import for_checks
from bot.language.dates.calendar import WEEKDAYS
from bot.language.number_words import ARABIC_CUES


def _any_of(words: Iterable[str]) -> str:
    return rf"(?<!\w){WITHOUT_ARTICLE}({'|'.join(map(re.escape, words))})(?!\w)"


_WEEKDAY, _YESTERDAY = re.compile(_any_of(WEEKDAYS)), re.compile(_any_of(ARABIC_CUES["yesterday"]))
_PAST_WEEKDAY = re.compile(rf"{_WEEKDAY.pattern}(?!\s+(?:{'|'.join(ARABIC_CUES['coming'])})\b)")


def weekdays(text: str) -> frozenset[int]:
    """The days of the week, Monday 0."""
    return frozenset(WEEKDAYS[name] for name in _WEEKDAY.findall(for_checks(text)))


def past_days(text: str, published: date) -> frozenset[date]:
    """As one reads it on the day it was published: a weekday is the last one, that day included,
    and one that is said to be ahead counts for nothing."""
    folded = for_checks(text)
    back = {(published.weekday() - WEEKDAYS[name]) % 7 for name in _PAST_WEEKDAY.findall(folded)}
    if _YESTERDAY.search(folded):
        back.add(1)
    return frozenset(published - timedelta(days=days) for days in back)
