"""Which reports are of one story.

Each report is compared with those before it that share its telling words (`candidates`), which is
near linear in their number; then reports and stories are joined, the most alike first, while the
mean likeness of all their reports is high enough. So a story grows by what fits all of it, two
stories become one when reports come that join them, and one falls in two when its parts grow apart:
nothing is remembered, and the same reports give the same stories in whatever order they came.
Order, headline and points of a story are made elsewhere.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from datetime import date

from bot.digest.candidates import Candidates
from bot.digest.likeness import UNRELATED, Rarity, likeness
from bot.digest.profile import Profile, day_of, profiles
from bot.records import Brief, Encoder

LIMIT = -0.75
"""Mean likeness from which reports are of one story. Less than even odds, for a follow-up shares
little with the first reports of its story; the most at which stories of the fitted reports that
look alike stayed apart."""

Likenesses = Mapping[tuple[int, int], float]
"""By the numbers of two reports, the lower first."""


def group(briefs: Sequence[Brief], encoder: Encoder) -> list[list[int]]:
    """Indices of the briefs by story; stories and the reports in them in order of input."""
    in_time = sorted(
        range(len(briefs)), key=lambda i: (day_of(briefs[i]) or date.min, briefs[i].article.id)
    )
    found = stories(profiles([briefs[i] for i in in_time], encoder))
    return sorted(sorted(in_time[n] for n in story) for story in found)


def stories(reports: Sequence[Profile]) -> list[list[int]]:
    """As `group`, of what is known of the reports, the oldest first."""
    return joined(len(reports), likenesses(reports), LIMIT)


def likenesses(reports: Sequence[Profile]) -> dict[tuple[int, int], float]:
    """Of each pair that is worth a comparison."""
    rarity = Rarity(report.words.all for report in reports)
    before = Candidates(rarity)
    return {
        (other, number): likeness(reports[other], report, rarity)
        for number, report in enumerate(reports)
        for other in before.add(report)
    }


def joined(count: int, alike: Likenesses, limit: float) -> list[list[int]]:
    """Average-link clustering of `count` reports (UPGMA) over the pairs that were compared.

    Joins the two most alike while the mean over all their pairs is at least `limit`; a pair that
    was not compared counts as `UNRELATED`. Ties go to the lowest numbers.
    """
    members = {number: [number] for number in range(count)}
    # What the pairs between two clusters have beyond UNRELATED, summed.
    beyond: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for (one, other), value in alike.items():
        beyond[one][other] = beyond[other][one] = value - UNRELATED

    def mean(one: int, other: int) -> float:
        return UNRELATED + beyond[one][other] / (len(members[one]) * len(members[other]))

    heap = [(-mean(one, other), one, other) for one, other in alike if mean(one, other) >= limit]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if one not in members or other not in members or -value != mean(one, other):
            continue
        del beyond[one][other], beyond[other][one]
        for third, sum_ in beyond.pop(other).items():
            del beyond[third][other]
            beyond[one][third] = beyond[third][one] = beyond[one].get(third, 0.0) + sum_
        members[one] += members.pop(other)
        for third in beyond[one]:
            if (found := mean(one, third)) >= limit:
                heapq.heappush(heap, (-found, min(one, third), max(one, third)))
    return sorted(sorted(found) for found in members.values())
