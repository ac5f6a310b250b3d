"""Currencies: by word, by code and by the sign before the number.

Written by hand. `arabic` is in folded spelling; a currency that is not listed is not judged, and
neither is a text with an Arabic abbreviation of one (د.ك).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.records import Severity

_AMOUNT = (
    r"[0-9][0-9.,]*(?:\s?(?-i:[mbk]n?))?(?:[\s-](?:hundred|thousand|million|billion|trillion))*"
)
_MANY = r"(?:hundreds?|thousands?|millions?|billions?|trillions?)(?:\sof)?"
_NATION = r"(?:(?-i:[A-Z][\w.]+)\s){0,2}"


@dataclass(frozen=True, slots=True)
class Currency:
    """How a text names one currency; `counted` and `named` find it in English."""

    arabic: re.Pattern[str]
    named: re.Pattern[str]
    counted: re.Pattern[str]


def _currency(arabic: str, words: str, codes: str = "", signs: str = "") -> Currency:
    code = f"(?-i:{codes})"
    name = f"(?<![^\\W\\d_])(?:{words}{f'|{code}' if codes else ''})(?![^\\W\\d_])"
    sign = f"(?<![A-Za-z])(?:{signs})"
    in_arabic = [f"(?<![^\\W\\d_])(?:[وفبلك]?(?:ال|ل)?)(?:{arabic})(?![^\\W\\d_])"]
    named, counted = [name], [rf"(?:(?<![\w.]){_AMOUNT}|(?<!\w){_MANY})[\s-]?{_NATION}{name}"]
    if codes:
        counted.append(rf"(?<![^\W\d_]){code}\.?\s?(?=[0-9])")
    if signs:
        in_arabic.append(sign)
        named.append(sign)
        counted.append(rf"{sign}\s?(?=[0-9])|(?<=[0-9])\s?{sign}")
    arabic_form, named_form, counted_form = map("|".join, (in_arabic, named, counted))
    return Currency(
        re.compile(arabic_form),
        re.compile(named_form, re.IGNORECASE),
        re.compile(counted_form, re.IGNORECASE),
    )


def _plain(stems: str) -> str:
    return f"(?:{stems})(?:ا|ات|ين|ان|ي|ه|يه)?"


_STERLING_SIGN = r"(?:GB|UK)?£"

_WHOLE: Mapping[str, Currency] = {
    "dollars": _currency(
        _plain("دولار"), r"dollars?|bucks", "USD|CAD|AUD", r"(?:U\.?S\.?|AU?|CA?|NZ|HK|S|NT)?\$"
    ),
    "euros": _currency(_plain("يورو|اورو"), r"euros?", "EUR", "€"),
    "pounds": _currency(
        f"{_plain('جنيه')}|استرليني[ه]?|جنيهات",
        r"pounds?|sterling|quid",
        "GBP|EGP|LE|SDG|SSP",
        rf"{_STERLING_SIGN}|[EL]£|E£",
    ),
    "lira": _currency(
        f"{_plain('ليره')}|ليرت(?:ين|ان)|ليرات",
        r"liras?|lire|pounds?",
        "TRY|TL|LBP|SYP|LL",
        "₺|[LS]£",
    ),
    "roubles": _currency(_plain("روبل"), r"rou?bles?", "RUB", "₽"),
    "riyals": _currency(
        f"{_plain('ريال')}(?! (?:مدريد|سوسيداد|بيتيس|سرقسطه|بلد الوليد|مايوركا))",
        r"riyals?|rials?|reais|reals?",
        "SAR|SR|QAR|OMR|YER|IRR|BRL",
        r"R\$",
    ),
    "dirhams": _currency(_plain("درهم|دراهم"), r"dirhams?", "AED|MAD|Dhs?"),
    "dinars": _currency(
        _plain("دينار|دنانير"), r"dinars?", "IQD|KWD|JOD|BHD|LYD|TND|DZD|JD|KD|BD|LD|RSD"
    ),
    # Not with a clitic: "بين" is between.
    "yen": _currency("(?<![وفبلك])(?<![وفبك]ال)ين", r"yen", "JPY", "¥"),
    "yuan": _currency(_plain("يوان"), r"yuan|renminbi", "CNY|RMB", "¥"),
    "shekels": _currency(_plain("شيكل|شيقل|شواكل"), r"shekels?|sheqels?", "NIS|ILS", "₪"),
    "rupees": _currency(f"{_plain('روبيه')}|روبيات", r"rupees?|rupiahs?", "INR|PKR|IDR|Rs", "₹"),
    "tomans": _currency(_plain("تومان|طومان"), r"tomans?"),
    "francs": _currency(_plain("فرنك"), r"francs?", "CHF|XOF|XAF"),
    "kronor": _currency(_plain("كرون|كرونه|كورون|كورونه"), r"kron[aeo]r?|crowns?", "SEK|NOK|DKK"),
    "pesos": _currency(_plain("بيزو|بيسو|بيزوس"), r"pesos?"),
    "won": _currency("وون", r"korean won", "KRW", "₩"),
    "others": _currency(
        _plain("راند|نايرا|زلوتي|هريفنيا|مانات|تنغي|بيتكوين|بتكوين|شلن|فورنت"),
        r"rands?|nairas?|zlot(?:y|ys|ych)|hryvnias?|manats?|tenge|bitcoins?|shillings?|forints?",
    ),
}
_CHANGE: Mapping[str, Currency] = {
    # Not with every ending: "سنتين" is two years.
    "cents": _currency("سنت|سنتا|سنتات", r"cents?", "", "¢"),
    "pence": _currency(_plain("بنس"), r"pence|penny|pennies"),
    "piastres": _currency(_plain("قرش|قروش"), r"piast(?:re|er)s?|qirsh|kurus|kuruş"),
    "fils": _currency(_plain("فلس"), r"fils"),
    "halalas": _currency(f"{_plain('هلله')}|هللات", r"halalas?"),
    "centimes": _currency(_plain("سنتيم"), r"centimes?"),
    "kopecks": _currency(_plain("كوبيك"), r"kope[ck]+s?"),
}
"""Name -> how it is written: the currencies, and what they are divided into."""

_SHORT = re.compile(r"(?<![^\W\d_])(?:د|ر|ج|ل)\.\s?[اكتجبعلسقيم](?![^\W\d_])")
_BARE_STERLING = re.compile(rf"(?<![A-Za-z])(?:{_STERLING_SIGN})\s?[0-9]")
_STERLING = re.compile("استرليني|بريطاني|£")
_OTHER_POUND = re.compile("جنيه[^\\s]* (?:ال)?(?:مصري|سوداني|جنوب سوداني)[هات]*")


def currency_changes(arabic: str, english: str) -> list[tuple[Severity, str]]:
    """Severity and words for each currency that the English counts and the Arabic does not.

    `arabic` is folded. One that replaces another is an ERROR, and so is one of a text that names
    none; the sign of sterling for a pound that may be Egypt's is a WARNING.
    """
    if _SHORT.search(arabic):
        return []
    found = []
    for table in (_WHOLE, _CHANGE):
        ours = Counter({name: len(c.arabic.findall(arabic)) for name, c in table.items()})
        lost = [name for name, c in table.items() if ours[name] and not c.named.search(english)]
        counted = {name: len(c.counted.findall(english)) for name, c in table.items()}
        new = [name for name, times in counted.items() if times > ours[name]]
        # A word of two currencies (pounds, ¥) is the one that the Arabic has.
        new = [n for n in new if not any(ours[m] for m in _LIKE.get(n, ()))]
        if lost and new:
            found.append((Severity.ERROR, f"source counts {lost[0]}, translation {new[0]}"))
    found += [
        (Severity.ERROR, f"translation says two currencies in “{amount[0]}”")
        for amount in _TWICE.finditer(english)
        if not amount["word"].lower().startswith(_SIGN_WORDS[amount["sign"]])
    ]
    named = any(c.arabic.search(arabic) for t in (_WHOLE, _CHANGE) for c in t.values())
    if not named:
        found += _from_nothing(arabic, english)
    elif not found and _BARE_STERLING.search(english) and not _STERLING.search(arabic):
        pound, lira = (_WHOLE[n].arabic.search(arabic) for n in ("pounds", "lira"))
        if (lira and not pound) or _OTHER_POUND.search(arabic):
            found.append((Severity.ERROR, "“£” is sterling, the source's pound is not"))
        elif pound:
            found.append((Severity.WARNING, "“£” is sterling, the source does not say so"))
    return found


_SIGN_WORDS = {"$": ("dollar",), "€": ("euro",), "£": ("pound", "sterling"), "¥": ("yen", "yuan")}
_TWICE = re.compile(
    rf"(?P<sign>[$€£¥])\s?{_AMOUNT}[\s-](?P<word>dollar|euro|pound|sterling|dinar|riyal|rial|dirham"
    r"|lira|rouble|ruble|yen|yuan|shekel|rupee)s?\b",
    re.IGNORECASE,
)
"""An amount with one currency's sign before it and another's word behind."""
_LIKE = {"lira": ("pounds",), "pounds": ("lira",), "yen": ("yuan",), "yuan": ("yen",)}
_WEIGHED = re.compile(r"\bpounds?\b", re.IGNORECASE)


def _from_nothing(arabic: str, english: str) -> list[tuple[Severity, str]]:
    """The first currency counted in English where the Arabic has none; pounds may be a weight."""
    for name, currency in _WHOLE.items():
        for match in currency.counted.finditer(english):
            if not _WEIGHED.search(match[0]):
                return [(Severity.ERROR, f"translation counts {name}, source names no currency")]
    return []
