"""Bytes to text, strictly: in an encoding that stands up to a look at the result, or not at all.

Order: byte order mark; UTF-16 without one; strict UTF-8 (text that is not UTF-8 almost never
passes as it, so a page that says otherwise is wrong); the page's own `<meta>`; the transport's
charset; then charset-normalizer. Every answer but UTF-8 has to read as text: a
page declared ISO-8859-1 that is windows-1256 in truth decodes without complaint, to nonsense.
Nothing is ever replaced: what cannot be decoded is refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import BinaryDocument, EmptyDocument, Undecodable
from bot.language.arabic.function_words import COMMONEST
from bot.language.arabic.script import LETTERS

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the UTF-16 mark, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes, as in the file(1) database.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
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

# Names that pages use and Python does not know, or takes for something else (WHATWG Encoding
# Standard, "Names and labels": latin-1 and its names mean windows-1252 on the web).
_ALIASES = {
    "x-cp1256": "cp1256", "arabic": "iso8859_6", "asmo-708": "iso8859_6",
    "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6", "csiso88596i": "iso8859_6",
    "dos-720": "cp720", "x-mac-arabic": "mac_arabic", "unicode": "utf-16-le",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
}  # fmt: skip
# Python's codecs that are notations, not encodings of a page.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape"}
    | {"raw_unicode_escape", "utf-7", "charmap"}
)
# What charset-normalizer may choose from: what Arabic pages have been written in, and Latin.
_PLAUSIBLE = ["cp1256", "iso8859_6", "cp720", "cp864", "mac_arabic", "cp1252", "utf_8"]

_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:\-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:\-]{2,40})""",
    re.IGNORECASE,
)
_META_WINDOW = 8192
_NOTHING = "There is nothing in it. Save the page again, or paste its text."
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))
_SAMPLE = 65536
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
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _marked(data, mark, charset)
    _refuse_binary(data)
    wide = _unmarked_utf16(data)
    if wide:
        return wide
    if b"\x00" in data:
        raise BinaryDocument(
            "It holds NUL bytes, so it is not text. Save the article as text or HTML."
        )
    return _utf8(data) or _legacy(data, declared)


def _marked(data: bytes, mark: bytes, charset: str) -> Decoded:
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
    # Arabic UTF-16 has the byte 06 at every other place; Latin has 00. Letters, spaces and signs
    # of the two together are then nearly all of the text, which no other encoding's bytes are.
    if len(data) % 2 or len(data) < 8:
        return None
    for charset, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if high.count(6) + high.count(0) < 0.8 * len(high) or (
            high.count(6) == 0 and data.count(0) < 0.4 * len(data)
        ):
            continue
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return Decoded(text, charset)
    return None


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
    for charset in _candidates(data, declared):
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


def _candidates(data: bytes, declared: str | None) -> Iterator[str]:
    for found in _META.finditer(data[:_META_WINDOW]):
        yield from _known((found[1] or found[2]).decode("ascii"))
    if declared:
        yield from _known(declared)
    from charset_normalizer import from_bytes

    for match in from_bytes(data[:_SAMPLE], cp_isolation=_PLAUSIBLE):
        yield match.encoding
    # Short texts give charset-normalizer too little; the look at the result decides.
    yield from ("cp1256", "iso8859_6", "cp720", "mac_arabic")


def _known(name: str) -> Iterator[str]:
    name = name.strip().lower()
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return
    if info.name not in _NO_CHARSETS and getattr(info, "_is_text_encoding", True):
        yield info.name


def _reads_as_text(text: str) -> bool:
    """Few controls and accented Latin letters; of enough Arabic words, some of the commonest."""
    sample = text[:_SAMPLE]
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
