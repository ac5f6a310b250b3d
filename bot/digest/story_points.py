"""The points of a story that several outlets report: what all say, then what one says.

Every point is some report's own point, with the evidence of every report that states it. A
second piece of evidence is where the speaker's name was found; who speaks the words themselves do
not tell then, so nobody else is said to state it. What is marked keeps its place: an important
fact does not give way to one that is easier to translate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.digest.agreement import Fact, adds_nothing, states
from bot.digest.differences import contested, line, rivals
from bot.digest.profile import day_of
from bot.digest.tallies import Tally, lines, outdated
from bot.formats.points import joinable, sure
from bot.language.figures import figures
from bot.records import Brief, Evidence, Form, Standing, Statement, StoryPoint


@dataclass(frozen=True, slots=True)
class _Offer:
    """A report's point, and the sentence of each report that states it."""

    statement: Statement
    fact: Fact
    place: int
    """Position among its report's points."""
    support: tuple[Fact, ...]
    """One fact a report, its own included, in order of report."""


def story_points(
    briefs: Sequence[Brief],
    headline: Statement,
    known: Sequence[Fact],
    points: int,
    found: Sequence[Tally],
    told: Sequence[Fact],
    texts: Sequence[Sequence[int]],
) -> tuple[tuple[StoryPoint, ...], tuple[str, ...]]:
    """The points, at most `points`, and the lines on which the reports differ.

    `known` are the facts of the same briefs, as `agreement.facts` numbers them; `found` the tolls
    of these briefs, and behind them of those that were sent before; `told` the facts of those;
    `texts` the reports by text, since copies of one are one witness.
    """
    old = outdated(found)
    offers = [
        offer
        for offer in _best_first(_offers(briefs, known), texts)
        if (offer.fact.report, offer.fact.segment.segment.index) not in old
    ]
    counted = {tally.role for tally in found if tally.report < len(briefs)}
    tolls = lines([tally for tally in found if tally.role in counted])
    offers = [offer for offer in offers if not (tolls and _only_tolls(offer, found))]
    top = fact_of(headline, briefs, known)
    shown = _without_repetition(offers, top if headline.language == "en" else None, told)
    kept, differences = _set_against(top, shown, briefs, known)
    said = tuple(dict.fromkeys((*tolls, *_but_tolls(differences, found))))
    return tuple(_as_point(offer, briefs) for offer in _with_short(kept, points)), said


def _with_short(offers: Sequence[_Offer], points: int) -> list[_Offer]:
    """The first, as many as there are points, and of the others those that are short enough to
    stand in one point with one of them and that the very same reports state."""
    told = [[_alone(offer)] for offer in offers[:points]]
    for other in map(_alone, offers[points:]):
        for point in told:
            pair = sorted((point[0], other), key=lambda offer: offer.fact.segment.segment.index)
            if len(point) == 1 and sure(other.statement) and _may_share(*pair):
                first, second = pair
                point[:] = first, replace(second, statement=replace(second.statement, joins=True))
                break
    return [offer for point in told for offer in point]


def _alone(offer: _Offer) -> _Offer:
    return replace(offer, statement=replace(offer.statement, joins=False))


def _may_share(first: _Offer, second: _Offer) -> bool:
    if first.fact.report != second.fact.report or _reports(first) != _reports(second):
        return False
    apart = second.fact.segment.segment.index - first.fact.segment.segment.index
    return apart == 1 and joinable(first.statement, second.statement)


def _reports(offer: _Offer) -> list[int]:
    return [fact.report for fact in offer.support]


def _only_tolls(offer: _Offer, found: Sequence[Tally]) -> bool:
    """A fact line of the tolls, which stand on a line of their own with who vouches for them."""
    return offer.statement.form is Form.FACTS and figures(
        offer.statement.text
    ) <= frozenset().union(*(figures(tally.shown) for tally in found))


def _but_tolls(differences: Sequence[str], found: Sequence[Tally]) -> list[str]:
    """Without those whose numbers the lines of the tolls have already."""
    told = [tally.shown for tally in found]
    return [d for d in differences if sum(f"{number} " in d for number in told) < 2]


