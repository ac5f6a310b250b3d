"""PDF and DOCX: the text in its order, or a refusal that says why."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import (
    BinaryDocument,
    DocumentError,
    EmptyDocument,
    LockedDocument,
    ScannedDocument,
    TooLarge,
    UnclearOrder,
)
from bot.reading.article import read
from bot.reading.docx import read_docx
from bot.reading.pdf import MOST_PAGES, read_pdf
from bot.records import Document
from tests.reading.made_files import Drawn, docx, on_paper, page_of, pdf, wrapped
from tests.reading.made_pages import LEAD, SECOND, THIRD, TITLE

LINES = [
    "وقّع وزيرا الخارجية (الثلاثاء 22/11/2026) اتفاقا للتعاون في مجالات الطاقة والمياه بعد",
    "مفاوضات استمرت 3 أشهر، وقال الوزير إن الاتفاق يشمل 1,250 مشروعا و COVID-19 أيضا.",
]


def paragraphs(data: bytes) -> list[str]:
    return read_pdf(data).text.split("\n\n")


@pytest.mark.parametrize("compress", [False, True])
def test_lines_of_a_paragraph_are_joined_and_numbers_kept(compress: bool) -> None:
    assert paragraphs(pdf([page_of(LINES)], compress)) == [" ".join(LINES)]


def test_the_whole_way_to_an_article() -> None:
    pages = [page_of(wrapped(TITLE, LEAD, SECOND, THIRD))]
    found = read(Document("a.pdf", pdf(pages), "application/pdf"))
    assert [p.text for p in found.prose] == [LEAD, SECOND, THIRD]
    assert found.title == TITLE


def test_a_report_of_an_agency() -> None:
    def sheet(number: int, *lines: str) -> list[Drawn]:
        agency = Drawn(on_paper("وكالة الأنباء الوطنية"), 830, size=10)
        return [agency, *page_of(lines), Drawn(on_paper(f"{number} / 2"), 40, size=9)]

    lead = f"بيروت 28 نوفمبر (الوكالة) - {LEAD}"
    first = sheet(1, "السبت 28 نوفمبر 2026 - 14:05", "", *wrapped(TITLE, lead, SECOND))
    last = sheet(2, *wrapped(THIRD, "(انتهى)"), "س.ح / م.ك")
    found = read(Document("a.pdf", pdf([first, last]), "application/pdf"))
    assert found.title == TITLE
    assert [p.text for p in found.prose] == [lead, SECOND, THIRD]
    left_out = {line.text: line.rule for line in found.removed}
    assert left_out["وكالة الأنباء الوطنية"] == "page-furniture"
    assert left_out["(انتهى)"] == "after-the-end"


def test_headers_footers_and_page_numbers_are_left_out_and_named() -> None:
    pages = [
        [
            Drawn(on_paper("صحيفة المثال - العدد 1234"), 820),
            *page_of([f"قال في اليوم {day}:", *LINES, f"وختم اليوم {day}."], top=700),
            Drawn(on_paper(f"صفحة {number} من 3"), 30, right=300),
        ]
        for number, day in enumerate(("الأول", "الثاني", "الثالث"), 1)
    ]
    found = read_pdf(pdf(pages))
    assert found.repeated == (
        "صحيفة المثال - العدد 1234",
        "صفحة 1 من 3",
        "صفحة 2 من 3",
        "صفحة 3 من 3",
    )
    assert found.text.count("وقّع") == 3
    assert "صفحة" not in found.text


def test_a_year_at_the_end_of_a_page_is_no_page_number() -> None:
    lines = [*LINES, "2026"]
    assert "2026" in paragraphs(pdf([page_of(lines)]))[-1]


def test_presentation_forms_become_letters() -> None:
    shaped = "ﺍﻟﺴﻼﻡ"  # alef, lam, seen, the ligature of lam and alef, meem
    line = Drawn(on_paper(" الأولى الجمهورية الثانية وقالت") + on_paper(shaped), 700)
    assert paragraphs(pdf([[line]])) == ["السلام الأولى الجمهورية الثانية وقالت"]


def test_text_drawn_in_logical_order_is_known_by_its_words() -> None:
    """Programs without support for Arabic draw it backwards; the words are right as they come."""
    lines = [Drawn(line, 700 - 18 * number) for number, line in enumerate(LINES)]
    assert " ".join(LINES) in " ".join(paragraphs(pdf([lines])))


def test_an_order_that_cannot_be_told_is_refused() -> None:
    mixed = [Drawn(on_paper(LINES[0]), 700), Drawn(LINES[0], 600), Drawn(on_paper(LINES[1]), 500)]
    mixed.append(Drawn(LINES[1], 400))
    with pytest.raises(UnclearOrder, match="numbers could"):
        read_pdf(pdf([mixed]))


def test_two_columns_drawn_one_after_the_other_stay_apart() -> None:
    right = [
        Drawn(on_paper(f"العمود الأول سطر {n} من النص العربي"), 700 - 18 * n) for n in range(4)
    ]
    left = [
        Drawn(on_paper(f"العمود الثاني سطر {n} من النص العربي"), 700 - 18 * n, right=270)
        for n in range(4)
    ]
    text = read_pdf(pdf([[*right, *left]])).text
    assert text.index("الأول سطر 3") < text.index("الثاني سطر 0")


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(ScannedDocument):
        read_pdf(pdf([[]]))
    with pytest.raises(BinaryDocument):
        read_pdf(b"%PDF-1.7 nothing of the kind")
    with pytest.raises(TooLarge):
        read_pdf(pdf([page_of(["نص"])] * (MOST_PAGES + 1)))
    locked = pdf([page_of(LINES)]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> "
        b"/ID [(a) (a)]" % (b"o" * 32, b"u" * 32),
    )
    with pytest.raises(LockedDocument):
        read_pdf(locked)


def test_a_pdf_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([[Drawn("0" * 20_000, 700)]], compress=True)
    assert len(data) < 2_500
    read_pdf(data)
    monkeypatch.setattr("bot.reading.pdf.MOST_GLYPHS", 19_999)
    with pytest.raises(TooLarge, match="more text"):
        read_pdf(data)
    monkeypatch.setattr("bot.reading.pdf.LARGEST_STREAM", 10_000)
    with pytest.raises(TooLarge, match="unpacks"):
        read_pdf(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pdfs_raise_only_our_errors(data: st.DataObject) -> None:
    whole = bytearray(pdf([page_of(LINES)]))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(9, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try:
        read_pdf(bytes(whole))
    except DocumentError as error:
        assert str(error).endswith(".")


def test_docx_body_in_order_without_header() -> None:
    assert read_docx(docx(TITLE, LEAD, "", SECOND)) == f"{TITLE}\n\n{LEAD}\n\n{SECOND}"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = read(Document("a.docx", docx(TITLE, LEAD, SECOND), kind))
    assert (found.title, [p.text for p in found.prose]) == (TITLE, [LEAD, SECOND])


def with_body(xml: str) -> bytes:
    """A DOCX whose body is this XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                start, end = data.index(b"<w:body>") + 8, data.index(b"</w:body>")
                data = data[:start] + xml.encode() + data[end:]
            new.writestr(name, data)
    return made.getvalue()


