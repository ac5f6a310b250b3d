"""Currencies: by word, by code and by the sign before the number (`currencies.tsv`).

A text with an Arabic abbreviation of a currency (د.ك) is not judged.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bot.language.lexicon import RuleRow, rows
from bot.language.number_words import WHOLE_MAGNITUDES
from bot.language.patterns import Language, alternation
from bot.records import Severity

MAGNITUDE = "|".join(WHOLE_MAGNITUDES)
_AMOUNT = rf"[0-9][0-9.,]*(?:\s?(?-i:[mbk]n?))?(?:[\s-](?:{MAGNITUDE}))*"
_MANY = rf"(?:{MAGNITUDE})s?(?:\sof)?"
_NATION = r"(?:(?-i:[A-Z][\w.]+)\s){0,2}"
_CLITICS = "[وفبلك]?(?:ال|ل)?"


@dataclass(frozen=True, slots=True)
class Currency:
    """How a text names one currency; `counted` and `named` find it in English."""

    arabic: re.Pattern[str]
    named: re.Pattern[str]
    counted: re.Pattern[str]


def whole_word(body: str) -> str:
    """`body` with no letter before or behind it."""
    return rf"(?<![^\W\d_])(?:{body})(?![^\W\d_])"


def arabic_body(row: RuleRow) -> str:
    """The Arabic words of a row with their clitics, and its short ones without."""
    bodies = list(map(re.escape, row.listed("short")))
    if patterns := row.listed("arabic"):
        bodies.append(_CLITICS + alternation(patterns, Language.ARABIC))
    return whole_word("|".join(bodies))


def _currency(row: RuleRow) -> Currency:
    code = f"(?-i:{'|'.join(row.listed('codes'))})"
    words = alternation(row.listed("english"), Language.ENGLISH)
    name = whole_word(f"{words}|{code}" if row["codes"] else words)
    signs = sorted(row.listed("signs"), key=len, reverse=True)
    sign = f"(?<![A-Za-z])(?:{'|'.join(map(re.escape, signs))})"
    in_arabic, named = [arabic_body(row)], [name]
    counted = [rf"(?:(?<![\w.]){_AMOUNT}|(?<!\w){_MANY})[\s-]?{_NATION}{name}"]
    if row["codes"]:
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


_WHOLE, _CHANGE = (
    {row["currency"]: _currency(row) for row in rows("currencies") if row["part"] == part}
    for part in ("whole", "change")
)
_LIKE = {row["currency"]: row.listed("like") for row in rows("currencies")}

_STERLING_SIGN = r"(?:GB|UK)?£"
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
        new = [n for n in new if not any(ours[m] for m in _LIKE[n])]
        if lost and new:
            found.append((Severity.ERROR, f"source counts {lost[0]}, translation {new[0]}"))
    found = found or _small_change(arabic, english)
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


def _small_change(arabic: str, english: str) -> list[tuple[Severity, str]]:
    """Money given as what it is divided into, or the reverse: dinars for fils.

    Less than one of the larger is no mistake: 20 cents are $0.20.
    """
    for ours, theirs in ((_WHOLE, _CHANGE), (_CHANGE, _WHOLE)):
        lost = [
            n for n, c in ours.items() if c.arabic.search(arabic) and not c.named.search(english)
        ]
        if not lost:
            continue
        for name, currency in theirs.items():
            said = currency.named.search(english) and not currency.arabic.search(arabic)
            if said and not _PARTS.search(english) and not _PARTS.search(arabic):
                return [(Severity.ERROR, f"source counts {lost[0]}, translation {name}")]
    return []


_PARTS = re.compile(
    r"(?<![0-9.,])0?\.[0-9]|\b(?:half|quarter|third|tenth|fraction)s? |(?:نصف|ربع|ثلث|عشر) ",
    re.IGNORECASE,
)
"""Where the amount of the larger is a part of one."""

_SIGN_WORDS = {"$": ("dollar",), "€": ("euro",), "£": ("pound", "sterling"), "¥": ("yen", "yuan")}
_TWICE = re.compile(
    rf"(?P<sign>[$€£¥])\s?{_AMOUNT}[\s-](?P<word>dollar|euro|pound|sterling|dinar|riyal|rial|dirham"
    r"|lira|rouble|ruble|yen|yuan|shekel|rupee)s?\b",
    re.IGNORECASE,
)
"""An amount with one currency's sign before it and another's word behind."""
_WEIGHED = re.compile(r"\bpounds?\b", re.IGNORECASE)


def _from_nothing(arabic: str, english: str) -> list[tuple[Severity, str]]:
    """The first currency counted in English where the Arabic has none; pounds may be a weight."""
    for name, currency in _WHOLE.items():
        for match in currency.counted.finditer(english):
            if not _WEIGHED.search(match[0]):
                return [(Severity.ERROR, f"translation counts {name}, source names no currency")]
    return []
