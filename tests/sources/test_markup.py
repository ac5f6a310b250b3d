"""Hostile HTML of feeds becomes harmless, and honest HTML keeps its words and paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from bot.sources.feeds.markup import clean, plain

BASE = "https://news.example/section/page"

ATTRIBUTES = {"a": {"href"}, "blockquote": {"cite"}, "img": {"src", "alt"}, "time": {"datetime"}}
ACTIVE = {
    "script", "style", "iframe", "frame", "object", "embed", "applet", "form", "input", "button",
    "textarea", "select", "svg", "math", "link", "meta", "base", "template", "video", "audio",
    "noscript", "canvas",
}  # fmt: skip


def cleaned(markup: str) -> str:
    return clean(markup, BASE)


def assert_harmless(markup: str) -> None:
    """Judged by another parser than the one that cleaned."""
    if not markup.strip():
        return
    for node in lxml_html.fragment_fromstring(markup, create_parent="div").iter():
        assert isinstance(node.tag, str), node
        assert node.tag not in ACTIVE
        assert set(node.attrib) <= ATTRIBUTES.get(node.tag, set())
        for name in ("href", "src", "cite"):
            assert node.get(name, "https://").startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("قبل<script>alert(1)</script>بعد", "قبلبعد"),
        ("قبل<SCRIPT SRC=//evil/x.js></SCRIPT>بعد", "قبلبعد"),
        ("قبل<scr<script></script>ipt>alert(1)</script>", "قبلipt&gt;alert(1)"),
        ("قبل<script>never closed <p>نص", "قبل"),
        ("قبل<style>p{background:url(javascript:x)}</style>بعد", "قبلبعد"),
        ('<p style="width:expression(x)" class="a" id="b">نص</p>', "<p>نص</p>"),
        ('<p onclick="x()" ONMOUSEOVER=y() onwheel\n=z>نص</p>', "<p>نص</p>"),
        ('<img src=x onerror="alert(1)">', '<img src="https://news.example/section/x">'),
        ('<img src="x" alt="&quot; onerror=y &lt;b&gt;">',
         '<img src="https://news.example/section/x" alt="&quot; onerror=y &lt;b&gt;">'),
        ('<a href="javascript:alert(1)">نص</a>', "<a>نص</a>"),
        ('<a href=" jAvA\tscr\nipt&#58;alert(1)">نص</a>', "<a>نص</a>"),
        ('<a href="vbscript:x">أ</a><a href="data:text/html,x">ب</a>', "<a>أ</a><a>ب</a>"),
        ('<a href="file:///etc/passwd">نص</a>', "<a>نص</a>"),
        ('<a href="//other.example/x" target=_blank rel=opener>نص</a>',
         '<a href="https://other.example/x">نص</a>'),
        ('<a href="../a?b=1&amp;c=2">نص</a>', '<a href="https://news.example/a?b=1&amp;c=2">نص</a>'),
        ("قبل<svg onload=x><script>x</script><a xlink:href='javascript:x'>س</a></svg>بعد",
         "قبلبعد"),
        ("قبل<math><mtext><script>x</script></mtext></math>بعد", "قبلبعد"),
        ("قبل<iframe srcdoc='<script>x</script>'>ف</iframe>بعد", "قبلبعد"),
        ("قبل<form action=/x><input name=a><button>ز</button></form>بعد", "قبلبعد"),
        ("قبل<object data=x><embed src=y></object><base href=//evil>بعد", "قبلبعد"),
        ("قبل<meta http-equiv=refresh content='0;url=//evil'><link rel=stylesheet href=x>بعد",
         "قبلبعد"),
        ("قبل<!-- سر --><!--[if IE]><script>x</script><![endif]-->بعد", "قبلبعد"),
        ("<custom-tag x=y>نص</custom-tag>", "نص"),
        ("&lt;script&gt;x&lt;/script&gt;", "&lt;script&gt;x&lt;/script&gt;"),
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("<p>أول<p>ثان<b>غليظ", "<p>أول</p><p>ثان<b>غليظ</b></p>"),
    ],
)  # fmt: skip
def test_what_acts_goes_and_words_stay(markup: str, kept: str) -> None:
    assert cleaned(markup) == kept
    assert_harmless(cleaned(markup))


def test_an_article_keeps_its_arabic_its_paragraphs_and_its_entities() -> None:
    article = (
        "<h2>عنوان</h2><p>قال &laquo;لافروف&raquo; إنّ&nbsp;الاتفاق <strong>قريب</strong>.</p>"
        "<blockquote cite='/q'>قول</blockquote><ul><li>أ</li><li>ب</li></ul>"
        "<figure><img src='a.jpg' alt='صورة'><figcaption>شرح</figcaption></figure>"
        "<time datetime='2026-03-05'>أمس</time>"
    )
    assert cleaned(article) == (
        "<h2>عنوان</h2><p>قال «لافروف» إنّ&nbsp;الاتفاق <strong>قريب</strong>.</p>"
        '<blockquote cite="https://news.example/q">قول</blockquote><ul><li>أ</li><li>ب</li></ul>'
        '<figure><img src="https://news.example/section/a.jpg" alt="صورة">'
        '<figcaption>شرح</figcaption></figure><time datetime="2026-03-05">أمس</time>'
    )
    assert plain(cleaned(article)) == "عنوان قال «لافروف» إنّ الاتفاق قريب. قول أ ب شرح أمس"


@pytest.mark.parametrize("table", ["<table>{}</table>", "{}"])
def test_cells_stay_apart_with_and_without_their_table(table: str) -> None:
    rows = "<tr><td>10</td><td>20</td></tr><tr><td>30</td></tr>"
    assert plain(cleaned(table.format(rows))) == "10 20 30"


@pytest.mark.parametrize("markup", ["", "  ", "<script>x</script>", "\x00", "<", "<!--"])
def test_nothing_to_show_is_the_empty_text(markup: str) -> None:
    assert plain(cleaned(markup)) in ("", "<")


@pytest.mark.parametrize("opened", ["<div>", "<p><b>", "<table><tr><td>", "<svg>", "<b><table>"])
def test_nesting_without_end_is_cut(opened: str) -> None:
    assert_harmless(cleaned(opened * 50_000 + "نص"))


PIECES = st.sampled_from(
    ["<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>", "<script>", "</script>", "<p>",
     "</p>", "<a href='javascript:x'>", "<img src=x onerror=y>", "<table>", "<td>", "<noscript>",
     "<textarea>", "</textarea>", "<title>", "</title>", "<template>", "<select>", "<option>",
     "<!--", "-->", "<![CDATA[", "]]>", "<annotation-xml encoding='text/html'>", "<foreignObject>",
     "&lt;script&gt;", "<xmp>", "<plaintext>", "<form>", "نص", '"', "'", "`", "\x00", "\ud800"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=15).map("".join))
def test_whatever_is_woven_together_is_harmless_and_stays_as_it_is(markup: str) -> None:
    once = cleaned(markup)
    assert_harmless(once)
    assert plain(cleaned(once)) == plain(once)
