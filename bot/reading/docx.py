"""DOCX bytes to the text of their body. Headers, footers, footnotes and comments stay out.

python-docx opens the package; the words are taken from the XML, since its own `text` leaves out
what was inserted while changes were tracked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bot.errors import BinaryDocument, EmptyDocument, LockedDocument, TooLarge

LARGEST_PART = 20_000_000
"""Bytes of an unpacked XML part. A book's text has two or three million."""

LARGEST_PACKAGE = 100_000_000
"""Bytes of all parts unpacked; pictures are most of them."""

MOST_PARTS = 5000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away words, the second copy of what older programs are shown, and what floats
# beside the text.
_NOT_SAID = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent"})
_LOCKED = "It is an office document with a password. Save it without one, or send its text."
_DAMAGED = (
    "It is an office document that is damaged and cannot be read. Save it again as DOCX, or send "
    "its text."
)


def is_docx(data: bytes) -> bool:
    # One that was cut off may hold no more than the list that every office document begins with.
    return data.startswith(b"PK\x03\x04") and (
        b"word/" in data or data[30:].startswith(b"[Content_Types].xml")
    )


def is_locked_office(data: bytes) -> bool:
    """An encrypted office document: an old compound file that holds nothing but a package."""
    return data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data


def read_docx(data: bytes) -> str:
    """The text, a blank line between two paragraphs.

    Raises LockedDocument, TooLarge, EmptyDocument, or BinaryDocument where it is damaged.
    """
    if is_locked_office(data):
        raise LockedDocument(_LOCKED)
    _check_size(data)
    from docx import Document

    try:
        body = Document(io.BytesIO(data)).element.body
        found = [text for text in _paragraphs(body) if text.strip()]
    except Exception:
        # python-docx raises what it happens upon (KeyError, ValueError, XMLSyntaxError, ...) in
        # packages that are damaged in a way nobody foresaw.
        raise BinaryDocument(_DAMAGED) from None
    if not found:
        raise EmptyDocument("It is an office document without text. Send the article's text.")
    return "\n\n".join(found)


def _check_size(data: bytes) -> None:
    """Refuse a package that unpacks to more than a document. Raises TooLarge, BinaryDocument.

    The sizes stated in the package are checked against what comes out by zipfile itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            sizes = [part.file_size for part in parts]
            xml = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
            if any(part.flag_bits & 1 for part in parts):
                raise LockedDocument(_LOCKED)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BinaryDocument(_DAMAGED) from None
    if (
        len(sizes) > MOST_PARTS
        or sum(sizes) > LARGEST_PACKAGE
        or max(xml, default=0) > LARGEST_PART
    ):
        raise TooLarge("It unpacks to far more than an article's text. Send the text.")


def _paragraphs(body: Any) -> Iterator[str]:
    """Each paragraph in order, those in tables among them."""
    for paragraph in body.iter(f"{_W}p"):
        if not any(parent.tag in _NOT_SAID for parent in paragraph.iterancestors()):
            yield "".join(_words(paragraph))


def _words(paragraph: Any) -> Iterator[str]:
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif node.tag == f"{_W}tab":
            yield " "
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif node.tag not in _NOT_SAID and node.tag != f"{_W}pPr":
            waiting.extend(reversed(node))
