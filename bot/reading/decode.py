"""Bytes to text, strictly: in an encoding that stands up to a look at the result, or not at all.

Order: byte order mark; UTF-16 without one; strict UTF-8 (text that is not UTF-8 almost never
passes as it, so a page that says otherwise is wrong); then the candidates of bot/decoding.py.
Every answer but UTF-8 has to read as text: a
page declared ISO-8859-1 that is windows-1256 in truth decodes without complaint, to nonsense.
Nothing is ever replaced: what cannot be decoded is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.decoding import SAMPLE, candidates, marked, unmarked_utf16
from bot.errors import BinaryDocument, EmptyDocument, Undecodable
from bot.language.arabic.function_words import COMMONEST
from bot.language.arabic.script import LETTERS

# First bytes, as in the file(1) database.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"wOF2", "a font"),
    (b"{\\rtf", "a rich text document"),
)

_NOTHING = "There is nothing in it. Save the page again, or paste its text."
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_LATIN_ACCENTED = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u024f]")
_ARABIC_WORD = re.compile(f"[{LETTERS}]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    charset: str
    """Python's name of the encoding that was used."""
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a document's bytes; `declared` is the charset the transport named.

    Raises EmptyDocument, BinaryDocument or Undecodable.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        raise EmptyDocument(_NOTHING)
    decoded = _decoded(data, declared)
    if not _seen(decoded.text):
        raise EmptyDocument(_NOTHING)
    return decoded


def _seen(text: str) -> bool:
    """Whether a reader would see anything: spaces, marks of direction and the like are nothing."""
    return any(not sign.isspace() and unicodedata.category(sign) not in _UNSEEN for sign in text)


def _decoded(data: bytes, declared: str | None) -> Decoded:
    found = marked(data)
    if found:
        return _marked(data, *found)
    _refuse_binary(data)
    wide = _unmarked_utf16(data)
    if wide:
        return wide
    if b"\x00" in data:
        raise BinaryDocument(
            "It holds NUL bytes, so it is not text. Save the article as text or HTML."
        )
    return _utf8(data) or _legacy(data, declared)


def _marked(data: bytes, charset: str, mark: bytes) -> Decoded:
    try:
        text = data[len(mark) :].decode(charset)
    except UnicodeDecodeError as problem:
        raise Undecodable(
            f"It begins with the mark of {charset.upper()} but is not: byte "
            f"{problem.start + len(mark)} is wrong. Save it again as UTF-8."
        ) from None
    return Decoded(text, charset)


def _refuse_binary(data: bytes) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise BinaryDocument(f"It is {name}, not text. Save the article as text or HTML.")
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI ")):
        raise BinaryDocument("It is a media file, not text. Save the article as text or HTML.")


def _unmarked_utf16(data: bytes) -> Decoded | None:
    charset = unmarked_utf16(data)
    try:
        text = data.decode(charset) if charset else ""
    except UnicodeDecodeError:
        return None
    return Decoded(text, charset) if charset and not _CONTROLS.search(text) else None


def _utf8(data: bytes) -> Decoded | None:
    notes: tuple[str, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        # A download cut in the middle of the last letter loses that letter, not the article.
        if problem.reason != "unexpected end of data" or problem.start < 8:
            return None
        text = data[: problem.start].decode("utf-8")
        if text.isascii():
            return None
        notes = ("The file ends in the middle of a letter: it was cut off.",)
    if len(_CONTROLS.findall(text)) > max(2, len(text) // 200):
        raise BinaryDocument(
            "It is full of control bytes, so it is not text. Save the article as text or HTML."
        )
    return Decoded(text, "utf-8", notes)


def _legacy(data: bytes, declared: str | None) -> Decoded:
    for charset in candidates(data, declared, data):
        try:
            text = data.decode(charset)
        except (UnicodeError, LookupError):
            continue
        if _reads_as_text(text):
            return Decoded(text, charset)
    raise Undecodable(
        "Its bytes are not text in UTF-8, windows-1256, ISO-8859-6 or any encoding that could "
        "be told. Open the page in a browser and save it again as UTF-8."
    )


def _reads_as_text(text: str) -> bool:
    """Few controls and accented Latin letters; of enough Arabic words, some of the commonest."""
    sample = text[:SAMPLE]
    letters = sum(1 for sign in sample if sign.isalpha())
    if letters == 0 or len(_CONTROLS.findall(sample)) > len(sample) // 500:
        return False
    if len(_LATIN_ACCENTED.findall(sample)) > 0.15 * letters:
        return False
    arabic = _ARABIC_WORD.findall(sample)
    if not arabic:
        return True
    # One letter's words are what a wrong encoding breaks words into.
    if sum(1 for word in arabic if len(word) == 1) > 0.4 * len(arabic) + 2:
        return False
    common = sum(1 for word in arabic if word in COMMONEST)
    return len(arabic) < 30 or common >= 0.02 * len(arabic)
