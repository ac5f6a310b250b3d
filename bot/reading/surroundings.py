"""Around the blocks trafilatura keeps: captions, dates and source lines that it drops.

They are looked for in their places only: captions within the article's own element, dates
between headline and text, the source line below it. What else reads as text and was left outside
is named, so that `mujaz read` can show what a page lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.author import author_name
from bot.reading.blocks import SKIPPED
from bot.reading.byline import byline_of
from bot.reading.dates import parse_stated
from bot.reading.lines import TextLine, is_prose
from bot.reading.outlet import in_source_line, is_source_line
from bot.reading.page import Page
from bot.reading.stamps import joined, read_stamp_line
from bot.records import Moment, ParagraphKind, Removed

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "td", "div")
_LEAVES = (*_BLOCKS, "span", "time", "dd", "dt")
_ELSEWHERE = re.compile(r"related|recommend|sidebar|most-|popular|more-|carousel|promo", re.I)
_OWN_FOOTER = re.compile(
    r"submitted|(?:entry|post|article|story|news)[-_]?(?:footer|meta|info)", re.I
)
_NEAR_HEADLINE = 12
"""Elements below the headline among which a date line is looked for where no text follows."""
_SHOWN_WORDS = 5
_PAGE_PARAGRAPHS = 3
_FOOTER_PARTS = 12
"""Elements in a footer or box of dates; what has more is a whole page's."""
# Signs of the article's text in which a piece of a line is looked for; articles are shorter.
_SEARCHED = 100_000


def with_captions(tree: Any, lines: list[TextLine]) -> list[TextLine]:
    """The blocks with the page's figure captions at their places."""
    captions = _captions(tree)
    texts = {fold(text) for text, _ in captions}
    for line in lines:
        if fold(line.text) in texts:
            line.hint = ParagraphKind.CAPTION
    held = {fold(line.text) for line in lines}
    order = _order(tree)
    places = _places(lines, order)
    if tree.xpath("//article//article"):
        # trafilatura puts the text of an article within an article before what stands above it.
        lines = [line for _, line in sorted(zip(places, lines, strict=True), key=itemgetter(0))]
        places.sort()
    container = _container(tree, lines)
    result = list(lines)
    for text, element in reversed(captions):
        if fold(text) in held or not _belongs(element, container):
            continue
        at = order.get(fold(text), 0)
        index = sum(1 for place in places if place < at)
        result.insert(index, TextLine(text, gap=True, hint=ParagraphKind.CAPTION))
        held.add(fold(text))
    return result


def _captions(tree: Any) -> list[tuple[str, Any]]:
    found = tree.xpath("//figcaption | //*[contains(@class, 'caption-text')]")
    return [(text, e) for e in found if 2 <= len(words(text := clean(e.text_content()))) <= 60]


def _order(tree: Any) -> dict[str, int]:
    """Where in the page each block's text, or a line of it, first stands; by folded text."""
    order: dict[str, int] = {}
    for at, element in enumerate(tree.iter(*_LEAVES)):
        text = element.text_content()
        if len(text) < 3000:
            order.setdefault(fold(clean(text)), at)
    for at, text in _leaf_texts(tree):
        order.setdefault(fold(text), at)
    return order


def _places(lines: list[TextLine], order: dict[str, int]) -> list[int]:
    places: list[int] = []
    for line in lines:
        places.append(order.get(fold(line.text), places[-1] if places else -1))
    return places


def _container(tree: Any, lines: list[TextLine]) -> Any:
    """The element that holds the article: <article>, <main>, or around its first paragraph."""
    first = next((fold(line.text) for line in lines if is_prose(line.text)), None)
    for element in tree.iter("p", "div", "td", "span"):
        if first and len(element) < 50 and fold(clean(element.text_content())) == first:
            for above in element.iterancestors("article", "main"):
                return above
            parent = element.getparent()
            around = parent.getparent() if parent is not None else None
            return parent if around is None or around.tag in ("html", "body") else around
    return None


def _belongs(element: Any, container: Any) -> bool:
    if container is None:
        return False
    inside = False
    for above in element.iterancestors():
        if above is container:
            inside = True
            break
        if above.tag in SKIPPED or above.tag == "a" or _ELSEWHERE.search(above.get("class", "")):
            return False
    return inside


