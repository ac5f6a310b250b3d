"""A day from feeds to digests: three digests for three chats with different settings, a breaking
story, a correction, a denial, a story that goes on.

Each chat's digests of the day are held to tests/delivery/golden/day-NAME.txt, which was read line
by line beside the Arabic of tests/briefs/articles, of `CLAIM` and of `QUAKE`. After a change that
is meant, write them anew with `python -m tests.delivery.test_day`, and read them again.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine

from bench.brief_set import load
from bot.config import BotSettings, Settings, TranslationSettings
from bot.delivery.context import BotContext
from bot.delivery.scheduling.breaking import BreakingNews
from bot.delivery.scheduling.composing import compose_for
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.promising import enqueue_digest
from bot.delivery.scheduling.schedule import Slot
from bot.pipeline.rooms import Rooms
from bot.polling.poller import Poller
from bot.records import Hypothesis
from bot.sources.fetching.fetcher import Fetcher
from bot.store import articles, chats, outbox, sources
from bot.store.articles import Stage
from bot.store.chats import ChatKind
from bot.store.source import FullText, NewSource, SourceKind
from bot.store.store import Store, open_store
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from tests.delivery.faulty_server import until
from tests.delivery.table_translator import TableTranslator
from tests.empty_database import new_database
from tests.pipeline.test_runner import Listener, Running, running
from tests.polling.feeds import rss
from tests.sources.web import LoopbackWeb, only_loopback

GOLDEN = Path(__file__).parent / "golden"
MORNING = datetime(2026, 11, 13, 6, 0, tzinfo=UTC)
HOST = "news.test"
Pairs = Sequence[tuple[str, str]]
CLAIM: Pairs = (
    ("صحيفة إسبانية: الجزائر والمغرب يستعدان لإعادة فتح السفارتين",
     "Spanish newspaper: Algeria and Morocco prepare to reopen embassies"),
    ('نقلت صحيفة "إل باييس" الإسبانية، الخميس، عن مصدر دبلوماسي أن الجزائر والمغرب سيعيدان فتح '
     "سفارتيهما قبل نهاية العام.",
     'Spanish newspaper "El País" on Thursday quoted a diplomatic source as saying that Algeria '
     "and Morocco would reopen their embassies before the end of the year."),
    ("وقال المصدر إن السعودية تقود الوساطة بين البلدين منذ الصيف.",
     "The source said Saudi Arabia has been leading mediation between the two countries since the "
     "summer."),
    ("ولم تعلق الجزائر أو الرباط على التقرير حتى مساء الخميس.",
     "Neither Algiers nor Rabat had commented on the report by Thursday evening."),
)  # fmt: skip
QUAKE: Sequence[Pairs] = (
    (
        ("زلزال بقوة 5.9 درجات يضرب الحسيمة شمالي المغرب",
         "Magnitude 5.9 earthquake hits Al Hoceima in northern Morocco"),
        ("ضرب زلزال بقوة 5.9 درجات إقليم الحسيمة شمالي المغرب، صباح الجمعة، بحسب المعهد "
         "الوطني للجيوفيزياء.",
         "An earthquake of magnitude 5.9 hit Al Hoceima province in northern Morocco on Friday "
         "morning, according to the National Geophysics Institute."),
        ("وقال المعهد إن مركز الزلزال يقع في البحر على بعد 18 كيلومترا من الساحل.",
         "The institute said the epicentre was at sea, 18 kilometres off the coast."),
    ),
    (
        ("ثلاثة قتلى في زلزال الحسيمة بالمغرب", "Three dead in Al Hoceima earthquake in Morocco"),
        ("أعلنت وزارة الداخلية المغربية مقتل ثلاثة أشخاص وإصابة 27 آخرين في الزلزال الذي ضرب "
         "إقليم الحسيمة صباح الجمعة.",
         "The Moroccan Interior Ministry announced that three people were killed and 27 others "
         "injured in the earthquake that hit Al Hoceima province on Friday morning."),
        ("وانهارت عشرات المنازل الطينية في بلدة إمزورن.",
         "Dozens of mud houses collapsed in the town of Imzouren."),
    ),
    (
        ("المغرب: انهيار منازل وانقطاع الكهرباء إثر زلزال في الحسيمة",
         "Morocco: houses collapse and power is cut after earthquake in Al Hoceima"),
        ("تسبب زلزال ضرب إقليم الحسيمة، صباح الجمعة، في انهيار منازل وانقطاع التيار الكهربائي "
         "عن أحياء عدة.",
         "An earthquake that hit Al Hoceima province on Friday morning caused houses to collapse "
         "and cut power to several districts."),
        ("وقال مسؤول محلي إن فرق الإنقاذ تبحث عن عالقين تحت الأنقاض.",
         "A local official said rescue teams were searching for people trapped under the rubble."),
    ),
)  # fmt: skip
CHATS = {
    "reader": Preferences(
        subscribed=True,
        zone="Asia/Amman",
        by_topic=True,
        stories=4,
        topics_drop=("sport",),
        watched=(("Aramco", False, ("Aramco", "أرامكو")),),
    ),
    "desk": Preferences(subscribed=True, zone="Europe/London", headlines_only=True, breaking=3),
    "markets": Preferences(
        subscribed=True, zone="America/New_York", points=1, source_topics=("Economy",)
    ),
}


def entry(key: str, pairs: Pairs, at: datetime) -> str:
    title, *body = (arabic for arabic, _ in pairs)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f"<item><guid>{key}</guid><link>http://{HOST}/{key}</link><title>{escape(title)}</title>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<content:encoded>{escape(text)}</content:encoded></item>"
    )


def corrected(pairs: Pairs) -> Pairs:
    """The bus article, an hour later: 12 dead where it said 11."""
    said = {"11 قتيلا": "12 قتيلا", "لقي 11 شخصا": "لقي 12 شخصا", "11 dead": "12 dead",
            "Eleven people": "Twelve people"}  # fmt: skip

    def again(text: str) -> str:
        for before, after in said.items():
            text = text.replace(before, after)
        return text

    return [(again(arabic), again(english)) for arabic, english in pairs]


class Day:
    """A world with feeds, a store, a runner and three chats; the clock is moved by hand."""

    def __init__(self, store: Store, web: LoopbackWeb, settings: Settings, on: Running) -> None:
        self.store, self.web, self.settings = store, web, settings
        self.context = BotContext(settings, store, cast(Any, None), lambda: None)
        self.editions = Editions(on.work.composer)
        self.breaking = BreakingNews(self.context, self.editions)
        self.nudge = on.runner.nudge
        self.told: dict[str, list[str]] = {name: [] for name in CHATS}

    async def poll(self, count: int) -> None:
        """One round over the feeds; until so many articles in all have their brief."""
        given = self.web.settings()
        async with (
            Fetcher(given, resolve=self.web.resolve) as fetcher,
            Poller(self.store, fetcher, given, self.nudge) as poller,
        ):
            await poller.once()

        async def briefed() -> bool:
            async with self.store.read_only() as c:
                stages = await articles.count_by_stage(c)
            return stages.get(Stage.BRIEFED, 0) >= count

        await until(briefed)

    async def look(self, hour: str) -> None:
        """For what breaks."""
        before = {name: len(await self._outbox(n)) for n, name in enumerate(CHATS, 1)}
        await self.breaking.look()
        for number, name in enumerate(CHATS, 1):
            if new := (await self._outbox(number))[before[name] :]:
                self.told[name] += [f"== {hour} UTC, at once", *new]

    async def _outbox(self, number: int) -> list[str]:
        async with self.store.read_only() as c:
            chat = await chats.find(c, number)
            assert chat is not None
            return [message.payload["text"] for message in await outbox.of_chat(c, chat.id)]

    async def digests(self, hour: str) -> None:
        now = datetime.now(UTC)
        for number, name in enumerate(CHATS, 1):
            async with self.store.read_only() as c:
                chat = await chats.find(c, number)
            assert chat is not None
            composed = await compose_for(self.context, self.editions, chat)
            async with self.store.transaction() as c:
                await enqueue_digest(c, chat.id, Slot(hour, now), composed, now)
            self.told[name] += [f"== {hour} UTC", *(p.text for p in composed.messages)]


class Nobody(Listener):
    """Waits for nothing, so that nothing is left to be tidied up."""

    async def settled(self, article: int) -> None:
        """There is nothing."""


class DayTranslator(TableTranslator):
    """Says what the set has, asked by the Arabic as it stands."""

    copies_english = False

    def __init__(self, english: Mapping[str, str]) -> None:
        super().__init__()
        self._english = english

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return [(Hypothesis(self._english[source.strip()], -0.2),) for source in sources]


class DayRooms(Rooms):
    def __init__(self, settings: Settings, english: Mapping[str, str]) -> None:
        super().__init__(settings)
        self._engines = Members.only(DayTranslator(english))


@asynccontextmanager
async def begun(folder: Path, english: Mapping[str, str]) -> AsyncIterator[Day]:
    settings = Settings(
        cache_dir=folder,
        translation=TranslationSettings(trust=False),
        bot=BotSettings(allowed_users=(1, 2, 3)),
    )
    store = await open_store(new_database(folder), migrated=False)
    async with store.transaction() as c:
        for number, preferences in enumerate(CHATS.values(), 1):
            made = await chats.ensure(c, number, ChatKind.PRIVATE, MORNING)
            await chats.save_settings(c, made.id, to_json(preferences), 1)
    async with LoopbackWeb() as web:
        models = DayRooms(settings, english)
        async with running(store, cast(Any, models), Nobody()) as on:
            yield Day(store, web, settings, on)
    await store.close()


FEEDS = {
    "a": ("الشروق أونلاين", "News"),
    "b": ("هسبريس", "News"),
    "c": ("العربية", "Economy"),
    "d": ("قنا", "News"),
}
"""Path -> title and topic."""


async def a_day(folder: Path) -> dict[str, str]:
    named = {article.name: article for article in load()}

    def pairs(name: str) -> Pairs:
        return named[name].pairs

    bus = pairs("01-bus-first")
    listed = ("02-bus-second", "09-turkey-rate-two", "11-opec", "12-saudi-budget", "13-aramco",
              "18-gulf-cup-one", "28-denial-ties", "42-lebanon-imf")  # fmt: skip
    said = (bus, corrected(bus), CLAIM, *QUAKE, *map(pairs, listed))
    english = dict(pair for each in said for pair in each)
    with only_loopback(), time_machine.travel(MORNING, tick=False) as clock:
        async with begun(folder, english) as day:

            def put(**items: tuple[str, Pairs, int]) -> list[str]:
                """Feeds anew, each with one article: its key, what it says, and minutes ago."""
                now, urls = datetime.now(UTC), []
                for path, (key, text, ago) in items.items():
                    item = entry(key, text, now - timedelta(minutes=ago))
                    feed = rss([item], FEEDS[path][0])
                    kind = "application/rss+xml"
                    urls.append(day.web.put(HOST, f"/{path}", feed, media_type=kind))
                return urls

            urls = put(
                a=("bus", bus, 120),
                b=("claim", CLAIM, 120),
                c=("market", pairs("11-opec"), 120),
                d=("cup", pairs("18-gulf-cup-one"), 120),
            )
            async with day.store.transaction() as c:
                for url, (title, topic) in zip(urls, FEEDS.values(), strict=True):
                    new = NewSource(
                        url, SourceKind.FEED, title, topic=topic, full_text=FullText.FEED
                    )
                    await sources.add(c, new, MORNING)
            await day.poll(4)
            await day.digests("06:00")

            clock.move_to(MORNING + timedelta(hours=3))
            one, two, three = QUAKE
            put(a=("quake-25", one, 25), b=("quake-10", two, 10), c=("quake-2", three, 2))
            await day.poll(7)
            await day.look("09:00")
            await day.look("09:00")

            clock.move_to(MORNING + timedelta(hours=6))
            put(
                a=("bus", corrected(bus), 480),
                b=("denial", pairs("28-denial-ties"), 60),
                c=("budget", pairs("12-saudi-budget"), 60),
            )
            await day.poll(10)
            await day.digests("12:00")

            clock.move_to(MORNING + timedelta(hours=12))
            put(
                a=("toll", pairs("02-bus-second"), 90),
                b=("imf", pairs("42-lebanon-imf"), 80),
                c=("rate", pairs("09-turkey-rate-two"), 70),
                d=("aramco", pairs("13-aramco"), 60),
            )
            await day.poll(14)
            await day.digests("18:00")
            return {name: "\n\n".join(texts) + "\n" for name, texts in day.told.items()}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return asyncio.run(a_day(tmp_path_factory.mktemp("day")))


@pytest.mark.parametrize("name", CHATS)
def test_a_chats_digests_of_a_day_are_as_they_were_read(told: dict[str, str], name: str) -> None:
    assert told[name] == (GOLDEN / f"day-{name}.txt").read_text("utf-8")


def test_what_was_corrected_is_told_to_who_had_it(told: dict[str, str]) -> None:
    for name in ("reader", "desk"):
        evening = told[name].partition("== 12:00")[2]
        assert re.search(r"It said.*11.*\n.*It says now.*12", evening)
    assert "12 dead" not in told["markets"]


def test_what_broke_comes_at_once_where_it_was_asked_for_and_no_second_time(
    told: dict[str, str],
) -> None:
    _, _, later = told["desk"].partition("at once")
    breaking, _, noon = later.partition("== 12:00")
    assert "BREAKING" in breaking and "3 independent outlets" in breaking
    assert "Hoceima" in breaking and "Hoceima" not in noon
    morning, _, noon = told["reader"].partition("== 12:00")
    assert "Hoceima" in noon and "Hoceima" not in morning


def test_a_denial_denies(told: dict[str, str]) -> None:
    morning, _, evening = told["reader"].partition("== 12:00")
    assert "prepare to reopen embassies" in morning
    assert "denies resuming relations with Morocco" in evening
    assert "The claim: Spanish newspaper" in evening


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for chat, text in asyncio.run(a_day(Path(folder))).items():
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / f"day-{chat}.txt").write_text(text, "utf-8")
