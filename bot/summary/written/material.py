"""Translation -> what an author is given: numbered sentences with all that is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.records import Named, Speller, Standing, TranslatedSegment, Translation
from bot.summary.candidates import Prose, readable, with_names
from bot.summary.candidates import title as title_of
from bot.summary.naming import Speech, naming
from bot.summary.turns import is_question, spoken_english
from bot.summary.written.author import Material, Numbered

LONGEST = 60
"""Sentences of prose; news stands at the top, and an endpoint is paid by the token."""


def material_of(translation: Translation, speller: Speller) -> Material:
    """The title and the first sentences of an article, numbered from 1."""
    text, _ = with_names(translation, speller)
    top = title_of(translation)
    head = top.segments if top is not None else ()
    named = speller.named([s.segment.source for s in head])
    numbers = count(1)
    numbered = (
        *(
            Numbered(
                next(numbers),
                segment,
                _english(segment, None),
                _spelt(segment, names),
                title=True,
                question=is_question(segment.segment.source),
            )
            for segment, names in zip(head, named, strict=True)
        ),
        *(
            Numbered(
                next(numbers),
                segment,
                _english(segment, speech),
                _spelt(segment, text.names[place]),
                title=False,
                question=text.asks(place),
                named_by=_namer(text, speech),
            )
            for place, segment in enumerate(text.sentences[:LONGEST])
            for speech in (naming(text, place),)
        ),
    )
    article = translation.article
    published = article.published.iso() if article.published else None
    return Material(article.outlet_label, published, numbered)


def _english(segment: TranslatedSegment, speech: Speech | None) -> str:
    if not readable(segment) or segment.standing is Standing.WITHHELD:
        return ""
    return speech.text if speech is not None else spoken_english(segment.target.strip())


def _namer(text: Prose, speech: Speech | None) -> TranslatedSegment | None:
    relied = None if speech is None else speech.relies
    return None if relied is None else text.sentences[relied]


def _spelt(segment: TranslatedSegment, names: Sequence[Named]) -> tuple[tuple[str, str], ...]:
    """Each certain name as the Arabic has it, and its spelling."""
    source = segment.segment.source
    return tuple({source[n.start : n.end]: n.english for n in names if n.certain}.items())
