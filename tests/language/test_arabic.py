import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.fold import words_for_checks as words

ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةءؤئ \u064b\u0650\u0640٣۴", max_size=30)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أُنْثى", "انثي"),
        ("إلى", "الي"),
        ("مئـــة", "مئه"),
        ("۱۲٣", "123"),
        ("کیف", "كيف"),
        ("آب", "آب"),
    ],
)
def test_fold_makes_interchanged_letters_one(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_fold_keeps_august_apart_from_father() -> None:
    assert fold("آب") != fold("أب")


@given(ARABIC)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(["", "و", "ف"]), st.sampled_from(["", "ب", "ل", "ك"]), st.booleans())
def test_readings_take_any_clitics_off(conjunction: str, preposition: str, article: bool) -> None:
    joined = {"ل": "لل"}.get(preposition, preposition + "ال") if article else preposition
    found = [r for r in readings(conjunction + joined + "خمسين") if r.stem == "خمسين"]
    assert len(found) == 1
    assert found[0].conjoined == (conjunction == "و")
    assert found[0].definite == article


def test_a_word_is_tried_whole_before_its_first_letter_is_taken_for_a_clitic() -> None:
    assert next(iter(readings("واحد"))).stem == "واحد"


def test_words_are_folded_and_free_of_signs() -> None:
    assert words("قال: «لا»، وإنّ 5 رجال") == ["قال", "لا", "وان", "رجال"]
