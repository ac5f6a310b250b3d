"""Sound, keeping and repair of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.arabic.fold import for_names as fold
from bot.translation.names import Match, NameMention, Names, match, repair
from bot.translation.names.sound import similarity
from bot.translation.names.terms import checked

NAMES = Names.load()


def mention(arabic: str) -> NameMention:
    return next(m for m in NAMES.find(arabic) if m.certain)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("محمد", "Muhammad"),
        ("هامبورغ", "Hamburg"),
        ("شيراك", "Chirac"),
        ("ماكماستر", "McMaster"),
        ("قذافي", "Gaddafi"),
        ("تشافيز", "Chávez"),
        ("خروتشوف", "Khrushchev"),
    ],
)
def test_transliterations_sound_alike(arabic: str, english: str) -> None:
    assert similarity(fold(arabic), english) >= 0.72


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("محمد", "Morocco"), ("مولر", "Catch"), ("بومبيو", "Powell"), ("تيلرسون", "Timor")],
)
def test_other_names_do_not(arabic: str, english: str) -> None:
    assert similarity(fold(arabic), english) < 0.7


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_is_a_share(arabic: str, english: str) -> None:
    assert 0.0 <= similarity(fold(arabic), english) <= 1.0


@pytest.mark.parametrize(
    ("arabic", "english", "expected"),
    [
        ("سيرغي لافروف", "Mr. Lavrov said", Match.EXACT),
        ("سيرغي لافروف", "Sergei said", Match.LOST),
        ("لافروف", "Lavroff said", Match.CLOSE),
        ("بومبيو", "Mike Powell said", Match.LOST),
        ("روسيا", "the Russian side", Match.EXACT),
        ("الولايات المتحدة", "U.S. forces", Match.EXACT),
        ("الولايات المتحدة", "the American side", Match.EXACT),
        ("الولايات المتحدة", "officials in Washington", Match.LOST),
        ("الولايات المتحدة", "he told us", Match.LOST),
        ("واشنطن", "the United States said", Match.LOST),
        ("السيسي", "President al-Sisi met", Match.EXACT),
        ("تركيا", "Türkiye said", Match.EXACT),
        ("حلف شمال الأطلسي", "NATO's chief", Match.EXACT),
        ("الكرملين", "Kosovo said", Match.LOST),
    ],
)
def test_match(arabic: str, english: str, expected: Match) -> None:
    assert match(mention(arabic), english) is expected


def repaired(source: str, english: str) -> str:
    return repair(source, english, NAMES.find(source, known=NAMES.scope([source])))


def test_repair_puts_a_misspelling_right() -> None:
    assert repaired("وأشار لافروف إلى ذلك", "Lavrof noted it.") == "Lavrov noted it."
    assert repaired("قال لافروف لبومبيو", "Lavrof told Bombyo.") == "Lavrov told Pompeo."


def test_the_article_of_a_misspelled_name_is_no_part_of_it() -> None:
    source, right = "حصل محمود المشهداني على صوت", "Mahmoud al-Mashhadani got a vote."
    assert repaired(source, "Mahmoud al-Mashhani got a vote.") == right
    assert repaired(source, "Mahmoud Mashhadany got a vote.") == right
    assert repaired(source, "Al-Mashhadany got a vote.") == "Al-Mashhadani got a vote."


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("وأشار لافروف إلى ذلك", "He noted it."),  # never pasted in
        ("وأشار لافروف إلى ذلك", "Lavrof and Lavrof noted it."),  # twice
        ("وأشار لافروف إلى ذلك", "Lavroff met Lavrov."),  # the right one is there
        ("وأكد بومبيو ذلك", "Powell said so."),  # another name
        ("ذهب كريم", "Kareem went."),  # nobody certain
        ("التقى مدفيديف ميدفيدوف", "Medvedef met Medvedof."),  # two close words
    ],
)
def test_repair_leaves_doubt_alone(source: str, english: str) -> None:
    assert repaired(source, english) == english


def test_a_packaged_spelling_does_not_take_accents_away() -> None:
    source, english = "وصل الوفد إلى ساو باولو.", "The delegation arrived in São Paulo."
    assert repair(source, english, NAMES.find(source)) == english
    assert match(mention(source), english) is Match.EXACT
    own = NAMES.with_terms([checked("ساو باولو", "Sao Paulo", "place")])
    found = own.find(source, known=own.scope([source]))
    assert repair(source, english, found) == "The delegation arrived in Sao Paulo."


@given(st.text(max_size=60))
def test_repair_without_mentions_changes_nothing(english: str) -> None:
    assert repair("أعلنت الحكومة ذلك", english, ()) == english
