"""What a reader was sent of a story before: a line for each day, with who said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.digest.profile import day_of
from bot.digest.tallies import Tally, tallies
from bot.records import Brief, Evidence, Form, Past, Standing, Statement

TOLLS = ("dead", "injured", "missing")
"""Told of a day, where its reports count them."""
DAYS = 6
"""Told at most: the first and the last ones."""


def earlier(briefs: Sequence[Brief]) -> tuple[Past, ...]:
    """One for each day, the oldest first; `briefs` are those that were sent, the oldest first. A
    day's toll where it is another than the day's before, else a headline."""
    found: list[Past] = []
    for day, told in groupby(briefs, day_of):
        reports = list(told)
        toll = _toll(day, reports)
        if toll is None or any(toll.statement.text == past.statement.text for past in found):
            found.append(of_day(day, reports))
        else:
            found.append(toll)
    return tuple(found if len(found) <= DAYS else [found[0], *found[1 - DAYS :]])


def of_day(day: date | None, reports: Sequence[Brief]) -> Past:
    """The first headline that stands plainly in English."""

    def order(brief: Brief) -> tuple[bool, bool, bool]:
        said = brief.headline
        unsure = said.standing is not Standing.PLAIN
        return said.language != "en", said.form is Form.REPORT, unsure

    first = min(reports, key=order)
    return Past(day, first.headline, first.article.outlet_label)


def _toll(day: date | None, reports: Sequence[Brief]) -> Past | None:
    """ "19 dead, 66 injured", of the report that counts most."""
    found = tallies(reports)
    top = max((t for t in found if t.role in TOLLS), key=_weight, default=None)
    if top is None:
        return None
    counted = [t for role in TOLLS for t in found if t.role == role and t.report == top.report]
    brief = reports[top.report]
    sources = {s.segment.index: s.segment.source for s in brief.translation.segments}
    # One sentence that counts them all, else the first that counts each.
    together = set.intersection(*(set(tally.segments) for tally in counted))
    places = [min(together)] if together else sorted({t.segments[0] for t in counted})
    statement = Statement(
        text=", ".join(f"{tally.shown} {tally.role}" for tally in counted),
        source=" … ".join(sources[n] for n in places),
        language="en",
        evidence=tuple(Evidence(brief.article.id, n) for n in places),
        form=Form.FACTS,
    )
    return Past(day, statement, top.vouched)


def _weight(tally: Tally) -> tuple[int, float]:
    return -TOLLS.index(tally.role), float(tally.value)
