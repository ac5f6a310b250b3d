"""What a report shows of its event at a glance: its title and opening, when and where.

The facts that tell whether two reports are of one event, all of them read from the Arabic. How they
weigh is for `likeness`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.language.arabic.countries import places, without_places
from bot.language.content_words import content_words
from bot.language.dates.named_days import past_days
from bot.language.events import events, localities
from bot.language.figures import figures
from bot.language.towns import towns
from bot.records import Brief, Encoder, ParagraphKind, Part, TranslatedSegment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

OPENING = 2
"""Sentences of the prose that are looked at beside the title."""
REMEMBERED = 1024
"""Reports whose words are not read again when the next digest is made: as many as one looks at
(bot.delivery.scheduling.composing). 6 KB each."""


@dataclass(frozen=True, slots=True)
class Words:
    """What can be read from a title and an opening; a set is empty where they state nothing of the
    kind."""

    title: frozenset[str]
    """Stems, names of countries apart."""
    all: frozenset[str]
    """The same of the title and the opening."""
    countries: frozenset[str]
    """Those whose towns it names too."""
    title_countries: frozenset[str]
    localities: frozenset[str]
    """Places below the nation."""
    title_localities: frozenset[str]
    """Of the title alone, capitals too."""
    title_events: frozenset[str]
    events: frozenset[str]
    """What happened, as `bot.language.events` tells it."""
    figures: frozenset[str]
    """Numbers of two digits or more, years apart."""
    years: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """Compared pair by pair."""

    vector: Vector
    """Of the title and the opening together."""
    words: Words
    day: date | None
    past: frozenset[date]
    """The days that it names, as far as its own is known."""


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
    titles = [title_of(brief) for brief in briefs]
    openings = [opening(brief) for brief in briefs]
    vectors = encoder.encode([f"{t} {o}" for t, o in zip(titles, openings, strict=True)])
    return [
        Profile(vector, words_of(title, opening), day, _past_days(title, opening, day))
        for vector, title, opening, day in zip(
            vectors, titles, openings, map(day_of, briefs), strict=True
        )
    ]


def day_of(brief: Brief) -> date | None:
    """The day a report was published, where its page states one."""
    published = brief.article.published
    return published.day if published else None


def opening(brief: Brief) -> str:
    """The first sentences of the prose that are not the title again."""
    return " ".join(each.segment.source for each in _beneath_title(brief)[:OPENING])


def lead(brief: Brief) -> tuple[TranslatedSegment, ...]:
    """The first sentence that is not the title again."""
    return _beneath_title(brief)[:1]


def _beneath_title(brief: Brief) -> tuple[TranslatedSegment, ...]:
    title = title_of(brief).strip()
    return tuple(each for each in prose(brief) if each.segment.source.strip() != title)


@lru_cache(REMEMBERED)
def _past_days(title: str, opening: str, day: date | None) -> frozenset[date]:
    return past_days(f"{title} . {opening}", day) if day else frozenset()


@lru_cache(REMEMBERED)
def words_of(title: str, opening: str) -> Words:
    text = f"{title} . {opening}"
    years = frozenset(_YEAR.findall(text))
    named, told = without_places(title), without_places(opening)
    of_towns, of_title = towns(text), towns(title)
    return Words(
        title=content_words(named),
        all=content_words(f"{named} . {told}"),
        countries=places(text) | of_towns.countries,
        title_countries=places(title),
        localities=localities(text) | of_towns.stems,
        title_localities=localities(named) | of_title.stems | of_title.capitals,
        title_events=events(title),
        events=events(text),
        figures=frozenset(figure for figure in figures(text) if len(figure) > 1) - years,
        years=years,
    )


def title_of(brief: Brief) -> str:
    return brief.article.title or brief.headline.source


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
