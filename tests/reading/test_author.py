from __future__ import annotations

import pytest

from bot.reading.article import read
from bot.reading.author import author_name, person
from bot.records import Article, Document
from tests.reading.made_pages import LEAD, SECOND, TITLE


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("القاهرة: محمد علي", "محمد علي"),
        ("القاهرة - محمد علي", "محمد علي"),
        ("القاهرة – محمد علي", "محمد علي"),
        ("محمد علي - القاهرة", "محمد علي"),
        ("محمد علي (بغداد)", "محمد علي"),
        ("محمد علي، سارة أحمد - الدوحة", "محمد علي، سارة أحمد"),
        ("أسوان: محمد علي", "محمد علي"),
        ("محمد علي", "محمد علي"),
        ("محمد علي - كاتب مصري", "محمد علي - كاتب مصري"),
        ("محمد البغدادي", "محمد البغدادي"),
        ("باريس حسن", "باريس حسن"),
        ("القاهرة", "القاهرة"),
    ],
)
def test_a_place_beside_a_name_is_no_part_of_it(byline: str, name: str) -> None:
    assert person(byline) == name


@pytest.mark.parametrize("line", ["كتب: القاهرة - محمد علي", "بقلم: محمد علي - القاهرة"])
def test_bylines_of_a_page(line: str) -> None:
    text = f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{SECOND}"
    assert read(Document("-", text.encode())).author == "محمد علي"


def test_the_author_that_metadata_states() -> None:
    page = (
        f"<html><head><meta charset=utf-8><meta name=author content='القاهرة: محمد علي'></head>"
        f"<body><article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article></body></html>"
    )
    assert read(Document("-", page.encode())).author == "محمد علي"


@pytest.mark.parametrize(
    ("stated", "outlet", "url", "name"),
    [
        ("سنابل Https; Cdn; I; Logo Png", None, None, None),
        ("https://cdn3.img.sanabel.example/i/logo.png", None, None, None),
        ("sanabelnews", "سنابل نيوز", "https://sanabelnews.example/news/1", None),
        ("admin", None, None, None),
        ("news_desk", None, None, None),
        ("سنابل", "سنابل نيوز", None, None),
        ("سنابل نيوز", "سنابل نيوز", None, None),
        ("(بغداد - سنابل)", "سنابل نيوز", None, None),
        ("شركة سنابل للإعلام", None, None, None),
        ("Sanabel Media Group", None, None, None),
        ("فريق التحرير", None, None, None),
        ("غرفة الأخبار", None, None, None),
        ("Super User", None, None, None),
        ("Sanabel News", None, "https://www.sanabel-news.example/1", None),
        ("بغداد (واع)", None, None, None),
        ("desk@sanabel.example (سارة أحمد)", None, None, "سارة أحمد"),
        ("سارة أحمد <desk@sanabel.example>", None, None, "سارة أحمد"),
        ("سارة أحمد، desk@sanabel.example", None, None, "سارة أحمد"),
        ("أسرة تحرير الموقع", None, None, None),
        ("القاهرة", None, None, None),
        ("بغداد - سارة أحمد", "سنابل نيوز", None, "سارة أحمد"),
        ("سارة أحمد؛ محمد علي", "سنابل نيوز", None, "سارة أحمد، محمد علي"),
        ("سارة أحمد، فريق التحرير", None, None, "سارة أحمد"),
        ("Sara Ahmad", "Sanabel", "https://sanabel.example", "Sara Ahmad"),
    ],
)
def test_a_person_or_nobody(
    stated: str, outlet: str | None, url: str | None, name: str | None
) -> None:
    assert author_name(stated, outlet, url) == name


