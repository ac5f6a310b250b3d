"""Dates as real pages state them: in metadata, footers, datelines and beside an update."""

from __future__ import annotations

import pytest

from bot.reading.article import read
from bot.reading.dates import parse_stated
from bot.reading.imprint import dateline_of
from bot.reading.stamps import read_stamp_line
from bot.records import Article, Document
from tests.reading.made_pages import LEAD, SECOND, THIRD, TITLE


def page(head: str = "", below: str = "", end: str = "", lead: str = LEAD) -> Article:
    html = (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head><body>'
        f"<article><h1>{TITLE}</h1>{below}<div><p>{lead}</p><p>{SECOND}</p><p>{THIRD}</p></div>{end}"
        "</article></body></html>"
    )
    return read(Document("page.html", html.encode(), "text/html"))


def published(found: Article) -> str | None:
    return found.published.iso() if found.published else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-10-07T12:09:00+03:00", "2020-10-07T12:09:00+03:00"),
        ("2020-10-07 12:09:00 +0300", "2020-10-07T12:09:00+03:00"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07T12:09:00"),
        ("السبت, 28 تشرين الثاني 2020 10:00:00 +0300", "2020-11-28T10:00:00+03:00"),
        ("٧ أكتوبر ٢٠٢٠", "2020-10-07"),
        ("Wed, 07 Oct 2020 12:09:00 GMT", "2020-10-07T12:09:00+00:00"),
        ("7 كانون 2 2020", "2020-01-07"),
        ("27/10/2020", "2020-10-27"),
        ("1602072540", "2020-10-07T12:09:00+00:00"),
        ("1602072540000", "2020-10-07T12:09:00+00:00"),
    ],
)
def test_what_metadata_has(text: str, iso: str) -> None:
    found = parse_stated(text)
    assert found
    assert found.iso() == iso


@pytest.mark.parametrize(
    "text", ["03/04/2020", "4-3-2020 10:00", "قريبا", "", "0000000000", "12:09"]
)
def test_what_is_not_taken(text: str) -> None:
    assert parse_stated(text) is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="الأربعاء، 07 أكتوبر 2020 - 12:09 م">',
        '<meta name="DC.date" content="2020-10-07T12:09:00">',
        '<meta name="dcterms.issued" content="2020-10-07T12:09">',
        '<meta itemprop="datePublished" content="07 تشرين الأول 2020 12:09">',
        '<meta name="publish_date" content="7 Oct 2020 12:09">',
    ],
)
def test_names_of_metadata(head: str) -> None:
    assert published(page(head)) == "2020-10-07T12:09:00"


@pytest.mark.parametrize(
    "below",
    [
        '<span property="dc:date" datatype="xsd:dateTime" content="2020-10-07T12:09:00+01:00">'
        "الأربعاء</span>",
        '<div property="schema:datePublished" content="2020-10-07T12:09:00+01:00"></div>',
        '<time itemprop="datePublished" datetime="2020-10-07T12:09:00+01:00">7/10</time>',
        '<span property="dcterms:created">2020-10-07T12:09:00+01:00</span>',
    ],
)
def test_rdfa_and_microdata(below: str) -> None:
    assert published(page(below=below)) == "2020-10-07T12:09:00+01:00"


@pytest.mark.parametrize(
    "end",
    [
        "<footer>نشر في 7 أكتوبر 2020</footer>",
        '<footer class="entry-footer"><span>الأربعاء 07 - أكتوبر - 2020</span></footer>',
        "<footer><p>الوكالة</p><p>تاريخ النشر: 2020/10/07</p></footer>",
    ],
)
def test_the_articles_own_footer(end: str) -> None:
    assert published(page(end=end)) == "2020-10-07"


def test_the_sites_footer_is_no_articles() -> None:
    html = (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div>'
        f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></div>"
        "<footer>اليوم 7 أكتوبر 2020</footer></body></html>"
    )
    assert read(Document("page.html", html.encode(), "text/html")).published is None


@pytest.mark.parametrize(
    ("line", "first", "then"),
    [
        (
            "الأربعاء، 28 آب/أغسطس 2024، آخر تحديث 14:00 (GMT+0400)",
            "2024-08-28",
            "2024-08-28T14:00:00+04:00",
        ),
        (
            "28 أغسطس 2024 - آخر تحديث: 14:00 بتوقيت غرينتش",
            "2024-08-28",
            "2024-08-28T14:00:00+00:00",
        ),
        (
            "نشر: 28/8/2024 10:05 | تم التحديث الساعة 14:00",
            "2024-08-28T10:05:00",
            "2024-08-28T14:00:00",
        ),
        (
            "28 أغسطس 2024 - آخر تحديث 14:00 - 10:05",
            "2024-08-28T10:05:00",
            "2024-08-28T14:00:00",
        ),
        (
            "28 أغسطس 2024 10:05 (آخر تحديث: 14:00)",
            "2024-08-28T10:05:00",
            "2024-08-28T14:00:00",
        ),
        ("أُنشئ في 28 أغسطس 2024 وعُدّل في 29 أغسطس 2024", "2024-08-28", "2024-08-29"),
        (
            "28 أغسطس 2024 - 10:05 آخر تحديث 29 أغسطس 2024 - 14:00",
            "2024-08-28T10:05:00",
            "2024-08-29T14:00:00",
        ),
    ],
)
def test_an_update_between_day_and_hour(line: str, first: str, then: str) -> None:
    stamp = read_stamp_line(line)
    assert stamp
    assert stamp.published
    assert stamp.published.iso() == first
    assert stamp.updated
    assert stamp.updated.iso() == then


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("الخرطوم 27 نوفمبر 2025 (سونا) - أعلنت الوزارة", "2025-11-27"),
        ("القاهرة - 14 مارس 2025 - قال الوزير", "2025-03-14"),
        ("بغداد: 25/6/2024 (واع) قال الوزير", "2024-06-25"),
        ("الرياض 20 جمادى الأولى 1447 هـ الموافق 11 نوفمبر 2025 م واس - تسلم الأمير", "2025-11-11"),
        ("تونس 8 فيفري 2019 (وات) - قال الوزير", "2019-02-08"),
        ("(تونس، 8 فيفري 2019) قال الوزير", "2019-02-08"),
    ],
)
def test_a_dateline(text: str, iso: str) -> None:
    found = dateline_of(text)
    assert found
    assert found.iso() == iso
    assert published(page(lead=f"{text} {LEAD}")) == iso


@pytest.mark.parametrize(
    "text",
    [
        "في 14 مارس 2025 وقع الوزيران",
        "افتتح الوزير في القاهرة 14 مارس 2025 - مصنعا",
        "منذ 14 مارس 2025 - وهو يوم الحادث",
        "القاهرة قبل 14 مارس 2025 مدينة",
    ],
)
def test_a_date_that_a_sentence_opens_with_is_none(text: str) -> None:
    assert dateline_of(text) is None


@pytest.mark.parametrize(
    "line", ["الخرطوم 27 نوفمبر 2025", "القاهرة - 14 مارس 2025", "واس - 11 نوفمبر 2025"]
)
def test_a_dateline_is_no_headline(line: str) -> None:
    found = read(Document("a.txt", f"{line}\n\n{TITLE}\n\n{LEAD}\n\n{SECOND}".encode()))
    assert found.title == TITLE
    assert found.published
    assert found.published.day
    alone = read(Document("a.txt", f"{line}\n\n{LEAD}\n\n{SECOND}".encode()))
    assert alone.title is None
