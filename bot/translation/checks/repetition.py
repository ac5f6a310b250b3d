"""Repetition: decoders that loop say a word, a phrase or a clause again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.language.arabic.fold import words_for_checks as arabic_words
from bot.records import Flag, Severity
from bot.translation.checks.context import Context

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?;:]")
"""Words, and the signs that end a clause: "for Japan. Japan was ..." is no loop."""

LONGEST_LOOP = 12
"""Words in the longest phrase that is looked for back to back."""

CLAUSE = 6
"""Words that a clause said twice must share, in a row, to be noticed."""

_FUNCTION_WORD = re.compile(
    "a|an|and|are|as|at|be|been|between|by|for|from|has|have|he|his|in|is|it|its|of|on|or|over"
    "|said|she|that|the|their|they|this|to|was|were|which|will|with|would|[.!?;:]"
)

_DOUBLES = frozenset(("had", "that", "very", "no", "far", "ha", "bye", "so", "more", "is", "great"))
"""Words that good English says twice in a row."""

_LONG = 4
"""Letters of a word that is no choice where it stands at both sides of "or"."""


def repetition(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for a loop or a clause said again that the source does not say again; WARNING for two
    words of a choice that became one."""
    said = [word.lower() for word in _WORD.findall(hypothesis)]
    written = arabic_words(source)
    phrase = _loop(said) or _again(said, written)
    if phrase:
        return (Flag("repetition", Severity.ERROR, f"“{' '.join(phrase)}” is said again"),)
    if choice := _choice(said, written):
        detail = f"“{' '.join(choice)}” is no choice, as it is in the Arabic"
        return (Flag("repetition", Severity.WARNING, detail),)
    return ()


def _loop(said: Sequence[str]) -> Sequence[str]:
    """A phrase that follows itself: two words or more twice, or one word three times; also three
    words or more with "and" or "or" between.

    One word twice is a loop too, unless English doubles it. Numbers and signs alone ("1.1",
    "...") are none.
    """
    for length in range(1, LONGEST_LOOP + 1):
        for at in range(len(said) - 2 * length + 1):
            phrase = said[at : at + length]
            joined = at + length + (length > 2 and said[at + length] in ("and", "or"))
            if phrase != said[joined : joined + length]:
                continue
            spoken = {word for word in phrase if word[0].isalpha()}
            thrice = phrase == said[at + 2 * length : at + 3 * length]
            doubled = length == 1 and len(phrase[0]) > 1 and phrase[0] not in _DOUBLES
            if len(spoken) > 1 or (spoken and (thrice or doubled)):
                return phrase
    return ()


def _again(said: Sequence[str], source: Sequence[str]) -> Sequence[str]:
    """A run of `CLAUSE` words said twice, where no run of the source is said twice."""
    counts = Counter(_runs(said, CLAUSE))
    repeated = [run for run, times in counts.items() if times > 1 and _telling(run)]
    # Arabic needs about two words for three of English.
    if not repeated or any(n > 1 for n in Counter(_runs(source, 3)).values()):
        return ()
    return repeated[0]


def _choice(said: Sequence[str], source: Sequence[str]) -> Sequence[str]:
    """ "Strokes, or strokes": two words of the Arabic for which the decoder had one.

    With "and" between, good English says such things ("war crimes and crimes against humanity").
    """
    if any(times > 1 for word, times in Counter(source).items() if len(word) > 2):
        return ()
    for at, word in enumerate(said[1:-1], 1):
        if word in ("or", "nor") and said[at - 1] == said[at + 1] and len(said[at - 1]) >= _LONG:
            return said[at - 1 : at + 2]
    return ()


def _telling(run: Sequence[str]) -> bool:
    """Says something of its own, unlike "and the United States in the"."""
    return len({word for word in run if not _FUNCTION_WORD.fullmatch(word)}) >= 3


def _runs(text: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(text) - length + 1):
        yield tuple(text[at : at + length])
