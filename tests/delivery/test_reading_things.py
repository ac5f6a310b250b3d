"""Files, forwarded posts, links and what is none of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.store import articles, chats, requests
from bot.store.requests import RequestState
from bot.store.store import open_store
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.store.made_records import article, brief, publish
from tests.telegram_server import Fields


async def test_text_and_html_files_are_read(newsroom: Newsroom, telegram: Telegram) -> None:
    page = "".join(f"<p>{p}</p>" for p in LIBRARY.split("\n\n")[1:])
    title = LIBRARY.split("\n\n")[0]
    html = (
        f"<html lang=ar><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{page}</article></body></html>"
    )
    await newsroom.say("", READER, document=telegram.upload("gas.txt", GAS.encode()))
    brief = await newsroom.wait("cut in gas prices")
    assert "gas.txt" in brief["text"]
    await newsroom.say("", READER, document=telegram.upload("page.html", html.encode()))
    await newsroom.wait("Public library opens")


async def test_a_file_too_big_or_of_another_kind_is_refused_before_it_is_fetched(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    big = {**telegram.upload("big.txt", b"x"), "file_size": (20 << 20) + 1}
    await newsroom.say("", READER, document=big)
    await newsroom.wait("This file is 21 MB")
    await newsroom.say("", READER, document=telegram.upload("<b>song</b>.mp3", b"ID3"))
    await newsroom.wait("This one is <b>song</b>.mp3")
    assert not any(method == "getFile" for method, _, _ in telegram.calls)


async def test_a_forwarded_post_carries_its_channel(newsroom: Newsroom) -> None:
    origin = {
        "type": "channel",
        "date": 1,
        "chat": {"id": -1009, "type": "channel", "title": "Al Balad", "username": "albalad"},
        "message_id": 5,
    }
    await newsroom.say(GAS, forward_origin=origin)
    brief = await newsroom.wait("cut in gas prices")
    urls = [entity.get("url") for entity in brief["entities"]]
    assert "https://t.me/albalad/5" in urls


async def test_english_is_refused_by_name(newsroom: Newsroom) -> None:
    await newsroom.say("The minister said on Monday that prices would fall next month in the city.")
    await newsroom.wait("English, not Arabic")


async def test_the_same_article_twice_is_translated_once(newsroom: Newsroom) -> None:
    await newsroom.say(GAS)
    first = await newsroom.wait("cut in gas prices")
    await newsroom.say(GAS)
    await newsroom.wait("cut in gas prices", after=first)
    async with newsroom.store.read_only() as c:
        assert sum((await articles.count_by_stage(c)).values()) == 1
        assert await requests.count_open(c) == 0


async def test_a_paste_that_telegram_cut_in_two_is_one_article(newsroom: Newsroom) -> None:
    first, _, last = GAS.rpartition("\n\n")
    # Telegram's clients cut at 4096 units; what stands between fills the first message.
    filler = "\n".join(f"وفي الفقرة {n} تفاصيل أخرى عن القرار وعن أسعار الغاز." for n in range(90))
    assert len(f"{first}\n{filler}") > 3800
    await newsroom.say(f"{first}\n{filler}"[:4096])
    await newsroom.say(last)
    brief = await newsroom.wait("shown lines marked", seconds=90)
    await newsroom.press(brief, "Arabic")
    await newsroom.say("/search شركات النقل")
    await newsroom.wait("1 found for")
    async with newsroom.store.read_only() as c:
        assert sum((await articles.count_by_stage(c)).values()) == 1


async def test_progress_messages_go_when_the_brief_is_there(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say(GAS)
    await newsroom.wait("cut in gas prices")
    await newsroom.say("/latest 1")
    await newsroom.wait("cut in gas prices")
    assert "deleteMessage" in [method for method, _, _ in telegram.calls]
    assert not any(text.startswith("Reading") for text in telegram.texts(READER))


async def test_what_a_kill_left_is_read_after_the_next_start(
    telegram: Telegram, tmp_path: Path
) -> None:
    telegram.add_chat(OWNER)
    room = Newsroom(tmp_path, telegram)
    store = await open_store(room.settings.database_url)
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    async with store.transaction() as c:
        chat = await chats.ensure(c, OWNER, chats.ChatKind.PRIVATE, now)
        await requests.add(c, chat.id, {"text": GAS, "url": None, "origin": "a message"}, 1, now)
    await store.close()
    async with room:
        await room.wait("cut in gas prices", OWNER)
        async with room.store.read_only() as c:
            assert not await requests.in_state(c, RequestState.RECEIVED)


async def test_latest_and_search_list_what_came_in(newsroom: Newsroom) -> None:
    await newsroom.say("/search gas")
    nothing = await newsroom.wait("Nothing found for “gas”")
    await newsroom.say(GAS)
    await newsroom.say(LIBRARY)
    await newsroom.wait("cut in gas prices")
    await newsroom.wait("Public library opens")
    for words in ("gas price", "الغاز", "اسعار غاز"):
        asked = await newsroom.say(f"/search {words}")
        found = await newsroom.wait("1 found for", after=asked)
        await newsroom.press(found, "gas prices")
        await newsroom.wait("Transport companies", after=found)
    await newsroom.say("/latest 2")
    await newsroom.wait("Public library opens", after=nothing)
    asked = await newsroom.say("/search <b>&x")
    await newsroom.wait("Nothing found for “<b>&x”", after=asked)
    await newsroom.say("/latest 500")
    await newsroom.wait("Write a number from 1 to 20")


def labels(message: Fields) -> list[str]:
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


async def test_search_results_are_turned_page_by_page(newsroom: Newsroom) -> None:
    # None is of the last two days: those are translated again when there is nothing else to do.
    now = newsroom.parts.context.now() - timedelta(days=5)
    async with newsroom.store.transaction() as c:
        for count in range(7):
            made = article(f"مكتبة {count}", f"افتتاح المكتبة رقم {count}")
            number, _ = await articles.add(c, made, now)
            await publish(c, number)
            await articles.set_brief(c, number, brief(made, f"Library {count} opens."), now)
    await newsroom.say("/search library")
    page = await newsroom.wait("Page 1 of 2")
    first = labels(page)
    assert len(first) == 6
    assert first[-1] == "▶"
    await newsroom.press(page, "▶")
    second = await newsroom.wait("Page 2 of 2")
    assert second["message_id"] == page["message_id"]
    rest = labels(second)
    assert rest[-1] == "◀"
    assert len({*first[:-1], *rest[:-1]}) == 7
    await newsroom.press(second, "◀")
    assert labels(await newsroom.wait("Page 1 of 2")) == first


async def test_in_a_group_an_article_that_mentions_the_bot_is_read(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    await telegram.put_in(GROUP, READER, "member")
    await newsroom.wait("For the administrators", GROUP)
    await newsroom.say(GAS, GROUP, STRANGER)
    mention = {"type": "mention", "offset": 0, "length": len("@digest_bot")}
    await newsroom.say(f"@digest_bot\n{LIBRARY}", GROUP, STRANGER, entities=[mention])
    await newsroom.wait("Public library opens in the city centre", GROUP)
    assert not any("gas prices" in text for text in telegram.texts(GROUP))
