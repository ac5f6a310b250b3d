"""Kinds of pages found in public test collections and threads, their text written anew.

Each names the thread or collection that it was modelled on, or says that its markup was written
from what the system is known to give. The right reading is the article's paragraphs in order, and
nothing of what stands around them.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.errors import NeedsScript
from bot.reading.article import read
from bot.records import Article, Document, ParagraphKind

TITLE = "تونس تفتح مراكز فحص جديدة بعد ارتفاع الإصابات"
TEXT = (
    "أعلنت وزارة الصحة في تونس اليوم السبت تسجيل 214 إصابة جديدة بالفيروس خلال الأشهر الماضية.",
    "وقالت الوزيرة ليلى بن عمار في مؤتمر صحفي إن الوزارة ستفتح 12 مركزا جديدا قبل نهاية العام.",
    "وأضافت أن كلفة البرنامج تبلغ 38 مليون دينار، يمول البنك الدولي ثلثها، وأن الفحص مجاني.",
    "من جهتها طالبت جمعيات محلية بتوفير الأدوية في الصيدليات، مشيرة إلى نقص حاد في ثلاث ولايات.",
)
OTHER = "الجفاف يضرب الجنوب التونسي للعام الثالث على التوالي"
H1 = f"<h1>{TITLE}</h1>"
PARAGRAPHS = [f"<p>{text}</p>" for text in TEXT]
DAY = "2026-11-28"
HOUR = "2026-11-28T14:05:00+01:00"


def page(story: str, head: str = "") -> Article:
    html = (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{TITLE} | صدى'
        f' المغارب</title>{head}</head><body><nav><ul><li><a href="/">الرئيسية</a></li></ul></nav>'
        f'{story}<aside><h3>الأكثر قراءة</h3><ul><li><a href="/a">{OTHER}</a></li></ul></aside>'
        "<footer><p>جميع الحقوق محفوظة © صدى المغارب 2026</p></footer></body></html>"
    )
    return read(Document("page.html", html.encode(), "text/html"))


def prose(found: Article) -> list[str]:
    return [p.text for p in found.paragraphs if p.kind is ParagraphKind.PROSE]


def headings(found: Article) -> list[str]:
    return [p.text for p in found.paragraphs if p.kind is ParagraphKind.HEADING]


def published(found: Article) -> str | None:
    return found.published.iso() if found.published else None


@pytest.mark.parametrize(
    "between",
    [
        '<div class="ad-slot"><span>إعلان</span></div>',
        f'<div class="inline"><h4>اقرأ أيضا</h4><a href="/x">{OTHER}</a></div>',
        '<div class="news"><p>اشترك في نشرتنا البريدية</p><form><input></form></div>',
    ],
)
def test_a_body_in_several_sections(between: str) -> None:
    """github.com/adbar/trafilatura/issues/304, github.com/mozilla/readability/issues/776."""
    box = '<div class="body__inner"><div class="body">{}</div></div>'
    found = page(
        f"<main>{H1}{box.format(''.join(PARAGRAPHS[:2]))}{between}"
        f"{box.format(''.join(PARAGRAPHS[2:]))}</main>"
    )
    assert (prose(found), headings(found)) == ([*TEXT], [])


INSERTS = [
    f'<a href="/x">اقرأ أيضا: {OTHER}</a>',
    f'<span class="readmore">إقرأ أيضاً | {OTHER}</span>',
    f'<strong>طالع أيضا: <a href="/x">{OTHER}</a></strong>',
    f'<strong>اقرأ أيضا:</strong> <a href="/x">{OTHER}</a>',
    f'<div class="also"><b>قد يهمك:</b> <a href="/x">{OTHER}</a></div>',
]


@pytest.mark.parametrize("insert", INSERTS)
@pytest.mark.parametrize("at", ["قبل", "end"])
def test_an_invitation_within_a_paragraph(insert: str, at: str) -> None:
    """github.com/DIYgod/RSSHub/pull/21962 (what is left in texts taken from pages)."""
    cut = TEXT[1].find(at) if at != "end" else len(TEXT[1])
    broken = f"<p>{TEXT[1][:cut]} {insert} {TEXT[1][cut:]}</p>"
    found = page(f"<article>{H1}{PARAGRAPHS[0]}{broken}{''.join(PARAGRAPHS[2:])}</article>")
    assert prose(found) == [*TEXT]
    assert any(OTHER in r.text and r.rule == "related-link" for r in found.removed)


@pytest.mark.parametrize(
    ("notice", "rule"),
    [
        (f"اقرأ أيضا: {OTHER}", "related-link"),
        ("تابعوا قناتنا على واتساب لمتابعة آخر المستجدات.", "follow-us"),
        ("المقال يعبر عن رأي كاتبه.", "opinion-disclaimer"),
    ],
)
def test_a_notice_at_the_end_of_a_paragraph(notice: str, rule: str) -> None:
    found = page(f"<article>{H1}{''.join(PARAGRAPHS[:3])}<p>{TEXT[3]} {notice}</p></article>")
    assert prose(found) == [*TEXT]
    assert (notice, rule) in [(r.text, r.rule) for r in found.removed]


@pytest.mark.parametrize(
    "form", ["{}{}<amp-ad></amp-ad>{}{}", "{}<amp-list><template>x</template></amp-list>{}{}{}"]
)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_an_amp_page(form: str, tag: str) -> None:
    """AMP pages, by the elements that AMP's own documents name."""
    ld = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": HOUR,
        "author": {"@type": "Person", "name": "هدى القروي"},
    }
    text = form.format(*(f"<{tag}>{each}</{tag}>" for each in TEXT))
    found = page(
        f'<article class="amp-wp-article"><header>{H1}<div class="amp-wp-byline">هدى القروي</div>'
        f'<time datetime="{HOUR}">منذ يومين</time></header><div class="amp-wp-article-content">'
        f'{text}</div><footer>الوسوم: <a href="/t">تونس</a></footer></article>',
        f'<script type="application/ld+json">{json.dumps(ld)}</script>',
    )
    assert prose(found) == [*TEXT]
    assert (found.author, found.outlet, published(found)) == ("هدى القروي", "صدى المغارب", HOUR)


