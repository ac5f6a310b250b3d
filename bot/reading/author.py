"""Who wrote an article, without what stands beside a name: the place it was written in."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.dates.zones import places
from bot.language.lexicon import rows

_PREFIX = re.compile(
    r"^(?:كتبته|كتبت|كتب|بقلم|تقرير|إعداد|اعداد|تحرير|by|written by)(?:\s*[:：/\-–—]\s*|\s+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"//|@|www\.|https?|\.(?:com|net|org|png|jpe?g|svg|html?)\b|\b(?:cdn|logo|png|jpg)\b|[_\d]",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\s*[;؛،,|/]\s*|\s+(?:و|and)\s+(?=\w)")
_BESIDE = re.compile(r"\s*[:：/|،,]\s*|\s+[\-–—ـ]\s+|[(\[)\]]")
_COLON = re.compile(r"^([^:：]{2,25})\s*[:：]\s*(?=\S)")
# Bureaus that CLDR's exemplar cities lack.
_ALSO = (
    "الإسكندرية|الجيزة|الدمام|حلب|حمص|الموصل|البصرة|أربيل|كركوك|عدن|تعز|بنغازي|مصراتة|وهران|فاس"
    "|مراكش|طنجة|صفاقس|نابلس|جنين|رفح|حيفا|طرابلس|صيدا|صور|إربد|جنيف|لاهاي|نيويورك|ميونيخ"
)


def author_name(text: str | None, outlet: str | None = None, url: str | None = None) -> str | None:
    """The person that metadata or a byline names; None where it is nobody's name.

    Addresses and their parts, handles, desks, companies, and the outlet itself ("سنابل" of "سنابل
    نيوز", "sanabelnews" of sanabelnews.example) are nobody.
    """
    plain = _PREFIX.sub("", clean(text or "")).strip(" :،,-–—|")
    if not plain or _ADDRESS.search(plain) or len(words(plain)) > 12:
        return None
    parts = [part.strip(" ()[]") for part in _SEVERAL.split(person(plain))]
    own = _own_words(outlet, url)
    names = [part for part in parts if part and _is_person(part, own)]
    return "، ".join(dict.fromkeys(names)) or None


def _own_words(outlet: str | None, url: str | None) -> frozenset[str]:
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return frozenset({*words(fold(outlet or "")), host.partition(".")[0].replace("-", "")} - {""})


def _is_person(name: str, own: frozenset[str]) -> bool:
    own_words = [word.removeprefix("ال") if len(word) > 4 else word for word in words(fold(name))]
    if not own_words or is_place(name) or (name.isascii() and " " not in name):
        return False
    if own and all(word in own for word in words(fold(name))):
        return False
    if len(own_words) == 1 and any(word.startswith(own_words[0]) for word in own):
        return False
    return _nobody().isdisjoint([*own_words, *words(fold(name))])


@cache
def _nobody() -> frozenset[str]:
    return frozenset(fold(word) for row in rows("bylines") for word in row.listed("words"))


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
