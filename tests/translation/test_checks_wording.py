from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Severity
from bot.translation.checks import CHECKS, Context

SOURCE = "قال الوزير إن بلاده ستواصل المحادثات مع جيرانها في الأشهر المقبلة"
GOOD = "The minister said his country would continue talks with its neighbours in coming months"


def severities(check: str, source: str, hypothesis: str) -> list[Severity]:
    return [flag.severity for flag in CHECKS[check](source, hypothesis, Context())]


ERROR, WARNING, NOTE = [Severity.ERROR], [Severity.WARNING], [Severity.NOTE]


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_good_translation_passes(check: str) -> None:
    assert severities(check, SOURCE, GOOD) == []


@pytest.mark.parametrize(
    "looped",
    [
        "the the",
        "no no no no",
        "of the of the",
        "He said he said he said that",
        "The talks, the talks, were held",
        "one country or one country or one country",
        "It will be done as soon as possible or as soon as possible",
    ],
)
def test_loops(looped: str) -> None:
    assert severities("repetition", SOURCE, looped) == ERROR


@given(st.lists(st.sampled_from(("alpha", "beta", "gamma", "delta")), min_size=2, max_size=9))
def test_any_phrase_said_twice_in_a_row_is_a_loop(phrase: list[str]) -> None:
    text = " ".join(["They", *phrase, *phrase, "today"])
    assert severities("repetition", SOURCE, text) == ERROR


@pytest.mark.parametrize(
    "sentence",
    [
        "He had had enough and said that that was it",
        "It was very very cold",
        "Your great-great-grandchildren will live there and here",
        "Now for Japan. Japan was an island.",
        "See figure 1.1 and 2.2.2 ... and so on",
        "between Russia and the United States in the war, and the United States in the peace",
    ],
)
def test_good_english_that_says_a_word_again(sentence: str) -> None:
    assert severities("repetition", SOURCE, sentence) == []


def test_two_words_of_a_choice_that_became_one() -> None:
    source = "من يسدد أقل عدد من الضربات أو التلويحات يفوز."
    assert (
        severities("repetition", source, "Who makes the fewest strokes, or strokes, wins.")
        == WARNING
    )
    again = "أقل عدد من الضربات أو الضربات"
    assert severities("repetition", again, "the fewest strokes or strokes") == []
    assert severities("repetition", source, "no answer, or an answer by strokes or swings") == []
    assert severities("repetition", source, "war crimes and crimes against humanity") == []


def test_a_clause_said_again_later() -> None:
    twice = (
        "Spies attacked the Republican Party sites last year and they said that "
        "spies attacked the Republican Party sites last year"
    )
    assert severities("repetition", SOURCE, twice) == ERROR
    refrain = "نحن أبناء هذه الأرض الطيبة وقالوا نحن أبناء هذه الأرض الطيبة"
    assert severities("repetition", refrain, twice) == []


@pytest.mark.parametrize("hypothesis", ["", "  ", "...", "«»"])
def test_empty(hypothesis: str) -> None:
    assert severities("empty", SOURCE, hypothesis) == ERROR


def test_nothing_is_owed_to_a_source_that_says_nothing() -> None:
    assert severities("empty", "***", "***") == []


def test_copied_and_left_in_arabic() -> None:
    assert severities("copied", "مُوجز", "موجز") == ERROR
    assert severities("copied", "U.S.", "U.S.") == []
    assert severities("untranslated", SOURCE, "between Solventiان and him") == ERROR


@pytest.mark.parametrize(
    "hypothesis",
    ["Lavr\ufffd\ufffdf said", "Lavr<0xC3>f", "LavrÃ¼Ã¶f", "said </s>", "Лавров said", "it\x07s"],
)
def test_garbled(hypothesis: str) -> None:
    assert severities("garbled", SOURCE, hypothesis) == ERROR


@pytest.mark.parametrize("hypothesis", ["Bompéo", "Lavoviş", "Đinh and Łukasz", "5 °C, £3, “so”"])
def test_latin_letters_with_marks_are_english_enough(hypothesis: str) -> None:
    assert severities("garbled", SOURCE, hypothesis) == []


def test_a_foreign_letter_that_the_source_has_is_kept() -> None:
    assert severities("garbled", "الرمز Ω هنا", "the sign Ω here") == []


def test_length() -> None:
    assert severities("length", SOURCE, "The minister said so") == ERROR
    assert severities("length", SOURCE, GOOD + " and " + GOOD) == ERROR
    assert severities("length", SOURCE, GOOD + " as has been planned since the spring") == WARNING
    assert severities("length", "مصر", "Egypt") == []
    assert severities("length", "الأمم المتحدة", "UN") == []


def test_quotation() -> None:
    source = "قال: «نحن مستعدون لاستئناف التعاون»"
    assert severities("quotation", source, "He said we are ready") == NOTE
    assert severities("quotation", source, "He said 'we are ready'") == []
    assert severities("quotation", source, 'He said: "We are ready"') == []
    assert severities("quotation", "صحيفة «الخليج»", "the newspaper Al Khaleej") == []


def test_question() -> None:
    assert severities("question", "هل سيحضر؟", "He will come") == NOTE
    assert severities("question", "هل سيحضر؟", "Will he come?") == []
    assert severities("question", "سيحضر", "Will he come?") == NOTE


def test_structure() -> None:
    assert severities("structure", "قال «نعم»", 'He said: "Yes') == NOTE
    assert severities("structure", "قال «نعم»", 'He said: "Yes"') == []
    # The splitter may have cut the quotation in two: then it is open on both sides.
    assert severities("structure", "قال «نعم", "He said: “Yes") == []
