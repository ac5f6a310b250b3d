"""Sentences -> Translations: ask the engine, check every answer, ask again where a check fails.

All sentences of all articles go to the engine together, so that it can batch by length.
The first answer is the cheap one; only sentences whose answer fails a check are asked again,
with a wider search and in other forms of the same source. What still fails keeps its flags.
Of a cascade the first engine gets all sentences and each next one those that still fail; one that
stands in for another gets what that one could not be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.language.clauses import split_long
from bot.language.honorifics import without_honorifics
from bot.records import (
    EngineIdentity,
    Hypothesis,
    Progress,
    Segment,
    TranslatedSegment,
    Translation,
)
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import (
    BEAM,
    GREEDY,
    Decoding,
    SourceSentence,
    Translator,
)
from bot.translation.judge import Candidate, Judge, best
from bot.translation.names import Names, Scope


@dataclass(slots=True)
class _Task:
    """One source sentence on its way to a verified hypothesis."""

    segment: Segment
    scope: Scope
    hinted: str
    """The source with the names that are certain already in English spelling."""
    terms: tuple[tuple[str, str], ...] = ()
    """The same names with their spellings, for engines that are told them beside the source."""
    shared: bool = False
    """Several chats will see it."""
    candidates: list[Candidate] = field(default_factory=list)
    absent: list[EngineIdentity] = field(default_factory=list)
    """Engines that should have been asked and could not be."""

    @property
    def settled(self) -> bool:
        return any(candidate.errors == 0 for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class EngineRound:
    """One way of asking: which form of the source, and how to search."""

    form: Callable[[_Task], str]
    decoding: Decoding


def _hinted(task: _Task) -> str:
    return task.hinted


def _plain(task: _Task) -> str:
    return task.segment.source


FIRST = Decoding(beam=2, hypotheses=2)
"""Two thirds of greedy's speed for nearly all of a wide beam's gain; bench/decoding.py."""

ROUNDS = (EngineRound(_hinted, FIRST), EngineRound(_hinted, BEAM))
"""In order of cost; a sentence leaves as soon as one of its hypotheses passes every check.

