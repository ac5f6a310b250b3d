"""Outlets: named only where the page speaks of itself."""

from __future__ import annotations

import pytest

from bot.reading.outlet import (
    ClaimStanding,
    at_address,
    find,
    find_alone,
    in_source_line,
    is_source_line,
    named_by_itself,
    stated,
    surest,
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("المصدر : الجزيرة", "Al Jazeera"),
        ("المصدر : الجزيرة + وكالات", "Al Jazeera"),
        ("المصدر: وكالات + الجزيرة نت", "Al Jazeera"),
        ("المصدر: رويترز والجزيرة", "Al Jazeera"),
        ("المصدر: صحيفة الشرق والغرب", "صحيفة الشرق والغرب"),
        ("المصدر: RT + نوفوستي", "RT Arabic"),
        ("المصدر: أ ف ب", "AFP"),
        ("المصدر: صحيفة النهضة الجديدة", "صحيفة النهضة الجديدة"),
        ("المصدر: وكالات", None),
        ("المصدر : وكالات + مواقع التواصل الاجتماعي", None),
        ("المصدر: وسائل إعلام", None),
    ],
)
def test_source_lines(line: str, name: str | None) -> None:
    assert is_source_line(line)
    claim = in_source_line(line)
    assert (claim.name if claim else None) == name


@pytest.mark.parametrize(
    "line",
    [
        "مصدر أمني يكشف تفاصيل الهجوم",
        "وقال المصدر: لا نعرف عدد الضحايا حتى الآن.",
        "المصدر: " + "كلمة " * 20,
    ],
)
def test_sentences_about_sources_are_no_source_lines(line: str) -> None:
    assert not is_source_line(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("تابعوا RT على", "RT Arabic"),
        ('لاستلام اشعارات وعروض من صحيفة "الخليج"', "Al Khaleej"),
        ("اشترك في نشرة موقع «النهضة الجديدة»", "النهضة الجديدة"),
        ("جميع الحقوق محفوظة لصحيفة الخليج 2024", "Al Khaleej"),
        ("تابعوا أخبارنا على", None),
        ("تابعونا على تويتر", None),
    ],
)
def test_lines_in_which_a_page_names_itself(line: str, name: str | None) -> None:
    claim = named_by_itself(line)
    assert (claim.name if claim else None) == name


def test_an_ordinary_word_alone_names_nobody() -> None:
    assert find_alone("عربي بوست")
    assert find("صحيفة الخليج")
    for word in ("الخليج", "الشرق الأوسط", "العربية", "الفرنسية", "الغد"):
        assert find(word), word
        assert find_alone(word) is None, word


def test_spellings_of_agencies() -> None:
    names = {getattr(find(n), "name", None) for n in ("أ ف ب", "أ.ف.ب", "ا.ف.ب", "الفرنسية", "AFP")}
    assert names == {"AFP"}
    assert find("أب") is None  # "father", not the Associated Press


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.aljazeera.net/news/1", "Al Jazeera"),
        ("arabic.rt.com/world/1", "RT Arabic"),
        ("https://www.bbc.com/arabic/articles/1", "BBC Arabic"),
        ("https://www.bbc.com/news/1", None),
        ("https://notaljazeera.net/", None),
        ("https://[bad", None),
        (None, None),
    ],
)
def test_addresses(url: str | None, name: str | None) -> None:
    outlet = at_address(url)
    assert (outlet.name if outlet else None) == name


def test_the_site_counts_before_the_agency_it_credits() -> None:
    agency = stated("رويترز", ClaimStanding.SOURCE)
    site = stated("النهضة", ClaimStanding.SOURCE)
    assert surest([agency, site]) == site
    assert surest([None, agency]) == agency
    assert surest([]) is None
    assert stated("غيتي", ClaimStanding.SOURCE) is None
