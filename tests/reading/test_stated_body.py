"""Pages of which little was found and which state the whole article in their JSON-LD."""

from __future__ import annotations

import pytest

from bot.errors import LoginWall, ThinPage
from bot.reading.stated_body import NOTE
from bot.records import ParagraphKind
from tests.polling.feeds import text_of
from tests.reading.made_pages import LEAD, SECOND, THIRD, TITLE
from tests.reading.test_walls import MENU, article, ld, page

REST = [part for n in (1, 2) for part in text_of(n)]
WHOLE = [LEAD, SECOND, THIRD, *REST]
TEASER = f"{MENU}<article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article>"
GATE = "<p>للاطلاع على بقية المقال يرجى تسجيل الدخول إلى حسابك</p>"


def prose(html: str) -> list[str]:
    return [each.text for each in article(html).paragraphs if each.kind is ParagraphKind.PROSE]


@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(WHOLE),
        "".join(f"<p>{part}</p>" for part in WHOLE),
        "&lt;br&gt;".join(WHOLE),
    ],
)
def test_the_whole_stated_text_stands_in_for_a_thin_finding(body: str) -> None:
    html = page(TEASER, head=ld(articleBody=body, datePublished="2026-11-20T08:30:00+00:00"))
    found = article(html)
    assert [each.text for each in found.paragraphs if each.kind is ParagraphKind.PROSE] == WHOLE
    assert (found.title, NOTE in found.notes) == (TITLE, True)
    assert str(found.published.day) == "2026-11-20"  # type: ignore[union-attr]


def test_what_is_found_whole_is_never_replaced() -> None:
    shown = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{part}</p>' for part in WHOLE)}</article>"
    other = "\n\n".join([*WHOLE, *(part for n in range(3, 9) for part in text_of(n))])
    found = article(page(shown, head=ld(articleBody=other)))
    assert NOTE not in found.notes
    assert prose(page(shown, head=ld(articleBody=other))) == WHOLE


@pytest.mark.parametrize(
    "stated",
    [
        {"articleBody": "\n\n".join(WHOLE) + " ..."},
        {"articleBody": "\n\n".join(REST)},
        {"articleBody": "\n\n".join(WHOLE), "wordCount": 900},
        {"articleBody": ["\n\n".join(WHOLE)], "wordCount": 300},
    ],
    ids=["cut off", "another article", "a part of what is counted", "no text"],
)
def test_what_is_not_plainly_the_whole_of_the_same_article_stays_thin(
    stated: dict[str, object],
) -> None:
    with pytest.raises(ThinPage):
        article(page(TEASER, head=ld(**stated)))


def test_a_wall_stays_a_wall_whatever_the_page_states() -> None:
    body = "\n\n".join(WHOLE)
    with pytest.raises(LoginWall):
        article(page(TEASER, head=ld(articleBody=body, isAccessibleForFree=False)))
    with pytest.raises(LoginWall):
        article(page(f"{TEASER}<div class=paywall>{GATE}</div>", head=ld(articleBody=body)))
    with pytest.raises((LoginWall, ThinPage)):
        article(page(f"{TEASER}<div>{GATE}</div>", head=ld(articleBody=body)))
