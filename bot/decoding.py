"""Which encodings a document's bytes may be in, most likely first: what pages and feeds share.

It stands beside `records` because two rooms need it: `reading` decodes pages strictly, `sources`
decodes feeds leniently, and rooms do not import each other. It is not in `language`, since it
knows of labels and bytes, not of words.

w3lib reads the marks, the labels and a page's own declaration, as browsers do (WHATWG Encoding
Standard): latin-1 and its names mean windows-1252.
"""

from __future__ import annotations

from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

SAMPLE = 65536
"""Bytes, or characters, of a document that are looked at to judge its encoding."""

# Names that pages use and Python does not know.
_ALIASES = {
    "x-cp1256": "cp1256", "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6",
    "csiso88596i": "iso8859_6", "dos-720": "cp720", "x-mac-arabic": "mac_arabic",
    "unicode": "utf-16-le",
}  # fmt: skip
# Python's codecs that are notations, not encodings of a page.
_NOTATIONS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "charmap"})
# What charset-normalizer may choose from: what Arabic pages have been written in, and Latin.
_PLAUSIBLE = ["cp1256", "iso8859_6", "cp720", "cp864", "mac_arabic", "cp1252", "utf_8"]


def marked(data: bytes) -> tuple[str, bytes] | None:
    """The encoding whose byte order mark begins the bytes, and the mark; None without one."""
    charset, mark = read_bom(data)
    return (charset, mark) if charset and mark else None


def unmarked_utf16(data: bytes) -> str | None:
    """The UTF-16 that bytes without a mark are in; None where they are not."""
    # Arabic UTF-16 has the byte 06 at every other place; Latin has 00. Letters, spaces and signs
    # of the two together are then nearly all of the text, which no other encoding's bytes are.
    if len(data) < 8:
        return None
    for charset, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        narrow = high.count(6) + high.count(0)
        if narrow >= 0.8 * len(high) and (high.count(6) or data.count(0) >= 0.4 * len(data)):
            return charset
    return None


def candidates(data: bytes, declared: str | None, sample: bytes) -> Iterator[str]:
    """Encodings to try, of bytes that are not UTF-8: what the document says of itself, what the
    transport `declared`, what charset-normalizer makes of the sample, and the commonest."""
    for label in (html_body_declared_encoding(data), declared):
        charset = _known(label) if label else None
        if charset:
            yield charset
    from charset_normalizer import from_bytes

    for match in from_bytes(sample[:SAMPLE], cp_isolation=_PLAUSIBLE):
        yield match.encoding
    # Short texts give charset-normalizer too little; the look at the result decides.
    yield from ("cp1256", "iso8859_6", "cp720", "mac_arabic")


def _known(label: str) -> str | None:
    label = label.strip().lower()
    charset = resolve_encoding(_ALIASES.get(label, label))
    return None if charset in _NOTATIONS else charset
