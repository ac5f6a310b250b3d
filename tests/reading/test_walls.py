"""Pages that stand where an article would be, and short articles that only look like them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    ConsentWall,
    DocumentError,
    LoginWall,
    MissingPage,
    MujazError,
    NeedsScript,
    ThinPage,
)
from bot.reading.article import read
from bot.records import Article, Document
from tests.reading.made_pages import LEAD, LOGIN, MODERN, SECOND, THIRD, TITLE

MENU = (
    "<header><nav><a href=/>الرئيسية</a></nav><div><a href=/login>تسجيل الدخول</a></div></header>"
)
NOSCRIPT = "<noscript>يرجى تفعيل جافا سكريبت في متصفحك</noscript>"


def page(body: str, title: str = TITLE, head: str = "") -> str:
    return (
        f"<!doctype html><html lang=ar><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body>{body}</body></html>"
    )


def article(html: str) -> Article:
    return read(Document("page.html", html.encode(), "text/html"))


def ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


CONSENT_AR = page(
    "<div><h2>نحن نهتم بخصوصيتك</h2><p>نحن وشركاؤنا نستخدم ملفات تعريف الارتباط لتخزين المعلومات "
    "على جهازك والوصول إليها، ولعرض إعلانات ومحتوى يناسبك وقياس أدائها.</p><p>يمكنك تغيير رأيك في "
    "أي وقت من خلال إعدادات الخصوصية في أسفل الصفحة.</p><button>قبول الكل</button></div>"
)
CONSENT_EN = page(
    "<div class=qc-cmp2><p>We value your privacy</p><p>We and our partners store and/or access "
    "information on a device, such as cookies and process personal data.</p>"
    "<button>Accept all</button><button>Reject all</button></div>",
    title="Before you continue",
)
CONSENT_DE = page(
    "<div><p>Wir und unsere Partner verwenden Cookies.</p><p>Verwendung von Cookies und Ihre "
    "Datenschutzeinstellungen</p><button>Alle akzeptieren</button></div>",
    title="Zustimmung",
)
STUB = page(
    f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p><p>هذا المحتوى للمشتركين فقط، اشترك لمتابعة "
    "القراءة والوصول إلى جميع المقالات والتحليلات.</p></article>"
)
STATED_STUB = page(
    f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article>",
    head=ld(isAccessibleForFree=False),
)
SHELL = page(f"<div id=root></div>{NOSCRIPT}<script src=/app.js></script>")
CHALLENGE = page(
    "<div><h1>www.example.com</h1><p>Checking your browser before accessing the site.</p></div>",
    title="Just a moment...",
)
MISSING = page(
    f"{MENU}<main><h1>عذرا، الصفحة غير موجودة</h1><p>ربما نقلت الصفحة التي تبحث عنها إلى مكان آخر "
    "أو حذفت، يمكنك العودة إلى الصفحة الرئيسية أو البحث عما تريد.</p></main>",
    title="404",
)
THIN = page(
    f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article>",
    head=ld(wordCount=400),
)


@pytest.mark.parametrize(
    ("html", "error"),
    [
        (CONSENT_AR, ConsentWall),
        (CONSENT_EN, ConsentWall),
        (CONSENT_DE, ConsentWall),
        (LOGIN, LoginWall),
        (STUB, LoginWall),
        (STATED_STUB, LoginWall),
        (SHELL, NeedsScript),
        (CHALLENGE, NeedsScript),
        (MISSING, MissingPage),
        (THIN, ThinPage),
    ],
)
def test_a_wall_is_named_and_never_read(html: str, error: type[DocumentError]) -> None:
    with pytest.raises(error) as raised:
        article(html)
    assert raised.value.name == error.__name__


SHORT_REPORT = page(f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p></article>{NOSCRIPT}")
WITH_BANNER = page(
    f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
    "<div id=cookie-banner><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك.</p>"
    "<button>قبول الكل</button></div>"
)
ABOUT_COOKIES = page(
    "<article><h1>غرامة على شركة بسبب ملفات الارتباط</h1><p>فرضت هيئة حماية البيانات اليوم غرامة "
    "قدرها 60 مليون يورو على الشركة لأنها لم تتح للمستخدمين رفض ملفات تعريف الارتباط بسهولة.</p>"
    f"<p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
)
WITH_LOGIN_FORM = page(
    f"<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article>"
    "<form><input name=u><input type=password name=p><p>نسيت كلمة المرور؟</p></form>"
)
FREE = page(
    f"<article><h1>{TITLE}</h1><p>{LEAD}</p></article>",
    head=ld(isAccessibleForFree=True, wordCount=24),
)


@pytest.mark.parametrize(
    "html", [MODERN, SHORT_REPORT, WITH_BANNER, ABOUT_COOKIES, WITH_LOGIN_FORM, FREE]
)
def test_a_real_article_passes(html: str) -> None:
    found = article(html)
    assert LEAD in [paragraph.text for paragraph in found.paragraphs]


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</div>", "<div id=root>", LEAD, "قبول الكل", "<h1>404", "<script>", "{", "<a>"]
        )
        | st.text(max_size=20),
        max_size=15,
    )
)
def test_any_page_is_read_or_refused_by_name(parts: list[str]) -> None:
    try:
        article(page("".join(parts)))
    except MujazError as error:
        assert str(error).endswith(".")