@pytest.mark.parametrize(
    "folded",
    [
        '<div class="collapsed" style="display:none">{}</div>',
        '<div id="more-text" style="display: none;">{}</div><a>عرض المزيد</a>',
        '<section class="full-content" hidden>{}</section><button>تابع القراءة</button>',
    ],
)
def test_text_folded_behind_a_button(folded: str) -> None:
    """Text in several boxes, one of them lost: github.com/adbar/trafilatura/issues/43."""
    shown = "".join(PARAGRAPHS[:2])
    found = page(
        f"<article>{H1}<div>{shown}{folded.format(''.join(PARAGRAPHS[2:]))}</div></article>"
    )
    assert prose(found) == [*TEXT]


def test_paragraphs_that_only_a_script_has() -> None:
    """Pages of Next.js, as in github.com/codelucas/newspaper/issues/752."""
    data = json.dumps({"props": {"article": {"body": "".join(PARAGRAPHS)}}})
    with pytest.raises(NeedsScript):
        page(f'<div id="__next"></div><script id="__NEXT_DATA__">{data}</script>')


@pytest.mark.parametrize(
    "form",
    [
        lambda text: "<p>\u200f" + text.replace(" ", " \u200f", 1) + "\u200e</p>",
        lambda text: f'<p dir="rtl"><bdi>{text}</bdi></p>',
        lambda text: (
            "<p>" + "<span> </span>".join(f"<span>{w}</span>" for w in text.split()) + "</p>"
        ),
        lambda text: f"<p>&nbsp;{text}&nbsp;</p><p>&nbsp;</p>",
        lambda text: f"{text}<br/><br/>",
    ],
)
def test_marks_of_direction_and_words_in_boxes(form: Callable[[str], str]) -> None:
    """github.com/adbar/trafilatura/issues/4 (words smashed together by their spans)."""
    found = page(f"<article>{H1}<div>{''.join(map(form, TEXT))}</div></article>")
    assert prose(found) == [*TEXT]


ROWS = [("الولاية", "المراكز"), ("قفصة", "4"), ("القصرين", "5")]


@pytest.mark.parametrize(
    "markup",
    [
        "<table>{}</table>".format("".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in ROWS)),
        "<table><tbody>{}</tbody></table>".format(
            "".join(f"<tr><th>{a}</th><td><b>{b}</b></td></tr>" for a, b in ROWS)
        ),
        "<table>{}</table>".format(
            "".join(f"<tr><td><p>{a}</p></td><td><p>{b}</p></td></tr>" for a, b in ROWS)
        ),
    ],
)
def test_a_table_of_results_keeps_its_figures(markup: str) -> None:
    """Pages of encyclopaedias, as collections of test pages have them."""
    found = page(
        f"<article>{H1}{''.join(PARAGRAPHS[:2])}{markup}{''.join(PARAGRAPHS[2:])}</article>"
    )
    assert prose(found) == [*TEXT[:2], "الولاية: المراكز", "قفصة: 4", "القصرين: 5", *TEXT[2:]]
    assert headings(found) == []


MINISTRIES = [
    '<form id="aspnetForm"><div class="ms-rtestate-field">{h1}<span class="date">28 نوفمبر 2026'
    '</span><div style="display:inline">{body}</div></div></form>',
    '<div class="node">{h1}<div class="field-name-post-date"><div class="field-item">السبت, نوفمبر '
    '28, 2026</div></div><div property="content:encoded">{body}</div></div>',
    '<div class="item-page"><h2 itemprop="headline"><a href="/n">{title}</a></h2><dl><dd class='
    '"createdby">كتب بواسطة: هدى القروي</dd><dd class="published">نشر بتاريخ: 28 تشرين2/نوفمبر 2026'
    '</dd></dl><div itemprop="articleBody">{body}</div></div>',
]


