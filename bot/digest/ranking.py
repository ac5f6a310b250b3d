"""Which story comes first.

By how widely it is reported, how heavy the event is, how recent, what the chat cares for, and how
much it adds to the stories before it (maximal marginal relevance: Carbonell and Goldstein, SIGIR
1998); never by how long the text is. The score is a sum of named parts, each counted in outlets,
which stay with the story. Ties go to the headline and the article ids, so the same stories come
out in the same order whatever order they came in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from bot.digest.copies import independent_outlets
from bot.digest.interest import Taste, cared_for
from bot.digest.profile import day_of
from bot.digest.tallies import tallies, weight
from bot.records import NOBODYS, Encoder, Form, Interest, Reason, Story, Worth

A_DAY = 0.5
"""What a day of age costs, in outlets."""
MOST_DAYS = 14
"""Days after which age makes no difference."""
TENFOLD = 0.75
"""What ten times as many dead or injured are worth."""
ONLY_A_REPORT = 1.0
"""Taken from a story of which nothing could be told."""
RETOLD, AKIN = 1.0, 0.5
"""Taken, in outlets, from a story whose headline says what one before it says; and the cosine of
two headlines, in Arabic, from which they begin to say the same."""


def ranked(stories: Iterable[Story], encoder: Encoder, interest: Interest = NOBODYS) -> list[Story]:
    """Stories by importance to a chat, each with the parts of its score. A story without a known
    day counts as the oldest of them. What is `weighed` already is not weighed again."""
    told = list(stories)
    days = [day for story in told if (day := _latest(story))]
    newest, oldest = max(days, default=None), min(days, default=None)

    def age(story: Story) -> int:
        day = _latest(story) or oldest
        return (newest - day).days if newest and day else 0

    told.sort(key=_identity)
    vectors = encoder.encode([story.headline.source for story in told])
    taste = Taste.of(interest, encoder)
    parts = [
        [
            *(story.worth or weighed(story)),
            *_aged(age(story)),
            *cared_for(story, vector, interest, taste),
        ]
        for story, vector in zip(told, vectors, strict=True)
    ]
    worth = np.array([sum(part.value for part in of) for of in parts])
    akin = np.clip((vectors @ vectors.T - AKIN) / (1 - AKIN), 0, 1)
    retold = np.zeros(len(told))
    order: list[int] = []
    for _ in told:
        left = np.round(worth - RETOLD * retold, 6)
        left[order] = -np.inf
        first = int(np.argmax(left))
        order.append(first)
        if retold[first]:
            parts[first].append(Worth(Reason.RETOLD, -RETOLD * float(retold[first])))
        retold = np.maximum(retold, akin[first])
    return [replace(told[n], worth=tuple(parts[n])) for n in order]


def _latest(story: Story) -> date | None:
    return max(filter(None, map(day_of, story.briefs)), default=None)


def _identity(story: Story) -> tuple[str, tuple[str, ...]]:
    return story.headline.source, tuple(sorted(brief.article.id for brief in story.briefs))


def weighed(story: Story) -> Iterator[Worth]:
    """What counts for everybody and on every day."""
    yield Worth(Reason.OUTLETS, independent_outlets(story.briefs))
    if toll := weight(tallies(story.briefs)):
        yield Worth(Reason.TOLL, TENFOLD * math.log10(1 + toll))
    if story.headline.form is Form.REPORT:
        yield Worth(Reason.UNTOLD, -ONLY_A_REPORT)


def _aged(days: int) -> Iterator[Worth]:
    if days:
        yield Worth(Reason.AGE, -A_DAY * min(days, MOST_DAYS))
