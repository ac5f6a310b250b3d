"""Reports of one event come together; events that only sound alike stay apart."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.grouping import APART, LIMIT, clusters, distance, group
from bot.digest.profile import profiles
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief
from tests.digest.made_briefs import brief, from_report
from tests.digest.made_reports import REPORTS
from tests.digest.sample_reports import ANOTHER_SIDE, SAMPLES, SECOND


def arabic_only(reports: tuple[tuple[str, str, str], ...], outlet: str) -> list[Brief]:
    return [
        brief((title, ""), [(lead, "")], outlet=outlet, origin=event)
        for event, title, lead in reports
    ]


def events(briefs: list[Brief], truth: list[str], encoder: SentenceEncoder) -> list[list[str]]:
    return sorted(sorted(truth[i] for i in found) for found in group(briefs, encoder))


def by_event(truth: list[str]) -> list[list[str]]:
    return sorted([event] * truth.count(event) for event in set(truth))


MADE = [from_report(report) for report in REPORTS]
MADE_TRUTH = [report.event for report in REPORTS]


def test_made_up_reports_fall_into_their_events(encoder: SentenceEncoder) -> None:
    assert events(MADE, MADE_TRUTH, encoder) == by_event(MADE_TRUTH)


def test_they_do_without_any_publication_day(encoder: SentenceEncoder) -> None:
    undated = [from_report(dataclasses.replace(report, day=None)) for report in REPORTS]
    assert events(undated, MADE_TRUTH, encoder) == by_event(MADE_TRUTH)


def test_and_without_any_english(encoder: SentenceEncoder) -> None:
    bare = [
        brief(
            (report.title[0], ""),
            [(arabic, "") for arabic, _ in report.lead],
            outlet=report.outlet,
            day=report.day,
        )
        for report in REPORTS
    ]
    assert events(bare, MADE_TRUTH, encoder) == by_event(MADE_TRUTH)


def test_the_five_samples_are_five_stories(encoder: SentenceEncoder) -> None:
    assert len(group(arabic_only(SAMPLES, "first"), encoder)) == 5


def test_a_second_outlet_joins_its_sample_and_no_other(encoder: SentenceEncoder) -> None:
    briefs = arabic_only(SAMPLES, "first") + arabic_only(SECOND, "second")
    truth = [event for event, _, _ in (*SAMPLES, *SECOND)]
    assert events(briefs, truth, encoder) == by_event(truth)


def test_no_wrong_merge_with_everything_at_once(encoder: SentenceEncoder) -> None:
    reports = (*SAMPLES, *SECOND, *ANOTHER_SIDE)
    truth = MADE_TRUTH + [event for event, _, _ in reports]
    for found in events(MADE + arabic_only(reports, "any"), truth, encoder):
        assert len(set(found)) == 1


def test_the_order_of_input_changes_nothing(encoder: SentenceEncoder) -> None:
    backwards = list(reversed(MADE))
    truth = list(reversed(MADE_TRUTH))
    assert events(backwards, truth, encoder) == events(MADE, MADE_TRUTH, encoder)


def test_no_briefs_no_groups(encoder: SentenceEncoder) -> None:
    assert group([], encoder) == []


@pytest.mark.parametrize(("apart", "together"), [(0, True), (3, True), (4, False), (400, False)])
def test_the_same_words_on_another_day_are_another_event(
    encoder: SentenceEncoder, apart: int, together: bool
) -> None:
    first = date(2026, 11, 20)
    pair = [
        from_report(dataclasses.replace(REPORTS[0], day=day, outlet=str(day)))
        for day in (first, first + timedelta(days=apart))
    ]
    one, other = profiles(pair, encoder)
    assert (distance(one, other) <= LIMIT) is together


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("weekdays", {1}, {4}),
        ("dates", {(8, 23)}, {(5, 14)}),
        ("years", {"2018"}, {"2019"}),
        ("figures", {"400"}, {"350"}),
        ("places", {"JO", "IQ"}, {"JO", "OM"}),
        ("names", {"lavrov", "pompeo"}, {"antonov", "sullivan"}),
    ],
)
def test_what_disagrees_counts_against_and_what_is_unknown_does_not(
    encoder: SentenceEncoder, field: str, ours: set[object], theirs: set[object]
) -> None:
    report = profiles(MADE[:1], encoder)[0]
    # Without the sign of one event, which outweighs a doubt between two equal texts.
    report = dataclasses.replace(report, events=frozenset(), localities=frozenset())
    plain = dataclasses.replace(report, **{field: frozenset()})
    one = dataclasses.replace(report, **{field: frozenset(ours)})
    other = dataclasses.replace(report, **{field: frozenset(theirs)})
    assert distance(one, other) > distance(one, one)
    assert distance(one, plain) == distance(one, one)
    assert distance(one, other) == distance(other, one)


def test_reports_from_different_countries_are_vetoed(encoder: SentenceEncoder) -> None:
    report = profiles(MADE[:1], encoder)[0]
    elsewhere = dataclasses.replace(report, places=frozenset({"TR"}))
    assert distance(report, elsewhere) == APART


def test_two_spellings_of_a_name_are_one(encoder: SentenceEncoder) -> None:
    report = profiles(MADE[:1], encoder)[0]
    one = dataclasses.replace(report, names=frozenset({"lavrov", "pompeo"}))
    other = dataclasses.replace(report, names=frozenset({"lavroff", "bombyo"}))
    assert distance(one, other) == distance(one, one)


SQUARE = st.integers(1, 7).flatmap(
    lambda n: st.lists(
        st.one_of(st.floats(0, 1), st.just(APART)), min_size=n * n, max_size=n * n
    ).map(lambda values: np.array(values).reshape(n, n))
)


@given(SQUARE)
def test_clusters_part_the_input_and_respect_every_veto(values: np.ndarray) -> None:
    matrix = np.triu(values, 1) + np.triu(values, 1).T
    found = clusters(matrix, LIMIT)
    assert sorted(i for members in found for i in members) == list(range(len(matrix)))
    for members in found:
        pairs = [matrix[i, j] for i, j in combinations(members, 2)]
        assert all(pair < APART for pair in pairs)


@given(SQUARE)
def test_no_two_clusters_left_could_still_merge(values: np.ndarray) -> None:
    matrix = np.triu(values, 1) + np.triu(values, 1).T
    for one, other in combinations(clusters(matrix, LIMIT), 2):
        between = matrix[np.ix_(one, other)]
        assert between.mean() > LIMIT - 1e-9 or (between >= APART).any()


def test_the_average_decides_not_the_nearest() -> None:
    chain = np.array([[0.0, 0.1, 0.9], [0.1, 0.0, 0.3], [0.9, 0.3, 0.0]])
    assert clusters(chain, 0.44) == [[0, 1], [2]]
    assert clusters(chain, 0.60) == [[0, 1, 2]]
