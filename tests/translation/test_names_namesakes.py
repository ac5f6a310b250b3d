"""Names that Arabic writes alike: which is meant, from the other words of the article."""

from __future__ import annotations

import pytest

from bot.language.lexicon import rows
from bot.translation.names import Names
from bot.translation.names.checks import name_checks

NAMES = Names.load()


def inlined(*article: str) -> str:
    """The first sentence of an article with its names in English."""
    return NAMES.inline(article[0], NAMES.scope(article))


@pytest.mark.parametrize(
    ("article", "english"),
    [
        (("وصل الوفد إلى عمان", "وكان قد غادر مسقط"), "Oman"),
        (("وصل الوفد إلى عمان", "قال وزير أردني"), "Amman"),
        (("اجتماع في عُمان",), "Oman"),
        (("احتج سكان القنيطرة", "في شمال المغرب"), "Kenitra"),
        (("احتج سكان القنيطرة", "قرب الجولان"), "Quneitra"),
        (("وقال ليون", "في كلمته بالفاتيكان"), "Leo"),
        (("حريق في ليون", "جنوب شرقي فرنسا"), "Lyon"),
        (("قمة في سيول", "قال الرئيس الكوري الجنوبي"), "Seoul"),
    ],
)
def test_what_else_the_article_says_tells_them_apart(
    article: tuple[str, ...], english: str
) -> None:
    assert english in inlined(*article)


@pytest.mark.parametrize(
    "article",
    [
        ("وصل الوفد إلى عمان من القاهرة",),
        ("وصل الوفد إلى عمان", "والتقى مسؤولا عمانيا ومسؤولا أردنيا"),
    ],
)
def test_where_it_does_not_tell_neither_is_put_in_nor_asked_for(article: tuple[str, ...]) -> None:
    assert "عمان" in inlined(*article)
    scope = NAMES.scope(article)
    for place in ("Oman", "Amman"):
        english = f"The delegation arrived in {place} from Cairo."
        found = [f for check in name_checks(NAMES, scope) for f in check(article[0], english, None)]
        assert not [flag for flag in found if place in str(flag)]


def test_floods_are_no_capital() -> None:
    assert inlined("سيول تجتاح ثلاث قرى", "قرب مسقط") == "سيول تجتاح ثلاث قرى"


def test_the_bearers_of_one_name_are_told_by_other_words() -> None:
    by_name: dict[str, list[set[str]]] = {}
    for row in rows("namesakes"):
        bare = row["arabic"].replace("ُ", "").replace("ّ", "")
        by_name.setdefault(bare, []).append(set(row.listed("beside")))
    for name, told in by_name.items():
        assert len(told) == 1 or not set.intersection(*told), name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("استقبل البابا لاون الرابع عشر وفدا", "استقبل Pope Leo XIV وفدا"),
        ("وقال الملك تشارلز الثالث", "وقال King Charles III"),
        ("كأس كوبا أمريكا", "كأس Copa America"),
    ],
)
def test_a_title_is_said_once(text: str, expected: str) -> None:
    assert inlined(text) == expected


def test_the_number_of_a_king_is_no_family_name() -> None:
    king, day = "استقبل عبد الله الثاني وفدا", "وفي اليوم الثاني عاد الوفد"
    assert inlined(day, king) == day


@pytest.mark.parametrize(
    "text",
    [
        "ترأس الوزير الاجتماع",
        "فازت بأول جائزة",
        "جرفت السيول المنازل",
        "رحبوا به بالحماس نفسه",
        "جنود تاهوا في الصحراء",
        "العلم الأزرق والرمادي",
    ],
)
def test_a_word_that_is_written_like_a_name_is_none(text: str) -> None:
    assert inlined(text) == text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("وقالت تراس", "Truss"),
        ("رئيس البنك باول", "Powell"),
        ("زلزال في سيول عاصمة كوريا", "Seoul"),
    ],
)
def test_the_name_itself_is_found(text: str, english: str) -> None:
    assert english in inlined(text)


def test_a_city_that_is_a_word_too_is_told_by_its_country() -> None:
    assert "Ramadi" in inlined("انفجار في الرمادي", "قالت الشرطة العراقية")
