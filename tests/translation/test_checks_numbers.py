from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.records import Severity
from bot.translation.checks import Context
from bot.translation.checks.arabic_duals import _DUALS
from bot.translation.checks.numbers import numbers
from tests.translation.written_numbers import arabic, english

ANY = Context()
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

COUNTS = st.integers(3, 10**6) | st.integers(3, 100) | st.integers(3, 10**11)


def errors(source: str, hypothesis: str) -> list[str]:
    flags = numbers(source, hypothesis, ANY)
    return [flag.detail for flag in flags if flag.severity is Severity.ERROR]


ARABIC_FORMS = (
    lambda n: str(n),
    lambda n: str(n).translate(EASTERN),
    lambda n: str(n).translate(PERSIAN),
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "٬").translate(EASTERN),
    arabic,
    lambda n: arabic(n, feminine=True),
    lambda n: arabic(n, genitive=True),
    lambda n: arabic(n, feminine=True, genitive=True),
)
ENGLISH_FORMS = (lambda n: str(n), lambda n: f"{n:,}", english)


@given(COUNTS, st.sampled_from(ARABIC_FORMS), st.sampled_from(ENGLISH_FORMS))
def test_the_same_number_passes_however_it_is_written(n, in_arabic, in_english) -> None:
    source = f"أعلنت الوزارة مقتل {in_arabic(n)} في الهجوم"
    assert errors(source, f"The ministry said {in_english(n)} were killed in the attack") == []


@given(COUNTS, COUNTS, st.sampled_from(ARABIC_FORMS), st.sampled_from(ENGLISH_FORMS))
def test_another_number_never_passes(n, m, in_arabic, in_english) -> None:
    assume(n != m)
    source = f"أعلنت الوزارة مقتل {in_arabic(n)} في الهجوم"
    assert errors(source, f"The ministry said {in_english(m)} were killed in the attack")


@given(st.integers(3, 999), st.sampled_from([("ألف", "thousand"), ("مليون", "million")]))
def test_digits_before_a_magnitude(n, magnitude) -> None:
    source = f"بلغ العدد {n} {magnitude[0]} شخص"
    assert errors(source, f"The number reached {n} {magnitude[1]} people") == []
    assert errors(source, f"The number reached {n} people")
    assert errors(source, f"The number reached {n} billion people")


@given(st.integers(3, 999), st.integers(1, 9))
def test_decimals_in_both_scripts(whole, tenth) -> None:
    eastern = f"{whole}٫{tenth}".translate(EASTERN)
    assert errors(f"ارتفع إلى {eastern} مليار", f"It rose to {whole}.{tenth} billion") == []
    assert errors(f"ارتفع إلى {eastern} مليار", f"It rose to {whole}.{tenth % 9 + 1} billion")


