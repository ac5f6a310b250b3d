"""Who wrote an article, without what stands beside a name: the place it was written in."""

from __future__ import annotations

import re
from functools import cache

from bot.language.arabic.characters import words
from bot.language.arabic.fold import for_tables as fold
from bot.language.dates.zones import places

_BESIDE = re.compile(r"\s*[:：/|،,]\s*|\s+[\-–—ـ]\s+|[(\[)\]]")
_COLON = re.compile(r"^([^:：]{2,25})\s*[:：]\s*(?=\S)")
# Bureaus that CLDR's exemplar cities lack.
_ALSO = (
    "الإسكندرية|الجيزة|الدمام|حلب|حمص|الموصل|البصرة|أربيل|كركوك|عدن|تعز|بنغازي|مصراتة|وهران|فاس"
    "|مراكش|طنجة|صفاقس|نابلس|جنين|رفح|حيفا|طرابلس|صيدا|صور|إربد|جنيف|لاهاي|نيويورك|ميونيخ"
)


def person(text: str) -> str:
    """The name in a byline: "محمد علي" of "القاهرة: محمد علي", of "محمد علي - القاهرة".

    A part is taken off where it is a known place, or stands before a colon and is no longer than
    two words; the text as it is where nothing would be left.
    """
    before = _COLON.match(text)
    if before and len(words(before[1])) <= 2 and not _has_place(text[before.end() :]):
        text = text[before.end() :]
    if not _has_place(text):
        return text.strip()
    parts = [part.strip() for part in _BESIDE.split(text)]
    names = [part for part in parts if part and not is_place(part)]
    return "، ".join(names) or text.strip()


def _has_place(text: str) -> bool:
    return any(is_place(part) for part in _BESIDE.split(text))


def is_place(text: str) -> bool:
    plain = fold(text.strip())
    return plain in _known() or plain.removeprefix("من ") in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(places()) | {fold(name) for name in _ALSO.split("|")}