A third round without the hints was tried on the samples: it took as long as the second and
settled few of the sentences left.
"""


def rounds_of(beam: int, beam_again: int) -> tuple[EngineRound, ...]:
    """ROUNDS with other widths of the search; `beam_again` 0: nothing is asked again."""
    widths = (beam, beam_again) if beam_again else (beam,)
    return tuple(EngineRound(_hinted, Decoding(beam=width, hypotheses=width)) for width in widths)


FILL_BATCHES = 12
"""Sentences from which all batches are full. Fewer take less memory than the vectors would make
room for, and to load those again takes as long as translating one or two."""

INFORMED_ROUNDS = (
    EngineRound(_plain, GREEDY),
    EngineRound(_plain, Decoding(hypotheses=2, temperature=0.6, top_p=0.9)),
)
"""Of engines that are told the spellings: they have no beam, so the second try is drawn."""


def translate_more(
    translations: Sequence[Translation],
    wanted: Sequence[Collection[int]],
    engines: Members,
    judge: Judge,
    names: Names,
    progress: Progress,
    shared: Collection[str] = (),
    before: Callable[[], None] | None = None,
    rounds: Sequence[EngineRound] = ROUNDS,
) -> list[Translation]:
    """Each translation with those of its pending sentences translated whose `Segment.index` is
    `wanted` of it; the others stay as they are.

    `shared`: ids of articles that several chats will see; a cascade's best engine translates
    them whole. `before` is called before each time the engine is asked for much: what the engine
    does not need may make room for it. `rounds`: how an engine is asked that is not told the
    spellings beside the sentence. Raises `bot.errors.ModelError` where no engine can be used.
    """
    tasks = [
        _tasks(translation, translation.pending.intersection(some), names, shared)
        for translation, some in zip(translations, wanted, strict=True)
    ]
    count = sum(map(bool, tasks))
    what = "1 article" if count == 1 else f"{count} articles"
    way = _Way(judge, what, progress, before, rounds)
    together = [task for each in tasks for task in each]
    _ask(together, engines, way)
    chosen = iter(_chosen(together, way))
    return [
        _with(translation, own, [next(chosen) for _ in own], engines.identity)
        for translation, own in zip(translations, tasks, strict=True)
    ]


def _tasks(
    translation: Translation, wanted: Collection[int], names: Names, shared: Collection[str]
) -> list[_Task]:
    if not wanted:
        return []
    article = translation.article
    scope = names.scope(article.texts)
    return [
        _Task(
            each.segment,
            scope,
            without_honorifics(names.inline(each.segment.source, scope)),
            tuple(names.entries_for(each.segment.source, scope)),
            article.id in shared,
        )
        for each in translation.segments
        if each.segment.index in wanted
    ]


def _with(
    translation: Translation,
    tasks: Sequence[_Task],
    chosen: Sequence[Candidate],
    engine: EngineIdentity,
) -> Translation:
    made = {t.segment.index: _result(t, c) for t, c in zip(tasks, chosen, strict=True)}
    segments = tuple(made.get(each.segment.index, each) for each in translation.segments)
    missed = (identity for task in tasks for identity in task.absent)
    absent = tuple(dict.fromkeys((*translation.absent, *missed)))
    return replace(translation, engine=engine, segments=segments, absent=absent)


@dataclass(frozen=True, slots=True)
class _Way:
    """What holds for a whole run."""

    judge: Judge
    what: str
    """For the progress: "3 articles"."""
    progress: Progress
    before: Callable[[], None] | None
    rounds: Sequence[EngineRound]

    def make_room(self, sentences: int) -> None:
        if self.before and sentences >= FILL_BATCHES:
            self.before()


def _ask(tasks: list[_Task], engines: Members, way: _Way) -> None:
    last = len(engines) - 1
    for rank, member in enumerate(engines):
        if engines.stand_in:
            wanted = [t for t in tasks if not t.candidates]
        else:
            wanted = [t for t in tasks if not t.settled or (t.shared and rank == last)]
        named = f" ({member.name})" if len(engines) > 1 else ""
        if wanted and not engines.use(member, partial(_ask_one, wanted, rank, named, way)):
            for task in wanted:
                task.absent.append(member.identity)
    if not all(task.candidates for task in tasks):
        raise engines.unavailable()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The engine in turn."""

    translator: Translator
    rank: int
    named: str
    """Put behind the stage that is shown."""


def _ask_one(tasks: list[_Task], rank: int, named: str, way: _Way, engine: Translator) -> None:
    asked = _Asked(engine, rank, named)
    rounds = _rounds_for(engine, way.rounds)
    for number, each in enumerate(rounds):
        # The first round is for all that this engine was given, whatever another made of it.
        open_tasks = [task for task in tasks if not task.settled] if number else tasks
        if number:
            # A form equal to one already searched at this width has nothing new to say.
            open_tasks = [t for t in open_tasks if not _asked_before(t, each, rounds[:number])]
        if open_tasks:
            way.make_room(len(open_tasks))
            stage = f"asking again {way.what}" if number else f"translating {way.what}"
            _one_round(open_tasks, each, asked, way.judge, stage + asked.named, way.progress)


def _rounds_for(engine: Translator, rounds: Sequence[EngineRound]) -> Sequence[EngineRound]:
    if engine.informed:
        return INFORMED_ROUNDS
    if not engine.copies_english:
        rounds = [replace(each, form=_plain) for each in rounds]
    # Without a search there is one answer, however it is asked for.
    return rounds if engine.searches else [replace(rounds[0], decoding=GREEDY)]


def _asked_before(task: _Task, way: EngineRound, before: Sequence[EngineRound]) -> bool:
    return any(w.decoding == way.decoding and w.form(task) == way.form(task) for w in before)


