"""Articles -> Translations: ask the engine, check every answer, ask again where a check fails.

All sentences of all articles go to the engine together, so that it can batch by length.
The first answer is the cheap one; only sentences whose answer fails a check are asked again,
with a wider search and in other forms of the same source. What still fails keeps its flags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.records import (
    Article,
    Hypothesis,
    Progress,
    Segment,
    Severity,
    TranslatedSegment,
    Translation,
)
from bot.translation.clauses import split_long
from bot.translation.judge import Candidate, Judge, best
from bot.translation.names import Names, Scope
from bot.translation.segments import TRANSLATED, segments_of
from bot.translation.translator import BEAM, Decoding, Translator


@dataclass(slots=True)
class _Task:
    """One source sentence on its way to a verified hypothesis."""

    segment: Segment
    scope: Scope
    hinted: str
    """The source with the names that are certain already in English spelling."""
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return any(candidate.errors == 0 for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class Round:
    """One way of asking: which form of the source, and how to search."""

    form: Callable[[_Task], str]
    decoding: Decoding


def _hinted(task: _Task) -> str:
    return task.hinted


FIRST = Decoding(beam=2, hypotheses=2)
"""Two thirds of greedy's speed for nearly all of a wide beam's gain; bench/decoding.py."""

ROUNDS = (Round(_hinted, FIRST), Round(_hinted, BEAM))
"""In order of cost; a sentence leaves as soon as one of its hypotheses passes every check.

A third round without the hints was tried on the samples: it took as long as the second and
settled few of the sentences left.
"""


def translate_articles(
    articles: Sequence[Article],
    translator: Translator,
    judge: Judge,
    names: Names,
    progress: Progress,
    before: Callable[[], None] | None = None,
) -> list[Translation]:
    """Each article with every sentence translated, passed through, or flagged.

    `before` is called before each time the engine is asked: what the engine does not need may
    make room for it.
    """
    segments = [segments_of(article) for article in articles]
    tasks: dict[tuple[int, int], _Task] = {}
    for number, article in enumerate(articles):
        scope = names.scope(_texts(article))
        for segment in segments[number]:
            if segment.language == TRANSLATED:
                hinted = names.inline(segment.source, scope).text
                tasks[number, segment.index] = _Task(segment, scope, hinted)
    what = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
    _ask(list(tasks.values()), translator, judge, what, progress, before)
    return [
        Translation(
            article,
            translator.identity,
            tuple(_result(s, tasks.get((number, s.index))) for s in segments[number]),
        )
        for number, article in enumerate(articles)
    ]


def _texts(article: Article) -> list[str]:
    parts = [article.kicker, article.title, *(p.text for p in article.paragraphs)]
    return [part for part in parts if part]


def _ask(
    tasks: list[_Task],
    translator: Translator,
    judge: Judge,
    what: str,
    progress: Progress,
    before: Callable[[], None] | None,
) -> None:
    for number, way in enumerate(ROUNDS):
        open_tasks = [task for task in tasks if not task.settled]
        if number:
            # A form equal to one already searched at this width has nothing new to say.
            open_tasks = [t for t in open_tasks if not _asked_before(t, way, ROUNDS[:number])]
        if open_tasks:
            if before:
                before()
            stage = f"asking again {what}" if number else f"translating {what}"
            _one_round(open_tasks, way, translator, judge, stage, progress)


def _asked_before(task: _Task, way: Round, before: Sequence[Round]) -> bool:
    return any(w.decoding == way.decoding and w.form(task) == way.form(task) for w in before)


def _one_round(
    tasks: list[_Task],
    way: Round,
    translator: Translator,
    judge: Judge,
    stage: str,
    progress: Progress,
) -> None:
    forms = [split_long(way.form(task), translator.fits) for task in tasks]
    pieces = [piece for form in forms for piece in form]
    done = 0
    progress(stage, 0, len(pieces))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(stage, done, len(pieces))

    answers = iter(translator.translate(pieces, way.decoding, advance))
    cases = [
        (task, hypothesis)
        for task, form in zip(tasks, forms, strict=True)
        for hypothesis in _joined([next(answers) for _ in form], form)
    ]
    judged = judge.candidates([(t.segment.source, h, t.scope) for t, h in cases])
    for (task, _), candidate in zip(cases, judged, strict=True):
        task.candidates.append(candidate)


def _joined(answers: Sequence[tuple[Hypothesis, ...]], pieces: Sequence[str]) -> list[Hypothesis]:
    """The hypotheses of a whole sentence from those of its clauses: n-th best with n-th best.

    The score is the clauses' mean, weighted by their source lengths.
    """
    if len(answers) == 1:
        return list(answers[0])
    weights = [len(piece) for piece in pieces]
    joined = []
    for ranked in zip(*answers, strict=False):
        score = sum(h.score * w for h, w in zip(ranked, weights, strict=True)) / sum(weights)
        joined.append(Hypothesis(" ".join(h.text.strip() for h in ranked), score))
    return joined


def _result(segment: Segment, task: _Task | None) -> TranslatedSegment:
    if task is None:
        return TranslatedSegment(segment, target=segment.source, score=None)
    chosen = best(task.candidates)
    return TranslatedSegment(segment, chosen.text, chosen.score, chosen.flags)


def unverified(translations: Sequence[Translation]) -> tuple[int, int]:
    """How many translated sentences carry an error flag, and how many there are."""
    done = [s for t in translations for s in t.segments if not s.passed_through]
    failed = sum(1 for s in done if any(f.severity is Severity.ERROR for f in s.flags))
    return failed, len(done)
