"""The opening paragraph that a page sets apart from its article's body."""

from __future__ import annotations

import pytest

from bot.reading.article import read
from bot.records import Article, Document, ParagraphKind

TITLE = "الأردن يوقف ضخ المياه في 12 حيا من العاصمة"
LEAD = (
    "أعلنت وزارة المياه الأردنية، اليوم الأربعاء، أنها ستوقف ضخ المياه في 12 حيا من أحياء العاصمة "
    "لمدة 36 ساعة بسبب أعمال الصيانة في الخط الناقل."
)
UNSTOPPED = "وزارة المياه توقف الضخ 36 ساعة في 12 حيا من أحياء العاصمة بسبب أعمال الصيانة"
BODY = (
    "وأوضح المتحدث باسم الوزارة سامر حداد أن المرحلة الأولى من المشروع تشمل سبع محطات، وأن العمل "
    "فيها يبدأ في الربع الأول من العام المقبل بمشاركة شركات محلية وأجنبية.",
    "وأشار حداد إلى أن الكلفة الإجمالية للمرحلة الأولى تبلغ 320 مليون دينار، منها 90 مليونا قرضا "
    "ميسرا من البنك الدولي، والباقي من موازنة الدولة على ثلاث سنوات.",
    "وقال المهندس رامي العلي، مدير المشروع، إن الدراسات الفنية انتهت في آذار الماضي، وإن اللجنة "
    "المختصة تلقت أحد عشر عرضا من شركات من خمس دول.",
)
OTHER = "ارتفعت أسعار الذهب في السوق المحلية اليوم بنسبة اثنين في المئة وسط طلب قوي من المشترين."


def page(between: str, body: str = "", wrap: str = "{h1}{between}{body}") -> Article:
    inside = body or "".join(f"<p>{text}</p>" for text in BODY)
    story = wrap.format(
        h1=f"<h1>{TITLE}</h1>",
        between=between,
        body=f'<div class="article-body">{inside}</div>',
    )
    html = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title></head>'
        f'<body><div class="nav"><a href="/">الرئيسية</a></div><div class="story">{story}</div>'
        "</body></html>"
    )
    return read(Document("page.html", html.encode(), "text/html"))


def prose(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.prose]


@pytest.mark.parametrize(
    "form",
    [
        '<header><p class="lead">{}</p></header>',
        '<div itemprop="description">{}</div>',
        '<h2 itemprop="description"><b>{}</b></h2>',
        '<div class="articleIntro"><p>{}</p></div>',
        '<section class="c-standfirst">{}</section>',
        '<strong class="summary">{}</strong>',
        '<h2 class="sub-title">{}</h2>',
        '<p class="post__excerpt"><a href="/t/water">{}</a> الوزارة.</p>'.replace(
            '<a href="/t/water">{}</a> الوزارة.', "{}"
        ),
        "<h2>{}</h2>",
        "<p><strong>{}</strong></p>",
        "<div>{}</div>",
        "{}",
        "<center><b>{}</b></center>",
        '<font size="4">{}</font>',
        '<ul class="highlights"><li>{}</li></ul>',
        '<aside class="article-lead">{}</aside>',
        "<dl><dd>{}</dd></dl>",
        '<div id="lede" class="row"><div class="col"><span>{}</span></div></div>',
    ],
)
@pytest.mark.parametrize("lead", [LEAD, UNSTOPPED])
def test_it_is_the_first_paragraph(form: str, lead: str) -> None:
    found = page(form.format(lead))
    assert prose(found) == [lead, *BODY]
    assert found.title == TITLE
    assert lead not in [removed.text for removed in found.removed]


@pytest.mark.parametrize(
    "wrap",
    [
        "<article>{h1}{between}{body}</article>",
        "<header>{h1}{between}</header>{body}",
        '<div class="top">{h1}<p class="date">18 يونيو 2025</p>{between}</div><main>{body}</main>',
    ],
)
def test_wherever_headline_and_body_stand(wrap: str) -> None:
    assert prose(page(f'<p class="lead">{LEAD}</p>', wrap=wrap)) == [LEAD, *BODY]


@pytest.mark.parametrize(
    "lead", [LEAD, LEAD[:90] + "...", LEAD.removesuffix("."), LEAD[:90] + " …"]
)
def test_once_where_the_body_repeats_it(lead: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY))
    assert prose(page(f'<p class="lead">{lead}</p>', body)) == [LEAD, *BODY]


def test_words_of_its_own_may_be_links() -> None:
    linked = LEAD.replace("وزارة المياه الأردنية", '<a href="/tag/7">وزارة المياه الأردنية</a>')
    assert prose(page(f'<p class="lead">{linked}</p>')) == [LEAD, *BODY]


@pytest.mark.parametrize(
    "other",
    [
        '<div class="box"><h3><a href="/g">أسعار الذهب ترتفع في السوق المحلية</a></h3>'
        '<p class="summary">{}</p></div>',
        '<div class="card"><a href="/g"><img src="g.jpg"></a><p class="lead">{}</p></div>',
        '<a class="lead" href="/g"><p>{}</p></a>',
        '<aside><p class="intro">{}</p></aside>',
        '<div class="breaking-news">{}</div>',
        '<ul class="summary"><li><a href="/g">{}</a></li></ul>',
        '<p class="image-description">{}</p>',
        '<div class="related"><p class="excerpt">{}</p></div>',
        '<p class="lead" style="display: none">{}</p>',
        '<div class="item"><a href="/g"><img src="g.jpg"></a><p class="summary">{}</p></div>',
    ],
)
def test_never_another_articles(other: str) -> None:
    assert prose(page(other.format(OTHER))) == list(BODY)


@pytest.mark.parametrize(
    "line",
    [
        "نشر في: الأربعاء 18 يونيو 2025 الساعة 10:15 بتوقيت غرينتش آخر تحديث 11:00",
        "عمال في محطة للمياه قرب العاصمة عمان خلال أعمال الصيانة في الخط الناقل (رويترز)",
        "اشترك في النشرة البريدية لتصلك آخر الأخبار كل صباح إلى بريدك",
    ],
)
def test_never_a_date_a_caption_or_a_prompt(line: str) -> None:
    assert prose(page(f"<p>{line}</p>")) == list(BODY)


def test_a_short_deck_is_a_heading_as_before() -> None:
    found = page("<h2>الوزارة تعتذر للسكان</h2>")
    assert prose(found) == list(BODY)
    assert ParagraphKind.PROSE not in [p.kind for p in found.paragraphs if "تعتذر" in p.text]
