"""/week: what a chat followed, as a chart; and the chart that comes by itself once a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.delivery.handlers import typed
from bot.delivery.scheduling.preferences import Preferences
from bot.delivery.scheduling.subscription import apply_in
from bot.delivery.scheduling.weekly import WeeklyPictures
from bot.store import incidents, outbox, weeklies
from bot.store.chats import Chat
from bot.store.incidents import Incident
from tests.delivery.memo import SECOND, published
from tests.delivery.newsroom import GROUP, READER, Newsroom
from tests.delivery.table_translator import GAS, LIBRARY
from tests.delivery.test_breaking import VISIT, WATCHING, come_in, desk
from tests.delivery.test_digests import Office, office_at
from tests.telegram_html import check_message

THURSDAY = datetime(2026, 11, 26, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 18, tzinfo=UTC)
WANTED = Preferences(subscribed=True, weekly=("18:00", "4"))


async def test_the_week_counts_what_the_chats_digests_held(newsroom: Newsroom) -> None:
    await newsroom.say("/week")
    await newsroom.wait("no digest with news")
    await published(newsroom, GAS, outlet="RT")
    await published(newsroom, LIBRARY, outlet="RT")
    await newsroom.say("/now")
    await newsroom.wait("2 stories")
    await newsroom.say("/week")
    chart = (await newsroom.wait("What this chat followed"))["text"]
    assert "1 digest\n2 articles" in chart
    assert "██████████████ 2 RT" in chart
    assert chart.count("██████████████ 2 ") == 3, "a day, an outlet, an hour"
    assert "comes when it is asked for" in chart


async def test_a_chat_says_when_it_comes(newsroom: Newsroom) -> None:
    await newsroom.say("/week on Friday 18:00")
    said = (await newsroom.wait("comes by itself: 18:00 Fri"))["text"]
    assert "/subscribe" in said, "nothing comes to a chat that is not subscribed"
    await newsroom.say("/week every day 18:00")
    await newsroom.wait("one day and one time")
    await newsroom.say("/settings")
    assert "comes by itself: 18:00 Fri" in (await newsroom.wait("Settings"))["text"]
    await newsroom.say("/week off")
    off = await newsroom.wait("comes when it is asked for")
    assert "/subscribe" not in off["text"]


async def test_in_a_group_everybody_sees_it_and_administrators_say_when(people: Newsroom) -> None:
    await people.say("/week", GROUP, SECOND)
    shown = await people.wait("no digest with news", GROUP)
    await people.say("/week on", GROUP, SECOND)
    await people.wait("Only this chat's administrators", GROUP, after=shown)
    await people.say("/week on", GROUP, READER)
    await people.wait("comes by itself: 18:00 Fri", GROUP)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on Friday 18:00", ("18:00", "4")),
        ("Sunday 9am", ("09:00", "6")),
        ("الجمعة ٦ مساء", ("18:00", "4")),
        ("on", ("18:00", "4")),
        ("on monday", ("18:00", "0")),
        ("off", ()),
        ("لا", ()),
        ("18:00", None),
        ("Friday 18:00 20:00", None),
        ("Friday Monday 18:00", None),
        ("Friday 25:00", None),
        ("off Friday", None),
        ("Friday 18:00 Amman", None),
        ("😀", None),
        ("<b>Friday</b>", None),
        ("0", ()),
        ("1", ("18:00", "4")),
        ("9" * 5000, None),
    ],
)
def test_the_day_and_time_as_people_type_them(
    text: str, value: tuple[str, str] | tuple[()] | None
) -> None:
    assert typed.week(text) == value


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


@dataclass
class Weeks:
    office: Office
    chat: Chat
    pictures: WeeklyPictures

    async def texts(self) -> list[str]:
        async with self.office.store.read_only() as c:
            sent = await outbox.of_chat(c, self.chat.id)
        texts = [message.payload["text"] for message in sent]
        return [text for text in texts if "What this chat followed" in text]

    async def choose(self, preferences: Preferences) -> None:
        context = self.office.context
        async with self.office.store.transaction() as c:
            self.chat = await apply_in(
                c, self.chat, preferences, context.settings.bot, context.now(), by_owner=False
            )


async def weeks(office: Office, preferences: Preferences = WANTED, *, news: bool = True) -> Weeks:
    """A chat that was sent one story this week, and chose these settings."""
    at = await desk(office, WATCHING)
    if news:
        await come_in(office.store, VISIT, "RT")
        assert await at.news.look() == 1
    made = Weeks(office, at.chat, WeeklyPictures(office.context))
    await made.choose(preferences)
    return made


async def test_it_comes_once_a_week_at_its_time(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await weeks(office)
        assert await at.pictures.look() == 0
        clock.move_to(FRIDAY)
        assert await at.pictures.look() == 1
        assert await at.pictures.look() == 0
        (text,) = await at.texts()
        check_message(text)
        assert "1 article" in text
        clock.move_to(FRIDAY + timedelta(days=6))
        assert await at.pictures.look() == 0
        async with office.store.read_only() as c:
            kept = await weeklies.get(c, at.chat.id)
        assert kept is not None
        assert kept.next_run == FRIDAY + timedelta(days=7)


async def test_it_waits_for_the_end_of_the_quiet_hours(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await weeks(office, replace(WANTED, quiet=("17:00", "20:00")))
        clock.move_to(FRIDAY + timedelta(minutes=1))
        assert await at.pictures.look() == 0
        # Another setting changed meanwhile does not lose the one that waits.
        await at.choose(replace(WANTED, quiet=("17:00", "20:00"), points=2))
        clock.move_to(FRIDAY + timedelta(hours=2))
        assert await at.pictures.look() == 1


@pytest.mark.parametrize(
    "preferences",
    [replace(WANTED, weekly=None), replace(WANTED, subscribed=False), Preferences()],
    ids=["off", "unsubscribed", "at first"],
)
async def test_it_comes_where_it_is_wanted_alone(
    tmp_path: Path, clock: time_machine.Traveller, preferences: Preferences
) -> None:
    async with office_at(tmp_path) as office:
        at = await weeks(office, preferences)
        clock.move_to(FRIDAY)
        assert await at.pictures.look() == 0
        assert await at.texts() == []


async def test_a_week_without_news_is_not_drawn(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await weeks(office, news=False)
        clock.move_to(FRIDAY)
        assert await at.pictures.look() == 0
        clock.move_to(FRIDAY + timedelta(days=7))
        assert await at.pictures.look() == 0


async def test_one_missed_for_too_long_is_left_out_and_on_record(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await weeks(office)
        clock.move_to(FRIDAY + timedelta(hours=7))
        assert await at.pictures.look() == 0
        async with office.store.read_only() as c:
            (noted,) = await incidents.recent(c, 5)
        assert (noted.kind, noted.subject) == (
            Incident.SLOT_DROPPED,
            "week 2026-11-27T18:00[UTC]",
        )
        clock.move_to(FRIDAY + timedelta(days=7))
        assert await at.pictures.look() == 0, "that week had no news"
