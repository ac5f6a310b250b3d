"""What of an article is its news, on the Arabic alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summary.importance import Slot, best, slot_of, weigh


@pytest.mark.parametrize(
    ("sentence", "slot"),
    [
        ("وتشهد البلاد حوادث متكررة بسبب ضعف الصيانة.", Slot.BACKGROUND),
        ("يذكر أن الجسر افتتح قبل عشر سنوات.", Slot.BACKGROUND),
        ("وكان الوزير قد استقال من منصبه بعد خلاف مع الرئيس.", Slot.BACKGROUND),
        ("وكانت حصيلة سابقة أعلنت الثلاثاء أفادت بمقتل 22 شخصا.", Slot.BACKGROUND),
        ("ويشغل المنصب نفسه منذ عام 2019.", Slot.BACKGROUND),
        ("ولم يصدر أي تعليق من الوزارة.", Slot.ASIDE),
        ("وقدم الرئيس تعازيه إلى أسر الضحايا.", Slot.ASIDE),
        ("ورحبت المعارضة بالقرار.", Slot.REACTION),
        ("وقرر المجلس تأجيل الجلسة إلى الأحد.", Slot.DECISION),
        ("وأصيب سبعة أشخاص في الانفجار.", Slot.TOLL),
        ("وبرأت المحكمة الموظف من التهمة.", Slot.DECISION),
        ("وهدد الأطباء بالعودة إلى الإضراب إذا لم يصدر قرار رسمي.", Slot.DECISION),
        ("واتهمت البلدية المقاول بالإهمال، فيما لم يصدر تعليق منه.", Slot.REACTION),
        ("وتعود الدراسة إلى المدارس صباح الأحد.", Slot.OTHER),
        ("وتعود القضية إلى عام مضى.", Slot.BACKGROUND),
        ("ونجم الحريق عن ماس كهربائي.", Slot.CAUSE),
        ("وأعلنت الجماعة مسؤوليتها عن الهجوم.", Slot.CAUSE),
        ("وتعتذر القناة لمشاهديها عن هذا الخطأ.", Slot.ASIDE),
        ("ولم تعرف أسباب الحريق بعد.", Slot.OTHER),
        ("ولم تعلن أي جهة مسؤوليتها عن الهجوم.", Slot.OTHER),
        ("ويرأس الوفد نائب الوزير.", Slot.BACKGROUND),
        ("وبلغ معدل التضخم 3.1 بالمئة في أغسطس.", Slot.SUM),
        ("ومن المقرر أن تفتح المدرسة في الخريف.", Slot.AHEAD),
        ("س: متى تنتهي أعمال البناء؟", Slot.NONE),
        ("هل تنتهي أعمال البناء قريبا؟", Slot.NONE),
        ("صدر اليوم أمر ملكي فيما يلي نصه:", Slot.NONE),
    ],
)
def test_a_sentence_is_taken_for_what_its_words_say(sentence: str, slot: Slot) -> None:
    assert slot_of(sentence) is slot


def test_a_year_gone_by_is_history_only_where_the_article_is_younger() -> None:
    sentence = "وفازت الكاتبة بالجائزة في 2019."
    assert slot_of(sentence, 2026) is Slot.BACKGROUND
    assert slot_of(sentence, 2019) is not Slot.BACKGROUND
    assert slot_of(sentence) is not Slot.BACKGROUND
    assert slot_of("وهذا أعلى رقم تسجله الشركة منذ 2012.", 2026) is not Slot.BACKGROUND


NEWS = "أعلنت الوزارة إغلاق الجسر بعد انهيار جزء منه."
FURTHER = "وقال المهندس إن الإصلاح يحتاج إلى شهرين."
BACKGROUND = "وتشهد المدينة ازدحاما منذ سنوات."
ASIDE = "ولم يصدر تعليق من البلدية."


def test_background_gives_its_place_to_news_from_further_down() -> None:
    weighed = weigh("إغلاق جسر", [NEWS, BACKGROUND, ASIDE, FURTHER, FURTHER])
    assert [w.place for w in best(weighed)][:3] == [0, 3, 4]


def test_what_is_denied_is_no_background() -> None:
    claim = "وكانت صحيفة محلية قد ذكرت أن الوزير استقال من منصبه."
    denial = ["نفت الحكومة استقالة وزير النقل.", claim, "ويزور الوزير مدينة الكرك غدا."]
    news = ["أعلنت الحكومة تعيين وزير للنقل.", claim, "ويزور الوزير مدينة الكرك غدا."]
    assert weigh(None, denial)[1].slot is Slot.OTHER
    assert weigh(None, news)[1].slot is Slot.BACKGROUND


def test_background_takes_no_place_from_what_follows() -> None:
    behind, alone = (
        next(w.weight for w in weigh("إغلاق جسر", said) if w.place == len(said) - 1)
        for said in ([NEWS, BACKGROUND, FURTHER], [NEWS, FURTHER])
    )
    assert behind == alone


def test_the_lead_is_the_first_sentence_that_tells_something() -> None:
    heading = "وجاء في البيان ما يلي:"
    weighed = weigh(None, [heading, NEWS, FURTHER])
    assert [w.slot for w in weighed][:2] == [Slot.NONE, Slot.EVENT]


def test_figures_of_the_event_lift_a_sentence() -> None:
    with_figure = "وقال المهندس إن الإصلاح يحتاج إلى 14 شهرا."
    plain, counted = (weigh("إغلاق جسر", [NEWS, s])[1].weight for s in (FURTHER, with_figure))
    assert counted > plain


@given(st.lists(st.sampled_from([NEWS, FURTHER, BACKGROUND, ASIDE, "ماذا حدث؟"]), max_size=9))
def test_every_sentence_is_weighed_once_and_questions_are_never_told(said: list[str]) -> None:
    weighed = weigh(None, said)
    assert [w.place for w in weighed] == list(range(len(said)))
    told = best(weighed)
    assert all(said[w.place] != "ماذا حدث؟" for w in told)
    assert len(told) == sum(s != "ماذا حدث؟" for s in said)
