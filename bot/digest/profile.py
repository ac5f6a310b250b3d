"""What a report shows of its event at a glance: its headline and lead, when and where.

The facts that tell whether two reports are of one event. How they weigh is for grouping.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.language.arabic.clitics import WITHOUT_ARTICLE
from bot.language.arabic.countries import places
from bot.language.arabic.fold import for_checks
from bot.language.content_words import content_words
from bot.language.dates.calendar import (
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
    MONTH_PAIRS,
    MONTHS,
    WEEKDAYS,
)
from bot.language.events import events, localities
from bot.language.figures import figures
from bot.records import Brief, Encoder, ParagraphKind, Part, Standing, TranslatedSegment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Profile:
    """Compared pair by pair; a set is empty where the report states nothing of the kind."""

    title: Vector
    source: Vector
    """Of the Arabic headline and lead together."""
    target: Vector | None
    """Of their English; None unless both passed their checks."""
    words: frozenset[str]
    places: frozenset[str]
    names: frozenset[str]
    """Capitalised words of the verified English, sentence openings apart."""
    day: date | None
    weekdays: frozenset[int]
    """That the headline and lead name, Monday 0."""
    dates: frozenset[tuple[int, int]]
    """Days that they name: (month, day)."""
    years: frozenset[str]
    figures: frozenset[str]
    events: frozenset[str]
    """What happened, as `bot.language.events` tells it."""
    localities: frozenset[str]
    """Where, below the nation."""


def prose(brief: Brief) -> tuple[TranslatedSegment, ...]:
    """The sentences of an article's prose, in order."""
    paragraphs = brief.article.paragraphs
    return tuple(
        s
        for s in brief.translation.of_part(Part.BODY)
        if s.segment.paragraph is not None
        and paragraphs[s.segment.paragraph].kind is ParagraphKind.PROSE
    )


def profiles(briefs: Sequence[Brief], encoder: Encoder) -> list[Profile]:
    leads = [lead(brief) for brief in briefs]
    arabic = [
        " ".join((_title(b), *(s.segment.source for s in first)))
        for b, first in zip(briefs, leads, strict=True)
    ]
    english = [_english(b, first) for b, first in zip(briefs, leads, strict=True)]
    titles = encoder.encode([_title(brief) for brief in briefs])
    sources = encoder.encode(arabic)
    targets = encoder.encode([text or "" for text in english])
    return [
        Profile(
            title=titles[i],
            source=sources[i],
            target=targets[i] if english[i] else None,
            words=content_words(arabic[i]),
            places=places(arabic[i]),
            names=_names(english[i] or ""),
            day=brief.article.published.day if brief.article.published else None,
            weekdays=weekdays(arabic[i]),
            dates=_dates(arabic[i]),
            years=frozenset(_YEAR.findall(arabic[i])),
            figures=figures(arabic[i]) - frozenset(_YEAR.findall(arabic[i])),
            events=events(arabic[i]),
            localities=localities(arabic[i]),
        )
        for i, brief in enumerate(briefs)
    ]


def _title(brief: Brief) -> str:
    return brief.article.title or brief.headline.source


def lead(brief: Brief) -> tuple[TranslatedSegment, ...]:
    """The first sentence that is not the headline itself."""
    return tuple(s for s in prose(brief) if s.segment.source.strip() != _title(brief).strip())[:1]


def _english(brief: Brief, first: tuple[TranslatedSegment, ...]) -> str | None:
    parts = brief.translation.of_part(Part.TITLE) + first
    if not parts or not all(s.standing is Standing.PLAIN and s.target.strip() for s in parts):
        return None
    return " ".join(s.target.strip() for s in parts)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAME = re.compile(r"(?<![.?!:\"“«]\s)(?<!^)(?<!\w)[A-Z][a-z]{3,}")
_CALENDAR = frozenset((*ENGLISH_MONTHS, *ENGLISH_WEEKDAYS))


def _names(english: str) -> frozenset[str]:
    return frozenset(n.casefold() for n in _NAME.findall(english)) - _CALENDAR


_PAIRED_MONTHS = {" ".join(pair): month for pair, month in MONTH_PAIRS.items()}
_MONTHS = MONTHS | _PAIRED_MONTHS
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({_MONTH})(?!\w)")
_WEEKDAY = re.compile(rf"(?<!\w){WITHOUT_ARTICLE}({'|'.join(map(re.escape, WEEKDAYS))})(?!\w)")


def weekdays(text: str) -> frozenset[int]:
    """The days of the week that an Arabic text names, Monday 0."""
    return frozenset(WEEKDAYS[name] for name in _WEEKDAY.findall(for_checks(text)))


def _dates(text: str) -> frozenset[tuple[int, int]]:
    found = _DATE.findall(for_checks(text))
    return frozenset((_MONTHS[month], int(day)) for day, month in found)
