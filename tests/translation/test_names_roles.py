"""Who did it to whom, who said it, and whose counterpart."""

from __future__ import annotations

import pytest

from bot.translation.names import Names, name_checks

SOURCE = "قال وزير الخارجية الروسي سيرغي لافروف إنه سيلتقي نظيره مايك بومبيو قريبا"


def found(source: str, hypothesis: str) -> set[str]:
    checks = name_checks(Names.load())
    return {flag.check for check in checks for flag in check(source, hypothesis, None)}


def test_two_people_in_each_others_place() -> None:
    right = "Russian Foreign Minister Sergei Lavrov said he would meet Mike Pompeo soon"
    wrong = "Russian Foreign Minister Mike Pompeo said he would meet Sergei Lavrov soon"
    assert "names_order" not in found(SOURCE, right)
    assert "names_order" in found(SOURCE, wrong)


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("في سجن أبو غريب بالعراق", "Iraq's Abu Ghraib prison"),
        ("هاجمت ألمانيا في ذلك العام بولندا", "Germany attacked Poland that year"),
        (
            "وقال شويغو في بيان إننا مستعدون للتعاون مع البنتاغون",
            "“We are ready to cooperate with the Pentagon,” Shoigu said in a statement",
        ),
        (
            "وقال بولتون في مؤتمر صحافي عقده في جنيف إن القضية أثيرت",
            "At a press conference in Geneva, Bolton said the issue had been raised",
        ),
        (
            "قال الرئيس دونالد ترامب إن موسكو تنتظر منذ انتخاب ترامب",
            "Moscow has been waiting since Trump's election",
        ),
        (
            "غادر لافروف موسكو بعد ساعات طويلة ثم عاد لافروف",
            "Lavrov left Moscow after long hours and then Lavrov returned",
        ),
    ],
)
def test_what_may_stand_the_other_way_round(source: str, hypothesis: str) -> None:
    assert "names_order" not in found(source, hypothesis)


def test_countries_count_too() -> None:
    source = "هاجمت ألمانيا في ذلك العام بولندا"
    assert "names_order" in found(source, "Poland attacked Germany that year")


SAID = "قال وزير الخارجية الروسي سيرغي لافروف إن بلاده لن تقبل ما طلبه مايك بومبيو"


@pytest.mark.parametrize(
    ("hypothesis", "changed"),
    [
        ("Sergei Lavrov said his country would not accept what Mike Pompeo asked", False),
        ("His country would not accept what Mike Pompeo asked, said Sergei Lavrov", False),
        ("Lavrov added that his country would not accept what Pompeo stated", False),
        ("What Sergei Lavrov asked would not be accepted, Mike Pompeo said", True),
        ("It would not be accepted by Sergei Lavrov, said Mike Pompeo", True),
        ("The minister said his country would not accept what Mike Pompeo asked", False),
    ],
)
def test_a_quotation_keeps_its_speaker(hypothesis: str, changed: bool) -> None:
    assert ("speaker" in found(SAID, hypothesis)) is changed


TOLD = "قال الوزير سيرغي لافروف لنظيره الأميركي مايك بومبيو إن النهج مدمر"


@pytest.mark.parametrize(
    ("hypothesis", "changed"),
    [
        ("Sergei Lavrov told his American counterpart Mike Pompeo the approach was bad", False),
        ("Mike Pompeo was told by Sergei Lavrov that the approach was bad", False),
        ("Lavrov told his counterpart that the approach was bad", False),
        ("The American counterpart, Sergei Lavrov, told Mike Pompeo it was bad", True),
        ("Pompeo heard from his counterpart Lavrov that it was bad", True),
    ],
)
def test_the_counterpart_stays_who_it_is(hypothesis: str, changed: bool) -> None:
    assert ("counterpart" in found(TOLD, hypothesis)) is changed
