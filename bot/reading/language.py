"""Which language a text is in: Arabic, or which of the languages it must not be taken for.

The script decides first. Within the Arabic script the letters and small words of each language
decide (`orthographies`), with langdetect to confirm Arabic, Persian and Urdu and py3langid
where those two disagree. langdetect alone calls Pashto and Sorani Persian, Uyghur Arabic, and
an Arabic headline full of Latin names English.
"""

from __future__ import annotations

import math
import re
import signal
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.language.arabic.script import ARABIC
from bot.language.orthographies import ORTHOGRAPHIES, scores

SHORT = 20
"""Letters. Below this only a script or letters that one language alone uses can decide."""

UNDETERMINED = "und"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+|@\w+")
_UNSEEN = re.compile("[\u0640\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ARABIC_VOWELS = re.compile("[\u064b-\u0652\u0670]")
_WORD = re.compile(r"[^\W\d_](?:[\u064b-\u065f\u0670\u0654\u0655\u200c'’]|[^\W\d_])*")

# Scripts that one living language writes, as the Unicode character names begin.
_ONE_LANGUAGE = {
    "HEBREW": "he",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
}
# Their letters turn up in other languages' loanwords and misspellings.
_BORROWED = frozenset(("ar", "fa", "azb"))
_NAMES = {
    "ckb": "Central Kurdish (Sorani)",
    "pnb": "Punjabi (Shahmukhi)",
    "azb": "South Azerbaijani",
    UNDETERMINED: "Undetermined",
}
# py3langid tells varieties apart that are one language here.
_SAME = {"arz": "ar", "ary": "ar", "apc": "ar", "acm": "ar", "pes": "fa", "prs": "fa"}

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    code: str
    """ISO 639 code, or "und" where the text does not tell."""
    confidence: float
    """0 to 1; 0 for "und"."""
    name: str
    """In English: "Arabic", "Central Kurdish (Sorani)"."""


def identify(text: str) -> IdentifiedLanguage:
    """The language most of the text is in; addresses and handles left out.

    Latin names within Arabic prose do not count against it. Safe to call from any thread.
    """
    words = _WORD.findall(_UNSEEN.sub("", _ADDRESS.sub(" ", text)))
    arabic = _unvowelled([w for w in words if ARABIC.match(w)])
    others = [w for w in words if not ARABIC.match(w)]
    prose = sum(len(w) for w in others if not _is_name(w))
    if arabic and sum(map(len, arabic)) >= (prose if len(arabic) > 1 else sum(map(len, others))):
        return _of_arabic_script(arabic, sum(map(len, words)))
    return _of_other_script(others)


def rest() -> None:
    """Give the profiles' 60 MB back; they load again, in half a second, when next needed."""
    from langdetect import detector_factory

    with _lock:
        _load_detector.cache_clear()
        detector_factory._factory = None


def english_name(code: str) -> str:
    """What English calls the language of an ISO 639 code; the code itself if nothing (CLDR)."""
    if code in _NAMES:
        return _NAMES[code]
    from babel import Locale

    return str(Locale.parse("en").languages.get(code, code))


def _language(code: str, confidence: float) -> IdentifiedLanguage:
    if code == UNDETERMINED:
        confidence = 0.0
    return IdentifiedLanguage(code, round(min(max(confidence, 0.0), 1.0), 3), english_name(code))


def _unvowelled(words: list[str]) -> list[str]:
    """Without vowel signs, but in Kashmiri, which spells with them."""
    kashmiri = ORTHOGRAPHIES["ks"].letters.difference("ۆ")
    if any(kashmiri.intersection(word) for word in words):
        return words
    return [_ARABIC_VOWELS.sub("", word) for word in words]


def _is_name(word: str) -> bool:
    """A Latin or Cyrillic word as names and abbreviations are written."""
    return word[0].isupper()


# ------------------------------------------------------------------------------ Arabic script


def _of_arabic_script(words: list[str], all_letters: int) -> IdentifiedLanguage:
    letters = sum(map(len, words))
    only = _by_letters_alone(words)
    if all_letters < SHORT or letters < SHORT // 2:
        return _language(only, 0.7)
    found = scores(words)
    (code, best), (_, second) = sorted(found.items(), key=lambda item: item[1], reverse=True)[:2]
    sureness = (best - second) / (best + second) if best else 0.0
    if code == only:
        sureness = max(sureness, 0.9)
    enough = 1 - math.exp(-letters / SHORT)
    if code not in ("ar", "fa", "ur") and best >= 0.12:
        return _language(code, (0.5 + sureness / 2) * enough)
    if best < 0.05:
        code = UNDETERMINED
    guess, chance = _detect(" ".join(words))
    if guess == code:
        return _language(code, (1 - (1 - chance) * (1 - sureness)) * enough)
    if code != UNDETERMINED and sureness >= 0.6 and best >= 0.25:
        return _language(code, sureness * enough)
    third = _second_opinion(" ".join(words))
    if third in (code, guess) and (third == "ar" or found.get(third)):
        return _language(third, 0.6 * enough)
    return _language(UNDETERMINED, 0.0)


def _by_letters_alone(words: list[str]) -> str:
    """The one language whose own letters the words have at least two of, or "und"."""
    used = Counter(character for word in words for character in word)
    owned: Counter[str] = Counter()
    for character, count in used.items():
        owned[_owner(character) or UNDETERMINED] += count
    del owned[UNDETERMINED]
    (code, count), *others = owned.most_common() or [(UNDETERMINED, 0)]
    return UNDETERMINED if others or count < 2 else code


@cache
def _owner(character: str) -> str | None:
    """The only language with this letter, where such a letter is proof of it."""
    owners = [code for code, row in ORTHOGRAPHIES.items() if character in row.letters]
    if owners == ["ur", "pnb"]:
        return "ur"
    return owners[0] if len(owners) == 1 and owners[0] not in _BORROWED else None


# ------------------------------------------------------------------------------ other scripts


def _of_other_script(words: list[str]) -> IdentifiedLanguage:
    scripts = Counter(_script(character) for word in words for character in word)
    if not scripts:
        return _language(UNDETERMINED, 0.0)
    script, letters = scripts.most_common(1)[0]
    if script in _ONE_LANGUAGE:
        return _language(_ONE_LANGUAGE[script], letters / scripts.total())
    if letters < SHORT:
        return _language(UNDETERMINED, 0.0)
    text = " ".join(words)
    if text.isupper():
        text = text.lower()
    guess, chance = _detect(text)
    enough = 1 - math.exp(-letters / SHORT)
    if chance >= 0.9:
        return _language(guess, chance * enough)
    if _second_opinion(text) == guess:
        return _language(guess, 0.6 * enough)
    return _language(UNDETERMINED, 0.0)


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]


# ---------------------------------------------------------------------------------- detectors


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits: langdetect's loading swallows it and reports a broken profile instead."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache
def _load_detector() -> Any:
    from langdetect import detector_factory

    detector_factory.DetectorFactory.seed = 0
    with _uninterrupted():
        detector_factory.init_factory()
    return detector_factory._factory


def _detector() -> Any:
    with _lock:
        return _load_detector()


def _detect(text: str) -> tuple[str, float]:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detector().create()
    detector.append(text)
    try:
        likely = detector.get_probabilities()
    except LangDetectException:
        return UNDETERMINED, 0.0
    if not likely:
        return UNDETERMINED, 0.0
    return str(likely[0].lang).split("-")[0], float(likely[0].prob)


@cache
def _load_second() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _second_opinion(text: str) -> str:
    with _lock:
        code = str(_load_second().classify(text)[0])
    return _SAME.get(code, code)
