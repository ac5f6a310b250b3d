"""What one reader can do, told to the bot through HTTP."""

from __future__ import annotations

from tests.delivery.newsroom import OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS


async def test_start_greets_and_offers_the_next_step(newsroom: Newsroom) -> None:
    await newsroom.say("/start")
    greeting = await newsroom.wait("turns Arabic news into English")
    await newsroom.press(greeting, "Help")
    await newsroom.wait("What I can do")


async def test_an_arabic_reader_is_greeted_in_arabic(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.languages[READER] = "ar"
    await newsroom.say("/start")
    await newsroom.wait("يحوّل الأخبار العربية")


async def test_a_pasted_article_becomes_a_brief_with_working_buttons(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say(GAS)
    brief = await newsroom.wait("cut in gas prices")
    sent = [fields["text"] for method, fields, _ in telegram.calls if method == "sendMessage"]
    assert sent[0] == "Reading…"
    assert any(method == "editMessageText" for method, _, _ in telegram.calls)
    assert "shown lines marked" in brief["text"]
    await newsroom.press(brief, "Full translation")
    whole = await newsroom.wait("did not mention details", after=brief)
    await newsroom.press(whole, "As a file")
    await newsroom.wait_for_file(READER)
    await newsroom.press(brief, "Arabic")
    await newsroom.wait("ورحبت شركات النقل", after=brief)
    await newsroom.press(brief, "Why?")
    why = await newsroom.wait("What each statement stands on", after=brief)
    assert "وزير الطاقة يعلن خفض أسعار الغاز" in why["text"]


async def test_a_stranger_gets_one_polite_line_and_nothing_else(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/start", STRANGER)
    await newsroom.wait("this bot is private", STRANGER)
    await newsroom.say(GAS, STRANGER)
    await newsroom.say("/help", OWNER)
    await newsroom.wait("What I can do", OWNER)
    assert len(telegram.texts(STRANGER)) == 1
