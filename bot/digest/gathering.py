"""Reports -> the stories they tell, whoever they are then ordered for.

What is gathered depends on the reports and on nothing else of a reader, so that it is shared by
those who may see the very same ones, and by nobody else (`Gatherings`).
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.digest.agreement import Fact, adds_nothing, facts
from bot.digest.background import earlier
from bot.digest.copies import independent
from bot.digest.denials import against, with_denials
from bot.digest.differences import rivals
from bot.digest.grouping import group
from bot.digest.profile import day_of
from bot.digest.ranking import weighed
from bot.digest.story_points import evidence_of, fact_of, story_points
from bot.digest.tallies import Tally, outdated, tallies
from bot.digest.ties import People, Ties
from bot.formats.points import first_points
from bot.records import (
    Brief,
    Encoder,
    Evidence,
    Form,
    Life,
    Standing,
    Statement,
    Story,
    StoryPoint,
)

KEPT = 24_000
"""Reports in the gatherings that were used last, each as often as it is in one, 2.4 KB each time.
Chats of many different choices that have a digest in one minute come in no order: where there is
no room for all their sets, each is gathered again and again."""
DISTINCT_KEPT = 1024
"""Different reports in them, each some 40 KB that nobody else may hold any more; a brief of one
with another number of points adds 4 KB. As many as are kept for digests
(bot.delivery.scheduling.editions): chats that have one in the same minute have most of their
reports in common."""


@dataclass(frozen=True, slots=True)
class Gathered:
    changed: tuple[Story, ...]
    """Stories with something that was not sent before."""
    repeated: tuple[Story, ...]
    """Those of which new reports came, with nothing new."""
    silent: tuple[tuple[Brief, ...], ...]
    """The reports of stories of which none came, the oldest first."""


Gather = Callable[[Sequence[Brief], Sequence[Brief], Encoder, int, People | None], Gathered]


def gather(
    briefs: Sequence[Brief],
    before: Sequence[Brief],
    encoder: Encoder,
    points: int,
    people: People | None = None,
) -> Gathered:
    """`briefs`, `before`, `points` and `people` as `bot.digest.composition.compose` has them."""
    reports = _distinct(briefs)
    sent = _distinct(before)
    all_ = [*reports, *sent]
    stories = [
        _Reports(
            _by_day([reports[i] for i in indices if i < len(reports)]),
            _by_day([sent[i - len(reports)] for i in indices if i >= len(reports)]),
        )
        for indices in with_denials(group(all_, encoder), all_)
    ]
    made = [_story(each, encoder, points) for each in stories if each.new]
    silent = tuple(each.sent for each in stories if not each.new)
    if people is not None and silent:
        ties = Ties(silent, people)
        made = [(_with_background(story, ties), news) for story, news in made]
    made = [(replace(story, worth=tuple(weighed(story))), news) for story, news in made]
    return Gathered(
        tuple(story for story, news in made if news),
        tuple(story for story, news in made if not news),
        silent,
    )


class Gatherings:
    """A `Gather` that remembers: it gathers once what several readers may see alike.

    Two readers share a gathering only where each of their reports is the same record, those sent
    before and the order among them; so nobody's story has anything of what only another may see.
    """

    def __init__(self, most: int = KEPT, distinct: int = DISTINCT_KEPT) -> None:
        """At least the last gathering is kept."""
        self._most = most
        self._distinct = distinct
        # The reports are held with what was made of them, so that an id stays theirs.
        self._made: OrderedDict[
            tuple[tuple[int, ...], tuple[int, ...], int], tuple[list[Brief], Gathered]
        ] = OrderedDict()
        self._held: Counter[int] = Counter()
        """How often each report's translation, which briefs of any number of points share, is in
        them."""

    def __call__(
        self,
        briefs: Sequence[Brief],
        before: Sequence[Brief],
        encoder: Encoder,
        points: int,
        people: People | None = None,
    ) -> Gathered:
        key = tuple(map(id, briefs)), tuple(map(id, before)), points
        if key not in self._made:
            made = gather(briefs, before, encoder, points, people)
            self._made[key] = [*briefs, *before], made
            self._held.update(_translations(self._made[key][0]))
            while len(self._made) > 1 and self._full:
                _, (reports, _) = self._made.popitem(last=False)
                self._held -= Counter(_translations(reports))
        self._made.move_to_end(key)
        return self._made[key][1]

    @property
    def _full(self) -> bool:
        return self._held.total() > self._most or len(self._held) > self._distinct

    def clear(self) -> None:
        self._made.clear()
        self._held.clear()


def _translations(briefs: Sequence[Brief]) -> list[int]:
    return [id(brief.translation) for brief in briefs]


def silent_story(sent: tuple[Brief, ...], encoder: Encoder) -> Story:
    """One that has gone quiet, under the headline of its last day."""
    last = [brief for brief in sent if day_of(brief) == max(filter(None, map(day_of, sent)))]
    headline = _headline([last[i] for i in _by_centrality(last, encoder)], last, (), set())
    return Story(headline, (), sent, life=Life.QUIET)


def _with_background(story: Story, ties: Ties) -> Story:
    """A story that goes on has its own."""
    if story.life is not Life.NEW:
        return story
    return replace(story, background=ties.background(story.briefs))


def _distinct(briefs: Sequence[Brief]) -> list[Brief]:
    """The first of each text of an outlet: the same article from two paths is one report, but an
    agency's text that two outlets carry is two."""
    return list({(b.article.id, b.article.outlet): b for b in reversed(briefs)}.values())[::-1]


