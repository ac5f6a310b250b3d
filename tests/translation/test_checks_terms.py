from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Severity
from bot.translation.checks import Context
from bot.translation.checks.terms import NewsTerm, TermClass, table_rows, terms


def errors(source: str, hypothesis: str) -> list[str]:
    flags = terms(source, hypothesis, Context())
    assert all(flag.check == "terms" for flag in flags)
    return [flag.detail for flag in flags if flag.severity is Severity.ERROR]


def test_the_table_covers_the_news() -> None:
    assert sum(row.kind is not TermClass.MAY for row in table_rows()) >= 200


@pytest.mark.parametrize("row", table_rows(), ids=lambda row: row.gloss)
def test_a_row_has_the_english_that_its_class_needs(row: NewsTerm) -> None:
    english = row.english + row.distinctive
    assert english
    assert len(english) == len(set(english))
    if row.kind is TermClass.MAY:
        assert not row.distinctive
    if row.kind is TermClass.INVENTED:
        assert row.distinctive


LOST = [
    (
        "قال جيمس ماتيس وزير الدفاع الأمريكي",
        "James Mattis, the American {}, said",
        "defence minister",
        "journalist",
    ),
    (
        "بوتين يدعو إلى حوار استخباراتي",
        "Putin calls for {} dialogue",
        "an intelligence",
        "a business",
    ),
    (
        "مقال نشر في إحدى الصحف عام 1987",
        "an article published in a {} in 1987",
        "newspaper",
        "magazine",
    ),
    (
        "الاتصالات بين رئيسي أركان البلدين",
        "contacts between the {} of both",
        "chiefs of staff",
        "heads",
    ),
    (
        "يجب وقف اضطهاد ماريا بوتينا",
        "the {} of Maria Butina must stop",
        "persecution",
        "demobilization",
    ),
    (
        "استعداد الأعضاء للحوار مع المشرعين",
        "members are ready to talk with {}",
        "lawmakers",
        "the ombuds",
    ),
    ("مقتل عشرة في المدينة", "Ten {} in the city", "killed", "found"),
    ("سيقتلون الأسرى", "They will {} the prisoners", "kill", "meet"),
    ("الشرطة أغلقت الطريق", "{} closed the road", "Police", "Workers"),
    ("زلزال يضرب البلاد", "{} hits the country", "An earthquake", "A hotel"),
    ("تم التوصل إلى هدنة", "{} was reached", "A truce", "A summit"),
    ("وقف إطلاق النار في غزة", "{} in Gaza", "A cease-fire", "A fight"),
    ("استقالت الوزيرة", "The minister {}", "resigned", "travelled"),
    ("فرضت الدول عقوبات جديدة", "The states imposed new {}", "sanctions", "talks"),
    ("ارتفاع أسعار النفط", "{} prices rise", "Oil", "Food"),
    ("الغواصات في البحر", "{} at sea", "Submarines", "Castles"),
    ("مفاوضات في جنيف", "{} in Geneva", "Negotiations", "Elephants"),
    ("اعتقلت السلطات كاتبا", "Authorities {} a writer", "arrested", "praised"),
    ("خطفت الجماعة رجلا", "The group {} a man", "kidnapped", "hired"),
    ("ضربة نووية محتملة", "A possible {} strike", "nuclear", "naval"),
    ("وباء في القرية", "{} in the village", "An epidemic", "A party"),
    ("انتحر السجين", "The inmate {}", "committed suicide", "left"),
    ("سفير فرنسا", "the French {}", "ambassador", "actor"),
    ("المتحدث باسم الكرملين", "the {} spokesman", "Kremlin", "Kriplin"),
    ("مجلس الأمن الدولي", "the UN {}", "Security Council", "Parliament"),
    ("المحكمة برأت الرجل", "The {} acquitted the man", "court", "club"),
    ("هاجم المسلحون القرية", "Gunmen {} the village", "attacked", "admired"),
    ("قصف المدينة", "{} the city", "Shelling of", "Painting of"),
    ("الحرب في السودان", "{} in Sudan", "The war", "The warm spell"),
    ("انسحاب القوات", "troops {}", "withdraw", "sing"),
    ("نفت الحكومة ذلك", "The government {} it", "denied", "praised"),
    ("اتهمت روسيا كييف", "Russia {} Kyiv", "accused", "thanked"),
    ("هددت إيران بالرد", "Iran {} to answer", "threatened", "hoped"),
    ("اللاجئون في لبنان", "{} in Lebanon", "Refugees", "Tourists"),
    ("مجاعة في الصومال", "{} in Somalia", "Famine", "Farming"),
    ("أطلق صواريخ", "It fired {}", "missiles", "workers"),
    ("طائرة بدون طيار", "a {}", "drone", "flight without a passport"),
    ("التضخم يرتفع", "{} rises", "Inflation", "Traffic"),
    ("البنك المركزي", "the {}", "central bank", "post office"),
    ("إضراب المعلمين", "the teachers' {}", "strike", "party"),
    ("الإفراج عن الرهائن", "{} of hostages", "release", "group"),
    ("فيضانات في باكستان", "{} in Pakistan", "Floods", "Fashion"),
    ("وزارة الصحة", "the {} Ministry", "Health", "Sports"),
    ("نائب الرئيس", "the {} President", "Vice", "new"),
    ("المعاهدة الجديدة", "the new {}", "treaty", "institute building"),
    ("المفاعل الجديد", "the new {}", "reactor", "factor"),
    (
        "الحديث مع روسيا من «موقع القوة»",
        "talks from {}",
        "a position of strength",
        "the Force website",
    ),
    ("الاتصالات بين مشرعي البلدين", "contacts between the {}", "lawmakers", "parties"),
]


