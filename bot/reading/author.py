"""Who wrote an article, without what stands beside a name: the place it was written in."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.arabic.function_words import FUNCTION_WORDS
from bot.language.dates.zones import places
from bot.language.lexicon import rows

_ADDRESS = re.compile(
    r"//|@|www\.|https?|\.(?:com|net|org|png|jpe?g|svg|html?)\b|\b(?:cdn|logo|png|jpg)\b|[_\d]",
    re.IGNORECASE,
)
# As RSS has it, and as mail does.
_MAIL = re.compile(r"\S+@\S+\s*\(([^()]+)\)|([^<>@]+)\s*<\S+@[^<>]+>")
_MOST_WORDS = 5
_PARTICLES = FUNCTION_WORDS - {fold("على")}
"""Folded, "on" is the name Ali."""
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
    named = clean(text or "")
    if mail := _MAIL.fullmatch(named):
        named = mail[1] or mail[2]
    plain = _prefix().sub("", named).strip(" :،,-–—|")
    if not plain or len(words(plain)) > 12:
        return None
    own = _own_words(outlet, url)
    names = [name for part in _SEVERAL.split(plain) if (name := _without_place(part, own))]
    return "، ".join(dict.fromkeys(names)) or None


def _without_place(part: str, own: frozenset[str]) -> str | None:
    name = person(part).strip(" ()[]")
    # One word beside a place is an agency's name more often than a person's.
    if _ADDRESS.search(part) or (name != part.strip() and len(words(name)) < 2):
        return None
    return name if _is_person(name, own) else None


def may_be_name(text: str, *, labelled: bool = True) -> bool:
    """Whether a text has the form of a name or of several: few words, none of them a particle.

    Not `labelled`: one person's, and no office or body, which news puts in the same place.
    """
    parts = [words(fold(part)) for part in _SEVERAL.split(text) if part.strip()]
    if not parts or not all(
        len(part) <= _MOST_WORDS and _PARTICLES.isdisjoint(part) for part in parts
    ):
        return False
    if labelled:
        return not any(sign.isdigit() or sign in '؟?!«»"' for sign in text)
    plain = " ".join(parts[0])
    return (
        len(parts) == 1
        and len(parts[0]) > 1
        and not plain.startswith("ال")
        and _nobody().isdisjoint(parts[0])
        and not any(f"{office} " in f"{plain} " for office in _offices())
    )


@cache
def _offices() -> frozenset[str]:
    return frozenset(fold(form) for row in rows("offices") for form in row.listed("arabic"))


def _own_words(outlet: str | None, url: str | None) -> frozenset[str]:
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return frozenset({*words(fold(outlet or "")), host.partition(".")[0].replace("-", "")} - {""})


@cache
def _prefix() -> re.Pattern[str]:
    kinds = ("writes", "label", "sent")
    labels = [
        label for row in rows("bylines") if row["kind"] in kinds for label in row.listed("words")
    ]
    # Folding makes "أعد" of it "اعد": both are found.
    one = "|".join({form for label in labels for form in (label, fold(label))})
    return re.compile(rf"^(?:{one})(?: و(?:{one}))*(?:\s*[:：/\-–—]\s*|\s+)", re.IGNORECASE)


def _is_person(name: str, own: frozenset[str]) -> bool:
    own_words = [word.removeprefix("ال") if len(word) > 4 else word for word in words(fold(name))]
    if not own_words or is_place(name) or (name.isascii() and " " not in name):
        return False
    if own and all(word in own for word in words(fold(name))):
        return False
    if "".join(words(fold(name))) in own:
        return False
    if len(own_words) == 1 and any(word.startswith(own_words[0]) for word in own):
        return False
    return _nobody().isdisjoint([*own_words, *words(fold(name))])


@cache
def _nobody() -> frozenset[str]:
    return frozenset(
        fold(word)
        for row in rows("bylines")
        if row["kind"] in ("company", "desk")
        for word in row.listed("words")
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
