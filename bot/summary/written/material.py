"""Translation -> what an author is given: numbered sentences with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.records import Speller, Standing, Translation
from bot.summary.candidates import Prose, prose, readable
from bot.summary.candidates import title as title_of
from bot.summary.naming import naming
from bot.summary.turns import spoken_english
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
    top_names, body_names = names[: len(head)], names[len(head) :]
    numbered = (
        *_numbered(Prose(translation, head, top_names), 1, title=True),
        *_numbered(Prose(translation, body, body_names), 1 + len(head), title=False),
    )
    published = article.published.iso() if article.published else None
    return Material(article.outlet_label, published, numbered)


def _numbered(text: Prose, first: int, *, title: bool) -> Iterator[Numbered]:
    for place, segment in enumerate(text.sentences):
        source = segment.segment.source
        known = {source[n.start : n.end]: n.english for n in text.names[place] if n.certain}
        yield Numbered(
            first + place,
            segment,
            _english(text, place, title=title),
            tuple(known.items()),
            title,
            text.asks(place),
        )


def _english(text: Prose, place: int, *, title: bool) -> str:
    this = text.sentences[place]
    if not readable(this) or this.standing is Standing.WITHHELD:
        return ""
    speech = None if title else naming(text, place)
    return speech.text if speech is not None else spoken_english(this.target.strip())
