"""Names found in Arabic: clitics, variants, scope, offsets, inlining."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.arabic.fold import MARKS_IN_NAMES as MARKS
from bot.translation.names import NameMention, Names, Scope
from bot.translation.names.find import NO_SCOPE
from bot.translation.names.lookup import INLINED

NAMES = Names.load()


def only(text: str, *, known: Scope = NO_SCOPE) -> NameMention:
    found = [m for m in NAMES.find(text, known=known) if m.certain]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "spelling", "clitic"),
    [
        ("بومبيو", "Pompeo", ""),
        ("لبومبيو", "Pompeo", "ل"),
        ("وباتروشيف", "Patrushev", "و"),
        ("وبالكرملين", "the Kremlin", "وب"),
        ("للأمم المتحدة", "the United Nations", "ل"),
        ("والاتحاد الأوروبي", "the European Union", "و"),
        ("بجنيف", "Geneva", "ب"),
        ("ولروسيا", "Russia", "ول"),
        ("نيكولاي باتروشيف", "Nikolai Patrushev", ""),
        ("شويجو", "Shoigu", ""),
        ("دونالد ترمب", "Donald Trump", ""),
        ("هامبورج", "Hamburg", ""),
        ("الأميركيين", "US", "ال"),
        ("قوات سوريا الديمقراطية", "the Syrian Democratic Forces", ""),
    ],
)
def test_certain_names(text: str, spelling: str, clitic: str) -> None:
    mention = only(text)
    assert mention.spellings[0] == spelling
    assert mention.clitic == clitic


def test_longest_name_wins() -> None:
    assert only("حزب العمال الكردستاني").spellings[0] == "the Kurdistan Workers' Party"
    assert only("كوريا الشمالية").spellings[0] == "North Korea"


def test_a_name_in_quotes_after_its_noun() -> None:
    assert only('صحيفة "الخليج"').spellings[0] == "Al-Khaleej"


@pytest.mark.parametrize(
    "text", ["كلاب", "قال رئيس الوزراء", "هدف كريم جميل", "على", "دوما", "مالي", "قدم صورة"]
)
def test_ordinary_words_prove_nothing(text: str) -> None:
    assert not [m for m in NAMES.find(text) if m.certain]


def test_marks_and_tatweel_do_not_move_offsets() -> None:
    text = "قالَ لِبُومبـيو اليوم"
    mention = only(text)
    assert text[mention.start : mention.end] == mention.text == "لِبُومبـيو"
    assert mention.clitic == "لِ"


def test_shared_surname_needs_its_full_name_in_scope() -> None:
    assert not [m for m in NAMES.find("وقال مولر") if m.certain]
    scope = NAMES.scope(["تقرير المدعي روبرت مولر"])
    assert only("وقال مولر", known=scope).spellings[0] == "Mueller"
    assert only("وقال مولر", known=Scope(scope.full)).spellings[0] == "Mueller"


def test_an_article_teaches_its_own_glosses() -> None:
    scope = NAMES.scope(["التقى جيرالد ستانبروك (Gerald Stanbrook) أمس"])
    assert only("وقال ستانبروك", known=scope).spellings == ("Stanbrook",)


def test_a_gloss_that_does_not_sound_alike_is_not_believed() -> None:
    assert NAMES.scope(["الصورة من المكتب (Photo Getty)"]).glossed == ()


def test_inline_keeps_clitics_as_words() -> None:
    text = "وقال لافروف لبومبيو إن على واشنطن التوقف، وأكد وباتروشيف ذلك."
    inlined = NAMES.inline(text, NAMES.scope([text]))
    assert inlined == "وقال Lavrov ل Pompeo إن على Washington التوقف، وأكد و Patrushev ذلك."


def test_inline_spells_names_and_no_words() -> None:
    text = "قال الكرملين لرويترز في موسكو عن روسيا والروس قبل انتخابات التجديد النصفي"
    wanted = "قال Kremlin ل Reuters في Moscow عن Russia والروس قبل انتخابات التجديد النصفي"
    assert NAMES.inline(text) == wanted


def test_inline_leaves_text_without_persons_alone() -> None:
    assert NAMES.inline("أعلنت الحكومة ذلك") == "أعلنت الحكومة ذلك"


@given(
    st.lists(
        st.sampled_from(
            ["لافروف", "وبوتين", "للأمم", "المتحدة", "الأمم", "(Joe Biden)", "بايدن", "،", "«", "-",
             "جو", "على", "\u064e", "ـ", "2018", "\n", " ", "روسيا", "السيسي", "ال", "و"]
        )
        | st.text(alphabet=MARKS + "ابتجحدرسصعغفقكلمنهويأإآةى abc()", max_size=8),
        max_size=20,
    )
)  # fmt: skip
def test_mentions_are_in_order_and_quote_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    scope = NAMES.scope([text])
    last = 0
    for mention in NAMES.find(text, known=scope):
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.startswith(mention.clitic)
        assert mention.spellings and all(mention.spellings)
        last = mention.end
    inlined = NAMES.inline(text, scope)
    for mention in NAMES.find(text, known=scope):
        spelled = mention.certain and mention.kind in INLINED
        assert (mention.spellings[0].removeprefix("the ") if spelled else mention.text) in inlined


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("4 قتلى بغارة على النبطية وسلام يلتقي لودريان في بيروت", True),
        ("سلام: لا عودة إلى الحرب", True),
        ("سلام يستقبل المبعوث", True),
        ("اتفاق سلام يوقف الحرب", False),
        ("دعوة إلى السلام", False),
        ("جهود سلام: ماذا بعد", False),
    ],
)
def test_a_family_name_that_is_a_word_is_one_where_it_acts(title: str, named: bool) -> None:
    scope = NAMES.scope(["قال رئيس الحكومة نواف سلام إن الجيش باق.", title])
    found = [m.spellings[0] for m in NAMES.find(title, known=scope) if m.certain]
    assert ("Salam" in found) is named
    assert "Salam" not in [m.spellings[0] for m in NAMES.find(title)]
