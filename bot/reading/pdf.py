"""PDF bytes to the lines of a text, in the order they are read, without what every page repeats.

A line's glyphs are put from left to right and then in logical order. Whether that came out
forwards is seen from the words themselves; a document of which it cannot be told is refused,
since a number turned around in it would be told as news.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import BinaryDocument, LockedDocument, ScannedDocument, TooLarge, UnclearOrder
from bot.language.arabic.visual import is_rtl, logical, order
from bot.reading.pdf_pages import PdfLine, paragraphs, without_repeats
from bot.reading.pdf_runs import PdfRun, runs

MOST_PAGES = 100
"""Pages. A longer document is a report or a book, and no article."""

MOST_GLYPHS = 400_000
"""Signs of the whole document: some 200 pages of news."""

LARGEST_STREAM = 10_000_000
"""Bytes of one unpacked stream; a page of text has some tens of thousands."""

_SURE = 0.8
_SAME_LINE = 0.6
"""Of the letters' size: what runs of one line may differ in height; lines are 1.0 apart or more."""
_GAP = 0.18
"""Of the letters' size: a wider gap between two runs is a space that was not drawn."""
_APART = 4.0
"""The same: a gap between columns or cells, which are no one line."""
_LOCKED = "It is a PDF that opens with a password only. Save it without one, or send its text."


@dataclass(frozen=True, slots=True)
class Pdf:
    text: str
    """Paragraphs, a blank line between two."""
    repeated: tuple[str, ...]
    """Headers, footers and page numbers that were left out, each once."""


def is_pdf(data: bytes) -> bool:
    """Readers allow some bytes of another kind before the mark; so do writers."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes) -> Pdf:
    """Read the text of a PDF.

    Raises LockedDocument, ScannedDocument, UnclearOrder, TooLarge, or BinaryDocument where it is
    damaged beyond reading.
    """
    pages = _pages(data)
    if not any(glyph.strip() for page in pages for run in page for glyph in run.glyphs):
        raise ScannedDocument(
            "It is a PDF without text: pictures of pages. Put it through text recognition (OCR), "
            "or send the article's text."
        )
    rows = _in_order(pages)
    kept, repeated = without_repeats(rows)
    return Pdf("\n\n".join(paragraphs(kept)), repeated)


def _pages(data: bytes) -> list[list[PdfRun]]:
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    limits: dict[str, Any] = {
        "zlib_maximum_output_length": LARGEST_STREAM,
        "lzw_maximum_output_length": LARGEST_STREAM,
        "run_length_maximum_output_length": LARGEST_STREAM,
        "array_based_stream_maximum_output_length": LARGEST_STREAM,
        "stream_decoding_work_maximum_length": 3 * LARGEST_STREAM,
        "stream_parsing_work_maximum_count": MOST_GLYPHS,
    }
    try:
        with apply_configuration(**limits):
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise LockedDocument(_LOCKED)
            return _runs(reader)
    except (LockedDocument, TooLarge):
        raise
    except (FileNotDecryptedError, DependencyError):
        raise LockedDocument(_LOCKED) from None
    except (LimitReachedError, MemoryError):
        raise TooLarge("It unpacks to far more than an article's text. Send the text.") from None
    except Exception:
        # pypdf raises what it happens upon (KeyError, TypeError, RecursionError, ...) in files
        # that are damaged in a way nobody foresaw.
        raise BinaryDocument(
            "It is a PDF that is damaged and cannot be read. Save it again from the program that "
            "shows it, or send its text."
        ) from None


def _runs(reader: Any) -> list[list[PdfRun]]:
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise TooLarge(f"It has {count} pages; the limit is {MOST_PAGES}. Send the article alone.")
    pages: list[list[PdfRun]] = []
    glyphs = 0
    for page in reader.pages:
        found = list(runs(page))
        glyphs += sum(len(run.glyphs) for run in found)
        if glyphs > MOST_GLYPHS:
            raise TooLarge("It has more text than any article. Send the article alone.")
        pages.append(found)
    return pages


def _in_order(pages: list[list[PdfRun]]) -> list[list[PdfLine]]:
    """Each page's lines, put in the order that reads forwards. Raises UnclearOrder."""
    lines = [list(_lines(page)) for page in pages]
    for drawn in (False, True):
        rows = [[_row(line, drawn) for line in page] for page in lines]
        text = "\n".join(row.text for page in rows for row in page)
        if order(text) >= _SURE or not any(map(is_rtl, text.split("\n"))):
            return rows
    raise UnclearOrder(
        "The order of the letters in this PDF cannot be told with certainty, and numbers could "
        "come out wrong. Send the article's text or its page."
    )


