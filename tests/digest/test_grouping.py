"""Reports of one event come together; events that only sound alike stay apart."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.grouping import SAMPLES as FOLDER
from bench.grouping import load, measured, untranslated
from bot.digest.candidates import COMPARED, Candidates
from bot.digest.grouping import ALONE, BESIDE, BETWEEN, group, joined
from bot.digest.likeness import CERTAIN, UNRELATED, WEIGHTS, Rarity, elsewhere, signs
from bot.digest.profile import Profile, profiles, words_of
from bot.pipeline.documents import read_document
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Document
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
    """By their leads, and as they are read whole: a day is stated by one of them."""
    assert len(group(arabic_only(SAMPLES, "first"), encoder)) == 5
    read = [
        untranslated(read_document(Document(path.name, path.read_bytes())))
        for path in sorted(FOLDER.glob("*.txt"))
    ]
    assert len(read) == len(group(read, encoder)) == 5


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


@pytest.mark.parametrize(("apart", "together"), [(0, True), (3, True), (8, False), (400, False)])
def test_the_same_words_weeks_later_are_another_event(
    encoder: SentenceEncoder, apart: int, together: bool
) -> None:
    first = date(2026, 11, 20)
    pair = [
        from_report(dataclasses.replace(REPORTS[0], day=day, outlet=str(day)))
        for day in (first, first + timedelta(days=apart))
    ]
    assert (len(group(pair, encoder)) == 1) is together


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("years", {"2018"}, {"2019"}),
        ("countries", {"JO"}, {"IQ"}),
        ("countries", {"JO", "IQ"}, {"JO", "OM"}),
        ("title_countries", {"JO", "IQ"}, {"JO", "OM"}),
        ("events", {"crash"}, {"fire"}),
        ("localities", {"سوهاج"}, {"طنطا"}),
    ],
)
def test_what_disagrees_counts_against_and_what_is_unknown_does_not(
    encoder: SentenceEncoder, field: str, ours: set[object], theirs: set[object]
) -> None:
    report = profiles(MADE[:1], encoder)[0]

    def having(values: set[object]) -> Profile:
        return dataclasses.replace(
            report, words=dataclasses.replace(report.words, **{field: frozenset(values)})
        )

    places = frozenset(ours | theirs) & {"سوهاج", "طنطا"}
    named = [having(values).words for values in (ours, theirs)]
    rarity = Rarity([*named, dataclasses.replace(report.words, all=places)])
    one, other, silent = (signs(having(v), having(ours), rarity) for v in (ours, theirs, set()))
    against = [name for name in WEIGHTS if other[name] > one[name]]
    assert against
    assert all(WEIGHTS[name] < 0 for name in against)
    if field != "years":  # A report that names no year is no anniversary's.
        assert not any(silent[name] > one[name] for name in against)


@pytest.mark.parametrize(
    ("title", "parted"),
    [
        ("حريق في مستشفى بالبصرة يودي بحياة 6 مرضى", True),
        ("حريق يلتهم مستودع أدوية في الناصرية دون إصابات", False),
        ("وفاة 6 مرضى اختناقا داخل مستشفى", False),
        ("محادثات سياسية في البصرة", False),
    ],
)
def test_two_fires_in_two_towns_are_two(title: str, parted: bool) -> None:
    other = words_of("حريق في الناصرية", "اندلع حريق في المدينة فجر الأربعاء")
    one = words_of(title, title)
    assert elsewhere(one, other) is parted


def test_two_fires_told_in_the_same_words_are_two(encoder: SentenceEncoder) -> None:
    told = "لقي {} مصرعهم في حريق اندلع السبت في مبنى سكني بمدينة {}، وفق وزارة الصحة."
    fires = [("طنطا", "ثلاثة أشخاص"), ("أسيوط", "أربعة أشخاص"), ("بيروت", "خمسة أشخاص")]
    reports = [
        from_report(
            dataclasses.replace(
                REPORTS[0],
                title=(f"حريق في {town} يودي بحياة {dead}", ""),
                lead=((told.format(dead, town), ""),),
                outlet=town,
            )
        )
        for town, dead in fires
    ]
    assert len(group(reports, encoder)) == 3


TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 20)


def naming(report: Profile, published: date, *past: date) -> Profile:
    return dataclasses.replace(report, day=published, past=frozenset(past))


def test_a_day_that_the_later_report_names_ties_it_to_the_first_or_parts_them(
    encoder: SentenceEncoder,
) -> None:
    report = profiles(MADE[:1], encoder)[0]
    rarity = Rarity([report.words])
    follow_up = naming(report, TUESDAY, FRIDAY)
    assert signs(naming(report, FRIDAY), follow_up, rarity)["day_named"]
    assert signs(naming(report, TUESDAY, FRIDAY), follow_up, rarity)["day_named"]
    before = signs(naming(report, TUESDAY, FRIDAY - timedelta(days=2)), follow_up, rarity)
    assert before["other_day"] and not before["day_named"]
    silent = signs(naming(report, TUESDAY), follow_up, rarity)
    assert not silent["other_day"] and not silent["day_named"]


LIKENESSES = st.integers(1, 7).flatmap(
    lambda n: st.dictionaries(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
        .map(lambda pair: (min(pair), max(pair)))
        .filter(lambda pair: pair[0] < pair[1]),
        st.floats(UNRELATED, CERTAIN),
    ).map(lambda alike: (n, alike))
)


def mean(one: list[int], other: list[int], alike: dict[tuple[int, int], float]) -> float:
    pairs = [alike.get((min(i, j), max(i, j)), UNRELATED) for i in one for j in other]
    return sum(pairs) / len(pairs)


@given(LIKENESSES)
def test_stories_part_the_reports_and_no_two_left_could_still_be_one(
    given: tuple[int, dict[tuple[int, int], float]],
) -> None:
    count, alike = given
    found = joined([None] * count, alike)
    assert sorted(i for members in found for i in members) == list(range(count))
    for one, other in combinations(found, 2):
        limit = (ALONE, BESIDE, BETWEEN)[(len(one) > 1) + (len(other) > 1)]
        assert mean(one, other, alike) < limit + 1e-9


def test_the_mean_decides_not_the_nearest() -> None:
    assert joined([None] * 3, {(0, 1): 4.0, (1, 2): 1.0, (0, 2): -5.0}) == [[0, 1], [2]]
    assert joined([None] * 3, {(0, 1): 4.0, (1, 2): 3.0, (0, 2): -5.0}) == [[0, 1, 2]]


def test_a_story_takes_a_report_sooner_than_another_report_would() -> None:
    between = (ALONE + BESIDE) / 2
    assert joined([None] * 2, {(0, 1): between}) == [[0], [1]]
    follow_up = {(0, 1): 4.0, (0, 2): between, (1, 2): between}
    assert joined([None] * 3, follow_up) == [[0, 1, 2]]


def test_two_stories_stay_apart_where_a_report_would_join_either() -> None:
    apart = dict.fromkeys([(0, 2), (0, 3), (1, 2), (1, 3)], BESIDE)
    assert joined([None] * 4, {(0, 1): 4.0, (2, 3): 4.0, **apart}) == [[0, 1], [2, 3]]


def test_reports_too_far_apart_in_time_count_neither_way() -> None:
    """The first and the last are never compared; both fit what came between."""
    days = [FRIDAY + timedelta(days=n) for n in (0, 5, 10)]
    chain = {(0, 1): 1.0, (1, 2): 1.0}
    assert joined(days, chain) == [[0, 1, 2]]
    assert joined([FRIDAY] * 3, chain) == [[0, 1], [2]]


def test_a_report_that_fits_both_makes_two_stories_one_and_others_part_them() -> None:
    """Nothing is remembered: what comes decides anew."""
    apart = {(0, 1): 3.0, (2, 3): 3.0, (0, 2): -0.1, (0, 3): -0.1, (1, 2): -0.1, (1, 3): -0.1}
    assert joined([None] * 4, apart) == [[0, 1], [2, 3]]
    between = apart | {(each, 4): 5.0 for each in range(4)}
    assert joined([None] * 5, between) == [[0, 1, 2, 3, 4]]


def test_few_of_many_reports_are_compared() -> None:
    words = words_of("قطار", "")
    candidates = Candidates(Rarity([words] * 2))
    vector = np.zeros(1, dtype=np.float32)
    report = Profile(vector, words, FRIDAY, frozenset())
    compared = [len(list(candidates.add(report))) for _ in range(3 * COMPARED)]
    assert compared[:3] == [0, 1, 2]
    assert max(compared) == compared[-1] == COMPARED


def test_labelled_reports_that_were_fitted_stay_apart_and_together(
    encoder: SentenceEncoder,
) -> None:
    labelled = load("fitted")
    found = measured([each.story for each in labelled], group([e.brief for e in labelled], encoder))
    assert found.merged <= 1
    assert found.f1 > 0.94
