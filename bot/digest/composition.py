"""Briefs -> Digest: the room's door.

Same texts become one report, reports of one event one story; a story has one headline, what
its reports agree on, what only some say, and where their numbers differ. Nothing is said twice
and nothing is reworded. How it looks is for `render/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bot.digest.gathering import Gather, gather, silent_story
from bot.digest.profile import day_of
from bot.digest.ranking import ranked
from bot.digest.render.order import topic_of
from bot.digest.ties import People
from bot.records import NOBODYS, Brief, Digest, Encoder, Interest, Skipped, Story

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
    people: People | None = None,
    gathered: Gather = gather,
) -> Digest:
    """One digest of all that was read, the weightiest story first; of a chat, by its interest.

    At most `max_stories` stories with at most `points` points each; the others are in `also`,
    and so are those whose headline is all there is of them. An article too short to summarise
    keeps all of its points. `topics`: what the articles are about, by `Article.id`. `by_topic`: the
    stories of one topic stand together, in the order of the first of each. `before`: reports that
    the same reader was sent: a story that goes on tells what is new, with what was sent behind it,
    and one without news stands in `repeated`. `since`: the day of the digest before; stories that
    have gone quiet from then on are named. `people`: who reports are about; a new story gets a
    line of an earlier one of the same then. `gathered`: one that remembers, where many digests are
    made. Raise ValueError where `made_at` has no time zone or a
    limit is negative.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at must have a time zone")
    if max_stories < 0 or points < 0:
        raise ValueError("max_stories and points must not be negative")
    stories = gathered(briefs, before, encoder, points, people)

    def in_order(those: Sequence[Story]) -> list[Story]:
        about = (replace(story, topics=_topics(story.briefs, topics)) for story in those)
        return ranked(about, encoder, interest)

    changed = in_order(stories.changed)
    told = [story for story in changed if not _is_headline_alone(story)]
    posts = [story for story in changed if _is_headline_alone(story)]
    return Digest(
        made_at=made_at,
        engine=briefs[0].translation.engine if briefs else None,
        stories=tuple(_together(told[:max_stories]) if by_topic else told[:max_stories]),
        also=(*told[max_stories:], *posts),
        skipped=tuple(skipped),
        by_topic=by_topic,
        repeated=tuple(in_order(stories.repeated)),
        quiet=tuple(
            silent_story(sent, encoder)
            for sent in stories.silent
            if since and _went_quiet(sent, since, made_at.date())
        ),
    )


def _went_quiet(sent: Sequence[Brief], since: date, today: date) -> bool:
    """Followed on several days, and without a report for `QUIET_DAYS` only since that day."""
    days = {day for brief in sent if (day := day_of(brief))}
    return len(days) > 1 and since < max(days) + QUIET_DAYS <= today


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