def test_tracked_changes_read_as_they_were_accepted() -> None:
    xml = (
        "<w:p><w:r><w:t>قتل </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>35</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> شخصا</w:t></w:r>"
        "</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>خانة</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert read_docx(with_body(xml)) == "قتل 35 شخصا\n\nخانة"


def test_a_bomb_a_lock_and_an_empty_file_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    assert len(made.getvalue()) < 100_000
    with pytest.raises(TooLarge):
        read_docx(made.getvalue())
    with pytest.raises(LockedDocument):
        read_docx(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EmptyDocument):
        read_docx(docx(""))
    with pytest.raises(BinaryDocument):
        read_docx(b"PK\x03\x04 word/ nothing")


@pytest.mark.parametrize("bytes_left", [60, 200])
def test_a_docx_that_was_cut_off_is_called_a_damaged_document(bytes_left: int) -> None:
    cut = docx(TITLE, LEAD)[:bytes_left]
    with pytest.raises(BinaryDocument, match="office document that is damaged") as caught:
        read(Document("a.docx", cut, None))
    assert "Error" not in str(caught.value)


def test_entities_in_a_docx_stay_unread() -> None:
    data = with_body("<w:p><w:r><w:t>نص</w:t></w:r></w:p>")
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(
                    b"<w:document",
                    b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document',
                ).replace("نص".encode(), b"&a;")
            new.writestr(name, part)
    with pytest.raises(DocumentError):
        read_docx(made.getvalue())


SOUND = docx(LEAD)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SOUND)), st.binary(max_size=30))
def test_damaged_docx_raise_only_our_errors(place: int, noise: bytes) -> None:
    data = SOUND
    try:
        read_docx(data[:place] + noise + data[place + len(noise) :])
    except DocumentError as error:
        assert str(error).endswith(".")