@pytest.mark.parametrize(("source", "english", "kept", "lost"), LOST)
def test_a_lost_term(source: str, english: str, kept: str, lost: str) -> None:
    assert errors(source, english.format(kept)) == []
    assert any("is not in the English" in detail for detail in errors(source, english.format(lost)))


INVENTED = [
    ("مقال نشر في إحدى الصحف", "an article in a newspaper or magazine", "magazine"),
    ("لم يذكر أي مزاعم بحق روسيا", "He did not mention Russia's right to veto", "veto"),
    ("بوتين يدعو إلى حوار استخباراتي", "Putin calls for a cyber-intelligence dialogue", "cyber"),
    ("رئيسي أركان البلدين", "the two Parliaments' chiefs of staff", "parliaments"),
    ("المواطنة الروسية الموجودة في كندا", "the Russian spy who is in Canada", "spy"),
    (
        "اتفق الرئيسان على العمل",
        "The President and the Secretary-General agreed",
        "secretary general",
    ),
    ("قال المسؤول", "The prime minister said", "prime minister"),
    ("انعقد الاجتماع في باريس", "The nuclear meeting was held in Paris", "nuclear"),
    ("سافر الرجل", "The man was killed", "killed"),
    ("انعقد الاجتماع", "The elections were held", "elections"),
    ("انعقد الاجتماع", "The United Nations met", "united nations"),
    ("قال الرجل", "The journalist said", "journalist"),
]


