"""How well an English spelling could be the sound of an Arabic word.

An edit distance from Arabic letters to English letter groups in which vowels are nearly free
and each Arabic consonant has the English spellings it is used for in news: ب for b and p, ف for
f, v and ph, ج, غ, ك and ق for g, and so on. The costs come from how names are transliterated;
`bench/name_sounds.py` measures thresholds on Wikidata labels. This module knows no names.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_VOWELS = frozenset("aeiouyw")
_SPELLINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ب": (("b", "p", "bb", "pp"), ("v",)),
    "ت": (("t", "tt", "th"), ("d",)),
    "ث": (("th", "s"), ("t",)),
    "ج": (("g", "j", "dj", "gg", "dg", "gh"), ("c", "y", "z")),
    "ح": (("h",), ()),
    "خ": (("kh", "ch", "h", "j"), ("x", "k", "g")),
    "د": (("d", "dd"), ("t",)),
    "ذ": (("dh", "th", "z"), ("d",)),
    "ر": (("r", "rr", "rh"), ()),
    "ز": (("z", "s", "zz"), ("ss", "x", "j")),
    "س": (("s", "c", "ss", "sc"), ("z", "x", "ts", "sz")),
    "ش": (("sh", "ch", "sch"), ("s", "ss", "sz", "x", "j", "ti", "ci", "si", "c", "sc", "zh")),
    "ص": (("s", "ss"), ("c", "z")),
    "ض": (("d", "dh"), ("z",)),
    "ط": (("t", "tt"), ("th",)),
    "ظ": (("z", "dh"), ("th",)),
    "غ": (("gh", "g", "gg", "gu"), ("r",)),
    "ف": (("f", "v", "ph", "ff"), ("w", "vv")),
    "ق": (("q", "k", "g", "c"), ("gh", "kk", "ck")),
    "ك": (("k", "c", "ck", "q", "ch", "cc", "kk"), ("g", "x", "kh")),
    "ل": (("l", "ll"), ()),
    "م": (("m", "mm"), ()),
    "ن": (("n", "nn", "gn"), ("m",)),
    "ه": (("h",), ()),
}
"""Each consonant's usual spellings, which are free, and its rarer ones."""
_RARE = 0.25
_PAIRS: dict[str, tuple[str, ...]] = {
    "تش": ("ch", "tch", "tsch", "c", "cz", "tsh", "cs", "ti"),
    "دج": ("j", "g", "dj", "dg"),
    "جج": ("g", "gg"),
    "دز": ("z", "zz", "dz"),
    "تز": ("z", "tz", "zz"),
    "تس": ("z", "ts", "tz", "c", "zz", "tts"),
    "كس": ("x", "xx", "cks"),
    "جز": ("x",),
    "كز": ("x",),
    "نغ": ("ng", "n"),
    "نج": ("ng", "nj"),
    "شت": ("st", "sht", "scht"),
    "شي": ("ge", "che", "ti"),
    "نك": ("nk", "nc", "ng"),
    "يا": ("ia", "ea", "ya", "ja"),
}
_WEAK = {"ا": 0.08, "و": 0.12, "ي": 0.12, "ء": 0.05, "ع": 0.12, "ه": 0.35, "ح": 0.5}
_GLIDES: dict[str, tuple[str, ...]] = {
    "ا": ("a", "e", "o", "u", "i", "aa"),
    "و": ("o", "u", "w", "oo", "ou", "v", "au", "eu", "ow"),
    "ي": ("i", "y", "e", "ee", "j", "ei", "ie", "ai", "ay", "ey", "ea"),
    "ع": ("a", "e", "i", "o", "u"),
}
_SILENT = 0.45
"""An "h" with no Arabic letter for it."""


def plain(text: str) -> str:
    """Lower-case Latin letters without diacritics; anything else is dropped."""
    table = str.maketrans(
        {
            "ø": "o",
            "ł": "l",
            "đ": "d",
            "ð": "d",
            "þ": "th",
            "ß": "ss",
            "æ": "ae",
            "ı": "i",
            "œ": "oe",
        }
    )
    folded = unicodedata.normalize("NFKD", text.casefold().translate(table))
    return "".join(c for c in folded if "a" <= c <= "z")


@lru_cache(maxsize=32768)
def _distance(arabic: str, english: str) -> float:
    """Least cost of reading folded `arabic` as `english` (plain letters): 0 is a clear match.

    A consonant too many or too few costs 1, a doubtful vowel about a tenth.
    """
    rows, columns = len(arabic), len(english)
    infinite = float("inf")
    best = [[infinite] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for i in range(rows + 1):
        for j in range(columns + 1):
            cost = best[i][j]
            if cost == infinite:
                continue
            for di, dj, step in _steps(arabic, english, i, j):
                if cost + step < best[i + di][j + dj]:
                    best[i + di][j + dj] = cost + step
    return best[rows][columns]


def _steps(arabic: str, english: str, i: int, j: int) -> list[tuple[int, int, float]]:
    steps: list[tuple[int, int, float]] = []
    if j < len(english):
        letter = english[j]
        if letter in _VOWELS:
            steps.append((0, 1, 0.04 if letter != "w" else 0.3))
        else:
            doubled = j > 0 and english[j - 1] == letter
            steps.append((0, 1, 0.05 if doubled else _SILENT if letter == "h" else 1.0))
    if i >= len(arabic):
        return steps
    letter = arabic[i]
    steps.append((1, 0, _WEAK.get(letter, 1.0)))
    for cost, spellings in zip((0.0, _RARE), _SPELLINGS.get(letter, ()), strict=False):
        steps += ((1, len(s), cost) for s in spellings if english.startswith(s, j))
    steps += (
        (1, len(spelling), 0.3 if spelling == "v" else 0.0)
        for spelling in _GLIDES.get(letter, ())
        if english.startswith(spelling, j)
    )
    steps += (
        (2, len(spelling), 0.05)
        for spelling in _PAIRS.get(arabic[i : i + 2], ())
        if english.startswith(spelling, j)
    )
    if j < len(english) and english[j] not in _VOWELS and letter not in _WEAK:
        steps.append((1, 1, 1.0))
    return steps


def weight(english: str) -> float:
    """How much sound there is to match: consonants, doubled ones once, "h" by half."""
    total = 0.0
    for j, letter in enumerate(english):
        if letter in _VOWELS or (j and english[j - 1] == letter):
            continue
        total += 0.5 if letter == "h" else 1.0
    return total


def similarity(arabic: str, english: str) -> float:
    """1 for a clean transliteration, 0 for none. `arabic` folded, `english` as written."""
    bare = plain(english)
    if not arabic or not bare:
        return 0.0
    scale = max(weight(bare), len([c for c in arabic if c not in _WEAK]), 1.0)
    # A name that is mostly vowels (Oman, Iowa) has little to match, so vowels must decide.
    return max(0.0, 1.0 - _distance(arabic, bare) / (scale + 0.5))