@given(st.lists(st.integers(3, 5000), min_size=1, max_size=5, unique=True), st.data())
def test_order_does_not_matter_and_a_lost_number_does(counts, data) -> None:
    source = "الأعداد: " + "؛ ".join(map(str, counts))
    shuffled = data.draw(st.permutations(counts))
    assert errors(source, "The numbers: " + "; ".join(map(str, shuffled))) == []
    assert errors(source, "The numbers: " + "; ".join(map(str, shuffled[1:])))


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("ثلاثة ملايين لاجئ", "three million refugees"),
        ("ثلاثة ملايين لاجئ", "3m refugees"),
        ("مليوني لاجئ", "two million refugees"),
        ("مئتين وخمسين ألف دولار", "$250,000"),
        ("مليون ونصف المليون دولار", "$1.5 million"),
        ("5 ملايين و300 ألف", "5.3 million"),
        ("نصف مليون شخص", "half a million people"),
        ("نصف مليون شخص", "500,000 people"),
        ("خمسة وعشرون في المئة", "25 percent"),
        ("بنسبة 7٪", "by 7%"),
        ("7 بالمئة", "7 per cent"),
        ("في القرن التاسع عشر", "in the 1800s"),
        ("في القرن الـ19", "in the 19th century"),
        ("في ثمانينيات القرن الماضي", "in the 1980s"),
        ("في الثمانينات من عمره", "in his 80s"),
        ("عام ألف وتسعمئة وأربعة وثمانين", "in nineteen eighty-four"),
        ("فاز 2-1", "won 2–1"),
        ("فاز ٢ – ١", "won 2-1"),
        ("السابع من أكتوبر", "October 7"),
        ("الخامس والعشرون", "the 25th"),
        ("الحادي والعشرين", "the twenty-first"),
        ("المركز الثالث", "third place"),
        ("قمة العشرين", "the G20"),
        ("الحرب العالمية الثانية", "World War II"),
        ("أجهزة الاستخبارات الأمريكية الـ17", "the 17 US intelligence agencies"),
        ("الساعة 18:00", "6 pm"),
        ("الساعة 18:01", "6:01 p.m."),
        ("الساعة 18:00 بتوقيت غرينتش", "at 1800 hours GMT"),
        ("الساعة السادسة مساء", "6 pm"),
        ("الساعة السادسة مساء", "at 18:00"),
        ("الثانية والنصف بعد الظهر", "2:30 pm"),
        ("04:36 صباحا", "04:36 AM"),
        ("2018/08/23", "August 23, 2018"),
        ("23/8/2018", "23 August 2018"),
        ("عشرات الآلاف", "tens of thousands"),
        ("مئات القتلى", "hundreds of dead"),
        ("بين مليونين وثلاثة ملايين", "between two and three million"),
        ("24 جائزة", "two dozen awards"),
        ("ثلثي السكان", "two thirds of the people"),
        ("ثلاثة أرباع السكان", "three quarters of the people"),
        ("أحد المسؤولين", "one official"),
        ("مسؤول واحد", "an official"),
        ("اتفق الجانبان", "the two sides agreed"),
        ("زيارة استمرت أسبوعين", "a two-week visit"),
        ("اجتماع ثلاثي", "a three-way meeting"),
        ("مساحة 2.2 مليون كيلومتر مربع", "an area of 2.2 million km2"),
        ("783،562 كيلومتر", "783,562 kilometres"),
        ("لست متأكدا من ذلك", "I am not sure of that"),
        ("الشاعر الذي كتب الإلياذة", "the poet who wrote the Iliad"),
        ("الشاعر الذي ألف الإلياذة", "the poet who wrote the Iliad"),
        ("متجهة إلى سيكس فلاجز", "headed to Six Flags"),
        ("في مجلة «Forbes 30 Under 30»", "in Forbes 30 Under 30"),
        ("كوفيد-19", "COVID-19"),
    ],
)
def test_good_renderings_pass(source: str, hypothesis: str) -> None:
    assert errors(source, hypothesis) == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        ("قتل 40 شخصا", "Several people were killed", "source says 40, translation does not"),
        ("قتل أربعون شخصا", "14 people were killed", "source says 40, translation does not"),
        ("قتل أشخاص", "40 people were killed", "translation says 40, source does not"),
        ("ثلاثة ملايين", "three billion", "source says 3,000,000, translation does not"),
        ("خمسة وعشرون", "twenty", "source says 25, translation does not"),
        ("عشرات الآلاف", "hundreds", "source says thousands, translation does not"),
        ("في الثمانينات", "in the 1970s", "source says the 80s, translation does not"),
        ("ارتفع 7٪", "rose 7", "source gives a percentage, translation does not"),
        ("ارتفع 7", "rose 7%", "translation gives a percentage, source does not"),
        ("الساعة 18:00", "at 7 pm", "source says 18:00, translation does not"),
        ("04:36 صباحا", "04:36 PM", "source says 04:36, translation does not"),
        ("انتخابات الكونغرس", "the 2016 Congress elections", "translation says 2016, "
         "source does not"),
        ("سجل اثنين من الأهداف", "scored goals", "source says 2, translation does not"),
    ],
)  # fmt: skip
def test_changed_numbers_are_named(source: str, hypothesis: str, detail: str) -> None:
    assert detail in errors(source, hypothesis)


