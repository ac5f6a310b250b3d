"""What a name goes by in the other language."""

from __future__ import annotations

import pytest

from bot.language.arabic.fold import for_search
from bot.translation.names.as_written import as_written
from bot.translation.names.known_as import known_as
from bot.translation.names.terms import Term


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Patrushev", {"باتروشيف", "باتروشف"}),
        ("باتروشيف", {"Patrushev", "باتروشف"}),
        ("patrushev", {"باتروشيف"}),
        ("Mohammed bin Salman", {"محمد بن سلمان"}),
        ("الأمم المتحدة", {"United Nations"}),
        ("غزة", {"Gaza"}),
    ],
)
def test_a_name_is_known_by_its_spellings_on_both_sides(name: str, forms: set[str]) -> None:
    found = known_as(name)
    assert found[0] == name
    assert forms <= set(found)


@pytest.mark.parametrize("words", ["gas", "gas prices", "أسعار الغاز", "هدنة", ""])
def test_words_that_are_no_name_are_known_by_themselves_alone(words: str) -> None:
    assert known_as(words) == (words,)


def test_an_acronym_is_nobody_whose_name_has_its_letters() -> None:
    assert known_as("UN") != known_as("Un")
    assert "اون" not in known_as("UN")


def test_the_glossary_goes_with_the_tables() -> None:
    terms = (Term("قنطريش", "Qantarish"),)
    assert known_as("qantarish", terms) == ("qantarish", "قنطريش")
    assert known_as("قنطريش", terms) == ("قنطريش", "Qantarish")


def test_forms_are_as_people_write_them_and_each_stands_once() -> None:
    assert known_as("غزة") == ("غزة", "Gaza", "قطاع غزة")
    assert "المملكة العربية السعودية" in known_as("Saudi Arabia")
    assert known_as("الولايات المتحده")[0] == "الولايات المتحده", "what the reader wrote"
    folded = [for_search(form) for form in known_as("الولايات المتحدة")]
    assert len(folded) == len(set(folded))


def test_a_country_is_nothing_else_that_may_be_called_by_its_name() -> None:
    assert not {form for form in known_as("America") if "خليج" in form}
    assert not {form for form in known_as("إيران") if "صحيف" in form}
    assert "حسين" not in known_as("Jordan")


@pytest.mark.parametrize("folded", ["غزه", "روسيا", "المملكه العربيه السعوديه", "قنطريشه"])
def test_what_is_searched_for_stays_the_same(folded: str) -> None:
    assert for_search(as_written(folded)) == for_search(folded)
