"""Translation -> what an author is given: numbered sentences with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.records import Named, Speller, Standing, TranslatedSegment, Translation
from bot.summary.candidates import prose, readable
from bot.summary.candidates import title as title_of
from bot.summary.naming import naming
from bot.summary.turns import is_question, spoken_english
from bot.summary.written.author import Material, Numbered

LONGEST = 60
"""Sentences of prose; news stands at the top, and an endpoint is paid by the token."""


def material_of(translation: Translation, speller: Speller) -> Material:
    """The title and the first sentences of an article, numbered from 1."""
    top = title_of(translation)
    head = top.segments if top is not None else ()
    body = prose(translation)[:LONGEST]
    names = speller.named([s.segment.source for s in (*head, *body)])
    article = translation.article
    numbered = (
        *_numbered(head, names[: len(head)], 1, title=True),
        *_numbered(body, names[len(head) :], 1 + len(head), title=False),
    )
    published = article.published.iso() if article.published else None
    return Material(article.outlet_label, published, numbered)


def _numbered(
    segments: Sequence[TranslatedSegment],
    names: Sequence[tuple[Named, ...]],
    first: int,
    *,
    title: bool,
) -> Iterator[Numbered]:
    for place, segment in enumerate(segments):
        source = segment.segment.source
        known = {source[n.start : n.end]: n.english for n in names[place] if n.certain}
        yield Numbered(
            first + place,
            segment,
            _english(place, segments, names, title=title),
            tuple(known.items()),
            title,
            is_question(source),
        )


def _english(
    place: int,
    segments: Sequence[TranslatedSegment],
    names: Sequence[tuple[Named, ...]],
    *,
    title: bool,
) -> str:
    this = segments[place]
    if not readable(this) or this.standing is Standing.WITHHELD:
        return ""
    speech = None if title else naming(place, segments, names)
    return speech.text if speech is not None else spoken_english(this.target.strip())
