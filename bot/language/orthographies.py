"""What tells the languages of the Arabic script apart: their own letters and their small words.

Letters after the Unicode Standard (chapter 9.2, and the code charts' notes on language use);
words are the commonest function words of each, as they are written. Letters that Arabic
borrows for foreign names (پ چ ڤ گ) and those a Persian keyboard puts into Arabic (ی ک) prove
nothing and stand in no row but Persian's, where the words decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Orthography:
    letters: frozenset[str]
    words: frozenset[str]
    letter_weight: float = 4.0
    """How much a share of these letters counts for, against a like share of these words."""
    needs: str = ""
    """Letters of which any sentence has at least one; without them the score is halved."""


def _row(letters: str, words: str, letter_weight: float = 4.0, needs: str = "") -> Orthography:
    return Orthography(frozenset(letters), frozenset(words.split()), letter_weight, needs)


ORTHOGRAPHIES: dict[str, Orthography] = {
    "ar": _row(
        "ةى",
        "في فى من على علي إلى الى أن ان إن عن التي الذي الذين هذا هذه ذلك تلك ما لا لم لن مع بعد "
        "قبل قال قالت كان كانت بين حول خلال ضد منذ أو ثم قد وقد كما لكن عند بأن أنه إنه أنها إنها "
        "وفي ومن وعلى وإلى وقال وأن فيما غير كل أي هو هي حتى اليوم أمس عام مش مو اللي ده دي هاد",
        1.0,
    ),
    "fa": _row(
        "پچژگ",
        "در از که را این با است برای به آن شد کرد می خود بود نیز های ها تا یک هم کند شود شده "
        "کرده باید اما اگر دارد نمی یا هر پس ای اند بر بین خواهد دیگر گفت درباره سال روز نه",
        1.0,
    ),
    "ur": _row(
        "ٹڈڑںےہھۓۂ",
        "کے کی کا میں ہے نے سے اور کو پر ہیں کہ یہ اس بھی کر تھا تھی گیا ہو جو تو لیے کیا ان ایک",
    ),
    "pnb": _row(
        "ٹڈڑںےہھݨ",
        "دے دا نوں توں وچ اے دی تے ایہ ایس اوہ سی نیں نے نال ہن دیاں وی لئی آکھیا سن",
    ),
    "ps": _row(
        "ټډړښګېځڅۍڼږ",
        "د په چې کې له ته او سره دي دی یې پر لپاره شوي هغه کړي وکړه نه ترمنځ دا به ده وو",
    ),
    "ckb": _row(
        "ڕڵۆێە",
        "لە بە کە بۆ ئەم ئەو لەگەڵ دەکات کرد بوو نێوان لەسەر هەر یان ئەوە خۆی پێش دوای",
    ),
    "ug": _row(
        "ۇۆۈېەڭۋ", "ۋە بىلەن ئۈچۈن بۇ بىر دەپ ئىدى قىلىپ بولۇپ ھەم ۋاقىت يىلى كۈنى", needs="ئې"
    ),
    "kk": _row("ٵۇۆەۋٴ", "جانە مەن بەن ءبىر ۇشىن بۇل دەپ بولىپ ەدى ءوز سول ءۇشىن كەيىن بويىنشا"),
    "sd": _row("ڄٻڀٺٽڊڌڍڏڙڦڪڱڳڻ۾ٿڃڇ", "جي جو ۾ آهي ته کي سان جا تي کان ۽ اهو هن آهن جنهن لاءِ"),
    "ks": _row("ٲٳۄۆٟٕٔٛٗؠ", "چھُ چھِ تہٕ تہ منٛز اَکھ سٟتۍ یۆس ہُند ہِند کیٛا اوس چھہ", 3.0),
    "azb": _row(
        "ؤ", "بیر بو اوچون ایله دیر کی دا ده وار اولان آذربایجان ائتدی دئدی ایدی", letter_weight=1.0
    ),
    "ms": _row("ڠڽݢۏ", "يڠ دان دالم اونتوق اين ايت دڠن كڤد درڤد اداله تيدق اوله اكن دري"),
}
"""ISO 639 code to what marks its writing: Arabic, Persian, Urdu, Punjabi (Shahmukhi), Pashto,
Central Kurdish, Uyghur, Kazakh, Sindhi, Kashmiri, South Azerbaijani, Malay (Jawi)."""

_ARTICLE = re.compile(r"[وفبکل]{0,2}(?:ال|لل)\w\w")
_PLAIN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})
_FA_WORDS = frozenset(w.translate(_PLAIN) for w in ORTHOGRAPHIES["fa"].words)
_AR_WORDS = frozenset(w.translate(_PLAIN) for w in ORTHOGRAPHIES["ar"].words)


def scores(words: Sequence[str]) -> dict[str, float]:
    """How much speaks for each language, from 0; words in the Arabic script, without tatweel."""
    letters = Counter(character for word in words for character in word)
    total_letters, total_words = sum(letters.values()), len(words)
    if not total_letters:
        return dict.fromkeys(ORTHOGRAPHIES, 0.0)
    plain = [word.translate(_PLAIN) for word in words]
    found: dict[str, float] = {}
    for code, row in ORTHOGRAPHIES.items():
        own = sum(letters[c] for c in row.letters) / total_letters
        if code == "ar":
            small = sum(w in _AR_WORDS or _ARTICLE.match(w) is not None for w in plain)
        elif code == "fa":
            small = sum(w in _FA_WORDS or "\u200c" in w for w in plain)
        else:
            small = sum(w in row.words for w in words)
        found[code] = own * row.letter_weight + small / total_words
        if row.needs and not any(letters[c] for c in row.needs):
            found[code] /= 2
    return found
