"""Visual order to logical: a line of glyphs as it lies on paper, back to how it is written.

The inverse of the Unicode bidirectional algorithm (UAX #9) for a line that is read from the
right, as far as it has one: Latin words and numbers run to the right within it, everything else
to the left. After Arabic letters a number's own sign is what stands
between its digits ("1,200", "10:30", "22/11"); a minus or a hyphen between two numbers turns them
around (rule W2 makes them Arabic numbers, which W4 does not join over a hyphen).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
)
_WORD = re.compile("[\u0621-\u064a]{2,}")
_LATIN = re.compile(r"[^\W\d_]")
_DIGIT = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9]")
_NUMBER_SIGNS = frozenset(".,:/\u066b\u066c\u00a0\u060c")
_OPENING, _CLOSING = "([{«‹", ")]}»›"
_BRACKET = re.compile("[()\\[\\]{}«»‹›]")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def is_rtl(glyphs: Sequence[str]) -> bool:
    """Whether a line is read from the right: it has as many Arabic letters as Latin ones."""
    text = "".join(glyphs)
    arabic = len(_ARABIC.findall(text))
    latin = sum(1 for sign in text if _is_latin(sign))
    return arabic > 0 and arabic >= latin


def logical(glyphs: Sequence[str]) -> str:
    """The text of a line whose glyphs are given from left to right.

    A glyph may stand for several letters (a ligature), which are in their order already.
    """
    letters = [_letters(glyph) for glyph in glyphs]
    if not is_rtl(letters):
        return "".join(letters)
    made: list[str] = []
    end = len(letters)
    while end > 0:
        start = _run_start(letters, end)
        if start < end:
            made.extend(letters[start:end])
            end = start
        else:
            made.append(letters[end - 1])
            end -= 1
    return _brackets("".join(made))


def _brackets(text: str) -> str:
    """Mirror brackets where they stand the wrong way round.

    Some programs name a bracket by what it means, others by how it looks on paper.
    """
    found = _BRACKET.findall(text)
    wrong = sum(1 for first, second in pairwise(found) if first in _CLOSING and second in _OPENING)
    right = sum(1 for first, second in pairwise(found) if first in _OPENING and second in _CLOSING)
    if wrong > right or (found and wrong == right and found[0] in _CLOSING):
        return text.translate(_MIRRORED)
    return text


def _run_start(letters: Sequence[str], end: int) -> int:
    """Where a run that reads to the right and ends before `end` starts; `end` where none does."""
    if _is_latin(letters[end - 1]) or _DIGIT.match(letters[end - 1] or " "):
        latin = _latin_start(letters, end)
        return latin if latin < end else _number_start(letters, end)
    return end


def _latin_start(letters: Sequence[str], end: int) -> int:
    """The farthest Latin letter to the left with no Arabic one between: "COVID-19", "New York"."""
    start = end
    for place in range(end - 1, -1, -1):
        if _ARABIC.search(letters[place]):
            break
        if _is_latin(letters[place]):
            start = place
    # Digits before the first letter belong to its word where nothing is between ("3G", "2M").
    while 0 < start < end and _DIGIT.match(letters[start - 1] or " "):
        start -= 1
    return start


def _number_start(letters: Sequence[str], end: int) -> int:
    start = end
    while start > 0:
        before = letters[start - 1] or " "
        within = start < end and before in _NUMBER_SIGNS and start > 1
        if _DIGIT.match(before):
            start -= 1
        elif within and _DIGIT.match(letters[start - 2] or " "):
            start -= 2
        else:
            break
    return start


def _is_latin(letter: str) -> bool:
    return bool(_LATIN.match(letter or " ")) and not _ARABIC.search(letter)


def _letters(glyph: str) -> str:
    """The letters a glyph stands for, where it is named by its form (U+FB50 to U+FEFC)."""
    if any("\ufb50" <= sign <= "\ufefc" for sign in glyph):
        return unicodedata.normalize("NFKC", glyph)
    return glyph


def order(text: str) -> float:
    """Whether Arabic reads forwards: 1.0 where all evidence says so, 0.0 where all is against.

    Words begin with the article and end with teh marbuta or alef maksura, never the other way
    about; 0.5 where there is too little to tell. "لا" alone and "ولا" are no evidence.
    """
    forwards = backwards = 0
    for word in _WORD.findall(text):
        forwards += len(word) > 3 and word.startswith("ال")
        backwards += len(word) > 3 and word.endswith("لا")
        forwards += word[-1] in "ةى"
        backwards += word[0] in "ةى"
    told = forwards + backwards
    return forwards / told if told >= 3 else 0.5
