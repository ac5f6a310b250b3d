"""Which countries an Arabic text names.

The names are CLDR's (Babel), single words only, with the adjectives made of them ("تركيا",
"التركية"); a few short names that CLDR writes long and capitals that stand for governments are
added. For telling events apart, not for showing: a word that is more often another word is
left out.
"""

from __future__ import annotations

import re
from functools import cache

from bot.language.arabic.clitics import WITH_ARTICLE, WITHOUT_ARTICLE
from bot.language.arabic.fold import for_tables, unmarked
from bot.language.arabic.script import LETTERS

_ALIASES = {
    "أمريكا": "US", "أميركا": "US", "واشنطن": "US", "موسكو": "RU", "الكرملين": "RU",
    "بريطانيا": "GB", "لندن": "GB", "طهران": "IR", "القاهرة": "EG", "أنقرة": "TR", "بكين": "CN",
    "كييف": "UA", "باريس": "FR", "الرياض": "SA", "السعودية": "SA", "الإمارات": "AE",
    "فلسطين": "PS", "غزة": "PS", "دمشق": "SY", "بغداد": "IQ", "بيروت": "LB", "الخرطوم": "SD",
    "مسقط": "OM", "الدوحة": "QA", "إسرائيل": "IL",
}  # fmt: skip
"""Names in the news that CLDR has only in long form, and capitals used for their governments.
Amman is not among them: unvocalised it is Oman."""

_AMBIGUOUS = frozenset({"مالي", "جيرسي", "كوبا", "بنين"})
"""Also "financial", a shirt, "cups", "sons"."""

_WORD = re.compile(f"[{LETTERS}]+")
_CLITICS = re.compile(rf"^(?:{WITH_ARTICLE}|{WITHOUT_ARTICLE})")


def places(text: str) -> frozenset[str]:
    """ISO 3166 codes of the countries that an Arabic text names."""
    return frozenset().union(*(_codes(word) for word in _WORD.findall(unmarked(text))))


def without_places(text: str) -> str:
    """The text with a stop in place of each word that names a country: whom news is about, and not
    what it is."""
    return _WORD.sub(lambda found: "." if _codes(found[0]) else found[0], unmarked(text))


def _codes(written: str) -> frozenset[str]:
    """Of one word."""
    if written.endswith("ى"):
        return frozenset()  # اليمنى is the right hand and no Yemeni.
    names, word = _names(), for_tables(written)
    found = (
        names.get(word[len(clitics) :])
        for clitics in ("", _CLITICS.match(word).group())  # type: ignore[union-attr]
    )
    return frozenset(code for code in found if code)


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    territories = Locale("ar").territories
    listed = {name: code for code, name in territories.items() if len(code) == 2}
    forms: dict[str, str] = {}
    for name, code in (listed | _ALIASES).items():
        if " " in name or for_tables(name) in _AMBIGUOUS:
            continue
        bare = for_tables(name).removeprefix("ال")
        root = re.sub(r"(?:يا|ا|ه)$", "", bare)
        for form in (bare, root + "ي", root + "يه", root + "يون", root + "يين", root + "يان"):
            forms.setdefault(form, code)
    return forms


@cache
def english_name(code: str) -> str:
    """CLDR's English name of a country."""
    from babel import Locale

    return str(Locale("en").territories[code])


@cache
def _english() -> dict[str, str]:
    from babel import Locale

    named = Locale("en").territories.items()
    return {str(name).casefold(): code for code, name in named if len(code) == 2}


def country_named(text: str) -> str | None:
    """The ISO code of one country by its English or Arabic name; None where it is none."""
    code = _english().get(" ".join(text.split()).casefold().removeprefix("the "))
    if code is None and len(found := places(text)) == 1:
        (code,) = found
    return code


def country_name(code: str, language: str) -> str:
    """CLDR's name of a country in a language."""
    from babel import Locale

    return str(Locale.parse(language).territories.get(code, code))