def _lines(page: Sequence[PdfRun]) -> Iterator[list[PdfRun]]:
    """Runs that lie on one line and were drawn one after another.

    The order of drawing is kept between lines: two columns are drawn one after the other, and
    sorting by height would mix them.
    """
    line: list[PdfRun] = []
    for run in _with_marks(page):
        if line and abs(run.base - line[-1].base) > _SAME_LINE * max(run.size, line[-1].size):
            yield from _parts(line)
            line = []
        line.append(run)
    if line:
        yield from _parts(line)


def _with_marks(page: Sequence[PdfRun]) -> Iterator[PdfRun]:
    """The runs, with vowel signs that were drawn by themselves put to their letter.

    A sign lies over the letter drawn after it (the order of shaped right-to-left text) or before
    it; one that lies over neither is left out, as its letter cannot be told.
    """
    before: PdfRun | None = None
    marks: list[PdfRun] = []
    for run in page:
        if not run.glyphs:
            continue
        if _is_marks(run):
            marks.append(run)
            continue
        for mark in marks:
            signs = "".join(mark.glyphs).strip()
            over = run.left - 0.6 * run.size <= mark.left < run.right
            if over and not run.glyphs[0].isspace():
                run = replace(run, glyphs=(run.glyphs[0] + signs, *run.glyphs[1:]))
            elif before and before.left <= mark.left <= before.right:
                before = replace(before, glyphs=(*before.glyphs[:-1], before.glyphs[-1] + signs))
        marks = []
        if before:
            yield before
        before = run
    if before:
        yield before


def _is_marks(run: PdfRun) -> bool:
    text = "".join(run.glyphs).strip()
    return bool(text) and all(unicodedata.category(sign) == "Mn" for sign in text)


def _parts(line: list[PdfRun]) -> Iterator[list[PdfRun]]:
    """The line's parts that lie far apart, the right one first."""
    ordered = sorted(line, key=lambda run: run.left)
    parts: list[list[PdfRun]] = []
    reach = 0.0
    for run in ordered:
        if not parts or run.left - reach > _APART * run.size:
            parts.append([])
            reach = run.right
        parts[-1].append(run)
        reach = max(reach, run.right)
    yield from reversed(parts)


def _row(line: list[PdfRun], drawn: bool) -> PdfLine:
    """The line as text. `drawn`: the glyphs of each run are in logical order already."""
    rtl = is_rtl([glyph for run in line for glyph in run.glyphs])
    ordered = list(reversed(line)) if drawn and rtl else line
    glyphs: list[str] = []
    for before, run in zip([None, *ordered], ordered, strict=False):
        gap = max(run.left - before.right, before.left - run.right) if before else 0.0
        # A space drawn as such needs no other.
        bare = glyphs and not glyphs[-1].isspace() and not run.glyphs[0].isspace()
        if bare and gap > _GAP * run.size:
            glyphs.append(" ")
        glyphs.extend(run.glyphs)
    text = "".join(glyphs) if drawn else logical(glyphs)
    sizes = sorted(run.size for run in line for _ in run.glyphs)
    return PdfLine(
        " ".join(text.split()),
        left=line[0].left,
        right=max(run.right for run in line),
        base=line[0].base,
        size=sizes[len(sizes) // 2],
    )
