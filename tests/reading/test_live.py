"""Live pages: the page's own time, and each post's."""

from __future__ import annotations

import json

import pytest

from bot.reading.article import read
from bot.records import Article, Document

POSTS = (
    ("21:40", "أعلن الدفاع المدني السيطرة على حريق الميناء بعد ست ساعات من العمل المتواصل."),
    ("19:15", "قال محافظ المدينة إن الحريق أدى إلى إصابة سبعة عمال، اثنان منهم في حالة خطرة."),
    ("16:05", "اندلع حريق كبير في مستودعات الميناء الشمالي، وتصاعدت أعمدة الدخان قبيل العصر."),
)
TITLE = "تغطية مباشرة: حريق الميناء"
CLOCKS = [f"{clock}:00" for clock, _ in POSTS]


def page(body: str, head: str = "", top: str = "") -> Article:
    html = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title>{head}'
        f"</head><body><article><h1>{TITLE}</h1>{top}{body}</article></body></html>"
    )
    return read(Document("live.html", html.encode(), "text/html"))


def posted(found: Article) -> list[str | None]:
    return [
        p.posted.clock.isoformat() if p.posted and p.posted.clock else None for p in found.prose
    ]


FORMS = [
    "<section><time>{clock}</time><p>{text}</p></section>",
    '<div class="post"><span class="time">{clock}</span><div>{text}</div></div>',
    "<p>{clock}</p><p>{text}</p>",
    '<li><p>{text}</p><span class="t">{clock}</span></li>',
    '<div><time datetime="2026-11-28T{clock}:00">منذ ساعة</time><p>{text}</p></div>',
]


@pytest.mark.parametrize("form", FORMS)
def test_each_post_has_its_time(form: str) -> None:
    body = "".join(form.format(clock=clock, text=text) for clock, text in POSTS)
    found = page(body)
    assert [p.text for p in found.prose] == [text for _, text in POSTS]
    assert posted(found) == CLOCKS
    assert found.published is None
    assert found.updated is None


@pytest.mark.parametrize("form", FORMS)
def test_the_pages_own_time_stays_its_own(form: str) -> None:
    body = "".join(form.format(clock=clock, text=text) for clock, text in POSTS)
    head = '<meta property="article:published_time" content="2026-11-28T16:00:00+03:00">'
    found = page(body, head, "<p>السبت 28 نوفمبر 2026 - 16:00</p>")
    assert found.published
    assert found.published.iso() == "2026-11-28T16:00:00+03:00"
    assert posted(found) == CLOCKS


def test_a_date_below_the_headline_is_the_pages() -> None:
    body = "".join(FORMS[0].format(clock=clock, text=text) for clock, text in POSTS)
    found = page(body, top='<div class="date">نشر في 28 نوفمبر 2026</div>')
    assert found.published
    assert found.published.iso() == "2026-11-28"
    assert posted(found) == CLOCKS


def test_what_json_ld_states_of_posts() -> None:
    stated = {
        "@type": "LiveBlogPosting",
        "headline": TITLE,
        "datePublished": "2026-11-28T16:00:00+03:00",
        "dateModified": "2026-11-28T21:45:00+03:00",
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "articleBody": text,
                "datePublished": f"2026-11-28T{clock}:00+03:00",
            }
            for clock, text in POSTS
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    found = page("".join(f"<div><h3>تحديث</h3><p>{text}</p></div>" for _, text in POSTS), head)
    assert [p.posted.iso() for p in found.prose if p.posted] == [
        f"2026-11-28T{clock}:00+03:00" for clock, _ in POSTS
    ]
    assert found.published
    assert found.published.iso() == "2026-11-28T16:00:00+03:00"
    assert found.updated
    assert found.updated.iso() == "2026-11-28T21:45:00+03:00"


def test_a_pasted_live_page() -> None:
    text = TITLE + "\n\n" + "\n\n".join(f"{clock}\n{text}" for clock, text in POSTS)
    found = read(Document("live.txt", text.encode(), "text/plain"))
    assert posted(found) == CLOCKS
    assert found.published is None


@pytest.mark.parametrize(
    "top", ["<time>16:05</time>", "<p>نشر: 28 نوفمبر 2026 - 16:05</p><p>آخر تحديث: 21:40</p>"]
)
def test_an_article_with_its_time_above_is_no_live_page(top: str) -> None:
    body = "".join(f"<p>{text}</p>" for _, text in POSTS)
    found = page(
        body + '<div class="related"><time>10:00</time><a href="/x">خبر آخر</a></div>', top=top
    )
    assert posted(found) == [None] * 3
    assert found.published
