"""Who speaks, where the English says "he" or "the ministry"."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.pipeline.spelling import NamesSpeller
from bot.summary.candidates import prose
from bot.summary.naming import Speech, naming
from tests.summary.made_translations import ERROR, translation

LAVROV = (
    "وقال وزير الخارجية الروسي سيرغي لافروف إن الجانبين اتفقا على عودة السفراء.",
    "Russian Foreign Minister Sergei Lavrov said the two sides agreed on the return of envoys.",
)
ADDED = (
    "وأضاف أن الموعد لم يحدد بعد.",
    "He added that no date has been set yet.",
)
UNKNOWN = (
    "وقال المكلف بالإعلام يوسف عبداوي إن الحافلة كانت مسرعة.",
    "Spokesman Youcef Abdaoui said the bus was speeding.",
)


def named(pairs: Sequence[tuple[str, str]], speller: NamesSpeller, **flags: int) -> Speech | None:
    made = translation(None, pairs, flags=dict.fromkeys(flags.values(), ERROR))
    sentences = prose(made)
    names = speller.named([s.segment.source for s in sentences])
    return naming(len(pairs) - 1, sentences, names)


def test_the_settled_name_of_the_speaker_is_put_in(speller: NamesSpeller) -> None:
    made = named([LAVROV, ADDED], speller)
    assert made == Speech("Sergei Lavrov added that no date has been set yet.")


def test_also_over_several_sentences_without_a_subject(speller: NamesSpeller) -> None:
    made = named([LAVROV, ADDED, ADDED], speller)
    assert made is not None
    assert made.text.startswith("Sergei Lavrov added")


def test_a_name_from_the_english_says_where_it_is_from(speller: NamesSpeller) -> None:
    made = named([UNKNOWN, ADDED], speller)
    assert made is not None
    assert "Youcef Abdaoui added" in made.text
    assert made.relies == 0


def test_nobody_is_named_where_nobody_is_known(speller: NamesSpeller) -> None:
    assert named([("وسقط المطر.", "Rain fell."), ADDED], speller) is None


def test_a_ministry_gets_its_whole_name(speller: NamesSpeller) -> None:
    first = (
        "أعلنت وزارة الموارد المائية العراقية خطة جديدة.",
        "The Iraqi Water Resources Ministry announced a new plan.",
    )
    then = ("وقالت الوزارة إن المخزون انخفض.", "The ministry said the reserves had fallen.")
    made = named([first, then], speller)
    assert made is not None
    assert made.text == "The Iraqi Water Resources Ministry said the reserves had fallen."


@pytest.mark.parametrize("sign", ["ج: ", "- "])
def test_an_answer_is_told_with_who_gave_it(sign: str, speller: NamesSpeller) -> None:
    question = ("س: متى يعود السفراء؟", "Q: When do the envoys return?")
    answer = (f"{sign}لا، الموعد لم يحدد بعد.", "A: No, the date has not been set yet.")
    made = named([LAVROV, question, answer], speller)
    assert made is not None
    assert made.text == "Sergei Lavrov: the date has not been set yet."
