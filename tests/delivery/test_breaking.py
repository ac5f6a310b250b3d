"""What comes between two digests, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.delivery.scheduling.breaking import BreakingNews
from bot.delivery.scheduling.preferences import Preferences
from bot.store import articles, digests, outbox
from bot.store.chats import Chat
from bot.store.store import Store
from tests.delivery.test_digests import Office, chat_with, office_at
from tests.store.made_records import article, brief, publish
from tests.telegram_html import check_message

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
QUAKE = (
    ("زلزال قوي يضرب مدينة إزمير", "ضرب زلزال قوي مدينة إزمير غربي تركيا صباح اليوم الأحد."),
    ("زلزال قوي في إزمير التركية", "قال شهود إن زلزالا قويا هز مدينة إزمير في تركيا اليوم الأحد."),
    ("هزة أرضية قوية في إزمير", "شعر سكان إزمير غربي تركيا بزلزال قوي وقع اليوم الأحد."),
)
VISIT = ("زيارة وفد روسي", "وصل إلى طهران وفد روسي يرأسه باتروشيف أمس.")
ON = Preferences(subscribed=True, breaking=3)
WATCHING = replace(ON, watched=(("Patrushev", True, ("Patrushev", "باتروشيف")),))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


async def come_in(
    store: Store, report: tuple[str, str], outlet: str, ago: timedelta = timedelta()
) -> int:
    made = article(*report, outlet)
    at = datetime.now(UTC)
    async with store.transaction() as c:
        number, _ = await articles.add(c, made, at - ago)
        await publish(c, number)
        await articles.set_brief(c, number, brief(made, "A strong earthquake."), at)
    return number


async def quake(store: Store, *ago: int) -> list[int]:
    return [
        await come_in(store, report, outlet, timedelta(minutes=minutes))
        for report, outlet, minutes in zip(QUAKE, ("RT", "BBC", "SPA"), ago, strict=False)
    ]


@dataclass
class Desk:
    office: Office
    chat: Chat
    news: BreakingNews

    async def texts(self) -> list[str]:
        async with self.office.store.read_only() as c:
            sent = await outbox.of_chat(c, self.chat.id)
        return [message.payload["text"] for message in sent]


async def desk(office: Office, preferences: Preferences) -> Desk:
    office.context = replace(
        office.context,
        settings=office.context.settings.model_copy(
            update={"bot": office.context.settings.bot.model_copy(update={"allowed_users": (1,)})}
        ),
    )
    chat = await chat_with(office.store, 1, preferences)
    return Desk(office, chat, BreakingNews(office.context, office.editions))


async def test_three_outlets_within_half_an_hour_break_once(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await desk(office, ON)
        numbers = await quake(office.store, 25, 10)
        assert await at.news.look() == 0
        clock.shift(timedelta(seconds=30))
        numbers.append(await come_in(office.store, QUAKE[2], "SPA"))
        assert await at.news.look() == 1
        (text,) = await at.texts()
        assert text.startswith("<b>BREAKING</b> · 3 independent outlets")
        check_message(text)
        more = ("زلزال قوي في مدينة إزمير غربي تركيا", QUAKE[0][1] + " وقال مسؤول إنه قوي.")
        clock.shift(timedelta(seconds=30))
        numbers.append(await come_in(office.store, more, "Al Quds"))
        assert await at.news.look() == 0, "a story breaks once"
        async with office.store.transaction() as c:
            (row,) = await digests.of_chat(c, at.chat.id)
            assert set(await digests.articles_of(c, row.id)) == set(numbers[:3])
            assert await digests.last_of(c, at.chat.id) is None, (
                "digests look as far back as before"
            )
        assert (await office.compose(at.chat)).articles == (numbers[3],)


@pytest.mark.parametrize(
    ("preferences", "ago"),
    [
        (replace(ON, breaking=0), (25, 10, 0)),
        (replace(ON, subscribed=False), (25, 10, 0)),
        (replace(ON, quiet=("05:00", "07:00")), (25, 10, 0)),
        (replace(ON, words_drop=("زلزال",)), (25, 10, 0)),
        (ON, (55, 40, 0)),
        (ON, (200, 190, 180)),
    ],
    ids=["off", "unsubscribed", "quiet", "filtered", "slowly", "stale"],
)
async def test_what_does_not_break_waits_for_the_digest(
    tmp_path: Path, preferences: Preferences, ago: tuple[int, ...]
) -> None:
    async with office_at(tmp_path) as office:
        at = await desk(office, preferences)
        numbers = await quake(office.store, *ago)
        assert await at.news.look() == 0
        assert await at.texts() == []
        if not preferences.words_drop:
            assert list((await office.compose(at.chat)).articles) == numbers


async def test_copies_of_one_agency_text_do_not_break(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        at = await desk(office, ON)
        for outlet in ("RT", "BBC", "SPA"):
            await come_in(office.store, (f"{QUAKE[0][0]} {outlet}", QUAKE[0][1]), outlet)
        assert await at.news.look() == 0


async def test_a_copy_is_no_third_report_in_the_half_hour(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        at = await desk(office, ON)
        # Of three texts the first is 100 minutes old; two reports of the last are no more than one.
        await quake(office.store, 100, 5, 3)
        await come_in(office.store, (f"{QUAKE[2][0]} SANA", QUAKE[2][1]), "SANA")
        assert await at.news.look() == 0


async def test_a_name_watched_at_once_breaks_up_to_the_days_limit(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with office_at(tmp_path) as office:
        at = await desk(office, replace(WATCHING, breaking=1))
        await come_in(office.store, VISIT, "RT")
        assert await at.news.look() == 1
        (text,) = await at.texts()
        assert text.startswith("<b>BREAKING</b> · 1 outlet")
        assert "watched: Patrushev" in text
        clock.shift(timedelta(minutes=1))
        other = ("استقالة مسؤول", "أعلن باتروشيف استقالته من منصبه في موسكو.")
        await come_in(office.store, other, "RT")
        assert await at.news.look() == 0, "one a day"
        clock.shift(timedelta(days=1))
        await come_in(office.store, ("لقاء في باكو", "التقى باتروشيف مسؤولين في باكو."), "RT")
        assert await at.news.look() == 1


async def test_a_name_watched_in_the_digest_does_not_break(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        names = (("Patrushev", False, ("باتروشيف",)),)
        at = await desk(office, replace(ON, watched=names))
        await come_in(office.store, VISIT, "RT")
        assert await at.news.look() == 0
        (message,) = (await office.compose(at.chat)).messages
        assert "watched: Patrushev" in message.text
