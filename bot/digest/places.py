"""Which countries an Arabic text names.

The names are CLDR's (Babel), single words only, with the adjectives made of them ("تركيا",
"التركية"); a few short names that CLDR writes long and capitals that stand for governments are
added. For telling events apart, not for showing: a word that is more often another word is
left out.
"""

from __future__ import annotations

import re
from functools import cache

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

_WORD = re.compile(r"[\u0621-\u064a]+")
_SILENT = re.compile("[\u0640\u064b-\u065f\u0670]")
_ALEF = str.maketrans("أإآ", "ااا")
_PROCLITICS = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)|[وف]?[بلك]?)")


def places(text: str) -> frozenset[str]:
    """ISO 3166 codes of the countries that an Arabic text names."""
    names = _names()
    found = set()
    for word in _WORD.findall(_plain(text)):
        for clitics in ("", _PROCLITICS.match(word).group()):  # type: ignore[union-attr]
            code = names.get(word[len(clitics) :])
            if code:
                found.add(code)
    return frozenset(found)


def _plain(text: str) -> str:
    return _SILENT.sub("", text).translate(_ALEF)


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    territories = Locale("ar").territories
    listed = {name: code for code, name in territories.items() if len(code) == 2}
    forms: dict[str, str] = {}
    for name, code in (listed | _ALIASES).items():
        if " " in name or _plain(name) in _AMBIGUOUS:
            continue
        bare = _plain(name).removeprefix("ال")
        root = re.sub(r"(?:يا|ا|ة)$", "", bare)
        for form in (bare, root + "ي", root + "ية", root + "يون", root + "يين", root + "يان"):
            forms.setdefault(form, code)
    return forms
