"""/glossary as the operator uses it."""

from __future__ import annotations

import asyncio

import pytest

from bot.store import glossary
from tests.delivery.newsroom import OWNER, READER, Newsroom, Telegram

TSV = "باتروشيف\tPatrushev\nشويغو\tShoygu\nستانبروك\t<b>Stan</b>\n<i>\tx\n"


async def test_names_are_added_listed_found_and_removed(newsroom: Newsroom) -> None:
    await newsroom.say("/glossary", OWNER)
    await newsroom.wait("The glossary is empty", OWNER)
    await newsroom.say("/glossary add باتروشيف = Patroushev", OWNER)
    added = await newsroom.wait("Added:", OWNER)
    assert "Patroushev (person)" in added["text"]
    await newsroom.say("/glossary add Patrushev = باتروشيف", OWNER)
    assert "It was Patroushev" in (await newsroom.wait("Changed:", OWNER))["text"]
    await newsroom.say("/glossary patru", OWNER)
    found = await newsroom.wait("Names with", OWNER)
    assert "= Patrushev (person, yours)" in found["text"]
    assert "Nikolai Patrushev (person, built in)" in found["text"]
    await newsroom.say("/glossary remove باتروشيف", OWNER)
    await newsroom.wait("Removed:", OWNER)
    asked = await newsroom.say("/glossary remove باتروشيف", OWNER)
    await newsroom.wait("not in the glossary", OWNER, after=asked)


async def test_several_lines_are_several_names(newsroom: Newsroom) -> None:
    await newsroom.say("/glossary add باتروشيف = Patrushev\nستانبروك = Stanbrook | place", OWNER)
    await newsroom.wait("Stanbrook (place)", OWNER)
    async with newsroom.store.read_only() as c:
        assert await glossary.count(c) == 2


async def test_a_line_that_cannot_be_read_is_named_and_the_others_are_taken(
    newsroom: Newsroom,
) -> None:
    text = "/glossary add باتروشيف = Patrushev\nلا شيء هنا\nستانبروك = Stanbrook | place"
    await newsroom.say(text, OWNER)
    said = (await newsroom.wait("Stanbrook (place)", OWNER))["text"]
    assert "Not added: \u2067لا شيء هنا\u2069. Write a line as" in said
    async with newsroom.store.read_only() as c:
        assert await glossary.count(c) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        "باتروشيف = <b>Patrushev</b>",
        "باتروشيف = " + "P" * 3000,
        "باتروشيف = .*(",
        "= Patrushev",
        "<a href='x'>باتروشيف</a> = Patrushev",
        "\u202eباتروشيف\u202e = \u200f\u202e",
    ],
)
async def test_hostile_entries_are_refused_in_messages_that_arrive(
    newsroom: Newsroom, hostile: str
) -> None:
    asked = await newsroom.say(f"/glossary add {hostile}", OWNER)
    await newsroom.wait("Not added", OWNER, after=asked)
    async with newsroom.store.read_only() as c:
        assert await glossary.count(c) == 0


async def test_a_long_list_has_pages_and_an_export(newsroom: Newsroom) -> None:
    letters = "بتثجحخدذرزسشصضطظ"
    lines = [f"{letter}اتروشيفسكي = Name{number}" for number, letter in enumerate(letters)]
    await newsroom.say("/glossary add " + "\n".join(lines), OWNER)
    await newsroom.wait("Added:", OWNER)
    asked = await newsroom.say("/glossary", OWNER)
    page = await newsroom.wait("Page 1 of 2", OWNER, after=asked)
    assert "Name15" in page["text"]
    await newsroom.press(page, "Export")
    data = await newsroom.wait_for_file(OWNER)
    assert data.decode().count("\toperator\n") == len(letters)
    for words in ("<b>&", "%", ".*"):
        asked = await newsroom.say(f"/glossary {words}", OWNER)
        await newsroom.wait("No name of the glossary", OWNER, after=asked)


async def test_a_file_is_imported_after_its_report(newsroom: Newsroom, telegram: Telegram) -> None:
    file = telegram.upload("names.tsv", TSV.encode())
    await newsroom.say(None, OWNER, document=file, caption="/glossary")
    report = await newsroom.wait("Names in this file: 2", OWNER)
    assert "New: 2. Changed: 0. Known already: 0. Refused: 2" in report["text"]
    async with newsroom.store.read_only() as c:
        assert await glossary.count(c) == 0
    await newsroom.press(report, "Import")
    assert await _both(newsroom) == {"Patrushev", "Shoygu"}
    again = await newsroom.say(None, OWNER, document=file, caption="/glossary")
    known = await newsroom.wait("nothing to import", OWNER, after=again)
    assert "Known already: 2" in known["text"]
    bad = telegram.upload("names.tbx", b"<html/>")
    sent = await newsroom.say(None, OWNER, document=bad)
    await newsroom.wait("no TBX", OWNER, after=sent)


async def _both(newsroom: Newsroom) -> set[str]:
    """The spellings in the glossary, once there are two."""
    async with asyncio.timeout(90):
        while True:
            async with newsroom.store.read_only() as c:
                rows = await glossary.listing(c)
            if len(rows) == 2:
                return {row.english for row in rows}
            await asyncio.sleep(0.01)


async def test_only_the_operator_has_it(newsroom: Newsroom, telegram: Telegram) -> None:
    await newsroom.say("/glossary", READER)
    await newsroom.wait("Only the bot's operator", READER)
    file = telegram.upload("names.tbx", b"<martif/>")
    await newsroom.say(None, READER, document=file)
    await newsroom.wait("Only the operator can import", READER)