def _one_round(
    tasks: list[_Task],
    way: EngineRound,
    asked: _Asked,
    judge: Judge,
    stage: str,
    progress: Progress,
) -> None:
    forms = [split_long(way.form(task), asked.translator.fits) for task in tasks]
    pieces = [
        SourceSentence(piece, tuple(term for term in task.terms if _stands_in(term[0], piece)))
        for task, form in zip(tasks, forms, strict=True)
        for piece in form
    ]
    done = 0
    progress(stage, 0, len(pieces))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(stage, done, len(pieces))

    answers = iter(_answers(asked.translator, pieces, way.decoding, advance))
    found = [
        (task, _joined([next(answers) for _ in form], form))
        for task, form in zip(tasks, forms, strict=True)
    ]
    engine = asked.translator.identity
    for task, candidate in _judged(found, judge):
        task.candidates.append(replace(candidate, engine=engine, rank=asked.rank))


def _judged(
    found: Sequence[tuple[_Task, Sequence[Hypothesis]]], judge: Judge
) -> list[tuple[_Task, Candidate]]:
    """All hypotheses that can win: beside a first one in which nothing is found no other can, for
    its score is the best."""
    firsts = _checked([(task, ranked[0]) for task, ranked in found], judge)
    others = [
        (task, hypothesis)
        for (task, ranked), (_, first) in zip(found, firsts, strict=True)
        if first.flags
        for hypothesis in ranked[1:]
    ]
    return [*firsts, *_checked(others, judge)]


def _checked(
    cases: Sequence[tuple[_Task, Hypothesis]], judge: Judge
) -> list[tuple[_Task, Candidate]]:
    judged = judge.candidates([(t.segment.source, h, t.scope) for t, h in cases])
    return [(task, candidate) for (task, _), candidate in zip(cases, judged, strict=True)]


def _stands_in(name: str, piece: str) -> bool:
    """The article of a name is written لل behind "for"."""
    return name in piece or (name.startswith("ال") and name[1:] in piece)


def _answers(
    translator: Translator,
    sources: Sequence[SourceSentence],
    decoding: Decoding,
    progress: Callable[[int], None],
) -> list[tuple[Hypothesis, ...]]:
    if (informed := translator.informed) is not None:
        return informed.translate_informed(sources, decoding, progress)
    return translator.translate([source.text for source in sources], decoding, progress)


def _joined(answers: Sequence[tuple[Hypothesis, ...]], pieces: Sequence[str]) -> list[Hypothesis]:
    """The hypotheses of a whole sentence from those of its clauses: n-th best with n-th best.

    The score is the clauses' mean, weighted by their source lengths; where a clause has none or
    no translation, neither has the whole.
    """
    if len(answers) == 1:
        return list(answers[0])
    joined = []
    for ranked in zip(*answers, strict=False):
        problem = next((h.problem for h in ranked if h.problem), "")
        text = "" if problem else " ".join(h.text.strip() for h in ranked)
        joined.append(Hypothesis(text, _mean_score(ranked, pieces), problem))
    return joined


def _mean_score(hypotheses: Sequence[Hypothesis], pieces: Sequence[str]) -> float | None:
    total = 0.0
    for hypothesis, piece in zip(hypotheses, pieces, strict=True):
        if hypothesis.score is None:
            return None
        total += hypothesis.score * len(piece)
    return total / sum(map(len, pieces))


def _chosen(tasks: Sequence[_Task], way: _Way) -> list[Candidate]:
    """The best candidate of each, with its probability."""
    stage, done = f"judging {way.what}", 0
    way.progress(stage, 0, len(tasks))

    def advance(count: int) -> None:
        nonlocal done
        done += count
        way.progress(stage, done, len(tasks))

    cases = [(task.segment.source, best(task.candidates), task.scope) for task in tasks]
    # The vectors' 120 MB are not needed while the checker reads.
    way.make_room(len(tasks))
    return way.judge.weighed(cases, advance)


def _result(task: _Task, chosen: Candidate) -> TranslatedSegment:
    return TranslatedSegment(
        task.segment, chosen.text, chosen.score, chosen.flags, chosen.engine, chosen.trust
    )
