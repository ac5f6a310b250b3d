"""Interviews: which words are the interviewer's, which the answers, and whose they are."""

from __future__ import annotations

import pytest

from bot.reading.article import read
from bot.records import Article, Document, ParagraphKind

TITLE = "سامر حداد لـ«المنبر»: لن نرفع سعر المياه"
INTRO = (
    "في حوار مع «المنبر» يتحدث وزير المياه سامر حداد عن مشروع الناقل الوطني وكلفته وموعد انتهائه، "
    "وعن شكاوى المزارعين من تقنين الضخ في الصيف."
)
ASKED = (
    "رفعتم السعر مرتين منذ العام الماضي، فهل تنوون رفعه مجددا؟",
    "ولماذا تأخر المشروع ثلاث سنوات؟",
    "ومتى يصل الماء إلى قرى الجنوب؟",
)
ANSWERED = (
    "لم نرفع السعر إلا مرة واحدة، ولا نية لدينا لرفعه قبل نهاية 2027.",
    "تأخر المشروع بسبب التمويل، وقد وقعنا قرضا بقيمة 90 مليون دينار في آذار.",
    "يصل الماء إلى 14 قرية في الربيع المقبل.",
)
MORE = "وأود أن أضيف أن نسبة الفاقد انخفضت إلى 38 في المئة خلال سنتين من العمل."


def pasted(lines: list[str]) -> Article:
    return read(Document("interview.txt", "\n\n".join(lines).encode(), "text/plain"))


def page(body: str, title: str = TITLE) -> Article:
    html = (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1><p>{INTRO}</p>{body}</article></body></html>"
    )
    return read(Document("interview.html", html.encode(), "text/html"))


def turns(found: Article) -> list[tuple[bool, str | None, str]]:
    return [(p.turn.question, p.turn.speaker, p.text) for p in found.paragraphs if p.turn]


def expected(asks: str | None, answers: str | None) -> list[tuple[bool, str | None, str]]:
    pairs = zip(ASKED, ANSWERED, strict=True)
    return [
        turn
        for question, answer in pairs
        for turn in ((True, asks, question), (False, answers, answer))
    ]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [("س: ", "ج: "), ("س/ ", "ج/ "), ("س - ", "ج - "), ("سؤال: ", "جواب: "), ("- س: ", "- ج: ")],
)
def test_letters_before_each_turn(ask: str, answer: str) -> None:
    lines = [t for q, a in zip(ASKED, ANSWERED, strict=True) for t in (ask + q, answer + a)]
    found = pasted([TITLE, INTRO, *lines])
    assert turns(found) == expected(None, "سامر حداد")
    assert found.title == TITLE
    assert all(p.kind is ParagraphKind.PROSE for p in found.paragraphs)


def test_numbered_letters() -> None:
    lines = [
        text
        for number, (q, a) in enumerate(zip(ASKED, ANSWERED, strict=True), 1)
        for text in (f"س{number}: {q}", f"ج{number}: {a}")
    ]
    assert turns(pasted([TITLE, INTRO, *lines])) == expected(None, "سامر حداد")


def test_an_answer_behind_its_question_on_one_line() -> None:
    lines = [f"س: {q} ج: {a}" for q, a in zip(ASKED, ANSWERED, strict=True)]
    assert turns(pasted([TITLE, INTRO, *lines])) == expected(None, "سامر حداد")


@pytest.mark.parametrize("asks", ["المنبر", "ليلى ناصر", "الجزيرة نت"])
def test_names_before_each_turn(asks: str) -> None:
    lines = [
        text
        for q, a in zip(ASKED, ANSWERED, strict=True)
        for text in (f"{asks}: {q}", f"سامر حداد: {a}")
    ]
    found = pasted(["مياه الجنوب تصل في الربيع", INTRO, *lines])
    assert turns(found) == expected(asks, "سامر حداد")


def test_a_name_given_whole_once() -> None:
    names = ("سامر حداد", "حداد", "حداد")
    lines = [
        text
        for q, a, name in zip(ASKED, ANSWERED, names, strict=True)
        for text in (f"المذيعة ليلى ناصر: {q}", f"{name}: {a}")
    ]
    found = pasted(["مياه الجنوب تصل في الربيع", INTRO, *lines])
    assert turns(found) == expected("المذيعة ليلى ناصر", "سامر حداد")


@pytest.mark.parametrize(("ask", "answer"), [("* ", ""), ("- ", ""), ("* ", "- "), ("• ", "")])
def test_marks_before_questions(ask: str, answer: str) -> None:
    lines = [t for q, a in zip(ASKED, ANSWERED, strict=True) for t in (ask + q, answer + a)]
    assert turns(pasted([TITLE, INTRO, *lines])) == expected(None, "سامر حداد")


@pytest.mark.parametrize(
    "form",
    [
        "<p><strong>{q}</strong></p><p>{a}</p>",
        "<p><b>{q}</b><br>{a}</p>",
        "<p><strong>{q}</strong> {a}</p>",
        "<h3>{q}</h3><p>{a}</p>",
    ],
)
def test_questions_in_bold_or_as_headings(form: str) -> None:
    body = "".join(form.format(q=q, a=a) for q, a in zip(ASKED, ANSWERED, strict=True))
    assert turns(page(body)) == expected(None, "سامر حداد")


def test_a_turn_goes_on_until_the_next() -> None:
    lines = [f"س: {ASKED[0]}", f"ج: {ANSWERED[0]}", MORE, f"س: {ASKED[1]}", f"ج: {ANSWERED[1]}"]
    found = pasted([TITLE, INTRO, *lines])
    assert (False, "سامر حداد", MORE) in turns(found)
    assert found.paragraphs[0].turn is None


def test_the_introduction_names_who_answers() -> None:
    intro = "أجرت «المنبر» حوارا مع وزير المياه سامر حداد حول مشروع الناقل الوطني وكلفته وموعده."
    lines = [t for q, a in zip(ASKED, ANSWERED, strict=True) for t in (f"* {q}", a)]
    found = pasted(["مياه الجنوب تصل في الربيع", intro, *lines])
    assert turns(found) == expected(None, "وزير المياه سامر حداد")


def test_what_was_taken_off_is_kept() -> None:
    found = pasted([TITLE, INTRO, f"س: {ASKED[0]}", f"ج: {ANSWERED[0]}"])
    assert [p.turn.label for p in found.paragraphs if p.turn] == ["س:", "ج:"]


@pytest.mark.parametrize(
    "lines",
    [
        # Questions that a report lists are nobody's turn.
        [INTRO.replace("حوار", "بيان"), *(f"- {q}" for q in ASKED), MORE],
        # Headings of an explainer.
        [INTRO.replace("حوار", "بيان"), ASKED[1], ANSWERED[1], ASKED[2], ANSWERED[2]],
        # Datelines and live posts with names before them.
        [INTRO, f"القاهرة: {ANSWERED[0]}", f"عمان: {ANSWERED[1]}", f"القاهرة: {ANSWERED[2]}"],
        [f"الموقع الرسمي https://example.net {text}" for text in (*ANSWERED, *ASKED)],
        ["قال الوزير: " + ANSWERED[0], "وأضاف: " + ANSWERED[1], "قال الوزير: " + ANSWERED[2]],
    ],
)
def test_a_report_is_no_interview(lines: list[str]) -> None:
    assert turns(pasted(["مياه الجنوب تصل في الربيع", *lines])) == []
