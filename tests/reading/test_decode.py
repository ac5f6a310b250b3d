"""Bytes to text: the right encoding or a refusal, never replacement characters."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BinaryDocument, DocumentError, EmptyDocument, Undecodable
from bot.reading.decode import decode
from tests.reading.made_pages import LEAD, OLD, SECOND, THIRD

TEXT = "\n".join((LEAD, SECOND, THIRD))
# What ISO-8859-6 can write of it: no Persian letters, no curly quotes.
PLAIN = TEXT.replace("«", '"').replace("»", '"')


@pytest.mark.parametrize("charset", ["cp1256", "iso8859_6", "utf-8"])
def test_undeclared_encodings_are_told(charset: str) -> None:
    assert decode(PLAIN.encode(charset)).text == PLAIN


@pytest.mark.parametrize("charset", ["cp1256", "iso8859_6"])
def test_a_short_post_is_told(charset: str) -> None:
    post = "أعلنت الوزارة أن الدراسة ستتوقف غدا في جميع المدارس"
    assert decode(post.encode(charset)).text == post


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_wins_over_every_declaration(mark: bytes, charset: str) -> None:
    decoded = decode(mark + TEXT.encode(charset), "windows-1256")
    assert (decoded.text, decoded.charset) == (TEXT, charset)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(charset: str) -> None:
    assert decode(TEXT.encode(charset)).text == TEXT


def test_clearly_valid_utf8_wins_over_a_wrong_declaration() -> None:
    page = OLD.encode()  # its <meta> says windows-1256
    decoded = decode(page, "iso-8859-6")
    assert decoded.charset == "utf-8"
    assert LEAD in decoded.text


@pytest.mark.parametrize("label", ["x-cp1256", "windows-1256", "WINDOWS-1256", " cp1256 "])
def test_a_label_of_the_transport_is_followed(label: str) -> None:
    assert decode("قال".encode("cp1256"), label).charset == "cp1256"


@pytest.mark.parametrize(
    "label", ["iso-8859-6", "ISO-8859-6-I", "csISO88596I", "asmo-708", "arabic"]
)
def test_the_webs_names_of_iso_8859_6_are_known(label: str) -> None:
    assert decode("قال".encode("iso8859_6"), label).text == "قال"


def test_meta_is_followed() -> None:
    decoded = decode(OLD.encode("cp1256"))
    assert (decoded.text, decoded.charset) == (OLD, "cp1256")


NAMES = ["utf-8", "iso-8859-1", "iso-8859-6", "base64", "unicode_escape", "utf-7", "no-such", ""]


@pytest.mark.parametrize("declared", NAMES)
def test_a_wrong_declaration_does_not_win(declared: str) -> None:
    assert decode(TEXT.encode("cp1256"), declared).text == TEXT


def test_a_page_that_calls_windows_1256_latin() -> None:
    page = OLD.replace("windows-1256", "iso-8859-1")
    assert decode(page.encode("cp1256")).text == page


def test_a_cut_download_loses_its_last_letter_and_says_so() -> None:
    data = TEXT.encode()[:-2]
    decoded = decode(data)
    assert decoded.text == data.decode("utf-8", "ignore")
    assert decoded.notes


def test_damaged_utf8_is_refused() -> None:
    data = bytearray(TEXT.encode() * 3)
    data[200] = 0xFF
    with pytest.raises(Undecodable, match="UTF-8"):
        decode(bytes(data))


def test_a_wrong_mark_is_refused() -> None:
    with pytest.raises(Undecodable, match="byte 3"):
        decode(codecs.BOM_UTF8 + b"\xff\xfe\xfa text")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\0\0"])
def test_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"PK\x03\x04\x14\0\x06\0",
        b"\x7fELF\x02\x01\x01",
        b"\0\0\0\x18ftypmp42",
        bytes(range(256)) * 4,
        b"some text\0\0\0\0more text and then some",
        b"\x01\x02\x03\x04" * 50,
    ],
)
def test_binary(data: bytes) -> None:
    with pytest.raises(BinaryDocument, match="Save the article as text or HTML"):
        decode(data)


def test_samples_survive_old_encodings() -> None:
    for path in (Path(__file__).parents[2] / "samples").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        old = text.encode("cp1256", "ignore")
        assert decode(old).text == old.decode("cp1256"), path.name


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1256", "utf-16", "x-cp1256"]))
def test_any_bytes_decode_or_are_refused(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, declared)
    except DocumentError:
        return
    assert "\ufffd" not in decoded.text or "\ufffd".encode(decoded.charset) in data


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_text_comes_back_whole(text: str) -> None:
    try:
        decoded = decode(text.encode())
    except (EmptyDocument, BinaryDocument, Undecodable):
        assert not text.strip() or text.startswith(("\ufeff", "%PDF", "GIF8", "BZh", "ID3"))
        return
    if decoded.charset == "utf-8":
        assert decoded.text == text.removeprefix("\ufeff")
