"""The glossary's core: what may be an entry, where entries occur, and what they change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTerm
from bot.translation.names import Match, Names, match, repair
from bot.translation.names.glossary import Glossary
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import LONGEST, Term, checked
from bot.translation.names.variants import one_name

TABLES = Names.load()


def spelled(source: str, english: str, *terms: Term) -> str:
    names = TABLES.with_terms(terms)
    return repair(source, english, names.find(source, known=names.scope([source])))


def inlined(source: str, *terms: Term) -> str:
    names = TABLES.with_terms(terms)
    return names.inline(source, names.scope([source]))


@pytest.mark.parametrize(
    ("one", "other", "english"),
    [
        ("شويغو", "شويجو", "Shoigu"),
        ("نتنياهو", "نتانياهو", "Netanyahu"),
        ("ترامب", "ترمب", "Trump"),
        ("ميدفيديف", "مدفيديف", "Medvedev"),
        ("غوتيريش", "جوتيريش", "Guterres"),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str, english: str) -> None:
    assert one_name(one, other, english)
    assert one_name(other, one, english)


@pytest.mark.parametrize(
    ("one", "other", "english"),
    [
        ("محمد", "محمود", "Muhammad"),
        ("غازي", "جازي", "Ghazi"),
        ("سالم", "سليم", "Salem"),
        ("شويغو", "شوقي", "Shoigu"),
        ("كيري", "جيري", "Kerry"),
        ("غرين", "قرين", "Green"),
        ("مسعد", "مسعود", "Musaad"),
    ],
)
def test_two_names_that_are_written_alike(one: str, other: str, english: str) -> None:
    assert not one_name(one, other, english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("", "Patrushev"),
        ("باتروشيف", ""),
        ("باتروشيف", "   "),
        ("Patrushev", "باتروشيف"),
        ("باتروشيف", "<b>Patrushev</b>"),
        ("باتروشيف", "Patru|shev"),
        ("باتروشيف", ".*"),
        ("باتروشيف", "Patrushev\\"),
        ("باتروشيف", "P" * (LONGEST + 1)),
        ("ب" * (LONGEST + 1), "Patrushev"),
        ("باتروشيف 2", "Patrushev"),
        ("با", "Ba"),
        ("كريم", "Karim"),
        ("باتروشيف", "123"),
        ("\u200f\u202e", "Patrushev"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_with_a_reason(arabic: str, english: str) -> None:
    with pytest.raises(BadTerm, match=r"\.$"):
        checked(arabic, english)


def test_marks_of_direction_and_vowels_are_no_part_of_an_entry() -> None:
    term = checked("\u200f\u202bباتْروشيف\u202c", "\u200ePatrushev\u2069")
    assert (term.key, term.english) == ("باتروشيف", "Patrushev")


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_is_an_entry_or_refused(arabic: str, english: str, kind: str) -> None:
    try:
        term = checked(arabic, english, kind)
    except BadTerm:
        return
    assert checked(term.arabic, term.english, term.kind) == term
    assert not set("<>|\t\n") & set(term.arabic + term.english)


def test_kinds_are_guessed_and_may_be_given() -> None:
    assert checked("شويغو", "Shoygu").kind == "person"
    assert checked("موسكو", "Moskva").kind == "place"
    assert checked("حماس", "HAMAS").kind == "organisation"
    assert checked("ستانبروك", "Stanbrook").kind == "person"
    assert checked("حركة السلام الجديدة", "New Peace Movement").kind == "other"
    assert checked("ستانبروك", "Stanbrook", "place").kind == "place"
    with pytest.raises(BadTerm, match="kind"):
        checked("ستانبروك", "Stanbrook", "river")


def test_the_operators_spelling_goes_before_the_tables_with_any_clitic_and_letter() -> None:
    term = checked("شويغو", "Shoygu")
    assert inlined("قال شويغو ولشويجو", term) == "قال Shoygu و ل Shoygu".replace("و ل", "ول")
    assert inlined("قال سيرغي شويغو", term) == "قال Sergei Shoygu"
    assert spelled("قال سيرجي شويجو", "Sergey Shoigu said", term) == "Sergei Shoygu said"


def test_a_full_name_settles_the_family_name_too() -> None:
    term = checked("سيرغي شويغو", "Sergey Shoygu")
    assert inlined("قال شويجو", term) == "قال Shoygu"
    unknown = checked("غيرالد ستانبروك", "Gerald Stanbrook")
    assert inlined("قال جيرالد ستانبروك ثم ستانبروك", unknown) == (
        "قال Gerald Stanbrook ثم Stanbrook"
    )
    assert inlined("قال ستانبروك", unknown) == "قال ستانبروك"


def test_an_entry_replaces_other_spellings_in_their_place_only() -> None:
    term = checked("مجلس النواب", "Chamber of Deputies")
    source = "أعلن البيت الأبيض ومجلس النواب"
    assert spelled(source, "The White House and the House of Representatives said", term) == (
        "The White House and the Chamber of Deputies said"
    )
    kept = "The White House and the House said"
    assert spelled(source, kept, term) == kept


def test_a_missing_name_is_flagged_and_never_pasted_in() -> None:
    term = checked("ستانبروك", "Stanbrook")
    names = TABLES.with_terms([term])
    scope = names.scope(["قال ستانبروك ذلك"])
    (mention,) = [m for m in names.find("قال ستانبروك ذلك", known=scope) if m.certain]
    assert match(mention, "He said so.") is Match.LOST
    assert spelled("قال ستانبروك ذلك", "He said so.", term) == "He said so."
    assert spelled("قال ستانبروك ذلك", "Stanbruk said so.", term) == "Stanbrook said so."


def test_spellings_that_the_tables_know_become_one() -> None:
    assert spelled("قال سيرغي لافروف", "Sergey Lavrov said") == "Sergei Lavrov said"
    assert spelled("زار كييف", "He visited Kiev.") == "He visited Kyiv."
    assert spelled("زار الشيشان", "the Chechen side") == "the Chechen side"


def test_who_says_so_decides_and_not_who_says_it_last() -> None:
    operator = Term("ستانبروك", "Stanbrook", "person", SpellingOrigin.OPERATOR)
    remembered = Term("ستانبروك", "Stanbruck", "person", SpellingOrigin.REMEMBERED)
    for terms in ([operator, remembered], [remembered, operator]):
        assert Glossary(terms).terms == (operator,)


def test_what_a_translation_taught_stays_out_of_the_source() -> None:
    stated = Term("ستانبروك", "Stanbrook", "person", SpellingOrigin.STATED)
    remembered = Term("ستانبروك", "Stanbrook", "person", SpellingOrigin.REMEMBERED)
    assert inlined("قال ستانبروك", stated) == "قال Stanbrook"
    assert inlined("قال ستانبروك", remembered) == "قال ستانبروك"
    assert spelled("قال ستانبروك", "Stanbruk said", remembered) == "Stanbrook said"


def test_an_article_without_the_name_has_the_same_scope_whatever_the_glossary() -> None:
    terms = [checked("ستانبروك", "Stanbrook"), checked("شويغو", "Shoygu")]
    text = "قال لافروف إن موسكو لن تنسحب"
    assert TABLES.with_terms(terms).scope([text]) == TABLES.scope([text])


def test_an_engine_is_told_the_entries_of_its_sentence() -> None:
    names = TABLES.with_terms([checked("اتفاق الإطار", "Framework Agreement", "other")])
    assert names.entries_for("وقع ولافروف اتفاق الإطار") == [
        ("لافروف", "Lavrov"),
        ("اتفاق الإطار", "Framework Agreement"),
    ]
    assert names.entries_for("لم يحدث شيء") == []


@given(
    st.lists(st.sampled_from(["شويغو", "وشويجو", "ستانبروك", "قال", "\u064e", "،", "x"])),
    st.text(alphabet="Stanbrook Shoigu.<>()*\\", max_size=40),
)
def test_no_text_breaks_the_glossary(words: list[str], english: str) -> None:
    terms = [checked("ستانبروك", "St. (Anbrook)"), checked("شويغو", "Shoygu")]
    source = " ".join(words)
    names = TABLES.with_terms(terms)
    last = 0
    for mention in names.find(source, known=names.scope([source])):
        assert last <= mention.start < mention.end
        assert source[mention.start : mention.end] == mention.text
        last = mention.end
    if not any("شوي" in word or "ستا" in word for word in words):
        assert spelled(source, english, *terms) == english
