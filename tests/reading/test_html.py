"""HTML pages, new and old, whole and in fragments."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.errors import NoArticle
from bot.reading.article import read
from bot.reading.author import author_name
from bot.reading.html import is_html
from bot.reading.metadata import fullest
from bot.records import Article, Document, ParagraphKind, Removed
from tests.reading.made_pages import FRAGMENT, INDEX, LEAD, MODERN, OLD, SECOND, THIRD, TITLE


def article(page: str, charset: str = "utf-8", **more: str) -> Article:
    return read(Document("page.html", page.encode(charset), "text/html", **more))


def of_kind(found: Article, kind: ParagraphKind) -> list[str]:
    return [p.text for p in found.paragraphs if p.kind is kind]


def rules(found: Article) -> dict[str, str]:
    return {r.text: r.rule for r in found.removed}


def published(found: Article) -> str | None:
    return found.published.iso() if found.published else None


def test_a_modern_page() -> None:
    found = article(MODERN)
    assert found.title == TITLE
    assert found.kicker == "بعد مفاوضات شاقة"
    assert found.outlet == "صحيفة المثال"
    assert found.author == "سارة أحمد"
    assert published(found) == "2024-03-05T10:20:00+03:00"
    assert found.updated
    assert found.updated.iso() == "2024-03-05T11:00:00+03:00"
    assert found.url == "https://example.net/a/1"
    assert [p.text for p in found.paragraphs] == [
        "الوزيران خلال التوقيع (رويترز)",
        LEAD,
        SECOND,
        "تفاصيل الاتفاق",
        "إنشاء محطة للطاقة الشمسية في الجنوب",
        "مد خط للمياه بطول 120 كيلومترا",
        "خط المياه الحالي في الجنوب",
        THIRD,
    ]
    assert of_kind(found, ParagraphKind.HEADING) == ["تفاصيل الاتفاق"]
    assert len(of_kind(found, ParagraphKind.CAPTION)) == 2


def test_what_a_modern_page_loses_is_named() -> None:
    removed = rules(article(MODERN))
    assert removed["تابعونا على تويتر"] == "follow-us"
    assert removed["المصدر: وكالات"] == "source-line"
    assert removed["5 مارس 2024 - 10:20"] == "publication-time"
    assert removed["خبر آخر لا علاقة له بالموضوع"] == "outside-the-article"
    assert "صورة من خبر آخر تماما" not in {p.text for p in article(MODERN).paragraphs}


@pytest.mark.parametrize("charset", ["cp1256", "utf-8"])
def test_an_old_page(charset: str) -> None:
    found = article(OLD, charset)
    assert (found.title, found.outlet) == (TITLE, "Al Jazeera")
    assert published(found) == "2004-03-05"
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND, THIRD]


def test_a_fragment() -> None:
    found = read(Document("-", FRAGMENT.encode()))
    assert found.title == TITLE
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND]


@pytest.mark.parametrize("page", [INDEX, "<html></html>", "<!doctype html>", "<p></p>"])
def test_pages_without_an_article(page: str) -> None:
    with pytest.raises(NoArticle, match="save that page, or paste its text"):
        article(page)


def ld(**fields: object) -> str:
    data = json.dumps({"@type": "NewsArticle", **fields}, ensure_ascii=False)
    return (
        f'<html><head><script type="application/ld+json">{data}</script></head><body><article>'
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )


def test_the_time_that_states_most_is_taken() -> None:
    found = article(
        ld(datePublished="2024-03-05").replace(
            "<head>",
            '<head><meta property="article:published_time" content="2024-03-05T10:20:00+03:00">',
        )
    )
    assert published(found) == "2024-03-05T10:20:00+03:00"


def test_no_time_is_made_up_from_the_text() -> None:
    assert article(ld().replace(LEAD, LEAD + " وكان ذلك في 1 يناير 2001.")).published is None


def test_publisher_in_the_table() -> None:
    found = article(ld(publisher={"@type": "Organization", "name": "الجزيرة نت"}))
    assert found.outlet == "Al Jazeera"


def test_the_address_names_the_outlet() -> None:
    assert article(ld(), url="https://www.alkhaleej.ae/2017/1").outlet == "Al Khaleej"
    assert article(ld()).outlet is None


def test_an_agency_as_author_is_no_person() -> None:
    found = article(ld(author="رويترز"))
    assert (found.author, found.outlet) == (None, "Reuters")


@pytest.mark.parametrize("broken", ["{", "[[[[", '{"@type": "NewsArticle", "author": 3}', "null"])
def test_broken_json_ld(broken: str) -> None:
    page = ld().replace('{"@type": "NewsArticle"}', broken)
    assert article(page).title == TITLE


def test_a_site_name_in_the_title_is_cut() -> None:
    page = (
        f"<html><head><title>{TITLE} | الجزيرة نت</title></head><body><article>"
        f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )
    assert article(page).title == TITLE


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("كتبت: سارة أحمد", "سارة أحمد"),
        ("كتب - محمد علي", "محمد علي"),
        ("بقلم محمد علي", "محمد علي"),
        ("كتابي سعيد", "كتابي سعيد"),
        ("https://example.net/author/1", None),
        ("", None),
        (None, None),
    ],
)
def test_author_names(stated: str | None, name: str | None) -> None:
    assert author_name(stated) == name


def test_fullest_of_nothing() -> None:
    assert fullest([None, "", "أمس"]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MODERN, True),
        (OLD, True),
        (FRAGMENT, True),
        ("\n<!-- saved -->\n<html>", True),
        (LEAD, False),
        ("قال إن 3 < 5 و 7 > 2", False),
        ("كتب <p> في النص", False),
    ],
)
def test_what_is_html(text: str, expected: bool) -> None:
    assert is_html(text, None) is expected


def test_a_page_that_breaks_the_extractor_is_our_own_error() -> None:
    # htmldate asserts that the root is no <svg>.
    with pytest.raises(NoArticle):
        article(f"<svg><h1>{TITLE}</h1>\n<p>{LEAD}</p>\n<p>{SECOND}</p>")


def test_the_headline_is_not_listed_as_outside() -> None:
    page = f"<html><body><div><h1>{TITLE}</h1></div><article><p>{LEAD}</p><p>{SECOND}</p></article>"
    for text in (page, MODERN):
        found = article(text)
        assert found.title == TITLE
        assert Removed(TITLE, "outside-the-article") not in found.removed


@pytest.mark.parametrize(
    ("today", "stated"),
    [
        (date(2024, 3, 4), "2024-03-05T10:20:00+03:00"),
        (date(2030, 1, 1), "2024-03-05T10:20:00+03:00"),
        (date(2024, 3, 3), None),
    ],
)
def test_a_date_in_the_future_is_not_taken_and_that_is_said(
    today: date, stated: str | None
) -> None:
    found = read(Document("page.html", MODERN.encode(), "text/html"), today)
    assert published(found) == stated
    assert any("future, 2024-03-05" in note for note in found.notes) == (stated is None)
