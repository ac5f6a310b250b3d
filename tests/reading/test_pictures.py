"""Pictures of text: by the real Tesseract where it is, and by a stand-in for what it may answer."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

Image = pytest.importorskip("PIL.Image")
pytesseract = pytest.importorskip("pytesseract")

from bot.errors import BinaryDocument, NoPictureReader, TooLarge, UnclearPicture  # noqa: E402
from bot.reading import pictures  # noqa: E402
from bot.reading.article import read  # noqa: E402
from bot.reading.pictures import FROM_PICTURE, is_picture, read_picture  # noqa: E402
from bot.records import Document  # noqa: E402

CARDS = Path(__file__).parent / "pictures"
TEXT = (
    "وزير الطاقة يعلن خفض أسعار الغاز\n\n"
    "أعلن وزير الطاقة خفض أسعار الغاز في البلاد. ورحبت شركات النقل بالقرار الجديد."
)


def has_arabic() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return b"ara" in listed.stdout.split()


@pytest.mark.skipif(not has_arabic(), reason="needs Debian's tesseract-ocr-ara")
@pytest.mark.parametrize("card", ["card.png", "naskh.png"])
def test_a_card_is_read_line_by_line_in_order(card: str) -> None:
    assert read_picture((CARDS / card).read_bytes()) == TEXT


@pytest.mark.skipif(not has_arabic(), reason="needs Debian's tesseract-ocr-ara")
def test_a_picture_is_an_article_with_a_note_of_where_it_was_read() -> None:
    article = read(Document("card.png", (CARDS / "card.png").read_bytes(), "image/png"))
    assert article.notes == (FROM_PICTURE,)
    assert "خفض أسعار الغاز" in " ".join(p.text for p in article.paragraphs)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, words: str, sure: int) -> None:
    """A `tesseract` that answers every line with these words."""
    head = "\t".join(
        ("level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top",
         "width", "height", "conf", "text")
    )  # fmt: skip
    rows = [
        f"5\t1\t1\t1\t1\t{at}\t0\t0\t9\t9\t{sure}\t{w}" for at, w in enumerate(words.split(), 1)
    ]
    told = folder / "told.tsv"
    told.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    script = folder / "tesseract"
    script.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && { echo "tesseract 5.3.0"; exit 0; }\n'
        f'cp {told} "$2.tsv"\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(script))


def test_lines_are_found_whatever_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "سطر واحد", 92)
    found = read_picture((CARDS / "card.png").read_bytes())
    # The yellow field's word, the title, and two lines of one paragraph.
    assert found == "سطر واحد\n\nسطر واحد\n\nسطر واحد سطر واحد"


def test_what_is_read_without_confidence_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "كلمة", 40)
    with pytest.raises(UnclearPicture, match="with confidence"):
        read_picture((CARDS / "card.png").read_bytes())


def test_without_tesseract_the_answer_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "tesseract")
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", nowhere)
    with pytest.raises(NoPictureReader, match="tesseract-ocr-ara"):
        read_picture((CARDS / "card.png").read_bytes())


def test_without_the_arabic_the_answer_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "x", 1)
    (tmp_path / "tesseract").write_text(
        '#!/bin/sh\n[ "$1" = --version ] && { echo "tesseract 5.3.0"; exit 0; }\n'
        "echo 'Error opening data file ara.traineddata' >&2\nexit 1\n"
    )
    with pytest.raises(NoPictureReader, match=r"pip install .\.\[pictures\]"):
        read_picture((CARDS / "card.png").read_bytes())


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    Image.new("L", (width, height), 255).save(data, kind)
    return data.getvalue()


def test_pictures_are_known_by_their_bytes() -> None:
    assert all(is_picture(picture(9, 9, kind)) for kind in ("PNG", "JPEG", "WEBP"))
    assert not is_picture(b"%PDF-1.4")


def test_an_empty_a_huge_and_a_broken_picture_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnclearPicture):
        read_picture(picture(400, 300))
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(TooLarge, match="400 by 300"):
        read_picture(picture(400, 300))
    with pytest.raises(BinaryDocument):
        read_picture(picture(400, 300)[:40])
