from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.arabic.fold import with_offsets as fold
from bot.language.arabic.script import arabic_share
from bot.language.dates.zones import places
from bot.language.digits import western


def test_spellings_of_one_word_fold_alike() -> None:
    assert fold("أُغُســطُس").text == fold("اغسطس").text
    assert fold("جمادى الأولى").text == fold("جمادي الاولي").text
    assert fold("٢٠۱۹\u00a0AM").text == "2019 am"
    assert fold("ﻣﺎﻳﻮ").text == fold("مايو").text


def test_folding_keeps_words_apart_that_differ_in_a_letter() -> None:
    assert fold("آب").text != fold("أيار").text


@settings(deadline=None)
@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)
    for at, character in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert character in fold(text[start : max(end, start + 1)]).text


@settings(deadline=None)
@given(st.text())
def test_western_digits_keep_every_offset(text: str) -> None:
    assert len(western(text)) == len(text)
    assert not set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹").intersection(western(text))


def test_share_of_arabic_letters() -> None:
    assert arabic_share("سلام ١٢٣!") == 1.0
    assert arabic_share("سلام abcd") == 0.5
    assert arabic_share("123 !") == arabic_share("") == 0.0


def test_every_place_leads_to_zones_that_exist() -> None:
    assert {"القاهره", "مكه المكرمه", "بيروت", "المغرب", "لندن"} <= places().keys()
    for zones in places().values():
        assert all(ZoneInfo(zone).key == zone for zone in zones)
