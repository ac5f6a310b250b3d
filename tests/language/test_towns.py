"""Towns by the tables, whatever is written before them."""

from __future__ import annotations

import pytest

from bot.language.towns import towns as named_in


def towns(text: str) -> frozenset[str]:
    return named_in(text).stems


def countries_of_towns(text: str) -> frozenset[str]:
    return named_in(text).countries


def test_towns_are_found_with_their_prepositions() -> None:
    assert towns("حادث بطنطا وآخر في سوهاج") == towns("طنطا سوهاج") != frozenset()
    assert towns("سافر إلى بورسعيد") and not towns("سافر إلى البحر")


def test_the_country_of_a_town_where_the_name_is_no_other_word() -> None:
    assert countries_of_towns("حادث بطنطا وآخر في أربيل") == {"EG", "IQ"}
    assert countries_of_towns("نقلت الوكالة الخبر عن مصدر في البحر") == frozenset()


def test_a_name_of_two_words_is_one_town() -> None:
    assert len(towns("انفجار في غازي عنتاب") - towns("عنتاب")) == 1


def test_a_capital_that_stands_for_a_government_is_no_town() -> None:
    assert not towns("القاهرة ترد على واشنطن")


def test_a_word_that_shares_a_stem_with_a_town_is_none() -> None:
    """Hama, Arbil's like: protection, expertise, the local one, penalties, rail, Benjamin."""
    assert not towns("حماية الخبراء المحليين من العقوبات الحديدية وبنيامين والصحاري")
    assert towns("قصف حماية") == frozenset() != towns("قصف حلب")


@pytest.mark.parametrize(
    "text",
    [
        "نقلت الوكالة السعودية الخبر عن مصدر",
        "الخبر الأول في السعودية",
        "صور من لبنان",
        "منتصف ليل السبت",
        "سيول تجتاح قرى في اليمن",
        "كان ذلك دوما في سوريا",
        "عاد إلى المدينة في مصر",
        "البحر الأبيض المتوسط",
        "لحج بيت الله",
        "في خطوة فسرت بأنها دعم",
        "قال باكرا إنه يأسف",
    ],
)
def test_an_ordinary_word_is_no_town(text: str) -> None:
    assert not towns(text)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("حريق في الخبر شرقي السعودية", "خبر"),
        ("حريق بالخبر وآخر في الدمام", "خبر"),
        ("انطلق من الدمام إلى الخبر", "خبر"),
        ("غارة إسرائيلية في صور جنوبي لبنان", "صور"),
        ("اشتباكات في الرقة السورية", "رقه"),
        ("وصلت إلى البصرة", "بصر"),
        ("قافلة للسويداء", "سويداء"),
    ],
)
def test_behind_a_sign_of_a_place_it_is_one(text: str, town: str) -> None:
    assert town in towns(text)
