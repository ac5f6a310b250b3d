"""Fitting the probability: the arithmetic, on made-up cases."""

from __future__ import annotations

import numpy as np

from training.trust import Case, area, cross_validated, fit, judged, read, reversals, threshold


def made(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    figures = chance.normal(size=(count, 3))
    good = (
        figures[:, 0]
        + 0.5 * figures[:, 1]
        - 0.5 * figures[:, 2]
        + chance.normal(scale=0.5, size=count)
        > 0.2
    ) * 1.0
    return figures, good


def test_the_fit_finds_what_tells_the_two_apart() -> None:
    figures, good = made(800)
    found = fit(figures, good, np.ones(800), ridge=1.0)
    assert found.weights[0] > found.weights[1] > 0
    assert found.weights[2] == 0, "less of a signal is never better"
    assert area(found.sums(figures), good) > 0.85


def test_an_even_sum_means_even_chances() -> None:
    figures, good = made(4000, 1)
    sums = fit(figures, good, np.ones(4000), ridge=0.1).sums(figures)
    near = np.abs(sums) < 0.3
    assert abs(good[near].mean() - 0.5) < 0.08


def test_signals_that_say_nothing_stay_at_chance_when_cross_validated() -> None:
    chance = np.random.default_rng(3)
    figures, good = chance.normal(size=(300, 10)), (chance.random(300) > 0.5) * 1.0
    sums = cross_validated(figures, good, np.ones(300), [str(n) for n in range(300)])
    assert 0.35 < area(sums, good) < 0.6


def test_cases_of_one_sentence_are_held_out_together() -> None:
    """The same sentence twice, once good and once not: nothing can be learnt of the other one."""
    chance = np.random.default_rng(4)
    figures = np.repeat(chance.normal(size=(150, 5)), 2, axis=0)
    good = np.tile([1.0, 0.0], 150)
    groups = [str(n // 2) for n in range(300)]
    assert area(cross_validated(figures, good, np.ones(300), groups), good) == 0.5


def test_the_threshold_leaves_at_most_so_many_good_ones_marked() -> None:
    sums = np.arange(100.0)
    cases = [Case("", "", "", True, flagged=n < 3) for n in range(100)]
    limit = threshold(sums, cases, 0.1)
    marked = sum(case.flagged or s < limit for s, case in zip(sums, cases, strict=True))
    assert marked == 10


def test_the_shipped_sets_are_read() -> None:
    from training.trust import HERE

    own = judged(HERE / "judged" / "judged-dev.tsv", "aren")
    pairs = reversals(HERE / "judged" / "reversals-dev.tsv")
    assert (len(own), sum(case.good for case in own)) == (300, 82)
    assert (len(pairs), sum(case.good for case in pairs)) == (520, 260)
    articles = read(HERE / "judged" / "read-articles.tsv")
    assert (len(articles), sum(case.good for case in articles)) == (80, 25)
    assert all(case.source and case.english for case in articles)
