"""One spelling of a name in all that is translated together.

What the articles of a digest teach is put into those that came before the lesson: a close but
different spelling is replaced, and nothing is asked of the engine again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.records import Hypothesis, TranslatedSegment, Translation
from bot.translation.judge import Judge
from bot.translation.names import Names
from bot.translation.names.find import Scope
from bot.translation.names.learning import Learnt, learnt


def agreed(
    translations: Sequence[Translation], judge: Judge, names: Names
) -> tuple[list[Translation], tuple[Learnt, ...]]:
    """The translations with names spelled alike, and what is to be remembered of them."""
    lessons = learnt(translations, names)
    if not lessons:
        return list(translations), ()
    taught = names.with_terms(lesson.term for lesson in lessons)
    return [_agreed(each, judge, taught, names) for each in translations], lessons


def _agreed(translation: Translation, judge: Judge, taught: Names, before: Names) -> Translation:
    texts = translation.article.texts
    scope, former = taught.scope(texts), before.scope(texts)
    if scope == former:
        return translation
    segments = list(translation.segments)
    touched = [
        place
        for place, segment in enumerate(segments)
        if not segment.passed_through and _names_new(segment, taught, scope, former)
    ]
    for place in touched:
        segment = segments[place]
        case = (segment.segment.source, Hypothesis(segment.target, segment.score), scope)
        (candidate,) = judge.candidates([case])
        if candidate.text != segment.target:
            candidate = replace(candidate, engine=translation.translator_of(segment))
            (weighed,) = judge.weighed([(case[0], candidate, scope)])
            segments[place] = replace(
                segment, target=weighed.text, flags=weighed.flags, trust=weighed.trust
            )
    return replace(translation, segments=tuple(segments))


def _names_new(segment: TranslatedSegment, taught: Names, scope: Scope, before: Scope) -> bool:
    source = segment.segment.source
    return taught.find(source, known=scope) != taught.find(source, known=before)
