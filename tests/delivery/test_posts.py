"""Forwarded posts, albums and posts of a few words, as a newsroom forwards them."""

from __future__ import annotations

from bot.store import articles, requests
from tests.delivery.newsroom import READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY, PAIRS
from tests.telegram_server import Fields

CHANNEL_POST = {
    "type": "channel",
    "date": 1_790_000_000,
    "chat": {"id": -1001234567890, "type": "channel", "title": "البلد", "username": "albalad"},
    "message_id": 5,
}
SHORT = "وزير الطاقة يعلن خفض أسعار الغاز"


def targets(message: Fields) -> list[str]:
    return [entity["url"] for entity in message["entities"] if "url" in entity]


async def test_a_forwarded_post_keeps_channel_date_and_links(newsroom: Newsroom) -> None:
    text = f"{GAS}\n\nالمصدر عند الوزارة 🔴 هنا"
    at = len(text[: text.index("هنا")].encode("utf-16-le")) // 2
    entities = [
        {"type": "text_link", "offset": at, "length": 3, "url": "https://moe.example/statement"}
    ]
    await newsroom.say(text, forward_origin=CHANNEL_POST, entities=entities)
    brief = await newsroom.wait("cut in gas prices")
    assert "https://t.me/albalad/5" in targets(brief)
    assert "https://moe.example/statement" in targets(brief)
    assert "البلد" in brief["text"]
    assert "21 September 2026" in brief["text"]
    await newsroom.press(brief, "Arabic")
    arabic = await newsroom.wait("أعلن وزير الطاقة")
    assert "https://moe.example/statement" in targets(arabic)


async def test_a_private_channels_post_links_to_its_members_address(newsroom: Newsroom) -> None:
    chat = {"id": -1001234567890, "type": "channel", "title": "داخلي"}
    await newsroom.say(GAS, forward_origin={**CHANNEL_POST, "chat": chat})
    brief = await newsroom.wait("cut in gas prices")
    assert "https://t.me/c/1234567890/5" in targets(brief)


async def test_an_album_is_one_post(newsroom: Newsroom, telegram: Telegram) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    first, second = LIBRARY.rsplit("\n\n", 1)
    album = {"photo": photo, "media_group_id": "77", "forward_origin": CHANNEL_POST}
    await newsroom.say(None, caption=first, **album)
    await newsroom.say(None, **album)
    await newsroom.say(None, caption=second, **album)
    brief = await newsroom.wait("Public library opens")
    await newsroom.say(None, **album)
    await newsroom.say("/search شيء")
    await newsroom.wait("Nothing found")
    assert sum("Public library opens" in text for text in telegram.texts(READER)) == 1
    assert not any("I read text" in text for text in telegram.texts(READER))
    await newsroom.press(brief, "Arabic")
    await newsroom.wait("وقال مدير المكتبة", after=brief)
    async with newsroom.store.read_only() as c:
        assert sum((await articles.count_by_stage(c)).values()) == 1
        assert await requests.count_open(c) == 0


async def test_an_album_without_a_word_is_told_so_once(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
    for _ in range(3):
        await newsroom.say(None, video=video, media_group_id="78")
    await newsroom.wait("I read text, links")
    await newsroom.say("/search شيء")
    await newsroom.wait("Nothing found")
    assert sum("I read text" in text for text in telegram.texts(READER)) == 1


async def test_a_post_of_a_few_words_stands_in_the_short_list(newsroom: Newsroom) -> None:
    assert SHORT in PAIRS
    await newsroom.say(SHORT, forward_origin=CHANNEL_POST)
    await newsroom.say(LIBRARY)
    await newsroom.wait("Energy minister announces")
    await newsroom.wait("Public library opens")
    asked = await newsroom.say("/now")
    digest = await newsroom.wait("2 stories", after=asked)
    stories, _, short = digest["text"].partition("Also")
    assert "Public library opens" in stories
    assert "Energy minister announces cut in gas prices" in short
    assert "Energy minister" not in stories


async def test_a_picture_sent_as_a_file_is_read_by_its_words(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    picture = telegram.upload("photo.jpg", b"\xff\xd8")
    await newsroom.say(None, document=picture, caption=GAS)
    await newsroom.wait("cut in gas prices")
