"""What belongs together: whether a line of several sentences tells one thing of another.

Each word of such a line may stand in the sentences, and the line may still be false: the day of one
event at another, one's words in the mouth of who speaks in the next sentence. Nothing here is asked
of a line that cites one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.dates.calendar import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from bot.translation.grounding.english import any_of
from bot.translation.grounding.saying import named_by, said_by, words_of
from bot.translation.grounding.words import Line, finder, is_number, split

_YEAR = re.compile(r"(?:19|20)\d\d")
_TELLING = 2
"""Words that only one sentence has, from which the line is held to tell what it says."""


def _is_date(word: str) -> bool:
    return word in ENGLISH_MONTHS or word in ENGLISH_WEEKDAYS or bool(_YEAR.fullmatch(word))


def _places(word: str, cited: Sequence[Line]) -> frozenset[int]:
    """Which sentences say it."""
    return frozenset(n for n, text in enumerate(cited) if any_of([word], text.words))


def dates(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """A day or a month of another event: nothing that the line says with it stands in a sentence
    that has it."""
    if len(cited) < 2:
        return
    for place, date in enumerate(said.words):
        having = [text for text in cited if date in text.words]
        if not _is_date(date) or not having:
            continue
        beside = [
            word
            for n, word in enumerate(said.words)
            if said.clause[n] == said.clause[place] and said.says(n)
            and not _is_date(word) and not is_number(word)
        ]  # fmt: skip
        if beside and not any(any_of(beside, text.words) for text in having):
            yield f"“{date.title()}” is when something else was"


def speakers(said: Line, cited: Sequence[Line], title: Line | None) -> Iterator[str]:
    """What one sentence gives as one's words, told as the words of who speaks in another."""
    speaking = said_by(said.text)
    if len(cited) < 2 or len(speaking) > 1:
        return
    known = title.words if title else ()
    for who in speaking:
        theirs = [n for n, text in enumerate(cited) if named_by(who, text)]
        own = set(who.casefold().split())
        telling = [
            next(iter(where))
            for n, word in enumerate(said.words)
            if said.says(n) and word not in own and not _is_date(word) and not any_of([word], known)
            and not finder("says", "told").find(split(said)[n : n + 1])
            and len(where := _places(word, cited)) == 1
        ]  # fmt: skip
        most = max((telling.count(n) for n in theirs), default=0) + _TELLING
        ours = words_of([each for n in theirs for each in said_by(cited[n].text)])
        for other in sorted(set(telling) - set(theirs)):
            others = said_by(cited[other].text)
            # "The water minister Diab said ... Diab added."
            if theirs and others and telling.count(other) >= most and not words_of(others) & ours:
                yield f"“{who}” does not say that, but “{others[0]}”"
