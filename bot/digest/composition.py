"""Briefs -> Digest: the room's door.

Same texts become one report, reports of one event one story; a story has one headline, what
its reports agree on, what only some say, and where their numbers differ. Nothing is said twice
and nothing is reworded. How it looks is for `render/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType

from bot.digest.agreement import Fact, adds_nothing, facts
from bot.digest.background import earlier
from bot.digest.copies import independent
from bot.digest.denials import against
from bot.digest.differences import rivals
from bot.digest.grouping import group
from bot.digest.profile import day_of
from bot.digest.ranking import ranked
from bot.digest.render.order import topic_of
from bot.digest.story_points import evidence_of, fact_of, story_points
from bot.digest.tallies import Tally, outdated, tallies
from bot.records import (
    NOBODYS,
    Brief,
    Digest,
    Encoder,
    Evidence,
    Form,
    Interest,
    Life,
    Skipped,
    Standing,
    Statement,
    Story,
    StoryPoint,
)

QUIET_DAYS = timedelta(days=3)
"""After its last report a story that was followed is called quiet."""


def compose(
    briefs: Sequence[Brief],
    skipped: Sequence[Skipped],
    encoder: Encoder,
    made_at: datetime,
    max_stories: int = 10,
    points: int = 4,
    interest: Interest = NOBODYS,
    *,
    topics: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    by_topic: bool = False,
    before: Sequence[Brief] = (),
    since: date | None = None,
) -> Digest:
    """One digest of all that was read, the weightiest story first; of a chat, by its interest.

    At most `max_stories` stories with at most `points` points each; the others are in `also`,
    and so are those whose headline is all there is of them. An article too short to summarise
    keeps all of its points. `topics`: what the articles are about, by `Article.id`. `by_topic`: the
    stories of one topic stand together, in the order of the first of each. `before`: reports that
    the same reader was sent: a story that goes on tells what is new, with what was sent behind it,
    and one without news stands in `repeated`. `since`: the day of the digest before; stories that
    have gone quiet from then on are named. Raise ValueError where `made_at` has no time zone or a
    limit is negative.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at must have a time zone")
    if max_stories < 0 or points < 0:
        raise ValueError("max_stories and points must not be negative")
    reports = _distinct(briefs)
    sent = _distinct(before)
    grouped = group([*reports, *sent], encoder)
    stories = [
        _Reports(
            _by_day([reports[i] for i in indices if i < len(reports)]),
            _by_day([sent[i - len(reports)] for i in indices if i >= len(reports)]),
        )
        for indices in grouped
    ]
    made = [_story(each, encoder, points) for each in stories if each.new]
    made = [(replace(s, topics=_topics(s.briefs, topics)), news) for s, news in made]
    changed = ranked((story for story, news in made if news), encoder, interest)
    told = [story for story in changed if not _is_headline_alone(story)]
    posts = [story for story in changed if _is_headline_alone(story)]
    return Digest(
        made_at=made_at,
        engine=reports[0].translation.engine if reports else None,
        stories=tuple(_together(told[:max_stories]) if by_topic else told[:max_stories]),
        also=(*told[max_stories:], *posts),
        skipped=tuple(skipped),
        by_topic=by_topic,
        repeated=tuple(ranked((story for story, news in made if not news), encoder, interest)),
        quiet=tuple(
            _quiet(each.sent, encoder)
            for each in stories
            if not each.new and since and _went_quiet(each.sent, since, made_at.date())
        ),
    )


def _went_quiet(sent: Sequence[Brief], since: date, today: date) -> bool:
    """Followed on several days, and without a report for `QUIET_DAYS` only since that day."""
    days = {day for brief in sent if (day := day_of(brief))}
    return len(days) > 1 and since < max(days) + QUIET_DAYS <= today


def _quiet(sent: tuple[Brief, ...], encoder: Encoder) -> Story:
    """Under the headline of its last day."""
    last = [brief for brief in sent if day_of(brief) == max(filter(None, map(day_of, sent)))]
    headline = _headline([last[i] for i in _by_centrality(last, encoder)], last, (), set())
    return Story(headline, (), sent, life=Life.QUIET)


def _topics(briefs: Sequence[Brief], known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Of a story: those that half of its reports have, what most have first."""
    found = Counter(topic for brief in briefs for topic in known.get(brief.article.id, ()))
    leading = Counter(
        next(iter(known[brief.article.id]), "") for brief in briefs if brief.article.id in known
    )
    held = [topic for topic, count in found.items() if 2 * count >= len(briefs)]
    return tuple(sorted(held, key=lambda topic: (topic.isupper(), -leading[topic], -found[topic])))


def _together(stories: Sequence[Story]) -> list[Story]:
    order = list(dict.fromkeys(topic_of(story) for story in stories))
    return sorted(stories, key=lambda story: order.index(topic_of(story)))


def _is_headline_alone(story: Story) -> bool:
    """Made of posts of a few words, which have nothing to say under their headline."""
    return not story.points and all(brief.whole and not brief.points for brief in story.briefs)


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
    return replace(
        story,
        life=Life.DEVELOPING,
        sent=tuple(brief.article.id for brief in reports.sent),
        earlier=earlier(reports.sent),
        against=against(story.headline, _by_day((*reports.new, *reports.sent))),
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
    return brief.points if brief.whole else brief.points[:points]


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
    shown, differences = story_points(briefs, headline, known, points, found, told)
    texts = (tuple(briefs[i].article.id for i in text) for text in independent(briefs))
    copies = tuple(text for text in texts if len(text) > 1)
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
