"""Pasted pages: every line is one thing, and nothing is lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.arabic.characters import clean
from bot.reading.layout import lay_out
from bot.reading.lines import TextLine, split_lines
from bot.reading.litter import rules
from bot.reading.page import Page
from bot.records import Moment, ParagraphKind
from tests.reading.made_pages import LEAD, PASTED, SECOND, THIRD, TITLE

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
_TOKEN = re.compile(r"\w+|[^\w\s]")
BODY = f"{LEAD}\n\n{SECOND}\n\n{THIRD}"


def page(text: str) -> Page:
    return lay_out(split_lines(text))


def of_kind(found: Page, kind: ParagraphKind) -> list[str]:
    return [p.text for p in found.paragraphs if p.kind is kind]


def rule_of(found: Page, text: str) -> str | None:
    return next((r.rule for r in found.removed if r.text == text), None)


# ------------------------------------------------------------------------- nothing is lost


def tokens(*texts: str | None) -> Counter[str]:
    """Words, and each sign by itself: a label is cut off where no blank may stand ("ج:نعم")."""
    return Counter(token for text in texts if text for token in _TOKEN.findall(clean(text)))


def accounted(found: Page, lines: list[TextLine]) -> Counter[str]:
    texts = [p.text for p in found.paragraphs]
    labels = [p.turn.label for p in found.paragraphs if p.turn]
    # "عاجل: …" alone is headline and report in one: the one line that stands in two places.
    alone = texts == [found.title] and sum(texts[0] in line.text for line in lines) == 1
    title = None if alone else found.title
    return tokens(title, found.kicker, *texts, *labels, *(r.text for r in found.removed))


LINES = st.one_of(
    st.sampled_from([line for rule in rules() for line in (*rule.takes, *rule.spares)]),
    st.sampled_from([line for s in SAMPLES for line in s.read_text("utf-8").splitlines()]),
    st.sampled_from([*PASTED.splitlines(), "", "", " ", "\u00a0", "(رويترز)", "04:36 صباحا"]),
    st.sampled_from(["س: متى ينتهي العمل؟", "ج: في الربيع.", "* ولماذا تأخر المشروع؟ ج: للتمويل"]),
    st.text(max_size=60),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25))
@example(["س: متى ينتهي العمل؟", "قراءة في اتفاق الطائف بعد 3 عقود", "التعليقات", "ج: في الربيع."])
@example(["عاجل | الأردن | مقتل شخصين في حادث سير بالعاصمة"])
def test_every_word_is_in_one_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = page(text)
    split = split_lines(text)
    kept = tokens(*(line.text for line in split))
    assert accounted(found, split) == kept
    assert kept == tokens(*text.replace("\x1c", "\n").splitlines())
    assert all(r.rule and r.text for r in found.removed)
    assert all(p.text for p in found.paragraphs)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_every_line_of_the_samples_is_one_thing(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    found = page(text)
    places = Counter([found.title, found.kicker, *(p.text for p in found.paragraphs)])
    places.update(r.text for r in found.removed)
    for line in filter(None, map(clean, text.splitlines())):
        assert places[line] == 1 or any(
            line == f"{p} {r.text}" for p in places for r in found.removed
        )


# ------------------------------------------------------------------------------- headlines


def test_a_title_above_the_text() -> None:
    found = page(f"{TITLE}\n\n{BODY}")
    assert (found.title, found.kicker) == (TITLE, None)
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND, THIRD]


def test_a_kicker_above_the_title() -> None:
    kicker = "بعد مفاوضات استمرت ثلاثة أشهر"
    found = page(f"{kicker}\n\n{TITLE}\n\nقراءة 3 دقائق\n{BODY}")
    assert (found.title, found.kicker) == (TITLE, kicker)


def test_a_deck_below_the_title_is_no_title() -> None:
    deck = (
        "الوزيران يوقعان في العاصمة وثيقة من عشرين بندا بعد ثلاثة أشهر من المفاوضات "
        "الصعبة والوساطات"
    )
    found = page(f"{TITLE}\n{deck}\n\n{BODY}")
    assert (found.title, found.kicker) == (TITLE, None)
    assert of_kind(found, ParagraphKind.HEADING) == [deck]


def test_two_clauses_on_a_line_are_one_title() -> None:
    title = 'بعد أنباء "الاتفاق السري".. تعليقات متواترة بشأن العلاقات'
    assert page(f"{title}\n\n{BODY}").title == title


def test_no_title_is_made_up() -> None:
    found = page(BODY)
    assert found.title is None
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND, THIRD]


def test_a_question_is_a_title() -> None:
    assert page(f"هل ينهي الاتفاق أزمة المياه؟\n\n{BODY}").title == "هل ينهي الاتفاق أزمة المياه؟"


def test_menu_words_above_the_title() -> None:
    found = page(f"أخبار\nالشرق والغرب\nملفات خاصة\n{TITLE}\n\n{BODY}")
    assert found.title == TITLE
    assert rule_of(found, "ملفات خاصة") == "menu"


def test_a_site_name_behind_the_title_is_cut() -> None:
    found = page(f"{TITLE} | الجزيرة نت\n\n{BODY}")
    assert found.title == TITLE
    assert rule_of(found, "| الجزيرة نت") == "site-name"
    assert found.claims[0].name == "Al Jazeera"


def test_other_endings_of_a_title_stay() -> None:
    title = "أزمة المياه في المنطقة - تحليل"
    assert page(f"{title}\n\n{BODY}").title == title


def test_a_headline_credited_to_an_agency() -> None:
    found = page(f"{TITLE} - رويترز\n\n{BODY}")
    assert found.title == TITLE


# ---------------------------------------------------------------------- times, authors, names


def test_times_on_lines_of_their_own() -> None:
    found = page(f"{TITLE}\nتم النشر:\n5 مارس/آذار 2024\n10:20 صباحا\n{BODY}")
    assert found.published == Moment(date(2024, 3, 5), time(10, 20))
    assert found.updated is None


def test_published_and_updated() -> None:
    found = page(PASTED)
    assert found.published == Moment(date(2024, 3, 5), time(10, 20))
    assert found.updated == Moment(date(2024, 3, 5), time(11, 0))


def test_a_hijri_date_is_noted_and_not_converted() -> None:
    found = page(f"{TITLE}\nالثلاثاء 24 شعبان 1445 هـ\n{BODY}")
    assert found.published is None or found.published.day is None
    assert found.notes == ["Hijri date, not converted"]


def test_dates_of_other_articles_below_the_text_do_not_count() -> None:
    found = page(f"{TITLE}\n\n{BODY}\n\nمقالات ذات صلة\nعنوان خبر آخر بعيد\n1 يناير 2001")
    assert found.published is None
    assert rule_of(found, "عنوان خبر آخر بعيد") == "related-link"


def test_labelled_dates_of_other_articles_do_not_count() -> None:
    found = page(f"{TITLE}\n04:36 صباحا\n{BODY}\nمقالات ذات صلة\nخبر بعيد\nنشر في: 1 يناير 2001")
    assert found.published == Moment(None, time(4, 36))
    assert rule_of(found, "نشر في: 1 يناير 2001") == "publication-time"


def test_todays_date_at_the_head_of_a_site_is_not_the_articles() -> None:
    found = page(f"الأحد 22 نوفمبر 2026\nالرئيسية\n{TITLE}\n\n{BODY}")
    assert found.published is None
    assert found.notes
    assert page(f"الأحد 22 نوفمبر 2026\n{TITLE}\nنشر في: 5 مارس 2024\n{BODY}").published == Moment(
        date(2024, 3, 5)
    )


def test_a_date_as_sub_heading_stays() -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n\n23 أغسطس 2018\n\n{SECOND}")
    assert of_kind(found, ParagraphKind.HEADING) == ["23 أغسطس 2018"]
    assert found.published is None


@pytest.mark.parametrize(
    "line", ["كتبت: سارة أحمد", "بقلم: سارة أحمد", "إعداد: سارة أحمد", "Author, سارة أحمد"]
)
def test_bylines(line: str) -> None:
    found = page(f"{TITLE}\n{line}\n{BODY}")
    assert found.author == "سارة أحمد"
    assert rule_of(found, line) == "byline"


def test_an_outlet_on_its_own_line() -> None:
    found = page(f"{TITLE}\nعربي بوست\n{BODY}")
    assert [c.name for c in found.claims] == ["Arabic Post"]


@pytest.mark.parametrize(
    ("line", "name"),
    [("لندن: «الشرق الأوسط»", "Asharq Al-Awsat"), ("العربية.نت - وكالات", "Al Arabiya")],
)
def test_an_outlet_in_the_dateline(line: str, name: str) -> None:
    found = page(f"{TITLE}\n{line}\n14 مايو 2019\n{BODY}")
    assert [c.name for c in found.claims] == [name]
    assert rule_of(found, line) == "outlet-name"


def test_an_agency_cited_in_prose_is_no_outlet() -> None:
    prose = "ونقلت وكالة رويترز عن مسؤول قوله إن المفاوضات لم تنته بعد وإن أياما تفصل عن الاتفاق."
    assert page(f"{TITLE}\n\n{prose}\n\n{BODY}").claims == []


@pytest.mark.parametrize(
    ("dateline", "name"),
    [
        ("موسكو (رويترز) - ", "Reuters"),
        ("أبوظبي في 14 مايو / وام / ", "WAM (Emirates News Agency)"),
    ],
)
def test_a_wire_dateline_names_the_agency(dateline: str, name: str) -> None:
    lead = dateline + LEAD
    found = page(f"{TITLE}\n\n{lead}\n\n{SECOND}")
    assert [c.name for c in found.claims] == [name]
    assert of_kind(found, ParagraphKind.PROSE)[0] == lead


# ---------------------------------------------------------------------- the middle and the end


def test_a_messy_page() -> None:
    found = page(PASTED)
    assert found.title == TITLE
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND, THIRD]
    assert of_kind(found, ParagraphKind.HEADING) == ["تفاصيل الاتفاق"]
    assert of_kind(found, ParagraphKind.CAPTION) == ["الوزيران خلال التوقيع أمس (الأناضول)"]
    removed = {r.text: r.rule for r in found.removed}
    assert removed["محمد السيد - القاهرة"] == "byline"
    assert removed["هذا ملخص قصير للخبر الثاني."] == "related-link"
    assert removed["كلام جميل جدا."] == "reader-comments"
    assert removed["(أ ف ب)"] == "agency-credit"


def test_the_article_goes_on_after_a_box_of_links() -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n\nاقرأ أيضا\nعنوان خبر آخر بعيد\n\n{SECOND}\n\n{THIRD}")
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND, THIRD]
    assert rule_of(found, "عنوان خبر آخر بعيد") == "related-link"


@pytest.mark.parametrize("heading", ["الرقابة على الأسلحة", "ما زالت وستظل..", "ماذا بعد؟"])
def test_sub_headings(heading: str) -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n\n{heading}\n\n{SECOND}")
    assert of_kind(found, ParagraphKind.HEADING) == [heading]


def test_a_paragraph_without_its_full_stop_is_prose() -> None:
    loose = "وأضاف الوزير أن الاجتماع المقبل سيعقد غدا"
    found = page(f"{TITLE}\n\n{LEAD}\n\n{loose}\n\n{THIRD}\n\n{loose} في عمان")
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, loose, THIRD, f"{loose} في عمان"]


def test_an_english_quote_between_paragraphs_stays() -> None:
    quote = '"We will work together on water and energy," the minister wrote on Tuesday.'
    found = page(f"{TITLE}\n\n{LEAD}\n\n{quote}\n\n{SECOND}")
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, quote, SECOND]


def test_a_list_is_prose() -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n- محطة للطاقة\n- خط للمياه\n{SECOND}")
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, "- محطة للطاقة", "- خط للمياه", SECOND]


def test_a_repeated_paragraph_is_kept_once() -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{LEAD}")
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND]
    assert rule_of(found, LEAD) == "repeated"


def test_hard_wrapped_paragraphs_are_joined() -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(p, 60) for p in (LEAD, SECOND))
    found = page(f"{TITLE}\n\n{wrapped}")
    assert found.title == TITLE
    assert of_kind(found, ParagraphKind.PROSE) == [LEAD, SECOND]


def test_posts_without_full_stops() -> None:
    post = "أعلنت وزارة الصحة تسجيل 12 إصابة جديدة"
    found = page(post)
    assert (found.title, of_kind(found, ParagraphKind.PROSE)) == (None, [post])


# ------------------------------------------------------------------------------------ posts

POSTS = (
    "وزارة الصحة: تسجيل 120 إصابة جديدة بفيروس كورونا اليوم.",
    "وزارة الصحة: شفاء 95 حالة ومغادرتها المستشفيات.",
    "الوزارة تدعو المواطنين إلى الالتزام بالإجراءات الوقائية",
)


@pytest.mark.parametrize("title", ["", f"{TITLE}\n\n"])
def test_posts_without_a_full_stop_are_text(title: str) -> None:
    found = page(title + "\n\n".join(POSTS))
    assert of_kind(found, ParagraphKind.PROSE) == list(POSTS)


def test_accounts_and_times_around_posts_are_litter() -> None:
    found = page("\n\n".join(f"وزارة الصحة @moh\n{post}\n10:20 ص · 3 مايو 2021" for post in POSTS))
    assert of_kind(found, ParagraphKind.PROSE) == list(POSTS)


def test_headlines_below_a_report_stay_out() -> None:
    others = ("زلزال بقوة 5.6 درجات يضرب تركيا", "الأهلي يفوز على الزمالك بهدفين نظيفين")
    below = "\n".join(others)
    for text in (f"{TITLE}\n\n{POSTS[0]}\n\n{below}", f"{BODY} {LEAD}\n\n{below}"):
        found = page(text)
        assert {rule_of(found, other) for other in others} == {"after-the-end"}


# -------------------------------------------------------------------------- dates in figures


@pytest.mark.parametrize(
    ("line", "day", "rule", "note"),
    [
        ("25/03/2023", date(2023, 3, 25), "publication-time", ""),
        ("2023/03/04", date(2023, 3, 4), "publication-time", ""),
        ("٠٥/٠٥/٢٠٢٣", date(2023, 5, 5), "publication-time", ""),
        ("03/04/2023", None, "doubtful-date", "may be day/month or month/day"),
        ("03/04/2023 - 10:20", None, "doubtful-date", "may be day/month or month/day"),
        ("03/25/2023", None, "doubtful-date", "is no date"),
        ("12/09/1444", None, "publication-time", "Hijri date, not converted"),
        ("1444/09/12", None, "publication-time", "Hijri date, not converted"),
        ("تم النشر: 03/04/2023", date(2023, 4, 3), "publication-time", ""),
    ],
)
def test_a_date_in_figures_is_taken_or_said_to_be_doubtful(
    line: str, day: date | None, rule: str, note: str
) -> None:
    found = page(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert (found.published.day if found.published else None) == day
    assert rule_of(found, line) == rule
    assert note in "; ".join(found.notes)
    assert bool(note) == bool(found.notes)


def test_a_date_in_figures_within_the_text_is_no_heading() -> None:
    found = page(f"{TITLE}\n\n{LEAD}\n\n25/03/2023\n\n{SECOND}")
    assert (of_kind(found, ParagraphKind.HEADING), found.published) == ([], None)


def test_scores_and_telephone_numbers_are_counters() -> None:
    for line in ("2-1", "10:20", "02-2345-6789", "12"):
        assert rule_of(page(f"{TITLE}\n\n{line}\n\n{BODY}"), line) in (
            "counter",
            "publication-time",
        )
