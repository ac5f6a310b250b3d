"""Files that hold a text in a form of their own.

PDF and DOCX become plain text, a web archive becomes its page.
"""

from __future__ import annotations

from dataclasses import replace

from bot.errors import BinaryDocument
from bot.reading.containers import packed_name
from bot.reading.docx import is_docx, is_locked_office, read_docx
from bot.reading.pdf import is_pdf, read_pdf
from bot.reading.web_archive import is_mime, is_webarchive, read_mime, read_webarchive
from bot.records import Document, Removed


def unpack(document: Document) -> tuple[Document, tuple[Removed, ...]]:
    """The document as plain text or as a page, and what was left out of it; others as they are.

    By the bytes, whatever they were said to be. Raises what `read_pdf` and `read_docx` raise, and
    UnreadContainer.
    """
    if is_pdf(document.data) and document.data.lstrip()[:1] != b"<":
        found = read_pdf(document.data)
        removed = tuple(Removed(text, "page-furniture") for text in found.repeated)
        return _plain(document, found.text), removed
    if is_docx(document.data) or is_locked_office(document.data):
        return _plain(document, read_docx(document.data)), ()
    if is_mime(document.data):
        return read_mime(document), ()
    if is_webarchive(document.data):
        return read_webarchive(document), ()
    if document.data.startswith(b"PK\x03\x04"):
        name = packed_name(document.data)
        raise BinaryDocument(f"It is {name}, not text. Save the article as text or HTML.")
    return document, ()


def _plain(document: Document, text: str) -> Document:
    data = text.encode("utf-8", "replace")
    return replace(document, data=data, media_type="text/plain", charset="utf-8")
