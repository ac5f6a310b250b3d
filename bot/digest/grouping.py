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
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.digest.candidates import Candidates
from bot.digest.likeness import UNRELATED, WINDOW_DAYS, Rarity, days_between, likeness
from bot.digest.profile import Profile, day_of, profiles
from bot.records import Brief, Encoder

ALONE, BESIDE, BETWEEN = -0.5, -1.75, 0.5
"""Mean likeness from which two reports are one story, a report is of a story, and two stories are
one. A follow-up shares little with the first reports, so what is alike to a whole story need not be
much so; of two stories that are one, most pairs would be alike. Chosen by cross-validation within
the fitted reports, and so that look-alikes stay apart."""

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
    return joined([report.day for report in reports], likenesses(reports))


def likenesses(reports: Sequence[Profile]) -> dict[tuple[int, int], float]:
    """Of each pair that is worth a comparison, and is more alike than any two reports are."""
    rarity = Rarity(report.words for report in reports)
    before = Candidates(rarity)
    return {
        (other, number): alike
        for number, report in enumerate(reports)
        for other in before.add(report)
        if (alike := likeness(reports[other], report, rarity)) > UNRELATED
    }


def joined(days: Sequence[date | None], alike: Likenesses) -> list[list[int]]:
    """Average-link clustering (UPGMA) of reports published on these days, over the pairs that were
    compared.

    Joins what is most alike, as it counts for two reports, a report and a story, or two stories,
    while the mean over their pairs is high enough. A pair that was not compared counts as
    `UNRELATED`, and not at all where too many days lie between. Ties go to the lowest numbers.
    """
    members = {number: [number] for number in range(len(days))}
    # What the pairs between two clusters have beyond UNRELATED, summed.
    beyond: dict[int, dict[int, float]] = {number: {} for number in members}
    for (one, other), value in alike.items():
        beyond[one][other] = beyond[other][one] = value - UNRELATED
    spans = {number: (day, day) for number, day in enumerate(days) if day}

    def ends(one: int, other: int) -> tuple[date, ...]:
        return (*spans.get(one, ()), *spans.get(other, ()))

    def above(one: int, other: int) -> float:
        """The mean likeness, above what it has to be."""
        these, those = members[one], members[other]
        pairs = len(these) * len(those)
        if (between := ends(one, other)) and days_between(min(between), max(between)) > WINDOW_DAYS:
            pairs = _comparable([days[i] for i in these], [days[i] for i in those])
        mean = UNRELATED + beyond[one][other] / pairs
        return mean - (ALONE, BESIDE, BETWEEN)[(len(these) > 1) + (len(those) > 1)]

    heap = [(-above(one, other), one, other) for one, other in alike if above(one, other) >= 0]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if one not in members or other not in members or -value != above(one, other):
            continue
        del beyond[one][other], beyond[other][one]
        for third, sum_ in beyond.pop(other).items():
            del beyond[third][other]
            beyond[one][third] = beyond[third][one] = beyond[one].get(third, 0.0) + sum_
        if between := ends(one, other):
            spans[one] = min(between), max(between)
        members[one] += members.pop(other)
        for third in beyond[one]:
            if (found := above(one, third)) >= 0:
                heapq.heappush(heap, (-found, min(one, third), max(one, third)))
    return sorted(sorted(found) for found in members.values())


def _comparable(these: Sequence[date | None], those: Sequence[date | None]) -> int:
    """How many pairs of them are near enough in time."""
    counted = Counter(those).items()
    return sum(
        n for one in these for other, n in counted if days_between(one, other) <= WINDOW_DAYS
    )
