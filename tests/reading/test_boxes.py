"""Boxes of other articles and of offers among an article's paragraphs."""

from __future__ import annotations

import pytest

from bot.records import ParagraphKind
from tests.reading.test_kinds_of_pages import H1, OTHER, PARAGRAPHS, TEXT, page

TEASER = "قالت منظمة دولية إن 41 ألف أسرة في الجنوب فقدت مصدر رزقها بسبب الجفاف هذا العام."


def prose(story: str) -> list[str]:
    found = page(f"<article>{H1}{story}</article>")
    return [p.text for p in found.paragraphs if p.kind is ParagraphKind.PROSE]


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="promo-box"><p>{TEASER}</p></div>',
        f'<div class="breaking-news"><span>عاجل</span><p>{TEASER}</p></div>',
        f'<div class="readalso"><p>{TEASER}</p></div>',
        f'<div class="card"><h3><a href="/x">{OTHER}</a></h3><p>{TEASER}</p></div>',
        f"<div><span>اقرأ أيضا:</span><p>{TEASER}</p></div>",
    ],
)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_teaser_in_a_box_is_no_paragraph(box: str, at: int) -> None:
    assert prose("".join([*PARAGRAPHS[:at], box, *PARAGRAPHS[at:]])) == [*TEXT]


@pytest.mark.parametrize(
    "own",
    [
        "<section><h3>ماذا قالت الوزارة عن الكلفة</h3>{}</section>",
        '<div class="text-image"><img src="a.jpg">{}</div>',
        '<div><a href="/uploads/a-1024.jpg?w=9"><img src="a.jpg"></a>{}</div>',
        "<div><a class='zoom' href='#'> <img src='a.jpg'> </a>{}</div>",
        f'<div>{{}}<p>وكانت الصحيفة نشرت <a href="/x">{OTHER}</a> قبل يومين من القرار.</p></div>',
        '<div class="update"><h3><a href="#u1">الوزيرة تعلن كلفة البرنامج الجديد</a></h3>{}</div>',
    ],
)
def test_a_part_of_the_article_stays(own: str) -> None:
    story = "".join([*PARAGRAPHS[:2], own.format(PARAGRAPHS[2]), PARAGRAPHS[3]])
    assert [text for text in prose(story) if text in TEXT] == [*TEXT]


def test_a_page_that_calls_its_own_text_so() -> None:
    assert prose("".join(f'<div class="latest">{each}</div>' for each in PARAGRAPHS)) == [*TEXT]
