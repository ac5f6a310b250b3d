"""Translation -> what an author is given: numbered sentences with all that is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.records import Named, Part, Standing, TranslatedSegment
from bot.summary.candidates import Prose, readable
from bot.summary.candidates import title as title_of
from bot.summary.naming import Speech, naming
from bot.summary.turns import is_question, spoken_english
from bot.summary.written.author import Material, Numbered

LONGEST = 60
"""Sentences of prose; news stands at the top, and an endpoint is paid by the token."""


def material_of(text: Prose, named: Sequence[Named], longest: int = LONGEST) -> Material:
    """The title and the first `longest` sentences of an article, numbered from 1. `named`: the
    names of its title."""
    translation, article = text.translation, text.translation.article
    top = title_of(translation)
    head = top.segments if top is not None else ()
    in_title = _spelt(top.source, named) if top is not None else ()
    numbers = count(1)
    numbered = (
        *(
            Numbered(
                next(numbers),
                article.id,
                article.outlet_label,
                segment,
                _english(segment, None),
                tuple(pair for pair in in_title if pair[0] in segment.segment.source),
                title=True,
                question=is_question(segment.segment.source),
            )
            for segment in head
        ),
        *(
            Numbered(
                next(numbers),
                article.id,
                article.outlet_label,
                segment,
                _english(segment, speech),
                _spelt(segment.segment.source, text.names[place]),
                title=False,
                question=text.asks(place),
                named_by=_namer(text, speech),
            )
            for place, segment in enumerate(text.sentences[:longest])
            for speech in (naming(text, place),)
        ),
    )
    published = article.published.iso() if article.published else None
    return Material(article.outlet_label, published, numbered)


def numbered_of(
    number: int, article: str, outlet: str, segment: TranslatedSegment, names: Sequence[Named]
) -> Numbered:
    """A sentence apart from its article; `names`: those in it."""
    source = segment.segment.source
    english, spelt = _english(segment, None), _spelt(source, names)
    return Numbered(
        number,
        article,
        outlet,
        segment,
        english,
        spelt,
        title=segment.segment.part is Part.TITLE,
        question=is_question(source),
    )


def _english(segment: TranslatedSegment, speech: Speech | None) -> str:
    if not readable(segment) or segment.standing is Standing.WITHHELD:
        return ""
    return speech.text if speech is not None else spoken_english(segment.target.strip())


def _namer(text: Prose, speech: Speech | None) -> TranslatedSegment | None:
    relied = None if speech is None else speech.relies
    return None if relied is None else text.sentences[relied]


def _spelt(source: str, names: Sequence[Named]) -> tuple[tuple[str, str], ...]:
    """Each certain name as the Arabic has it, and its spelling."""
    return tuple({source[n.start : n.end]: n.english for n in names if n.certain}.items())
