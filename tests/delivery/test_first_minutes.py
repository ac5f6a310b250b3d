"""A reader's first minutes: what a new user types, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from bot.store import sources
from bot.store.source import NewSource, SourceKind
from tests.delivery.faulty_server import until
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""06:00 in Amman."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=True) as traveller:
        yield traveller


async def test_subscribe_takes_times_days_and_a_zone_in_one_line(newsroom: Newsroom) -> None:
    await newsroom.say("/subscribe 18:30")
    first = await newsroom.wait("Your digest comes at: 18:30 every day (Asia/Amman, 06:00")
    assert "The first one comes 2026-11-20 18:30" in first["text"]
    await newsroom.say("/subscribe weekdays 8am and 8:00 pm Berlin")
    changed = await newsroom.wait("Changed. Your digest now comes at: 08:00, 20:00 weekdays")
    assert "Europe/Berlin, 04:00 there now" in changed["text"]
    assert "The next one comes 2026-11-20 08:00" in changed["text"]
    await newsroom.say("/subscribe")
    again = await newsroom.wait("already subscribed", after=changed)
    assert "08:00, 20:00 weekdays (Europe/Berlin" in again["text"]


async def test_the_next_digest_is_told_for_when_quiet_hours_let_it_come(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    await newsroom.say("/quiet 17:00-21:00")
    saved = await newsroom.wait("17:00")
    await newsroom.say("/subscribe 18:30")
    first = await newsroom.wait("Your digest comes at: 18:30", after=saved)
    assert "The first one comes 2026-11-20 21:00" in first["text"]
    await newsroom.say("/pause")
    await newsroom.wait("/unsubscribe stops the digests", after=first)


async def test_subscribe_understands_arabic_and_asks_which_place_is_meant(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.languages[READER] = "ar"
    await newsroom.say("/subscribe ٨ صباحا و ٦ مساء")
    await newsroom.wait("08:00, 18:00 كل يوم (Asia/Amman")
    await newsroom.say("/subscribe كل 12 ساعة بيروتت")
    which = await newsroom.wait("أيها تقصد؟")
    assert "08:00, 20:00 كل يوم (Asia/Amman" in newsroom.messages()[-2]["text"]
    await newsroom.press(which, "Asia/Beirut")
    sure = await newsroom.wait("هل هذا صحيح؟")
    await newsroom.press(sure, "نعم")
    await newsroom.wait("المنطقة الزمنية: Asia/Beirut")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("25:00", "These work"),
        ("soon", "These work"),
        ("18:30 Xyzzyville", "no place like “Xyzzyville”"),
        ("every hour", "At most 12 times a day"),
    ],
)
async def test_what_subscribe_cannot_read_changes_nothing_and_says_what_works(
    newsroom: Newsroom, line: str, said: str
) -> None:
    await newsroom.say(f"/subscribe {line}")
    answer = await newsroom.wait(said)
    await newsroom.say("/unsubscribe")
    await newsroom.wait("not subscribed", after=answer)


async def test_days_are_switches(newsroom: Newsroom) -> None:
    await newsroom.say("/subscribe 8am")
    promise = await newsroom.wait("Subscribed")
    await newsroom.press(promise, "Settings")
    menu = await newsroom.wait("Settings of this chat")
    await newsroom.press(menu, "Days")
    for label, on in (("✓ Fri", "Mon Tue Wed Thu Sat Sun"), ("✓ Sat", "Mon Tue Wed Thu Sun")):
        await _until_marked(newsroom, label, True)
        await newsroom.press(newsroom.messages()[-1], label)
        await _until_marked(newsroom, label, False)
        marked = [name[2:] for name in _labels(newsroom) if name.startswith("✓")]
        assert marked == on.split()
    await newsroom.press(newsroom.messages()[-1], "Back")
    await newsroom.wait("Times: 08:00 Mon, Tue, Wed, Thu, Sun")


def _labels(newsroom: Newsroom) -> list[str]:
    rows = newsroom.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [each["text"] for row in rows for each in row]


async def _until_marked(newsroom: Newsroom, label: str, marked: bool) -> None:
    async def shown() -> bool:
        return (label in _labels(newsroom)) is marked and "Sun" in "".join(_labels(newsroom))

    await until(shown)


async def test_topics_are_those_of_sources_and_words_are_filtered_apart(
    newsroom: Newsroom,
) -> None:
    async with newsroom.store.transaction() as c:
        for number, topic in enumerate(("Economy", "Sport")):
            url = f"https://example.org/{number}"
            wanted = NewSource(url, SourceKind.FEED, title=topic, topic=topic)
            await sources.add(c, wanted, datetime.now(UTC))
    await newsroom.say("/topics sport, Economy")
    chosen = await newsroom.wait("Topics: Sport, Economy")
    await newsroom.say("/topics gas")
    await newsroom.wait("There is no topic “gas”. There are: Economy, Sport.")
    await newsroom.say("/words not gas")
    await newsroom.wait("Without these words: gas", after=chosen)
    await newsroom.say("/topics all")
    await newsroom.wait("Digests from all sources.", after=chosen)


async def test_help_fits_a_phone_and_shows_what_one_may_do_here(
    newsroom: Newsroom, telegram: Telegram
) -> None:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    for chat, user, there, absent, pages in (
        (READER, READER, "/subscribe", "/add", 4),
        (OWNER, OWNER, "/add", "/status", 5),
        (GROUP, READER, "/settings", "/status", 4),
        (GROUP, 55, "/latest", "/settings", 1),
    ):
        asked = await newsroom.say("/help", chat, user)
        shown = await newsroom.wait("What I can do", chat, after=asked)
        assert there in shown["text"]
        assert absent not in shown["text"]
        rows = shown["reply_markup"]["inline_keyboard"]
        assert sum(map(len, rows)) == pages
        # A phone shows some 40 signs a line, and 25 lines above the keyboard.
        lines = sum(-(-len(line) // 40) or 1 for line in shown["text"].splitlines())
        assert lines + 2 * len(rows) <= 25
    await newsroom.press(shown, "Articles", 55)
    await newsroom.wait("/search — find articles", GROUP)
    owners = await newsroom.wait("What I can do", OWNER)
    await newsroom.press(owners, "For the operator", OWNER)
    await newsroom.wait("/broadcast", OWNER)
    await newsroom.press(newsroom.messages(OWNER)[-1], "Back", OWNER)
    await newsroom.wait("What I can do", OWNER)


async def test_telegram_is_told_what_the_bot_is_in_both_languages(
    menus: None, newsroom: Newsroom, telegram: Telegram
) -> None:
    async def told() -> bool:
        return None in telegram.menu_buttons

    await until(told)
    assert telegram.menu_buttons[None] == {"type": "commands"}
    assert telegram.descriptions.keys() == telegram.short_descriptions.keys() == {"", "ar"}
    assert "Arabic news" in telegram.descriptions[""]
    assert "أخبار عربية" in telegram.short_descriptions["ar"]
    members = {each["command"] for each in telegram.commands["all_group_chats", None, "ar"]}
    everybody = {each["command"] for each in telegram.commands["default", None, ""]}
    owners = {each["command"] for each in telegram.commands["chat", OWNER, ""]}
    assert members < everybody < owners
    # Of no use to whoever may not add sources.
    assert owners - everybody >= {"add", "remove"}
    assert "settings" in everybody - members
    assert "status" in owners - everybody


async def test_a_command_that_there_is_not_is_answered_with_what_was_meant(
    newsroom: Newsroom,
) -> None:
    for typed, said in (
        ("/subscrbe 8am", "I do not know /subscrbe. Did you mean /subscribe?"),
        ("/stop", "/unsubscribe stops the digests"),
        ("/xyzzy", "/help lists what I can do"),
        ("/sources", "The bot's operator adds them"),
    ):
        asked = await newsroom.say(typed)
        await newsroom.wait(said, after=asked)
