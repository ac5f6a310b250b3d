"""The room's entry: languages, refusals by name, and no other error for any input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import (
    DocumentError,
    EmptyDocument,
    HeadlineList,
    NoArticle,
    NotArabic,
    TooLarge,
    TooShort,
)
from bot.reading.article import LARGEST, MOST_LINES, read
from bot.records import Article, Document, ParagraphKind
from tests.reading.made_pages import FRAGMENT, LEAD, PASTED, PERSIAN, SECOND, THIRD, TITLE


def article(text: str, **more: str) -> Article:
    return read(Document("-", text.encode(), **more))


def test_offsets_hold() -> None:
    for paragraph in article(PASTED).paragraphs:
        assert paragraph.sentences
        for sentence in paragraph.sentences:
            assert paragraph.text[sentence.start : sentence.end] == sentence.text


def test_the_id_is_of_the_text_not_of_its_origin_or_spacing() -> None:
    text = f"{TITLE}\n\n{LEAD}\n\n{SECOND}"
    one = article(text)
    other = read(Document("elsewhere", text.replace("\n\n", "\n \n\n").encode("cp1256")))
    assert one.id == other.id
    assert len(one.id) == 16
    assert one.id != article(text + "\n\n" + THIRD).id


def test_an_english_paragraph_and_caption_pass_as_english() -> None:
    quote = '"We will work together on water and energy," the minister wrote on Tuesday.'
    caption = "Ministers sign the deal (Reuters)"
    found = article(f"{TITLE}\n\n{caption}\n\n{LEAD}\n\n{quote}\n\n{SECOND}")
    languages = {p.text: p.language for p in found.paragraphs}
    assert (languages[quote], languages[caption], languages[LEAD]) == ("en", "en", "ar")


def test_one_sentence_is_an_article() -> None:
    found = article("عاجل: زلزال بقوة 6.1 درجات يضرب جنوب البلاد.")
    assert [p.kind for p in found.paragraphs] == [ParagraphKind.PROSE]
    assert found.title == found.paragraphs[0].text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PERSIAN, "Persian"),
        ("وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے کے لیے کام کر رہی ہے۔ " * 2, "Urdu"),
        ("The minister said on Tuesday that the deal covers twelve projects.", "English"),
    ],
)  # fmt: skip
def test_other_languages_are_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(NotArabic, match=f"in {name}, not Arabic"):
        article(text)


def test_an_html_page_in_another_language() -> None:
    with pytest.raises(NotArabic, match="Persian"):
        article("<p>" + PERSIAN.replace("\n\n", "</p><p>") + "</p>")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        ("تابعونا على تويتر\nالرئيسية".encode(), NoArticle),
        ("كلام قليل.".encode(), (TooShort, NoArticle)),
        ("كلمة\n".encode() * (MOST_LINES + 1), NoArticle),
        (b"a" * (LARGEST + 1), TooLarge),
        (b"12 34\n***", (NoArticle, NotArabic)),
    ],
)
def test_refusals(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error) as refusal:
        read(Document("-", data))
    assert str(refusal.value).endswith(".")


def test_the_transport_address_is_kept() -> None:
    found = article(f"{TITLE}\n\n{LEAD}", url="https://www.aljazeera.net/news/1")
    assert (found.url, found.outlet) == ("https://www.aljazeera.net/news/1", "Al Jazeera")


def survives(data: bytes, media_type: str | None = None) -> None:
    try:
        found = read(Document("-", data, media_type))
    except DocumentError as refusal:
        assert str(refusal)
        return
    assert found.language == "ar"
    assert found.prose


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "text/html", "text/plain"]))
def test_any_bytes(data: bytes, media_type: str | None) -> None:
    survives(data, media_type)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    survives(text.encode("utf-8", "surrogatepass"))


PIECES = st.one_of(
    st.sampled_from(
        [
            *(FRAGMENT, f"<p>{LEAD}</p>", f"<p>{SECOND}", "<div>", "</div>", "<table><tr><td>"),
            *("<figure><figcaption>تعليق على صورة</figcaption>", "<a href='//['>رابط</a>", "<!--"),
            *('<script type="application/ld+json">', "</script>", "<h1>", "</h1>", "<article>"),
            *("<html>", "<head>", "<meta charset=utf-16>", "<?xml version='1.0'?>", "<svg>"),
            *("\x00", "&#0;", "<br>", "]]>"),
        ]
    ),
    st.text(max_size=20),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_markup(page: str) -> None:
    survives(page.encode("utf-8", "surrogatepass"), "text/html")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*PASTED.splitlines(), "", LEAD, THIRD]), max_size=30))
def test_any_shuffled_page(lines: list[str]) -> None:
    survives("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("نخست وزیر گفت که دولت برای حل مشکلات مردم کار می کند و ادامه خواهد داد.", "fa"),
        ("وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے کے لیے کام کر رہی ہے۔", "ur"),
        ("د افغانستان حکومت وايي چې د سولې خبرې به په راتلونکې اونۍ کې پيل شي.", "ps"),
        ("سەرۆکی هەرێمی کوردستان لەگەڵ شاندێکی ئەمریکی کۆبووەوە "
         "و باسیان لە دۆخی ناوچەکە کرد.", "ckb"),
    ],
)  # fmt: skip
def test_a_paragraph_in_another_language_of_the_script_keeps_its_own(text: str, code: str) -> None:
    found = article(f"{TITLE}\n\n{LEAD}\n\n{text}\n\n{SECOND}")
    assert found.language == "ar"
    assert {p.text: p.language for p in found.paragraphs} == {LEAD: "ar", text: code, SECOND: "ar"}


def test_names_and_short_paragraphs_stay_arabic() -> None:
    names = "المشاركون: هاشمی رفسنجانی، پرویز مشرف، گل آغا شیرزی، ژاک شیراک"
    found = article(f"{TITLE}\n\n{LEAD}\n\n{names}.\n\nاین خبر را بخوانید.\n\n{SECOND}")
    assert {p.language for p in found.paragraphs} == {"ar"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("عاجل: الرئيس يصل إلى باريس", "عاجل: الرئيس يصل إلى باريس"),
        ("عاجل | استقالة رئيس الوزراء", "عاجل | استقالة رئيس الوزراء"),
        ("عاجل\nاستقالة رئيس وزراء لبنان", "استقالة رئيس وزراء لبنان"),
        ("عاجل: استقالة رئيس وزراء لبنان - رويترز", "عاجل: استقالة رئيس وزراء لبنان"),
        ("الرئيسية\nعاجل: استقالة رئيس وزراء لبنان\nشارك", "عاجل: استقالة رئيس وزراء لبنان"),
    ],
)
def test_an_urgent_line_alone_is_headline_and_text(text: str, line: str) -> None:
    found = article(text)
    assert found.title == line
    assert [(p.text, p.kind) for p in found.paragraphs] == [(line, ParagraphKind.PROSE)]


@pytest.mark.parametrize("text", ["عاجل", "عاجل: استقالة", "أخبار اليوم"])
def test_an_empty_news_bar_is_no_article(text: str) -> None:
    with pytest.raises((NoArticle, TooShort)):
        article(text)


@pytest.mark.parametrize("text", ["\u200b", "\u200f\u200e\n\ufeff \u2060", "\u00a0\u2003\n\u3000"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_signs_that_nobody_sees_are_nothing(text: str, charset: str) -> None:
    with pytest.raises(EmptyDocument):
        read(Document("-", text.encode(charset)))


HEADLINES = (
    "بايدن يلتقي نظيره الصيني في قمة العشرين",
    "ارتفاع أسعار النفط مع تراجع المخزونات الأمريكية",
    "زلزال بقوة 5.6 درجات يضرب جنوب تركيا",
    "الأهلي يفوز على الزمالك بهدفين نظيفين",
    "البنك المركزي الأوروبي يرفع الفائدة",
    "مقتل 12 شخصا في حادث سير بالجزائر",
    "انطلاق معرض القاهرة الدولي للكتاب",
    "واشنطن تفرض عقوبات جديدة على إيران",
)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_headlines_of_several_stories_are_no_article(between: str) -> None:
    with pytest.raises(HeadlineList, match="paste one article"):
        article(between.join(HEADLINES))


def test_what_has_text_or_one_matter_is_no_list_of_headlines() -> None:
    assert article("\n\n".join((*HEADLINES, LEAD))).paragraphs
    assert article("\n\n".join(HEADLINES[:5])).paragraphs
    thread = (
        "وزارة الصحة تسجل 120 إصابة جديدة بفيروس كورونا",
        "شفاء 95 حالة من المصابين بالفيروس ومغادرتهم المستشفيات",
        "الوزارة تدعو المواطنين إلى الالتزام بالإجراءات الوقائية",
        "عدد الإصابات منذ بدء الجائحة يبلغ 14 ألفا",
        "المستشفيات الحكومية تستقبل المصابين على مدار الساعة",
        "لقاح كورونا متوفر في جميع مراكز الوزارة",
        "الالتزام بالكمامة شرط لدخول المراكز الحكومية",
    )
    assert len(article("\n".join(thread)).paragraphs) == 6
