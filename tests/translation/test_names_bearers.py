"""Whose name it is: what an entry must never do to another person's, place's or thing's."""

from __future__ import annotations

import pytest

from bot.errors import BadTerm
from bot.translation.names import Match, Names, match, name_checks, repair
from bot.translation.names.terms import Term, checked
from bot.translation.names.variants import one_name

TABLES = Names.load()
MULLER = checked("غيرد ميلر", "Gerd Müller", "person")
EDUARDO = checked("إدواردو فاسكيز", "Eduardo Vasquez", "person")


def spelled(source: str, english: str, *terms: Term) -> str:
    names = TABLES.with_terms(terms)
    return repair(source, english, names.find(source, known=names.scope([source])))


def inlined(source: str, *terms: Term) -> str:
    names = TABLES.with_terms(terms)
    return names.inline(source, names.scope([source]))


def flags(source: str, english: str, *terms: Term) -> list[str]:
    names = TABLES.with_terms(terms)
    scope = names.scope([source])
    return [f.check for check in name_checks(names, scope) for f in check(source, english, None)]


# ------------------------------------------------------------------------------------- persons


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("قال غيرد ميلر وأندرو ميلر", "قال Gerd Müller وأندرو ميلر"),
        ("التقى غيرد ميلر والنائب جون ميلر", "التقى Gerd Müller والنائب جون ميلر"),
        ("قال غيرد ميلر ثم أضاف ميلر", "قال Gerd Müller ثم أضاف Müller"),
    ],
)
def test_a_family_name_behind_another_given_name_is_anothers(source: str, wanted: str) -> None:
    assert inlined(source, MULLER) == wanted


def test_what_an_article_states_of_one_is_not_said_of_the_next() -> None:
    source = "التقى غيرد ميلر (Gerd Müller) أندرو ميلر"
    assert inlined(source) == "التقى Gerd Müller (Gerd Müller) أندرو ميلر"


def test_a_name_that_is_left_out_is_not_put_over_anothers() -> None:
    source = "التقى غيرد ميلر وأندرو ميلر"
    assert spelled(source, "He met Andrew Miller.", MULLER) == "He met Andrew Miller."
    assert "names_lost" in flags(source, "He met Andrew Miller.", MULLER)


def test_a_family_name_that_is_somebodys_given_name() -> None:
    assert inlined("المغني هاريس أليكسيو") == "المغني هاريس أليكسيو"
    assert inlined("قالت هاريس ذلك") == "قالت Harris ذلك"


def test_an_entry_of_one_spelling_leaves_a_person_with_another_alone() -> None:
    braun = checked("براون", "Braun", "person")
    assert spelled("قال غوردون براون", "Gordon Brown said", braun) == "Gordon Brown said"


def test_a_given_name_is_put_right_before_the_right_family_name_alone() -> None:
    source = "قال إدواردو فاسكيز ذلك"
    assert spelled(source, "Edoardo Vázquez said", EDUARDO) == "Eduardo Vasquez said"
    for other in ("Maria Vasquez said", "Vasquez said", "Edoardo and Vasquez said"):
        assert spelled(source, other, EDUARDO) == other
    two = "قال إدواردو فاسكيز وادوارد فاسكيز ذلك"
    assert spelled(two, "Edward Vasquez said", EDUARDO) == "Edward Vasquez said"


def test_the_clitic_before_a_name_is_no_part_of_another() -> None:
    abbas = checked("محمد عباس", "Mohammed Abbas", "person")
    assert inlined("قال محمد عباس ومحمود عباس", abbas) == "قال Mohammed Abbas و Mahmoud Abbas"


@pytest.mark.parametrize(
    ("known", "found", "english"),
    [
        ("كورشنوفا", "كورشونوف", "Korshunova"),
        ("كولكوفا", "كولاكوفا", "Kulikova"),
        ("سولبيرغ", "سيلبرغ", "Solberg"),
        ("غرانت", "غرانيت", "Grant"),
        ("محمد", "ومحمود", "Mohammed"),
        ("تينكل", "توينكل", "Tinkle"),
    ],
)
def test_names_that_differ_in_a_vowel_or_an_ending(known: str, found: str, english: str) -> None:
    assert not one_name(known, found, english)


