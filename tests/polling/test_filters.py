from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadFilter
from bot.polling.filters import LONGEST, MOST, checked, unmet

TEXT = "أعلنت وزارةُ الصحّة في غزة، الأحد، مقتل 12 شخصاً في قصف على مدينة خان يونس."


@pytest.mark.parametrize(
    "met",
    [
        "غزة",
        "الصحة",
        "صحة",
        "وزارة الصحة",
        "خان يونس",
        "خان يون*",
        "إعلن*",
        r"/مقتل\s+\d+/",
        "/وزارة (الصحة|الداخلية)/",
    ],
)
def test_a_filter_finds_its_words_however_they_are_written(met: str) -> None:
    assert unmet(TEXT, (met,), ()) is None
    assert met in (unmet(TEXT, (), (met,)) or "")


@pytest.mark.parametrize("absent", ["رفح", "غز", "الصحة غزة", "يونس خان", r"/مقتل\s+\d{3}/"])
def test_and_does_not_find_others(absent: str) -> None:
    assert absent in (unmet(TEXT, (absent,), ()) or "")
    assert unmet(TEXT, (), (absent,)) is None


def test_one_of_must_is_enough_and_one_of_must_not_too_much() -> None:
    assert unmet(TEXT, ("رفح", "غزة"), ("رياضة",)) is None
    assert unmet(TEXT, ("غزة",), ("رياضة", "قصف")) is not None
    assert unmet(TEXT, (), ()) is None


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("!!", "no word"),
        ("*", "no word"),
        ("/(/", "missing"),
        (r"/(?=غزة)/", "Look-around"),
        (r"/(.)\1/", "back-references"),
        ("/.*/", "every text"),
        ("/((a{100}){100}){100}/", "repetition"),
        (f"/{'(.{900})' * 20}/", "too large"),
        ("غ" * (LONGEST + 1), str(LONGEST)),
    ],
)
def test_a_filter_that_cannot_work_is_refused_in_words(bad: str, word: str) -> None:
    with pytest.raises(BadFilter, match=word):
        checked([bad])


def test_filters_are_kept_once_and_not_without_end() -> None:
    assert checked(["  خان   يونس ", "خان يونس", "غزة"]) == ("خان يونس", "غزة")
    with pytest.raises(BadFilter, match=str(MOST)):
        checked([f"كلمة{n}" for n in range(MOST + 1)])


@given(st.text(max_size=60), st.text(max_size=300))
def test_any_text_is_a_filter_or_refused_and_nothing_else_comes_of_it(
    text: str, article: str
) -> None:
    for written in (text, f"/{text}/"):
        try:
            (kept,) = checked([written])
        except BadFilter:
            continue
        assert checked([kept]) == (kept,)
        assert (unmet(article, (kept,), ()) is None) != (unmet(article, (), (kept,)) is None)


def test_the_worst_expression_ends() -> None:
    (kept,) = checked(["/(a+)+(a+)+(a+)+b/"])
    assert unmet("a" * 200_000, (), (kept,)) is None


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("استهدف قصف منزلا بغزة، ما أدى إلى مقتل أربعة", "غزة"),
        ("تعليق لإسرائيل على القرار", "إسرائيل"),
        ("وبالقاهرة وفد ثان", "القاهرة"),
        ("ولبيروت موقف آخر", "بيروت"),
        ("رسالة وللمسؤولين عنها", "المسئولين"),
        ("أعلن مسئول بوزارة الصحة", "مسؤول"),
        ("أعلن مسؤول في الوزارة", "مسئول"),
        ("هيئة شئون الأسرى", "هيئة شؤون"),
        ("فبدمشق وحلب", "دمشق"),
        ("قال إن بخان يونس قتلى", "خان يونس"),
        ("لغزيين عالقين", "غزي*"),
        ("دعم للبنان", "لبنان"),
        ("مساعدات وللبنان حصة", "لبنان"),
        ("رسالة لليبيا", "ليبيا"),
        ("هيأة الدفاع", "هيئة"),
        ("رأي عام وتأثير", "تاثير"),
    ],
)
def test_clitics_and_seats_of_hamza_hide_no_word(text: str, met: str) -> None:
    assert unmet(text, (met,), ()) is None


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("برد شديد", "رد"),
        ("ورقة العمل", "الرقة"),
        ("أبواب الجنة", "لجنة"),
        ("المسؤولية مشتركة", "مسؤول"),
        ("رياضية", "رياضة"),
        ("خان العهد ثم يونس", "خان يونس"),
    ],
)
def test_another_word_is_another_word(text: str, absent: str) -> None:
    assert unmet(text, (absent,), ()) is not None
