"""Names of months and weekdays in Arabic text: both Gregorian families and the Hijri months.

Gregorian names come from CLDR through Babel: يناير (ar), كانون الثاني (ar_SY), جانفي (ar_DZ),
شتنبر (ar_MA), شتمبر (ar_MR), and English, for pages whose software stamps in English. Babel
ships no Hijri calendar: those names are CLDR's (ar, calendar "islamic") with the forms the
press also uses.
"""

from __future__ import annotations

from functools import cache

from bot.reading.script import fold

_LOCALES = ("ar", "ar_SY", "ar_DZ", "ar_MA", "ar_MR", "en")

# Spellings in use that CLDR lacks and that folding does not reach.
_ALSO = {
    4: ("افريل",),
    6: ("يونيه",),
    7: ("يوليه",),
    8: ("اوغسطس", "اوت"),
    10: ("تشرين اول",),
    11: ("تشرين ثاني", "تشرين ثان"),
    12: ("كانون اول",),
    1: ("كانون ثاني", "كانون ثان"),
}

_HIJRI = (
    ("محرم", "المحرم"),
    ("صفر",),
    ("ربيع الأول", "ربيع أول"),
    ("ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع ثان"),
    ("جمادى الأولى", "جمادى الأول", "جماد الأول"),
    ("جمادى الآخرة", "جمادى الثانية", "جمادى الآخر", "جماد الثاني", "جماد الآخر"),
    ("رجب",),
    ("شعبان",),
    ("رمضان",),
    ("شوال",),
    ("ذو القعدة", "ذي القعدة"),
    ("ذو الحجة", "ذي الحجة"),
)


@cache
def gregorian() -> dict[str, int]:
    """Folded name to month, 1 to 12."""
    from babel import Locale

    names: dict[str, int] = {}
    for locale in _LOCALES:
        forms = Locale.parse(locale).months["format"]
        widths = ("wide", "abbreviated") if locale == "en" else ("wide",)
        for width in widths:
            for month, name in forms[width].items():
                names[fold(name).text] = month
    names |= {fold(name).text: month for month, also in _ALSO.items() for name in also}
    return names


@cache
def hijri() -> dict[str, int]:
    """Folded name to month of the Hijri year, 1 to 12."""
    return {
        fold(name).text: number for number, names in enumerate(_HIJRI, start=1) for name in names
    }


@cache
def weekdays() -> dict[str, int]:
    """Folded name to day of the week, 0 for Monday to 6 for Sunday."""
    from babel import Locale

    names: dict[str, int] = {}
    for locale, width in (("ar", "wide"), ("en", "wide"), ("en", "abbreviated")):
        for day, name in Locale.parse(locale).days["format"][width].items():
            names[fold(name).text] = day
    return names | {fold("الإثنين").text: 0, fold("الثلثاء").text: 1, fold("الاربعا").text: 2}
