"""PDF and DOCX files made by hand, for the tests of reading them.

A PDF's glyphs are drawn from left to right, so Arabic lines are given as they look on paper:
`on_paper` turns simple lines around.
"""

from __future__ import annotations

import io
import re
import textwrap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_RUN = re.compile(r"[A-Za-z][A-Za-z0-9\-]*|[0-9٠-٩]+(?:[.,:/][0-9٠-٩]+)*|.", re.DOTALL)
_MIRROR = str.maketrans("()«»", ")(»«")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line; `right` is where its right edge is, every glyph half its size wide."""

    text: str
    base: float
    right: float = 540
    size: float = 12

    @property
    def left(self) -> float:
        return self.right - len(self.text) * self.size / 2


def on_paper(text: str) -> str:
    """An Arabic line from left to right, Latin words and numbers kept as they read."""
    return "".join(run.translate(_MIRROR) for run in reversed(_RUN.findall(text)))


def wrapped(*paragraphs: str) -> list[str]:
    """Lines of a page, a blank one after each paragraph."""
    return [line for text in paragraphs for line in [*textwrap.wrap(text, 60), ""]]


def page_of(lines: Sequence[str], top: float = 760, pitch: float = 18) -> list[Drawn]:
    return [
        Drawn(on_paper(line), top - number * pitch) for number, line in enumerate(lines) if line
    ]


def pdf(pages: Sequence[Sequence[Drawn]], compress: bool = False) -> bytes:
    """A PDF with a Type 0 font that is named, not embedded: enough to read text from."""
    letters = sorted({sign for page in pages for line in page for sign in line.text})
    mapped = "".join(f"<{ord(sign):04x}> <{ord(sign):04x}>\n" for sign in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(cmap.encode(), False),
    ]
    kids = []
    for page in pages:
        shown = "".join(
            f"BT /F1 {line.size} Tf 1 0 0 1 {line.left} {line.base} Tm "
            f"<{line.text.encode('utf-16-be').hex()}> Tj ET\n"
            for line in page
        )
        objects.append(_stream(shown.encode(), compress))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _stream(data: bytes, compress: bool) -> bytes:
    data = zlib.compress(data) if compress else data
    how = b" /Filter /FlateDecode" if compress else b""
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), how, data)


def _file(objects: Sequence[bytes]) -> bytes:
    made = io.BytesIO()
    made.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    made.writelines(b"%010d 00000 n \n" % place for place in places)
    made.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    from docx import Document

    document = Document()
    # Headers are no part of the text.
    document.sections[0].header.paragraphs[0].text = "ترويسة الصفحة"
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
