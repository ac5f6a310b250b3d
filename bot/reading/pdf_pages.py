"""Rows of pages to paragraphs: repeated headers and footers left out, broken lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = re.compile(
    r"^\W*(?:(?:صفحة|الصفحة|ص|page|p)\W{0,3})?[0-9\u0660-\u0669\u06f0-\u06f9]{1,4}"
    r"(?:\s*(?:/|من|of|\|)\s*[0-9\u0660-\u0669\u06f0-\u06f9]{1,4})?\W*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE = 3
"""Lines at a page's top and bottom in which headers and footers stand."""
_SIZES = 0.12
"""What letters of one paragraph may differ in size."""
_NEAR = 30
"""Lines before and after in which a column's width shows."""
_ENDS = re.compile(r"[.!?؟…:۔][\"'»”)\]]*$")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line as it is read, with its place. `base` grows upwards."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def width(self) -> float:
        return self.right - self.left


def without_repeats(
    pages: Sequence[Sequence[PdfLine]],
) -> tuple[list[list[PdfLine]], tuple[str, ...]]:
    """The pages without their furniture, and each piece of it once.

    Furniture is what stands outermost: page numbers, and lines that half of the pages have at the
    same height. What lies within the first line of a page's own text is text.
    """
    often = Counter(key for page in pages for key in {_key(row) for row in page if row.text})
    needed = max(2, (len(pages) + 1) // 2)
    pitch = _pitch(pages)
    left_out: dict[str, None] = {}
    kept: list[list[PdfLine]] = []
    for page in pages:
        by_height = sorted((row for row in page if row.text), key=lambda row: -row.base)
        furniture: list[PdfLine] = []
        for inwards in (by_height, by_height[::-1]):
            for row in inwards[:_EDGE]:
                if often[_key(row)] < needed and not _is_page_number(row, page, pitch):
                    break
                furniture.append(row)
        left_out.update(dict.fromkeys(row.text for row in furniture))
        kept.append([row for row in page if row.text and row not in furniture])
    return kept, tuple(left_out)


def paragraphs(pages: Sequence[Sequence[PdfLine]]) -> Iterator[str]:
    """The text's paragraphs; one that goes on over a page's end is joined."""
    rows = [row for page in pages for row in page]
    starts = {sum(map(len, pages[:number])) for number in range(len(pages))}
    made: list[str] = []
    pitch = _pitch(pages)
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        near = rows[max(0, number - _NEAR) : number + _NEAR]
        if before and _goes_on(before, row, _column(before, near), pitch, number in starts):
            made[-1] = _joined(made[-1], row.text)
        else:
            made.append(row.text)
    yield from made


def _column(row: PdfLine, near: Sequence[PdfLine]) -> float:
    """How wide the column is that a row stands in, by the rows above and below it.

    Not the widest, which may be a heading over two columns.
    """
    widths = sorted(
        other.width
        for other in near
        if min(other.right, row.right) - max(other.left, row.left)
        > 0.5 * min(other.width, row.width)
        and abs(other.size - row.size) <= _SIZES * row.size
    )
    return widths[int(0.8 * (len(widths) - 1))] if widths else row.width


def _goes_on(before: PdfLine, row: PdfLine, column: float, pitch: float, new_page: bool) -> bool:
    """Whether a row is the rest of the paragraph that the row before it belongs to."""
    if abs(before.size - row.size) > _SIZES * max(before.size, row.size):
        return False
    drop = before.base - row.base
    if drop < 0:
        # A new column or page: the paragraph goes on where no sentence had ended.
        return not _ENDS.search(before.text) and before.width >= 0.8 * column
    if new_page:
        return not _ENDS.search(before.text)
    if drop > 1.25 * pitch:
        return False
    # The line before is filled: the next line's first word would not have fitted in.
    margin = 3.5 * row.size
    filled = before.width >= column - margin
    indented = _ENDS.search(before.text) and before.right - row.right > 0.8 * row.size
    return filled and not indented


def _pitch(pages: Sequence[Sequence[PdfLine]]) -> float:
    """The usual distance of two lines."""
    drops = sorted(
        above.base - row.base
        for page in pages
        for above, row in pairwise(page)
        if above.base > row.base
    )
    return drops[len(drops) // 3] if drops else 0.0


def _joined(text: str, more: str) -> str:
    """Two lines of one paragraph; a Latin word divided by a hyphen is made whole again."""
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", more):
        return text[:-1] + more
    if text.endswith("\u0640") and re.match("[\u0620-\u064a]", more):
        return text.rstrip("\u0640") + more
    return f"{text} {more}"


def _is_page_number(row: PdfLine, page: Sequence[PdfLine], pitch: float) -> bool:
    """A number alone, above or below all else and apart from it; else it ends a sentence."""
    if not _NUMBER.match(row.text):
        return False
    above = [other.base - row.base for other in page if other.base > row.base]
    below = [row.base - other.base for other in page if other.base < row.base]
    if above and below:
        return False
    return min(above or below, default=0.0) > 1.6 * pitch


def _key(row: PdfLine) -> tuple[str, int]:
    """The same header on another page: its words without numbers, at about the same height."""
    return _DIGITS.sub("#", row.text), round(row.base / 10)
