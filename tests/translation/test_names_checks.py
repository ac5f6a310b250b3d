"""The checks on lost, invented and misspelled names."""

from __future__ import annotations

import pytest

from bot.language.arabic.fold import for_names as fold
from bot.records import Flag, Severity
from bot.translation.names import Names, name_checks, tables

NAMES = Names.load()


def run(source: str, english: str) -> list[Flag]:
    checks = name_checks(NAMES, NAMES.scope([source]))
    return [flag for check in checks for flag in check(source, english, None)]


def errors(source: str, english: str) -> set[str]:
    return {f.check for f in run(source, english) if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("source", "english"),
    [
        (
            "وقال لافروف لبومبيو إن على الولايات المتحدة التوقف",
            "Lavrov told Pompeo that the United States must stop.",
        ),
        ("أعلنت وزارة الخارجية الروسية ذلك", "The Russian Foreign Ministry announced it."),
        ("وصل الوفد إلى مدينة كيتشيم", "The delegation arrived in the city of Kitchim."),
        ("تصريح لشبكة CNN في نوفمبر", "A statement to CNN in November."),
        ("قال رئيس الوزراء", "The Prime Minister said on Monday."),
        ("اجتمع رئيس الأركان مع نظيره", "The Chief of Staff met his counterpart."),
        ("قال ترامب إن الديمقراطية بخير", "Trump said Democracy was well."),
        ("الدستور الأفغاني", "The Afghan constitution"),
    ],
)
def test_faithful_sentences_raise_no_error(source: str, english: str) -> None:
    assert errors(source, english) == set()


@pytest.mark.parametrize(
    ("source", "english", "checks"),
    [
        ("قال وزير الخارجية مايك بومبيو", "said Mike Powell", {"names_lost"}),
        ("وأشار بيسكوف إلى ذلك", "He pointed to it.", {"names_lost"}),
        (
            "وقال بيسكوف للصحفيين",
            "Putin told reporters.",
            {"names_lost", "names_invented"},
        ),
        ("أكد الرئيس الروسي ذلك", "Russian President Vladimir Putin said so.", {"names_invented"}),
        ("اجتمع الرئيسان", "The presidents of Guinea-Bissau met.", {"names_invented"}),
        ("اجتمع الوزراء", "The United Nations ministers met.", {"names_invented"}),
        ("في مدينة هامبورغ", "in Garmont, Switzerland", {"names_lost", "names_invented"}),
        ("قال الكرملين", "the Croats said", {"names_lost", "names_invented"}),
        ("قالت الشرطة", "Police in Turkey and the US said", {"names_invented"}),
    ],
)
def test_wrong_names_are_errors(source: str, english: str, checks: set[str]) -> None:
    assert errors(source, english) >= checks


def test_severities() -> None:
    (flag,) = run("وأشار لافروف إلى ذلك", "Lavroff noted it.")
    assert (flag.check, flag.severity) == ("names_misspelled", Severity.WARNING)
    assert "Lavrov" in flag.detail
    (flag,) = run("قال الجانب الروسي", "The other side said.")
    assert (flag.check, flag.severity) == ("names_lost", Severity.WARNING)
    (flag,) = run("قال الجيش", "The USMDI army said.")
    assert (flag.check, flag.severity) == ("names_invented", Severity.WARNING)


def test_sources_without_arabic_are_not_judged() -> None:
    english = "Russia's President in the White House (Photo by MANDEL NGAN / AFP)"
    assert run(english, english) == []


def test_inlined_sources_are_judged_like_plain_ones() -> None:
    assert errors("وقال Lavrov ل Pompeo ذلك", "Lavrov told Pompeo so.") == set()
    assert errors("وقال Lavrov ل Pompeo ذلك", "Powell was told so.") == {"names_invented"}


def test_seed_is_well_formed() -> None:
    kinds = {"person", "place", "organisation", "outlet", "title", "treaty", "country"}
    entries = tables.entries()
    assert len(entries) > 1500
    for name, entry in entries.items():
        assert name == " ".join(fold(name).split())
        assert entry.kind in kinds
        assert all(s == s.strip() and s for s in entry.spellings)


def test_table_dropped_what_does_not_sound_alike() -> None:
    spellings = tables.words()[fold("محمد")].split("|")
    assert "Morocco" not in spellings and any(s.startswith("M") for s in spellings)
    assert "Catch" not in tables.words()[fold("مولر")]