def test_a_man_of_the_houthis_is_not_the_movement() -> None:
    assert "Houthis" not in inlined("قال محمد علي الحوثي", checked("محمد علي", "Muhammad Ali"))
    assert inlined("لصالح الحوثيين") == "لصالح Houthis"


# ------------------------------------------------------------------------------ ordinary words


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("بليون", "Billion"),
        ("ثلاثة", "Three"),
        ("مايو", "Mayo"),
        ("الخميس", "Khamis"),
        ("بري", "Berri"),
        ("رئيسي", "Raisi"),
        ("الرئيس", "the President"),
        ("الجزيرة", "Al-Jazeera"),
    ],
)
def test_an_ordinary_word_is_no_entry(arabic: str, english: str) -> None:
    with pytest.raises(BadTerm, match="ordinary"):
        checked(arabic, english)


def test_a_name_that_the_tables_know_with_its_article_is_one() -> None:
    assert checked("الأسد", "Asad").english == "Asad"


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        (("ليون", "Lyon"), "بلغت 3 بليون دولار"),
        (("ليون", "Lyon"), "زار ليون وبلغت 3 بليون دولار"),
        (("كيلي", "Kelly"), "عينته وكيلي في القضية"),
        (("حماس", "HAMAS"), "استقبل بحماس كبير"),
        (("محمد علي", "Muhammad Ali"), "وجد محمد على الطاولة"),
    ],
)
def test_words_that_look_like_an_entry_stay(entry: tuple[str, str], source: str) -> None:
    kept = inlined(source, checked(*entry)).split()
    assert kept[-3:] == source.split()[-3:]


def test_an_entry_for_a_country_is_not_for_the_state_of_that_name() -> None:
    georgia = checked("جورجيا", "Sakartvelo")
    assert inlined("انتخابات ولاية جورجيا", georgia) == "انتخابات Georgia"


# -------------------------------------------------------------------------- countries and bodies


def test_the_adjective_of_a_country_spelled_anew_is_kept() -> None:
    russia = checked("روسيا", "Russian Federation")
    english = "said Russia's Russian troops"
    wanted = "said Russian Federation's Russian troops"
    assert spelled("قالت روسيا", english, russia) == wanted
    assert flags("قال رئيس روسيا", "The Russian president said", russia) == []
    usa = checked("الولايات المتحدة", "USA")
    kept = "American troops of the U.S. Army of the US"
    assert spelled("قالت الولايات المتحدة", kept, usa) == kept


def test_variants_that_fold_alike_are_one_name_and_not_two() -> None:
    uno = checked("الأمم المتحدة", "UNO")
    assert spelled("قرار للأمم المتحدة", "a U.N. resolution", uno) == "a UNO resolution"
    assert spelled("قال بشار الأسد", "Bashar Assad said") == "Bashar al-Assad said"


def test_a_word_made_of_a_name_is_the_name() -> None:
    (mention,) = TABLES.find("سكان جرينلاند")
    assert match(mention, "Greenlandic people") is Match.EXACT
    assert spelled("سكان جرينلاند", "Greenlandic people") == "Greenlandic people"


def test_two_bodies_may_be_said_as_one() -> None:
    source = "مجلس الأمن التابع للأمم المتحدة"
    assert "names_invented" not in flags(source, "the United Nations Security Council")
    assert "names_invented" in flags("مجلس الأمن", "the United Nations Security Council")


def test_an_entry_in_full_says_nothing_of_a_packaged_person_with_the_family_name() -> None:
    source = "التقى غيرد ميلر وستيفن ميلر"
    english = "Gerd Müller met Stephen Miller."
    assert spelled(source, english, MULLER) == english