def test_a_number_said_less_often_is_only_a_warning() -> None:
    flags = numbers("قتل 40 شخصا وأصيب 40", "40 people were killed and wounded", ANY)
    assert [flag.severity for flag in flags] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("استمر الاجتماع ساعتين", "The meeting lasted two hours"),
        ("استمر الاجتماع ساعتين", "The meeting lasted 120 minutes"),
        ("قبل يومين", "a couple of days ago"),
        ("قبل يومين", "48 hours ago"),
        ("خلال العامين الماضيين", "over the past 2 years"),
        ("زار المدينة مرتين", "He visited the city twice"),
        ("وقتل شخصان", "A pair of people were killed"),
        ("واعتقل ضابطين", "and arrested both officers"),
        ("خلال أسبوعين", "within a fortnight"),
        ("كل يومين", "every other day"),
        ("شخصين اثنين", "two people"),
        ("خلال القرنين التاسع عشر والعشرين", "in the nineteenth and twentieth centuries"),
        ("اتفق البلدان", "The countries agreed"),
        ("بين البلدين", "between the countries"),
        ("اتفق الطرفان", "The parties agreed"),
        ("اعتقلت الشرطة الضابطين", "The police arrested the officers"),
        ("سيطرت طالبان على كابول", "The Taliban took Kabul"),
        ("في بلدان المنطقة", "in countries of the region"),
        ("استمر ساعتين ونصف الساعة", "It lasted two and a half hours"),
        ("استمر ساعتين ونصف الساعة", "It lasted two-and-a-half hours"),
        ("استمر ساعتين ونصفا", "It lasted 2.5 hours"),
        ("استمر ساعتين ونصف", "It lasted 150 minutes"),
        ("استمر ساعتين ونصف", "It lasted two hours and 30 minutes"),
        ("بعد ثلاث سنوات ونصف", "after three and a half years"),
        ("بعد ثلاث سنوات ونصف", "after 3.5 years"),
        ("بعد عام ونصف", "after a year and a half"),
        ("بعد عام ونصف", "after one and a half years"),
        ("مليونين ونصف المليون", "two and a half million"),
    ],
)
def test_good_renderings_of_duals_pass(source: str, hypothesis: str) -> None:
    assert errors(source, hypothesis) == []


@pytest.mark.parametrize(
    ("source", "hypothesis", "detail"),
    [
        ("استمر الاجتماع ساعتين", "The meeting lasted two and a half hours", "translation says "
         "2.5, source does not"),
        ("استمر ثلاث ساعات", "It lasted three hours and a half", "translation says 3.5, source "
         "does not"),
        ("استمر ساعة", "It lasted one and a half hours", "translation says 1.5, source does not"),
        ("استمر ساعتين", "It lasted hours", "source says 2, translation does not"),
        ("وقتل شخصان", "A person was killed", "source says 2, translation does not"),
        ("زار المدينة مرتين", "He visited the city once", "source says 2, translation does not"),
        ("قبل عامين", "a year ago", "source says 2, translation does not"),
        ("قبل عامين", "three years ago", "source says 2, translation does not"),
        ("خلال اليومين المقبلين", "in the coming days", "source says 2, translation does not"),
        ("وبضابطين", "and an officer", "source says 2, translation does not"),
        ("استمر ساعتين ونصف الساعة", "It lasted two hours", "source says 2.5, translation "
         "does not"),
        ("بعد ثلاث سنوات ونصف", "after three years", "source says 3.5, translation does not"),
    ],
)  # fmt: skip
def test_changed_duals_are_named(source: str, hypothesis: str, detail: str) -> None:
    assert detail in errors(source, hypothesis)


@given(st.sampled_from(sorted(_DUALS)), st.sampled_from(["", "و", "ب", "ل", "وب"]))
def test_every_dual_of_the_list_must_be_said(word: str, clitic: str) -> None:
    source = f"أعلنت الوزارة {clitic}{word} في المدينة"
    assert errors(source, "The ministry announced two of them in the city") == []
    assert errors(source, "The ministry announced something in the city")
