"""Pages saved with all their parts in one file, and files of other kinds, which are named."""

from __future__ import annotations

import base64
import io
import json
import plistlib
import quopri
import zipfile
from pathlib import Path

import pytest

from bot.errors import BinaryDocument, UnreadContainer
from bot.reading.article import read
from bot.records import Article, Document
from tests.reading.made_pages import LEAD, MODERN, OLD, SECOND, TITLE

REPORTED = Path(__file__).parent / "reported"
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(2000)).decode()


def mhtml(
    page: bytes, *, how: str, kind: str = 'text/html; charset="utf-8"', head: str = ""
) -> bytes:
    packed = {
        "base64": lambda: base64.encodebytes(page),
        "quoted-printable": lambda: quopri.encodestring(page),
        "8bit": lambda: page,
    }[how]()
    before = (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        f'\tboundary="--=_b1"\r\n\r\n\r\n----=_b1\r\nContent-Type: {kind}\r\n'
        f"Content-Transfer-Encoding: {how}\r\nContent-Location: https://news.example/a/1\r\n\r\n"
    )
    after = (
        "\r\n----=_b1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://news.example/a.png\r\n\r\n{PICTURE}\r\n"
        "----=_b1\r\nContent-Type: text/html\r\n\r\n<html><body><p>frame of an advertiser</p>"
        "</body></html>\r\n----=_b1--\r\n"
    )
    return before.encode() + packed + after.encode()


def article(data: bytes, name: str = "page.mhtml") -> Article:
    return read(Document(name, data))


@pytest.mark.parametrize("how", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize(
    "head",
    [
        "",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a/1\r\n"
        "Subject: =?utf-8?Q?=D8=A7?=\r\nDate: Wed, 18 Jun 2025 11:20:00 +0300\r\n",
        "From: <Saved by Windows Internet Explorer 8>\nSubject: \n",
    ],
)
def test_a_page_in_mhtml(how: str, head: str) -> None:
    found = article(mhtml(MODERN.encode(), how=how, head=head))
    assert found.title == TITLE
    assert [p.text for p in found.prose][:2] == [LEAD, SECOND]
    assert found.url == "https://news.example/a/1"


@pytest.mark.parametrize("how", ["base64", "quoted-printable"])
@pytest.mark.parametrize("kind", ["text/html", 'text/html; charset="windows-1256"'])
def test_a_page_in_an_old_encoding(how: str, kind: str) -> None:
    found = article(mhtml(OLD.encode("windows-1256"), how=how, kind=kind), "page.mht")
    assert [p.text for p in found.prose][:2] == [LEAD, SECOND]


def test_an_archive_that_was_cut_off() -> None:
    whole = mhtml(MODERN.encode(), how="base64")
    found = article(whole[: whole.index(b"Content-Type: image/png")])
    assert found.title == TITLE


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_webarchive(form: plistlib.PlistFormat) -> None:
    page = {
        "WebResourceData": MODERN.encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://news.example/a/1",
    }
    data = plistlib.dumps({"WebMainResource": page, "WebSubresources": []}, fmt=form)
    found = article(data, "page.webarchive")
    assert found.title == TITLE
    assert found.url == "https://news.example/a/1"


@pytest.mark.parametrize("name", ["02.mhtml", "02b.mht"])
def test_the_reported_ones(name: str) -> None:
    found = article((REPORTED / name).read_bytes(), name)
    assert found.title == "الأردن يوقف ضخ المياه في 12 حيا من العاصمة"
    assert found.outlet == "صحيفة المنبر"
    assert found.prose[0].text.startswith("أعلنت وزارة المياه الأردنية")
    assert "36 ساعة" in found.prose[0].text
    assert len(found.prose) == 5


RSS = f'<?xml version="1.0"?><rss><channel><item><title>{TITLE}</title></item></channel></rss>'
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{TITLE}</title></entry></feed>'
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"title": TITLE}]})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (
            b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + MODERN.encode(),
            "WARC",
        ),
        (RSS.encode(), "a feed"),
        (ATOM.encode(), "a feed"),
        (JSON_FEED.encode(), "JSON Feed"),
        (json.dumps([{"text": LEAD}]).encode(), "JSON"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "OPML"),
        (b"<urlset><url><loc>https://news.example/a</loc></url></urlset>", "site map"),
        (
            b"From reader@example.org Mon Jan  1 10:00:00 2024\nSubject: x\n\n" + LEAD.encode(),
            "mailbox",
        ),
        (b"[InternetShortcut]\r\nURL=https://news.example/a\r\n", "link to a page"),
        (f"WEBVTT\n\n00:01.000 --> 00:04.000\n{LEAD}".encode(), "subtitles"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + LEAD.encode(), "mail message"),
        (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
            b"Content-Type: image/png\r\n\r\nx\r\n--b--",
            "MHTML",
        ),
        (
            plistlib.dumps(
                {"WebMainResource": {"WebResourceData": b"x", "WebResourceMIMEType": "image/png"}}
            ),
            "Safari",
        ),
        (b"<?xml version='1.0'?><FictionBook><body><p>x</p></body></FictionBook>", "FB2"),
        (b"<?xml version='1.0'?><office:document><office:body/></office:document>", "OpenDocument"),
        (b"<?xml version='1.0'?><invoice><line/></invoice>", "XML .invoice"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "SVG"),
        (b'{"text": "a"}\n{"text": "b"}\n', "JSON"),
        (b"#EXTM3U\n#EXTINF:1,x\n", "M3U"),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n", "a key"),
        (b"bplist00 WebMainResource and nothing that can be read", "Safari"),
    ],
)
def test_other_files_are_named(data: bytes, name: str) -> None:
    with pytest.raises(UnreadContainer, match=name):
        read(Document("file", data))


def packed(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (packed(mimetype="application/epub+zip"), "EPUB"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
        (packed(**{"1/index.rdf": "<RDF/>", "1/index.html": MODERN}), "MAFF"),
        (packed(page=LEAD), "ZIP"),
    ],
)
def test_packed_files_are_named(data: bytes, name: str) -> None:
    with pytest.raises(BinaryDocument, match=name):
        read(Document("file", data))


@pytest.mark.parametrize("first", ["العنوان: خبر عاجل", "Title: news", "وزير: كلام"])
def test_a_text_that_begins_like_a_header_is_text(first: str) -> None:
    assert [p.text for p in read(Document("a.txt", f"{first}\n\n{LEAD}".encode())).prose] == [LEAD]