@pytest.mark.parametrize(("source", "english", "said"), INVENTED)
def test_an_invented_term(source: str, english: str, said: str) -> None:
    assert f"“{said}” is not in the Arabic" in errors(source, english)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("قال وزير الخارجية الأمريكي", "The US Secretary of State said"),
        ("الأمن الإلكتروني مهم", "Cyber security is important"),
        ("شارك الناس في الاقتراع", "People took part in the election"),
        ("الفيتو الروسي", "The Russian veto"),
        ("رئيسة الوزراء البريطانية", "The British prime minister"),
        ("عقد مؤتمرا صحفيا", "He held a press conference"),
        ("طائرة بدون طيار", "a drone"),
        ("انقلبت السيارة", "The car overturned"),
        ("ذكرت New York Times Magazine", "New York Times Magazine reported"),
        ("بقيمة 30 دولارا", "worth $30"),
        ("حصل على بطاقات", "He got cards"),
        ("سمع الأصوات", "He heard the sounds"),
        ("كان السبب الرئيسي هو المطر", "The main reason was the rain"),
        ("انهار المبنى", "The building collapsed"),
        ("قاتلت القبيلة في الصحراء", "The tribe fought in the desert"),
        ("العلاقات الأسرية والود الأسري", "Family relations and family-friendliness"),
        ("الأنهار الجليدية ليست مستقرة", "The glaciers are not stable"),
        ("احذروا من البعوض", "Watch out for the mosquitoes"),
        ("عدم الاتصال بالإنترنت", "offline"),
        ("وزير الخزانة الأمريكي", "The US Treasury Secretary"),
        ("مسرح الجريمة", "the scene"),
        ("المرشحون للرئاسة", "The presidential hopefuls"),
        ("قوات الجيش الألماني", "German troops"),
        ("وقعت عملية اغتيال", "There was an assassination"),
        ("احتل التايلانديون كمبوديا", "The Thais invaded Cambodia"),
        ("الاستفتاء على الدستور", "The referendum on the constitution"),
        ("ذكرت صحيفة الغارديان", "The Guardian reported"),
        ("مبعوث الأمم المتحدة", "The UN&#39;s envoy"),
    ],
)
def test_what_good_english_says(source: str, english: str) -> None:
    assert errors(source, english) == []


@pytest.mark.parametrize(
    "word", ["الصحيفة", "والصحيفة", "للصحيفة", "بالصحيفة", "فصحيفة", "وبصحيفتها"]
)
def test_clitics_and_endings(word: str) -> None:
    assert errors(word, "the tree") == [f"“{word}” (newspaper) is not in the English"]
    assert errors(word, "the newspaper") == []


@given(st.text(alphabet="الوزيرصحفقت \u064e\u0640"), st.text(alphabet="wardminsterkl $-'"))
def test_details_are_short_lines(source: str, hypothesis: str) -> None:
    for flag in terms(source, hypothesis, Context()):
        assert re.fullmatch("“[^”]+” (\\([^)]+\\) )?is not in the (English|Arabic)", flag.detail)


def test_a_longer_word_is_not_a_form_of_a_shorter_one() -> None:
    assert errors("التعاون العسكري مستبعد", "Mattis warns of a warm welcome") == [
        "“العسكري” (military) is not in the English"
    ]
    assert errors("جلس على المائدة", "He sat at the table") == []


def test_a_loose_term_is_a_warning() -> None:
    (flag,) = terms("اللجنة هنا", "It is here", Context())
    assert flag.severity is Severity.WARNING


def test_an_office_of_two_words_is_shown_whole() -> None:
    assert "“لوزير الدفاع” (defence minister) is not in the English" in errors(
        "تعليق لوزير الدفاع", "a comment by the minister"
    )


def test_no_english_is_left_to_another_check() -> None:
    assert terms("قتل وزير", "...", Context()) == ()


def test_no_arabic_no_findings() -> None:
    assert terms("Reuters", "A minister was killed", Context()) == ()


@pytest.mark.parametrize(
    "right",
    [
        "after it violated the bank's instructions",
        "for failing to follow the Bank's instruction",
        "after they did not comply with the bank's instructions",
    ],
)
def test_what_was_breached_is_not_followed(right: str) -> None:
    source = "بعد مخالفتها تعليمات البنك"
    assert terms(source, right, Context()) == ()
    (flag,) = terms(source, "following the Bank's instruction", Context())
    assert flag.severity is Severity.ERROR
