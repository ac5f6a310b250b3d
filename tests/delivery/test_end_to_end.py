"""Files and corrections, from what people send to what they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import articles
from bot.store.articles import Stage
from tests.delivery.loopback import HOST, newsroom_on_the_web, page_of
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import LIBRARY, PAIRS
from tests.reading.made_files import Drawn, docx, on_paper, pdf, wrapped
from tests.reading.made_files import page_of as paper
from tests.sources.web import LoopbackWeb

HURT = "وأصيب {} عاملا في الحريق الكبير شرق العاصمة أمس بحسب الدفاع المدني."
FIRE = "حريق في مصنع شرق العاصمة"
REST = "وقال مدير الدفاع المدني إن النيران أخمدت بعد ساعات طويلة من العمل."


@pytest.fixture(autouse=True)
def fires(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table knows the fire, with either number."""
    monkeypatch.setitem(PAIRS, FIRE, "Fire at a factory east of the capital")
    monkeypatch.setitem(
        PAIRS, REST, "The civil defence director said the flames were put out after long hours."
    )
    for count in (12, 15):
        english = (
            f"{count} workers were injured in the big fire east of the capital yesterday, "
            "according to civil defence."
        )
        monkeypatch.setitem(PAIRS, HURT.format(count), english)


async def test_pdf_and_docx_are_read_with_their_order_and_without_page_numbers(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    parts = LIBRARY.split("\n\n")
    await newsroom.say("", document=telegram.upload("library.docx", docx(*parts)))
    brief = await newsroom.wait("Public library opens")
    assert "library.docx" in brief["text"]
    await newsroom.press(brief, "Arabic")
    arabic = await newsroom.wait("وتضم المكتبة", after=brief)
    assert "ترويسة" not in arabic["text"]
    assert arabic["text"].index(parts[1][:20]) < arabic["text"].index(parts[2][:20])
    pages = [
        [*paper(wrapped(FIRE, HURT.format(12)))],
        [*paper(wrapped(REST))],
    ]
    for number, page in enumerate(pages, start=1):
        page.append(Drawn(on_paper(f"صفحة {number} من 2"), 30, right=300))
    asked = await newsroom.say("", document=telegram.upload("fire.pdf", pdf(pages)))
    brief = await newsroom.wait("Fire at a factory", after=asked)
    assert "12 workers" in brief["text"]
    await newsroom.press(brief, "Arabic")
    arabic = await newsroom.wait("شرق العاصمة", after=brief)
    assert "صفحة" not in arabic["text"]
    assert arabic["text"].index("وأصيب") < arabic["text"].index("أخمدت")
    for name, data, said in (
        ("scan.pdf", pdf([[]]), "could not be read"),
        ("broken.docx", b"PK\x03\x04 broken", "could not be read"),
    ):
        asked = await newsroom.say("", document=telegram.upload(name, data))
        answer = await newsroom.wait(said, after=asked)
        assert "Traceback" not in answer["text"]


async def test_a_changed_number_is_corrected_for_those_who_were_sent_the_old_one(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with LoopbackWeb() as web:

        def put(count: int) -> str:
            text = "\n\n".join((FIRE, HURT.format(count), REST))
            return web.put(HOST, "/fire", page_of(text))

        url = put(12)
        async with newsroom_on_the_web(tmp_path, telegram, web, newsroom=True) as room:
            await room.say(url, OWNER)
            await room.wait("12 workers", OWNER)
            asked = await room.say("/now", READER)
            first = await room.wait("12 workers", after=asked)
            assert "Corrected" not in first["text"]
            put(15)
            asked = await room.say(url, OWNER)
            await room.wait("15 workers", OWNER, after=asked)
            asked = await room.say("/now", READER)
            told = await room.wait("Corrected", after=asked)
            assert "12 workers" in told["text"]
            assert "15 workers" in told["text"]
            asked = await room.say("/now", READER)
            await room.wait("Nothing new", after=asked)
            # Never had a digest with the old one: the article is news, and nothing is corrected.
            asked = await room.say("/now", OWNER)
            news = await room.wait("15 workers", OWNER, after=asked)
            assert "Corrected" not in news["text"]
            assert "12 workers" not in news["text"]
            async with room.store.read_only() as c:
                assert await articles.count_by_stage(c) == {Stage.BRIEFED: 2}
