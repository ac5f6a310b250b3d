"""What bench/soak.py and bench/overload.py make of what they saw."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bench import overload, soak
from bench.loaded_bot import Lived, Sample
from bench.made_news import NumberedTable, known_sentences, made, pasted
from bench.readers import Answer
from bot.translation.engines.translator import SourceSentence

ONE = Sample(
    at=0.0,
    articles=0,
    waiting=0,
    unsent=0,
    megabytes=900.0,
    processor=0.0,
    files=20,
    threads=14,
    connections=4,
    on_disk=1.0,
)


def hour(megabytes_an_article: float = 0.0, files_an_article: float = 0.0) -> list[Sample]:
    return [
        replace(
            ONE,
            at=60.0 * n,
            articles=60 * n,
            processor=30.0 * n,
            megabytes=900 + 60 * n * megabytes_an_article,
            files=20 + round(60 * n * files_an_article),
        )
        for n in range(61)
    ]


ANSWERS = [Answer("/now", 1.0), Answer("/status", 0.1)] * 20


def test_what_stays_as_it_is_is_steady() -> None:
    found = soak.report(hour(), ANSWERS)
    assert found.steady
    assert (found.articles, found.processor_seconds_an_article) == (3600, 0.5)
    assert found.megabytes_a_thousand == pytest.approx(0, abs=0.01)


def test_what_a_moments_work_takes_is_not_held() -> None:
    busy = [replace(each, at=each.at + 30, megabytes=950 + each.at) for each in hour()]
    both = sorted([*hour(), *busy], key=lambda each: each.at)
    assert soak.report(both, ANSWERS).megabytes_a_thousand == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("samples", "answers"),
    [
        (hour(megabytes_an_article=0.002), ANSWERS),
        (hour(files_an_article=0.002), ANSWERS),
        (hour(), [*ANSWERS, Answer("/now", None)]),
        (hour(), [*ANSWERS[:20], *(replace(each, seconds=9.0) for each in ANSWERS[20:])]),
    ],
    ids=["memory", "files", "unanswered", "slower"],
)
def test_what_grows_or_slows_down_is_not(samples: list[Sample], answers: list[Answer]) -> None:
    assert not soak.report(samples, answers).steady


def test_a_run_without_articles_has_no_slope_and_is_not_steady() -> None:
    found = soak.report([ONE] * 9, [])
    assert found.megabytes_a_thousand is None
    assert found.processor_seconds_an_article is None
    assert not found.steady


def overloaded(**changed: float) -> Lived:
    samples = [
        replace(ONE, at=5.0 * n, articles=10 * n, waiting=20 * n, **changed if n == 59 else {})
        for n in range(60)
    ]
    return Lived(samples, ANSWERS, capacity=2.0, said=Counter({overload.NOTE: 3}))


def test_an_overload_that_is_borne_holds() -> None:
    found = overload.report(overloaded())
    assert (found.briefed, found.came_in, found.waiting) == (590, 1770, 1180)
    assert found.holds(10.0)
    assert not found.holds(0.5)


@pytest.mark.parametrize("changed", [{"unsent": 99}, {"threads": 40}, {"connections": 9}])
def test_what_piles_up_does_not_hold(changed: dict[str, int]) -> None:
    assert not overload.report(overloaded(**changed)).holds(10.0)


def test_digests_that_say_nothing_do_not_hold() -> None:
    assert not overload.report(replace_said(overloaded())).holds(10.0)


def replace_said(lived: Lived) -> Lived:
    lived.said = Counter()
    return lived


def test_every_made_sentence_has_its_english() -> None:
    table = NumberedTable()
    texts = [*known_sentences(), *made(7)["text"].replace("\n\n", " ").split(". "), pasted(8)]
    asked = [SourceSentence(each.split("\n\n")[0]) for each in texts]
    english = [answer.text for (answer,) in table.translate_informed(asked)]
    assert not [each for each in english if each.startswith("An unknown thing")]
    assert english[-1].endswith(" (8).")
