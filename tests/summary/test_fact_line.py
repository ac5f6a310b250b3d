"""Lines that translate nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.quantities import tokens
from bot.pipeline.spelling import NamesSpeller
from bot.summary.fact_line import fact_line


def line(source: str, speller: NamesSpeller, words: int = 28) -> str | None:
    (names,) = speller.named([source])
    made = fact_line(source, names, words)
    return made and made.text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            "ارتفعت حصيلة ضحايا حادث تصادم قطارين جنوب مصر إلى 22 قتيلا و60 مصابا، حسبما أفاد مصدر "
            "طبي اليوم السبت.",
            "22 dead, 60 injured; train collision; Egypt; medical source, Saturday",
        ),
        (
            "تراجع صافي ربح الشركة 6% إلى 26.1 مليار دولار، مقابل 27.8 مليار دولار قبل عام.",
            "Net profit down 6%, to 26.1 billion dollars, from 27.8 billion dollars",
        ),
        ("أبقى البنك المركزي سعر الفائدة عند 31%.", "Interest rate held at 31%"),
        ("بلغ العجز 165 مليار ريال.", "Deficit 165 billion riyals"),
        (
            "قضت محكمة في تونس بالسجن بين 3 و10 سنوات لثمانية متهمين.",
            "Prison 3 to 10 years, 8 defendants; Tunisia",
        ),
        (
            "4 قتلى بغارة على النبطية وسلام يلتقي لودريان في بيروت.",
            "4 dead; air strike; Nabatieh",
        ),
        (
            "مقتل 37 شخصا في القصف الذي استهدف سوق مدينة الأبيض.",
            "37 dead; bombardment; El Obeid",
        ),
        (
            "قضت محكمة في تونس بتغريم صحافية 50 ألف دينار بتهمة القدح بحق البنك المركزي التونسي.",
            "Fine 50,000 dinars; Tunisia",
        ),
        ("مقتل جنديين وفقدان 6 في هجوم قرب الحدود.", "2 soldiers dead, 6 missing; attack"),
    ],
)
def test_figures_names_and_the_event(source: str, shown: str, speller: NamesSpeller) -> None:
    assert line(source, speller) == shown


@pytest.mark.parametrize(
    "source",
    [
        "نفت الوزارة مقتل 12 شخصا في الحريق.",
        "لم يقتل أحد من الركاب البالغ عددهم 40.",
        "حذر الأطباء من وفاة 200 طفل جوعا.",
        "قد يرتفع العجز إلى 165 مليار ريال إذا هبطت الأسعار.",
        "سيستعيد المودعون ما يصل إلى 100 ألف دولار من قيمة القرض.",
        "طالب النواب بخفض الفائدة 100 نقطة أساس.",
        "قال المدير إن العمل بدأ في عام 2019.",
        'قال الشاهد: "رأيت 30 قتيلا في الشارع".',
        "وصل الوزير إلى القاهرة.",
        "قضت المحكمة يوم الثلاثاء بالسجن 7 سنوات وبغرامة مليون جنيه.",
        "قالت الهيئة إن عددا من البحارة قتلوا وفقد ستة آخرون في هجوم قرب الحديدة.",
    ],
)
def test_no_line_of_what_is_denied_expected_quoted_or_not_counted(
    source: str, speller: NamesSpeller
) -> None:
    assert line(source, speller) is None


def test_what_stands_behind_a_joint_is_left_out(speller: NamesSpeller) -> None:
    source = "أصيب 12 شخصا في انفجار، فيما قتل 9 آخرون العام الماضي في حادث مماثل."
    assert line(source, speller) == "12 injured; explosion"


def test_a_flag_or_a_charge_is_no_place(speller: NamesSpeller) -> None:
    source = "مقتل 4 بحارة في هجوم على سفينة ترفع علم ليبيريا."
    assert line(source, speller) == "4 sailors dead; attack"


def test_oman_is_not_called_amman(speller: NamesSpeller) -> None:
    made = line("مقتل 4 أشخاص في فيضانات في عمان.", speller)
    assert made is not None
    assert "Amman" not in made


def test_more_of_a_toll_is_no_toll_of_its_own(speller: NamesSpeller) -> None:
    source = "ارتفعت إلى 31 قتيلا حصيلة غرق مركب قبالة صفاقس بعد انتشال تسع جثث إضافية."
    assert line(source, speller) == "31 dead; boat sinking; Sfax"


def test_two_tolls_of_one_kind_make_no_line(speller: NamesSpeller) -> None:
    assert line("مقتل 12 شخصا في قصف على غزة و9 قتلى في قصف على رفح.", speller) is None


def test_the_day_of_a_report_is_not_the_day_of_the_event(speller: NamesSpeller) -> None:
    source = (
        "ارتفعت حصيلة حادث انقلاب حافلة إلى 14 قتيلا، حسبما أعلنت وزارة الصحة الجزائرية الجمعة."
    )
    assert line(source, speller) == "14 dead; bus overturned; health ministry, Friday"
    source = "قتل 31 شخصا، الأحد، في انفجار، بحسب مصدر طبي."
    assert line(source, speller) == "31 dead; explosion; Sunday; medical source"
    source = "قتل 31 شخصا في انفجار، وفق ما أفاد الأربعاء متحدث قضائي."
    assert line(source, speller) == "31 dead; explosion"
    source = "أعلنت وزارة الصحة الأربعاء مقتل 31 شخصا في انفجار."
    assert line(source, speller) == "31 dead; explosion; health ministry, Wednesday"


NUMBERS = st.integers(2, 999)


@given(NUMBERS, NUMBERS, st.sampled_from(["مصابا", "مفقودا", "شاحنة", "دولار"]))
def test_every_figure_shown_stands_in_the_arabic(one: int, other: int, noun: str) -> None:
    source = f"قالت الشرطة إن الانفجار خلف {one} قتيلا و{other} {noun} يوم الأحد."
    made = fact_line(source, (), 28)
    assert made is not None
    written = {token.folded for token in tokens(source)}
    assert set(re.findall(r"\d+", made.text.replace(",", ""))) <= written
    assert len(made.text.split()) <= 28
