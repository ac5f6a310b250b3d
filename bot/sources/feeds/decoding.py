"""A feed's bytes to text. Never fails: bytes that are no text spoil their entry, not the feed.

Order: byte order mark; UTF-16 without one; strict UTF-8; what the feed and then the transport
declare; windows-1256 and its like by charset-normalizer; last, UTF-8 with each wrong byte marked
by U+FFFD, so that the entries that hold one can be refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the UTF-16 mark, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*["']?\s*([\w.:\-]{2,40})""",
    re.IGNORECASE,
)
# latin-1 and its names mean windows-1252 on the web (WHATWG Encoding Standard).
_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_PLAUSIBLE = ["cp1256", "iso8859_6", "mac_arabic", "cp1252", "utf_8"]
_MISREAD = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u024f]{3,}")
_CONTROLS = re.compile("[\x80-\x9f]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SAMPLE = 65536


def text_of(data: bytes, charset: str | None = None) -> str:
    """The text, without signs that XML forbids. U+FFFD stands for each byte that was wrong."""
    return xml_text(_decoded(data, charset).removeprefix("\ufeff"))


def xml_text(text: str) -> str:
    """The same text with a space for each sign that XML forbids and that would end its reading."""
    return _NO_XML.sub(" ", text)


def _decoded(data: bytes, charset: str | None) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    for name in _unmarked_wide(data):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Nearly all of it is UTF-8: some entry was cut in a letter or pasted from elsewhere.
    marked = data.decode("utf-8", "replace")
    if marked.count("\ufffd") * 20 < sum(map(len, re.findall(r"[^\x00-\x7f]+", marked[:1000000]))):
        return marked
    for name in _candidates(data, charset):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if _reads_as_text(text):
            return text
    return marked


def _unmarked_wide(data: bytes) -> Iterator[str]:
    for name in ("utf-16-le", "utf-16-be"):
        if data.startswith(("<?".encode(name), "<r".encode(name), "<f".encode(name))):
            yield name


def _candidates(data: bytes, charset: str | None) -> Iterator[str]:
    declared = [found[1].decode("ascii") for found in _DECLARED.finditer(data[:4096])]
    for name in [*declared, *([charset] if charset else [])]:
        try:
            info = codecs.lookup(_ALIASES.get(name.strip().lower(), name.strip()))
        except (LookupError, ValueError):
            continue
        if getattr(info, "_is_text_encoding", True) and info.name not in ("utf-7", "idna"):
            yield info.name
    from charset_normalizer import from_bytes

    letters = bytes(byte for byte in data[: 4 * _SAMPLE] if byte > 127 or byte == 32)[:_SAMPLE]
    for match in from_bytes(letters, cp_isolation=_PLAUSIBLE):
        yield match.encoding
    yield "cp1256"


def _reads_as_text(text: str) -> bool:
    """Few control signs, and no words of accented Latin letters alone: those are Arabic misread."""
    sample = "".join(re.findall(r"[^\x00-\x7f]+", text[: 4 * _SAMPLE]))
    if not sample:
        return True
    if len(_CONTROLS.findall(sample)) > len(sample) // 100:
        return False
    return len(_MISREAD.findall(text[: 4 * _SAMPLE])) <= 2
