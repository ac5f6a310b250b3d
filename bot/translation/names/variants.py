"""Whether two Arabic spellings are of one name: شويغو and شويجو are one man.

Writers disagree about a foreign g (غ, ج, ك), about emphatic letters (ط for ت, ص for س) and
about the vowels of long foreign words. A key folds these; the English spelling and the name
tables then decide, because the same letters also keep names apart: محمد and محمود, غازي and
جازي, سالم and سليم.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.sound import plain, similarity

_FOLD = str.maketrans({"غ": "ج", "ك": "ج", "ط": "ت", "ص": "س", "ظ": "ز"})
_FREE = "اويء"
_FOREIGN = 4
"""Consonants of a word whose vowel letters may come and go; native words have three."""
_LONG = 5
"""Letters of a word in which ك may stand for g."""
_ALIKE = 0.85
_SPELLED = 80.0
"""Of two English spellings of one name, where the tables know the other form with the same vowel
letters: Shoygu and Shoigu have 83, Mahmud and Muhammad 71. With other vowel letters they must
spell it the same, since غرانت is Grant and غرانيت Granit."""


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """The same for folded Arabic names that may be one; equal keys alone prove nothing."""
    return " ".join(map(_word_key, name.split()))


def _word_key(word: str) -> str:
    folded = word if len(word) >= _LONG else word.replace("ك", "\u06a9")
    folded = folded.translate(_FOLD)
    if folded.endswith("ه"):
        folded = folded[:-1] + "ا"
    # The first letter is no vowel that comes and goes: it may be the clitic of ومحمود.
    bare = folded[:1] + "".join(letter for letter in folded[1:] if letter not in _FREE)
    return bare if len(bare) >= _FOREIGN else folded


def one_name(known: str, found: str, english: str) -> bool:
    """Whether folded `found` is another spelling of folded `known`, written `english`.

    Both have the same number of words. An ordinary word, and a word that the tables spell
    otherwise, is another name.
    """
    parts, others, spelled = known.split(), found.split(), english.split()
    if len(parts) != len(others) or found in tables.ordinary():
        return False
    if len(spelled) != len(parts):
        spelled = [english] * len(parts) if len(parts) == 1 else []
    if not spelled:
        return False
    return all(_one_word(*each) for each in zip(parts, others, spelled, strict=True))


def _one_word(known: str, found: str, english: str) -> bool:
    if known == found:
        return True
    if found in tables.ordinary() or _word_key(known) != _word_key(found):
        return False
    if not _vowels_agree(known, found):
        return False
    bare = plain(english)
    if _guttural(known) != _guttural(found) and ("gh" in bare or "j" in bare):
        # The غ of Ghazi and the ج of Jazi are no foreign g.
        return False
    spelled = tables.words().get(found)
    least = _SPELLED if _gaps(known) == _gaps(found) else 100.0
    if spelled is not None and not any(
        fuzz.ratio(bare, plain(spelling)) >= least for spelling in spelled.split("|")
    ):
        return False
    return similarity(found, english) >= _ALIKE


def _vowels_agree(known: str, found: str) -> bool:
    """Whether no vowel letter differs but by being written or not, and none at the end.

    Solberg is no Selberg, and كورشونوفا is not كورشونوف, whose wife or daughter she may be.
    """
    one, two = _gaps(known), _gaps(found)
    inside = zip(one[:-1], two[:-1], strict=True)
    return one[-1] == two[-1] and all(a == b or len(a) + len(b) == 1 for a, b in inside)


def _gaps(word: str) -> list[str]:
    """The vowel letters before, between and after the consonants."""
    final = word[:-1] + "ا" if word.endswith("ه") else word
    return re.split(f"[^{_FREE}]", final)


def _guttural(word: str) -> str:
    return "".join(letter for letter in word if letter in "غجك")
