"""Which story comes first.

By the number of distinct outlets, then by day, then by size. Ties go to the headline and the
article ids, so the same stories come out in the same order whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.records import Brief, Story


def day_of(brief: Brief) -> date | None:
    """The day a report was published, where its page states one."""
    published = brief.article.published
    return published.day if published else None


def ranked(stories: Iterable[Story]) -> list[Story]:
    """Stories by importance. Those without a known day come after those as widely reported."""
    return sorted(stories, key=_rank)


def _rank(story: Story) -> tuple[int, int, int, int, str, tuple[str, ...]]:
    days = [day for day in map(day_of, story.briefs) if day]
    return (
        -len({brief.article.outlet_label for brief in story.briefs}),
        -max(days).toordinal() if days else 0,
        -len(story.briefs),
        -sum(len(p.text) for brief in story.briefs for p in brief.article.prose),
        story.headline.source,
        tuple(sorted(brief.article.id for brief in story.briefs)),
    )
