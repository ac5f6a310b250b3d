"""The gazetteers and the phrases: built as the tables say, certain only where they may be."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from importlib.resources import files

import pytest

from bench import build_names
from bot.translation.names import Names, name_checks, tables
from bot.translation.names.phrases import phrases

NAMES = Names.load()


def errors(source: str, english: str) -> list[str]:
    return [f.check for check in name_checks(NAMES) for f in check(source, english, None)]


@pytest.mark.parametrize(
    ("file", "build"),
    [
        ("gazetteer.tsv.gz", lambda: build_names.gazetteer(build_names.set_apart())),
        ("phrases.tsv.gz", build_names.phrases),
    ],
)
def test_the_packaged_tables_are_those_of_the_sources(
    file: str, build: Callable[[], list[str]]
) -> None:
    packaged = files("bot.translation.names").joinpath(file).read_bytes()
    assert gzip.decompress(packaged).decode("utf-8").splitlines() == build()


def test_what_is_set_apart_stands_in_the_gazetteers() -> None:
    table = dict(tables.gazetteer())
    for name, use in build_names.set_apart().items():
        assert use in ("inlined", "doubtful"), name
        assert not table[name].owed, name
        assert table[name].certain == (use == "inlined"), name


def test_tables_kept_by_hand_go_first() -> None:
    for name in tables.by_hand().keys() & dict(tables.gazetteer()).keys():
        assert tables.entries()[name] is tables.by_hand()[name]


def test_a_sentence_has_its_names_spelled() -> None:
    text = "قال ممداني في دهوك إن غيرشكوفيتش زار جسر الشغور"
    found = {m.name: m.spellings[0] for m in NAMES.find(text) if m.certain}
    assert found["ممداني"] == "Mamdani"
    assert found["دهوك"] == "Dohuk"
    assert found["غيرشكوفيتش"] == "Gershkovich"
    assert "names_lost" in errors("زار ممداني المدينة", "The mayor visited the city")


@pytest.mark.parametrize(
    "text", ["في مصيره المجهول", "القائمة الموحدة للأسعار", "كارنو", "الجيل الجديد من الهواتف"]
)
def test_ordinary_words_are_never_certain(text: str) -> None:
    assert [m for m in NAMES.find(text) if m.certain and m.kind != "country"] == []
    assert NAMES.inline(text, kinds=("person", "place", "organisation")) == text


def test_what_is_said_in_other_words_is_put_in_but_not_missed() -> None:
    source = "رفع البنك المركزي المصري الفائدة"
    assert NAMES.inline(source, kinds=("organisation",)) == "رفع Central Bank of Egypt الفائدة"
    assert errors(source, "Egypt's central bank raised rates") == []


def test_a_form_of_one_word_has_a_spelling_of_its_own() -> None:
    spelled = {m.name: m.spellings[0] for m in NAMES.find("نابليون في البقاع ثم بابل")}
    assert (spelled["نابليون"], spelled["البقاع"]) == ("Napoleon", "Bekaa")


# ----------------------------------------------------------------------------------------- phrases


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قبل انتخابات التجديد النصفي", "قبل midterm elections"),
        ("فاز بانتخابات التجديد النصفي", "فاز ب midterm elections"),
        ("للحكومة الانتقالية", "ل transitional government"),
        ("أُعلن وقف لإطلاق النار", "أُعلن ceasefire"),
    ],
)
def test_phrases_are_put_in_as_the_model_was_trained(text: str, wanted: str) -> None:
    assert NAMES.inline(text, kinds=("phrase",)) == wanted


def test_of_a_name_and_a_phrase_that_overlap_the_longer_is_put_in() -> None:
    both = ("phrase", "organisation", "place", "country")
    assert NAMES.inline("محكمة لاهاي", kinds=both) in ("Hague court", "محكمة The Hague")
    text = "انتخابات التجديد النصفي في دهوك"
    assert NAMES.inline(text, kinds=both) == "midterm elections في Dohuk"


def test_phrases_stand_where_they_say() -> None:
    text = "وقال إن انتخابات التجديد النصفي وبانتخابات التجديد النصفي"
    first, second = phrases(text)
    assert text[first.start : first.end] == "انتخابات التجديد النصفي"
    assert second.clitic == "وب"
    assert text[second.start : second.end].startswith("وبانتخابات")
