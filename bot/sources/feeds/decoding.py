"""A feed's bytes to text. Never fails: bytes that are no text spoil their entry, not the feed.

Order: byte order mark; UTF-16 without one; strict UTF-8; the candidates of bot/decoding.py; last,
UTF-8 with each wrong byte marked by U+FFFD, so that the entries that hold one can be refused.
"""

from __future__ import annotations

import re

from bot.decoding import SAMPLE, candidates, marked, unmarked_utf16

_MISREAD = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u024f]{3,}")
_CONTROLS = re.compile("[\x80-\x9f]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(data: bytes, charset: str | None = None) -> str:
    """The text, without signs that XML forbids. U+FFFD stands for each byte that was wrong."""
    return xml_text(_decoded(data, charset).removeprefix("\ufeff"))


def xml_text(text: str) -> str:
    """The same text with a space for each sign that XML forbids and that would end its reading."""
    return _NO_XML.sub(" ", text)


def _decoded(data: bytes, charset: str | None) -> str:
    found = marked(data)
    if found:
        name, mark = found
        return data[len(mark) :].decode(name, "replace")
    wide = unmarked_utf16(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Nearly all of it is UTF-8: some entry was cut in a letter or pasted from elsewhere.
    replaced = data.decode("utf-8", "replace")
    if replaced.count("\ufffd") * 20 < sum(
        map(len, re.findall(r"[^\x00-\x7f]+", replaced[:1000000]))
    ):
        return replaced
    letters = bytes(byte for byte in data[: 4 * SAMPLE] if byte > 127 or byte == 32)
    for name in candidates(data, charset, letters):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if _reads_as_text(text):
            return text
    return replaced


def _reads_as_text(text: str) -> bool:
    """Few control signs, and no words of accented Latin letters alone: those are Arabic misread."""
    sample = "".join(re.findall(r"[^\x00-\x7f]+", text[: 4 * SAMPLE]))
    if not sample:
        return True
    if len(_CONTROLS.findall(sample)) > len(sample) // 100:
        return False
    return len(_MISREAD.findall(text[: 4 * SAMPLE])) <= 2