@pytest.mark.parametrize("form", MINISTRIES)
def test_a_ministrys_page(form: str) -> None:
    """SharePoint, Drupal and Joomla, by the classes that their themes give."""
    found = page(form.format(h1=H1, title=TITLE, body="".join(PARAGRAPHS)))
    assert prose(found) == [*TEXT]
    assert (found.title, published(found)) == (TITLE, DAY)
    assert found.author == ("هدى القروي" if "createdby" in form else None)


@pytest.mark.parametrize("between", ["<br /><br />", "</div><div>", "</p><p>"])
def test_a_blogger_page(between: str) -> None:
    """Blogger's pages, one of which is in the test collection of github.com/mozilla/readability."""
    found = page(
        f'<div class="post hentry"><h3 class="post-title entry-title">{TITLE}</h3><div class='
        f'"post-body entry-content"><div dir="rtl"><div>{between.join(TEXT)}</div></div></div>'
        '<div class="post-footer"><span class="post-author vcard">مرسلة بواسطة <span class="fn">هدى'
        f' القروي</span></span> <abbr class="published" title="{HOUR}">2:05 م</abbr></div></div>'
    )
    assert prose(found) == [*TEXT]
    assert (found.author, published(found)) == ("هدى القروي", HOUR)


@pytest.mark.parametrize(
    "meta",
    [
        f'<time class="entry-date published" datetime="{HOUR}">28 نوفمبر، 2026</time>',
        f'<time datetime="{HOUR}">قبل يومين</time>',
        f'<abbr class="published" title="{HOUR}">السبت</abbr>',
    ],
)
def test_a_wordpress_page(meta: str) -> None:
    """WordPress's themes, with Jetpack's boxes, by the classes that they give."""
    found = page(
        f'<article class="post"><header>{H1}<div class="entry-meta"><span>{meta}</span><span class='
        '"byline"> بواسطة <span class="author vcard">هدى القروي</span></span></div></header><div '
        f'class="entry-content">{"".join(PARAGRAPHS)}<div class="sharedaddy"><h3>شارك هذا الموضوع:'
        "</h3><ul><li><a>فيس بوك</a></li></ul></div></div></article>"
    )
    assert prose(found) == [*TEXT]
    assert (found.author, published(found)) == ("هدى القروي", HOUR)


@pytest.mark.parametrize("label", ["مقالات ذات صلة", "اقرأ أيضا", "قد يهمك"])
def test_a_sub_title_above_the_date(label: str) -> None:
    """A theme whose sub-title is the report's first paragraph."""
    found = page(
        f'<article><div class="entry-header">{H1}<h2 class="entry-sub-title">{TEXT[0]}</h2><div '
        'class="single-post-meta"><span class="date">28 نوفمبر، 2026</span><span>214</span></div>'
        f'</div><div class="entry-content">{"".join(PARAGRAPHS[1:])}<div class="inline-related">'
        f'<div>{label}</div><h5><a href="/x">{OTHER}</a></h5></div></div></article>'
    )
    assert prose(found) == [*TEXT]
    assert published(found) == DAY


@pytest.mark.parametrize(
    "shortcode",
    [
        "[vc_row][vc_column_text]",
        '[gallery ids="1,2"]',
        "[embed]https://video.example/1[/embed]",
        '<p>[contact-form-7 id="1" title="اتصل"]</p>',
        "<p>[toc]</p>",
    ],
)
def test_shortcodes_that_nothing_read(shortcode: str) -> None:
    """github.com/Yoast/wpseo-news/issues/285."""
    text = f"{''.join(PARAGRAPHS[:2])}{shortcode}{''.join(PARAGRAPHS[2:])}"
    found = page(f"<article>{H1}{text}</article>")
    assert (prose(found), headings(found)) == ([*TEXT], [])


POSTS = [("14:30", TEXT[1]), ("13:10", TEXT[2]), ("11:05", TEXT[3])]


@pytest.mark.parametrize(
    "form",
    [
        "<p><strong>{}</strong> {}</p>",
        "<p>{}: {}</p>",
        "<p><b>{}</b> - {}</p>",
        '<article class="post"><header><time>{}</time></header><p>{}</p></article>',
    ],
)
def test_a_live_blog_whose_posts_begin_with_their_hour(form: str) -> None:
    """Live pages of papers, by the classes that they give."""
    posts = "".join(form.format(*post) for post in POSTS)
    found = page(f"<article>{H1}{PARAGRAPHS[0]}{posts}</article>")
    assert prose(found) == [*TEXT]
    clocks = [p.posted.clock for p in found.paragraphs if p.posted]
    assert [f"{clock:%H:%M}" for clock in clocks if clock] == [time for time, _ in POSTS]


def test_the_date_of_a_related_article_is_not_the_articles() -> None:
    related = (
        f'<div><h3>مواضيع ذات صلة</h3><a href="/x">{OTHER}</a><span>12 نوفمبر 2026</span></div>'
    )
    assert published(page(f"<article>{H1}{''.join(PARAGRAPHS)}</article>{related}")) is None
