"""Engines over a test set, each sentence on the way that a sentence of an article takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from bot.config import Settings
from bot.evaluation.memory import PeakMemory
from bot.evaluation.results import EngineResult, Evaluation, FlagFigures, Score, errors
from bot.evaluation.scores import (
    comet_scores,
    corpus_scores,
    require_sacrebleu,
    sentence_scores,
)
from bot.evaluation.testset import Pair
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.records import (
    Article,
    Flag,
    Hypothesis,
    Paragraph,
    ParagraphKind,
    Progress,
    Sentence,
    Severity,
    TranslatedSegment,
)
from bot.translation.engines.cascade.members import Members
from bot.translation.judge import Judge

_WARM_UP = 2


def evaluate(
    testset: str,
    pairs: Sequence[Pair],
    engines: Sequence[tuple[str, Settings]],
    progress: Progress = silent,
    rooms_of: Callable[[Settings, Progress], Rooms] = Rooms,
) -> Evaluation:
    """Each engine (name, its settings) over the pairs; figures, and the sentences themselves.

    Engines are loaded one after the other. `rooms_of` makes the loaded rooms of a setting.
    Raises MissingExtra, ModelError.
    """
    require_sacrebleu()
    sources, references = [s for s, _ in pairs], [r for _, r in pairs]
    for name, settings in engines[1:]:
        # What cannot be used is said before the first has translated for an hour.
        _try(settings, sources[:1], _named(progress, name), rooms_of)
    ran = [_run(name, settings, pairs, progress, rooms_of) for name, settings in engines]
    results = [result for result, _ in ran]
    reference_flags = _reference_flags(rooms_of(engines[0][1], progress), pairs)
    progress("measuring", 0, 2)
    systems = [(r.name, [s.target for s in r.segments]) for r in results]
    scores, signatures = corpus_scores(systems, references)
    progress("measuring", 1, 2)
    comet, note = comet_scores(systems, sources, references)
    progress("measuring", 2, 2)
    if comet is not None:
        for row, value in zip(scores, comet, strict=True):
            row["COMET"] = Score(value, value, 0.0)
    finished = [
        replace(result, scores=row, flags=flag_figures(result, reference_flags))
        for result, row in zip(results, scores, strict=True)
    ]
    said = tuple(each for _, notes in ran for each in notes)
    return Evaluation(testset, tuple(pairs), tuple(finished), signatures, (*said, note))


def _try(
    settings: Settings,
    sources: Sequence[str],
    progress: Progress,
    rooms_of: Callable[[Settings, Progress], Rooms],
) -> None:
    rooms = rooms_of(settings, progress)
    try:
        # The first that can be used.
        if not any(_asked(rooms.engines, sources)):
            raise rooms.engines.unavailable()
    finally:
        rooms.close()


def _asked(engines: Members, sources: Sequence[str]) -> Iterator[bool]:
    """Of each engine in turn, whether it could be used, having translated `sources`."""
    return (engines.use(each, lambda engine: engine.translate(sources)) for each in engines)


def _run(
    name: str,
    settings: Settings,
    pairs: Sequence[Pair],
    progress: Progress,
    rooms_of: Callable[[Settings, Progress], Rooms],
) -> tuple[EngineResult, list[str]]:
    """The result, and what the reader should know of how it came about."""
    rooms = rooms_of(settings, _named(progress, name))
    sources = [source for source, _ in pairs]
    try:
        with PeakMemory() as peak:
            # Loading happens once a day, and is no part of an engine's speed.
            list(_asked(rooms.engines, sources[:_WARM_UP]))
            started = time.monotonic()
            segments = _translated(rooms, sources)
            seconds = time.monotonic() - started
        identity = rooms.engines.identity
        notes = [f"{name}: {n} could not be used: {w}" for n, w in rooms.passed_over().items()]
        if len(rooms.engines) > 1:
            notes.append(f"{name}: {_shares(segments)}")
    finally:
        rooms.close()
    words = sum(len(source.split()) for source in sources)
    result = EngineResult(
        name,
        identity,
        segments,
        words_per_second=None if settings.translation.memory else words / max(seconds, 1e-9),
        # With every sentence remembered no model is loaded.
        peak_memory=None if settings.translation.memory else peak.bytes,
        chrf=sentence_scores([s.target for s in segments], [r for _, r in pairs]),
    )
    return result, notes


def _shares(segments: Sequence[TranslatedSegment]) -> str:
    """Of a cascade: how many sentences each engine gave."""
    counted = Counter(segment.engine.label for segment in segments if segment.engine)
    return ", ".join(f"{count} of {len(segments)} by {label}" for label, count in counted.items())


def _named(progress: Progress, engine: str) -> Progress:
    """The rooms speak of articles; who compares engines wants to know which is at work."""

    def say(stage: str, done: int, total: int) -> None:
        if stage.startswith("translating"):
            stage = f"translating with {engine}"
        elif stage.startswith("asking again"):
            stage = f"asking {engine} again"
        progress(stage, done, total)

    return say


def _translated(rooms: Rooms, sources: Sequence[str]) -> tuple[TranslatedSegment, ...]:
    articles = [
        Article(
            id=str(number),
            origin=str(number),
            title=None,
            # Marked Arabic: a short sentence alone may read as another language.
            paragraphs=(Paragraph(s, ParagraphKind.PROSE, "ar", (Sentence(0, len(s), s),)),),
            language="ar",
            confidence=1.0,
        )
        for number, s in enumerate(sources)
    ]
    return tuple(translation.segments[0] for translation in rooms.translate(articles))


def _reference_flags(rooms: Rooms, pairs: Sequence[Pair]) -> list[tuple[Flag, ...]]:
    judge = Judge(rooms.names, rooms.encoder)
    cases = [
        (source, Hypothesis(reference, 0.0), rooms.names.scope([source]))
        for source, reference in pairs
    ]
    return [candidate.flags for candidate in judge.candidates(cases)]


def flag_figures(
    result: EngineResult, reference_flags: Sequence[tuple[Flag, ...]]
) -> dict[str, FlagFigures]:
    """By check that flags anything on either side, in alphabetical order, "any" last."""
    flagged = _by_check([errors(segment) for segment in result.segments])
    false = _by_check(
        [{f.check for f in flags if f.severity is Severity.ERROR} for flags in reference_flags]
    )
    checks = sorted((flagged.keys() | false.keys()) - {"any"})
    return {
        check: _figures(flagged.get(check, set()), false.get(check, set()), result.chrf)
        for check in (*checks, "any")
    }


def _by_check(found: Sequence[set[str]]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = {}
    for number, checks in enumerate(found):
        for check in (*checks, *(["any"] if checks else [])):
            places.setdefault(check, set()).add(number)
    return places


def _figures(flagged: set[int], false: set[int], chrf: Sequence[float]) -> FlagFigures:
    others = set(range(len(chrf))) - flagged

    def mean(places: set[int]) -> float | None:
        return fmean(chrf[n] for n in places) if places else None

    return FlagFigures(
        flagged=len(flagged) / len(chrf),
        references=len(false) / len(chrf),
        confirmed=len(flagged - false) / len(flagged) if flagged else None,
        chrf_flagged=mean(flagged),
        chrf_others=mean(others),
    )
