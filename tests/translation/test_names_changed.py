"""Offices and nations that became others."""

from __future__ import annotations

import pytest

from bot.records import Severity
from bot.translation.names import Names, name_checks
from bot.translation.names.checks.changed import office_changed, offices

CHECKS = name_checks(Names.load())
GARRISON = "هاجم الجيش الحامية البريطانية قرب المدينة."


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("قال وزير الخارجية الروسي", "The Russian Deputy Prime Minister said"),
        ("المتحدث باسم الكرملين", "The Kremlin's ambassador"),
        ("وللمتحدث باسم الجيش رأي", "The army's ambassador has a view"),
        ("استقبل وزير الخارجية لوزير الخارجية الأمريكي", "The foreign minister met the ambassador"),
        ("قبول استقالة وزيرة الأشغال", "the resignation of the labour minister"),
        ("يعين أيمن السياري مستشارا", "Attorney General Ayman al-Sayari is appointed adviser"),
        ("رئيسي أركان البلدين", "the Prime Ministers of the two countries"),
    ],
)
def test_changed(source: str, english: str) -> None:
    flags = office_changed(source, (), english)
    assert flags and all(f.severity is Severity.ERROR for f in flags)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("قال وزير الخارجية الأمريكي", "The US Secretary of State said"),
        ("قال وزير الخارجية الأمريكي", "The top diplomat said"),
        ("قال وزير الخارجية الأمريكي", "He said"),
        ("نائب رئيس الوزراء", "the Deputy Prime Minister"),
        ("قال الوزير", "The ambassador said"),
        ("وزير الاقتصاد والتجارة", "the economy and trade minister"),
        ("وزير الصحة والبيئة", "the health and environment minister"),
        ("قال وزير الصحة", "Health Minister Ali Hassan said"),
        ("نائبا لرئيس مجلس الوزراء", "as deputy prime minister"),
        ("رئيس الوزراء ووزير الدفاع", "the Prime Minister and Defence Minister"),
    ],
)
def test_not_changed(source: str, english: str) -> None:
    assert office_changed(source, (), english) == ()


def test_every_office_is_shown_by_its_own_english() -> None:
    for office in offices():
        source, english = f"قال {office.arabic[0]} ذلك", f"The {office.english[0]} said"
        assert office_changed(source, (), english) == ()


def found(source: str, hypothesis: str) -> set[str]:
    return {flag.check for check in CHECKS for flag in check(source, hypothesis, None)}


def test_another_nation_in_its_place() -> None:
    wrong = "The army attacked the Russian garrison near the city."
    assert "nation_changed" in found(GARRISON, wrong)


@pytest.mark.parametrize(
    "hypothesis",
    [
        "The army attacked the British garrison near the city.",
        "The army attacked the UK garrison near the city.",
        "The army attacked the garrison near the city.",
    ],
)
def test_the_same_nation_or_none(hypothesis: str) -> None:
    assert "nation_changed" not in found(GARRISON, hypothesis)


def test_calm_markets_are_not_the_pacific_and_asia_has_an_adjective() -> None:
    assert found("بدت الأسواق الآسيوية هادئة.", "Asian markets appeared calm.") == set()
    assert "names_invented" in found("بدت الأسواق الأوروبية هادئة.", "Asian markets appeared calm.")