def _by_day(briefs: Sequence[Brief]) -> tuple[Brief, ...]:
    return tuple(sorted(briefs, key=lambda b: (day_of(b) or date.max, b.article.id)))


@dataclass(frozen=True, slots=True)
class _Reports:
    """Of one story, the oldest first."""

    new: tuple[Brief, ...]
    sent: tuple[Brief, ...]


def _story(reports: _Reports, encoder: Encoder, points: int) -> tuple[Story, bool]:
    """And whether it says anything that was not sent before."""
    if reports.sent:
        return _developing(reports, encoder, points)
    if len(reports.new) == 1:
        return _single(reports.new[0], points), True
    story, _ = _several(reports.new, tallies(reports.new), encoder, points)
    return replace(story, against=against(story.headline, reports.new)), True


def _developing(reports: _Reports, encoder: Encoder, points: int) -> tuple[Story, bool]:
    """Its tolls are set beside those that were sent, and what was told is not told again."""
    briefs = (*reports.new, *reports.sent)
    found = tallies(briefs)
    read = _read(reports.sent, points)
    told = [
        fact for fact in facts(reports.sent, encoder) if evidence_of(fact, reports.sent) in read
    ]
    story, top = _several(reports.new, found, encoder, points, told)
    known = _counted(found, briefs, read)
    counted = _counted(found, briefs, _read(reports.new, points))
    news = bool(story.points or (top is None or not adds_nothing(top, told)) or counted - known)
    other_side = against(story.headline, _by_day((*reports.new, *reports.sent)))
    beside = other_side.statement if other_side else None
    return replace(
        story,
        life=Life.DEVELOPING,
        sent=tuple(brief.article.id for brief in reports.sent),
        earlier=tuple(past for past in earlier(reports.sent) if past.statement != beside),
        against=other_side,
    ), news


def _read(briefs: Sequence[Brief], points: int) -> set[Evidence]:
    """What a reader is shown of each report: its headline, and as many points as a digest of that
    report alone has. The rest of its sentences are not read by anybody."""
    shown = {evidence for brief in briefs for evidence in brief.headline.evidence}
    for said in (point for brief in briefs for point in _shown_of(brief, points)):
        # Of others than a model's the second is where the speaker's name was found.
        shown.update(said.evidence if said.form is Form.MODEL else said.evidence[:1])
    return shown


def _counted(
    found: Sequence[Tally], briefs: Sequence[Brief], read: set[Evidence]
) -> set[tuple[str, Fraction]]:
    """The tolls of what is read."""
    return {
        (tally.role, tally.value)
        for tally in found
        if any(Evidence(briefs[tally.report].article.id, s) in read for s in tally.segments)
    }


def _shown_of(brief: Brief, points: int) -> tuple[Statement, ...]:
    return brief.points if brief.whole else first_points(brief.points, points)


def _several(
    briefs: tuple[Brief, ...],
    found: Sequence[Tally],
    encoder: Encoder,
    points: int,
    told: Sequence[Fact] = (),
) -> tuple[Story, Fact | None]:
    """And the fact of its headline, where that is one sentence's."""
    central = [briefs[i] for i in _by_centrality(briefs, encoder)]
    known = facts(briefs, encoder)
    headline = _headline(central, briefs, known, outdated(found))
    texts = independent(briefs)
    shown, differences = story_points(briefs, headline, known, points, found, told, texts)
    copies = tuple(tuple(briefs[i].article.id for i in text) for text in texts if len(text) > 1)
    return Story(headline, shown, briefs, differences, copies=copies), fact_of(
        headline, briefs, known
    )


def _single(brief: Brief, points: int) -> Story:
    outlets = (brief.article.outlet_label,)
    return Story(
        brief.headline,
        tuple(
            StoryPoint(statement, outlets, agreed=False) for statement in _shown_of(brief, points)
        ),
        (brief,),
    )


def _by_centrality(briefs: Sequence[Brief], encoder: Encoder) -> list[int]:
    """Indices of the reports, the one nearest to all others first."""
    vectors = encoder.encode([brief.headline.source for brief in briefs])
    nearness = (vectors @ vectors.T).mean(axis=1)
    return sorted(
        range(len(briefs)), key=lambda i: (-round(float(nearness[i]), 4), briefs[i].article.id)
    )


def _headline(
    central: Sequence[Brief],
    briefs: Sequence[Brief],
    known: Sequence[Fact],
    old: set[tuple[int, int]],
) -> Statement:
    """The latest toll's where the reports differ in it; else the first plain English headline of
    the most central reports, else the first that is marked. One whose number another report
    contests comes after those, and names its outlet; one that only says that there is a report
    comes last. `old`: report and segment of tolls that are outdated."""
    english = [b for b in central if b.headline.language == "en"]
    places = {id(brief): report for report, brief in enumerate(briefs)}

    def order(brief: Brief) -> tuple[bool, bool, bool]:
        evidence = brief.headline.evidence
        stale = bool(evidence) and (places[id(brief)], evidence[0].segment) in old
        unsure = brief.headline.standing is not Standing.PLAIN
        return brief.headline.form is Form.REPORT, stale, unsure

    english.sort(key=order)
    for brief in english:
        if not _contested(brief.headline, briefs, known):
            return brief.headline
    if not english:
        return central[0].headline
    first = english[0]
    named = f"{first.headline.text} ({first.article.outlet_label})"
    return replace(first.headline, text=named)


def _contested(headline: Statement, briefs: Sequence[Brief], known: Sequence[Fact]) -> bool:
    fact = fact_of(headline, briefs, known)
    return fact is not None and bool(rivals(fact, known))