@pytest.mark.parametrize(
    "line",
    [
        "كتبت سارة أحمد",
        "كتب - سارة أحمد:",
        "بغداد - سارة أحمد",
        "بغداد/ سارة أحمد:",
        "بقلم: سارة أحمد",
        "سارة أحمد - بغداد",
        "سارة أحمد ـ بغداد",
        "إعداد وتحرير: سارة أحمد",
        "أعدّت التقرير: سارة أحمد",
        "مراسلتنا في بغداد: سارة أحمد",
        "مراسلة سنابل نيوز: سارة أحمد",
        "الكاتبة: سارة أحمد",
        "تغطية: سارة أحمد",
        "كتابة: سارة أحمد",
        "بواسطة سارة أحمد",
        "كتب بواسطة: سارة أحمد",
    ],
)
@pytest.mark.parametrize("html", [False, True])
def test_visible_bylines(line: str, html: bool) -> None:
    text = f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{SECOND}"
    if html:
        text = (
            f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><article>"
            f"<h1>{TITLE}</h1><div>{line}</div><p>{LEAD}</p><p>{SECOND}</p></article></body></html>"
        )
    found = read(Document("-", text.encode(), "text/html" if html else None))
    assert found.author == "سارة أحمد"
    assert [p.text for p in found.prose] == [LEAD, SECOND]


@pytest.mark.parametrize(
    "opening",
    [
        "كتب - محمد علي: ",
        "كتبت سارة أحمد - ",
        "تقرير: سارة أحمد - ",
        "بغداد - سارة أحمد - ",
        "بغداد ـ كتبت سارة أحمد: ",
        "بغداد/ سارة أحمد/ ",
    ],
)
def test_a_byline_that_opens_the_first_paragraph(opening: str) -> None:
    found = read(Document("-", f"{TITLE}\n\n{opening}{LEAD}\n\n{SECOND}".encode()))
    assert found.author in ("محمد علي", "سارة أحمد")
    assert found.prose[0].text == LEAD
    assert (opening.strip(), "byline") in [(r.text, r.rule) for r in found.removed]


@pytest.mark.parametrize("line", ["كتب الوزير رسالة إلى", "القاهرة - الرئيس يصل"])
def test_a_sentence_is_no_byline(line: str) -> None:
    text = f"{TITLE}\n\n{line} {LEAD}\n\n{SECOND}"
    assert read(Document("-", text.encode())).author is None


@pytest.mark.parametrize(
    "opening",
    [
        "بيروت - حركة جديدة: نرفض القرار",
        "غزة - وزارة الصحة: ",
        "بغداد - رئيس الوزراء: ",
        "تحليل: هل ",
    ],
)
def test_an_opening_that_names_no_person_stays(opening: str) -> None:
    found = read(Document("-", f"{TITLE}\n\n{opening} {LEAD}\n\n{SECOND}".encode()))
    assert found.author is None
    assert opening.strip() in found.prose[0].text


@pytest.mark.parametrize("line", ["كتبت: سارة أحمد", "تقرير: سارة أحمد", "تحرير: سارة أحمد"])
def test_a_byline_below_the_text(line: str) -> None:
    found = read(Document("-", f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{line}".encode()))
    assert found.author == "سارة أحمد"
    assert (line, "byline") in [(r.text, r.rule) for r in found.removed]


def page(head: str, title: str = TITLE) -> Article:
    text = (
        f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><article>"
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article></body></html>"
    )
    return read(Document("-", text.encode(), "text/html"))


PUBLISHER = (
    '<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"@type":"Organization",'
    '"name":"شركة المنابر القابضة"},"author":{"@type":"Organization","name":"المنبر"}}</script>'
)


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        ('<meta property="og:site_name" content="صحيفة المنبر">', TITLE, "صحيفة المنبر"),
        ("", f"{TITLE} - صحيفة المنبر", "صحيفة المنبر"),
        ("", f"{TITLE} | المنبر", "المنبر"),
        ('<link rel="canonical" href="https://www.aljazeera.net/news/1">', TITLE, "Al Jazeera"),
        ("", f"المنبر | {TITLE}", "المنبر"),
        ("", f"{TITLE} - أخبار - صحيفة المنبر", "صحيفة المنبر"),
        (
            '<meta property="og:site_name" content="almanbar.example">',
            f"{TITLE} | المنبر",
            "المنبر",
        ),
        ('<meta name="application-name" content="المنبر">', TITLE, "المنبر"),
        (
            '<script type="application/ld+json">{"@type":"WebSite","name":"المنبر"}</script>',
            TITLE,
            "المنبر",
        ),
        ("", TITLE, "شركة المنابر القابضة"),
    ],
)
def test_the_outlet_before_the_company_that_owns_it(head: str, title: str, outlet: str) -> None:
    found = page(PUBLISHER + head, title)
    assert found.outlet == outlet
    assert found.author is None