def look_around(
    tree: Any, shown: Sequence[str], body: Sequence[str], page: Page, times: frozenset[str]
) -> None:
    """Add to `page` the dates, the source line and the text that stand around the lines `shown`.

    `body`: those of them that are the article's paragraphs, without an opening set apart.
    `times`: folded texts that state the time of a live page's post.
    """
    order = _order(tree)
    held = {fold(text) for text in shown}
    joined_text = " ".join(held)[:_SEARCHED]
    placed = [order[fold(text)] for text in shown if fold(text) in order]
    heads = [order[t] for h in tree.iter("h1") if (t := fold(clean(h.text_content()))) in order]
    if not heads and page.title and fold(page.title) in order:
        heads = [order[fold(page.title)]]
    first = min(placed, default=0)
    top = min([h for h in heads if h <= first], default=first)
    end = top + _NEAR_HEADLINE
    prose = [order[fold(text)] for text in body if fold(text) in order]
    below = _first_below(tree, sorted({at for at in prose if at > top}), end)
    stated = _machine_times(tree)
    # The headline and the kicker are shown above the text: they are not left out.
    seen: set[str] = {fold(text) for text in (page.title, page.kicker) if text}
    for at, text in _leaf_texts(tree):
        if fold(text) in seen or fold(text) in held or fold(text) in joined_text:
            continue
        seen.add(fold(text))
        if fold(text) in times:
            page.removed.append(Removed(text, "post-time"))
            continue
        near = top <= at <= max(below, first)
        if is_source_line(text) and at > first:
            page.removed.append(Removed(text, "source-line"))
            page.claims += filter(None, [in_source_line(text)])
        elif near and at > top and (name := byline_of(text)) is not None:
            page.removed.append(Removed(text, "byline"))
            page.author = page.author or author_name(name)
        elif near and at > top and (moment := stated.get(fold(text))):
            page.removed.append(Removed(text, "publication-time"))
            page.published = page.published or moment
        elif (
            not (top <= at <= max(below, first, end) and _take_date(text, page, labelled=not near))
            and len(words(text)) >= _SHOWN_WORDS
        ):
            page.removed.append(Removed(text, "outside-the-article"))
    if page.published is None:
        for text in _footers(tree):
            _take_date(text, page)


def _first_below(tree: Any, prose: Sequence[int], end: int) -> int:
    """Where the body begins: the first paragraph, or the second where the first stands apart."""
    if len(prose) < 2:
        return prose[0] if prose else end
    leaves = list(tree.iter(*_LEAVES))
    first, second = (leaves[at].getparent() for at in prose[:2])
    return prose[0] if first is second else prose[1]


def _machine_times(tree: Any) -> dict[str, Moment]:
    """What <time> elements state for machines, by the folded text that they show."""
    found: dict[str, Moment] = {}
    for element in tree.iter("time"):
        moment = parse_stated(element.get("datetime") or "")
        if moment and moment.day:
            found.setdefault(fold(clean(element.text_content())), moment)
    return found


def _footers(tree: Any) -> Iterator[str]:
    """The lines of footers and boxes that are an article's own, not the site's."""
    for footer in tree.iter("footer", "div", "p", "span"):
        named = _OWN_FOOTER.search(footer.get("class", "")) is not None
        own = footer.tag == "footer" and next(footer.iterancestors("article"), None) is not None
        if not (named or own) or len(footer) > _FOOTER_PARTS:
            continue
        for piece in footer.text_content().split("\n"):
            if text := clean(piece):
                yield text


def _take_date(text: str, page: Page, *, labelled: bool = False) -> bool:
    """Note a line of dates; `labelled`: only one that says what it is of."""
    stamp = read_stamp_line(text)
    if stamp is None or stamp.other > 4 or (labelled and not stamp.labelled):
        return False
    page.removed.append(Removed(text, "publication-time"))
    if page.published is None or page.published.day is None:
        page.published = joined(page.published, stamp.published)
    page.updated = page.updated or stamp.updated
    return True


def _leaf_texts(tree: Any) -> Iterator[tuple[int, str]]:
    """Each line of the innermost blocks' text, with the block's place in the page."""
    # Some systems put the whole page into one form.
    pages = {form for form in tree.iter("form") if len(form.findall(".//p")) >= _PAGE_PARAGRAPHS}
    skipped = SKIPPED - {"aside"}
    for at, element in enumerate(tree.iter(*_LEAVES)):
        inner = any(True for _ in element.iterdescendants(*_BLOCKS))
        around = (element, *element.iterancestors())
        if inner or any(a.tag in skipped and a not in pages for a in around):
            continue
        pieces = [
            ("\n" if node.tag == "br" else "")
            + (node.text or "") * (node.tag != "br")
            + ("" if node is element else node.tail or "")
            for node in element.iter()
            if isinstance(node.tag, str)
        ]
        for piece in "".join(pieces).split("\n"):
            if text := clean(piece):
                yield at, text
