"""Photos sent to the bot, over HTTP: read where Tesseract is, and answered where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PIL")
pytesseract = pytest.importorskip("pytesseract")

from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram  # noqa: E402
from tests.delivery.table_translator import MEMO  # noqa: E402
from tests.reading.test_pictures import CARDS, has_arabic, stand_in  # noqa: E402

SENTENCE = "أعلن وزير الطاقة خفض أسعار الغاز في البلاد."


@pytest.mark.skipif(not has_arabic(), reason="needs Debian's tesseract-ocr-ara")
async def test_a_card_becomes_a_brief_that_says_it_was_read_from_a_picture(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    sizes = telegram.photo((CARDS / "card.png").read_bytes(), 810, 570)
    await newsroom.say(None, photo=sizes)
    brief = await newsroom.wait("Energy minister announces cut in gas prices")
    assert brief["text"].startswith("Read from a picture")
    await newsroom.press(brief, "Why?")
    why = await newsroom.wait("What each statement is based on", after=brief)
    assert "Read from a picture" in why["text"]


async def test_the_largest_size_is_read_and_a_caption_of_its_own_is_not_replaced(
    newsroom: Newsroom, telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, SENTENCE, 95)
    sizes = telegram.photo((CARDS / "card.png").read_bytes(), 810, 570)
    await newsroom.say(None, photo=sizes, caption="عاجل")
    brief = await newsroom.wait("announced a cut in gas prices")
    assert brief["text"].startswith("Read from a picture")
    long = " ".join(MEMO.split("\n\n")[1:])
    await newsroom.say(None, OWNER, photo=sizes, caption=long)
    posted = await newsroom.wait("close the Qantarish plant", OWNER)
    assert "Read from a picture" not in posted["text"]


async def test_where_tesseract_is_not_installed_the_answer_says_what_is_missing(
    newsroom: Newsroom, telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "tesseract"))
    sizes = telegram.photo((CARDS / "card.png").read_bytes(), 810, 570)
    await newsroom.say(None, photo=sizes)
    await newsroom.wait("apt install tesseract-ocr tesseract-ocr-ara")
    telegram.languages[READER] = "ar"
