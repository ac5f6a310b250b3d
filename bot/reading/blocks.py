"""A page's blocks as lines: those of the article by trafilatura, or all where it finds none."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.lines import TextLine
from bot.records import ParagraphKind

SKIPPED = frozenset(
    {"script", "style", "noscript", "nav", "footer", "aside", "form", "button", "select"}
    | {"template", "svg", "head"}
)
"""Elements whose text is never an article's."""

_BREAKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "td", "table", "section", "article", "blockquote"}
    | {"figure", "main", "figcaption", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dd"}
    | {"dt", "center"}
)
# Of trafilatura's own elements, those whose text is a line by itself.
_EDGES = frozenset({"p", "lb", "head", "list", "item", "quote", "table", "row", "cell"})
_LINKS_AT_MOST = 0.5
_ASKED_WORDS = 3
_CELL_WORDS = 6


def extract(text: str, url: str | None) -> tuple[Any, Any]:
    """trafilatura's body and its document; None and None where it finds no article."""
    import trafilatura

    # It reports on standard error what is told here by name.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            text,
            url=url,
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:
        # It and htmldate assert what a page must be and fail in many ways on one that is not
        # (a lone <svg> as root: AssertionError); such a page's blocks are then looked at one by
        # one.
        return None, None
    body = getattr(found, "body", None)
    return (body, found) if body is not None and len(body) else (None, None)


def blocks(body: Any) -> Iterator[TextLine]:
    for element in body:
        if element.tag == "head":
            yield from _lines_of(element, ParagraphKind.HEADING)
        elif element.tag == "list":
            for line in _lines_of(element, None):
                line.item = True
                yield line
        elif element.tag == "table" and (rows := _table(element)):
            yield from (TextLine(row, gap=True, item=True) for row in rows)
        elif element.tag != "graphic":
            yield from _lines_of(element, None)


def _table(element: Any) -> list[str]:
    """A table of figures, a line for each row ("قفصة: 4"); none where it only sets out a page."""
    rows = [
        [clean(" ".join(cell.itertext())) for cell in row.iter("cell")]
        for row in element.iter("row")
    ]
    filled = [[cell for cell in row if cell] for row in rows]
    cells = [cell for row in filled for cell in row]
    if len(filled) < 2 or any(len(words(cell)) > _CELL_WORDS for cell in cells):
        return []
    if sum(len(row) > 1 for row in filled) < 2:
        return []
    return [": ".join([row[0], *filter(None, ["، ".join(row[1:])])]) for row in filled if row]


def _lines_of(element: Any, hint: ParagraphKind | None) -> Iterator[TextLine]:
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        edge = "\n" if node is not element and node.tag in _EDGES else ""
        if event == "start":
            pieces.append(edge + (node.text or ""))
        else:
            pieces.append(edge + ("" if node is element else node.tail or ""))
    for piece in "".join(pieces).split("\n"):
        plain = clean(piece)
        if plain:
            yield TextLine(plain, gap=True, hint=hint)


def with_bold_questions_apart(tree: Any, lines: list[TextLine]) -> list[TextLine]:
    """The lines, with a question in bold and the answer behind it as lines of their own."""
    bold = {clean(b.text_content()) for b in tree.iter("strong", "b") if len(b) < 50}
    asked = {text for text in bold if text[-1:] in "؟?" and len(words(text)) >= _ASKED_WORDS}
    result: list[TextLine] = []
    for line in lines:
        question = next((text for text in asked if line.text.startswith(text + " ")), None)
        if question is not None:
            result.append(replace(line, text=question))
            line = replace(line, text=line.text[len(question) + 1 :], gap=True)
        result.append(line)
    return result


def mostly_links(tree: Any, lines: list[TextLine]) -> bool:
    """What was found is a list of links to articles, not one."""
    linked = {fold(clean(a.text_content())) for a in tree.iter("a")}
    letters = sum(len(line.text) for line in lines)
    in_links = sum(len(line.text) for line in lines if fold(line.text) in linked)
    return letters > 0 and in_links > _LINKS_AT_MOST * letters


def all_lines(tree: Any) -> list[TextLine]:
    """All of a page's text outside menus and the like, a line for each block."""
    pieces: list[str] = []
    _walk(tree, pieces)
    lines = [
        TextLine(text, gap=True) for raw in "".join(pieces).split("\n") if (text := clean(raw))
    ]
    heads = {fold(clean(h.text_content())) for h in tree.iter("h2", "h3", "h4")}
    linked = {fold(clean(a.text_content())) for a in tree.iter("a")}
    for line in lines:
        if fold(line.text) in heads:
            line.hint = ParagraphKind.HEADING
        if fold(line.text) in linked:
            line.leave_out("link")
    return lines


def _walk(tree: Any, pieces: list[str]) -> None:
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            skipped = element.tag in SKIPPED or any(
                a.tag in SKIPPED for a in element.iterancestors()
            )
            if element.tag in _BREAKS:
                pieces.append("\n")
            if not skipped:
                pieces.append((element.text or "").replace("\n", " "))
        else:
            if element.tag in _BREAKS:
                pieces.append("\n")
            if not any(a.tag in SKIPPED for a in element.iterancestors()):
                pieces.append((element.tail or "").replace("\n", " "))