def fact_of(statement: Statement, briefs: Sequence[Brief], known: Sequence[Fact]) -> Fact | None:
    """The fact that a statement of one sentence tells."""
    if len(statement.evidence) != 1:
        return None
    return next((f for f in known if evidence_of(f, briefs) == statement.evidence[0]), None)


def _offers(briefs: Sequence[Brief], known: Sequence[Fact]) -> list[_Offer]:
    by_evidence = {evidence_of(fact, briefs): fact for fact in known}
    offers = []
    for brief in briefs:
        for place, statement in enumerate(brief.points):
            fact = by_evidence.get(statement.evidence[0]) if statement.evidence else None
            if fact is None:
                continue
            support = (fact,) if statement.evidence[1:] else _support(fact, known)
            offers.append(_Offer(statement, fact, place, support))
    return offers


def evidence_of(fact: Fact, briefs: Sequence[Brief]) -> Evidence:
    """The sentence of the fact; `briefs` are those that `agreement.facts` numbered."""
    return Evidence(briefs[fact.report].article.id, fact.segment.segment.index)


def _support(fact: Fact, known: Sequence[Fact]) -> tuple[Fact, ...]:
    by_report = {fact.report: fact}
    for other in known:
        if other.report not in by_report and states(other, fact):
            by_report[other.report] = other
    return tuple(by_report[report] for report in sorted(by_report))


def _best_first(offers: list[_Offer], texts: Sequence[Sequence[int]]) -> list[_Offer]:
    """What most texts state first, then what most reports do; what says only that there is a report
    last; then by place in the article, so that single reports take turns, the plain before the
    marked and the fuller before the poorer."""
    text_of = {report: text for text, reports in enumerate(texts) for report in reports}
    return sorted(
        offers,
        key=lambda o: (
            o.statement.form is Form.REPORT,
            -len({text_of[fact.report] for fact in o.support}),
            -len(o.support),
            o.place,
            o.statement.standing is not Standing.PLAIN,
            -len(o.fact.figures),
            o.fact.report,
        ),
    )


def _without_repetition(
    offers: list[_Offer], title: Fact | None, told: Sequence[Fact]
) -> list[_Offer]:
    """Offers that tell something beyond the headline, the offers before them, and what was sent."""
    shown: list[_Offer] = []
    for offer in offers:
        if offer.fact is title:
            continue
        if title is not None and _only_the_title(offer.fact, title):
            continue
        if not adds_nothing(offer.fact, [*told, *(earlier.fact for earlier in shown)]):
            shown.append(offer)
    return shown


def _only_the_title(fact: Fact, title: Fact) -> bool:
    """A lead says its headline again with who and when; only a sentence hardly longer than the
    headline is nothing but the headline again."""
    return adds_nothing(fact, [title]) and len(fact.source) < 1.5 * len(title.source)


def _set_against(
    headline: Fact | None, offers: list[_Offer], briefs: Sequence[Brief], known: Sequence[Fact]
) -> tuple[list[_Offer], tuple[str, ...]]:
    """Take out the points that differ from the headline or an earlier one in a number alone; the
    numbers are set side by side on a line of their own."""
    kept: list[_Offer] = []
    told = [] if headline is None else [headline]
    for offer in offers:
        if all(contested(earlier, offer.fact) is None for earlier in told):
            kept.append(offer)
            told.append(offer.fact)
    lines = [
        line([(phrase, _who(briefs[report])) for report, phrase in stated])
        for stated in (rivals(fact, known) for fact in told)
        if stated
    ]
    return kept, tuple(dict.fromkeys(lines))


def _who(brief: Brief) -> str:
    """ "SPA, Fri": as a toll has it, which may be of another day."""
    day = day_of(brief)
    return f"{brief.article.outlet_label}, {day:%a}" if day else brief.article.outlet_label


def _as_point(offer: _Offer, briefs: Sequence[Brief]) -> StoryPoint:
    others = tuple(evidence_of(f, briefs) for f in offer.support if f.report != offer.fact.report)
    return StoryPoint(
        statement=replace(offer.statement, evidence=offer.statement.evidence + others),
        outlets=tuple(dict.fromkeys(briefs[f.report].article.outlet_label for f in offer.support)),
        agreed=len(offer.support) == len(briefs),
    )
