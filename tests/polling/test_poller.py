"""A round over sources on a loopback web: what comes in, once, and what is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web as http
from sqlalchemy import event, select

from bot.polling import recording, texts
from bot.polling.poller import CLAIM, Poller
from bot.polling.recording import PollRound
from bot.sources.fetching.fetcher import Fetcher
from bot.store import articles, entries, polls, sources
from bot.store.articles import articles as table
from bot.store.entries import EntryState
from bot.store.source import FullText, Health, NewSource, Source, SourceKind
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.polling.feeds import NOW, channel, item, page, rss
from tests.sources.web import LoopbackWeb, only_loopback, redirect

HOST = "news.test"
RSS = "application/rss+xml"


@pytest.fixture(autouse=True)
def refused() -> Iterator[list[str]]:
    with only_loopback() as refused:
        yield refused


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        yield server


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(new_database(tmp_path), migrated=False)
    yield opened
    await opened.close()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class World:
    """A web, a store and pollers over them."""

    def __init__(self, web: LoopbackWeb, store: Store, clock: Clock) -> None:
        self.web, self.store, self.clock = web, store, clock
        self.nudged = 0

    def put_feed(self, *items: str, path: str = "/feed", host: str = HOST, **kept: Any) -> str:
        return self.web.put(host, path, rss(items), media_type=RSS, **kept)

    def item(self, n: int | str, **kept: Any) -> str:
        """An entry and its page."""
        return item(n, self.web.put(HOST, f"/news/{n}", page(n)), **kept)

    async def add(self, url: str, kind: SourceKind = SourceKind.FEED, **kept: Any) -> int:
        async with self.store.transaction() as c:
            number, _ = await sources.add(c, NewSource(url, kind, **kept), self.clock())
        return number

    async def round(self, only: int | None = None, **settings: Any) -> PollRound:
        given = self.web.settings(**settings)
        async with (
            Fetcher(given, resolve=self.web.resolve, now=self.clock) as fetcher,
            Poller(self.store, fetcher, given, self._nudge, now=self.clock) as poller,
        ):
            return await poller.once(only=only)

    def _nudge(self) -> None:
        self.nudged += 1

    async def source(self, number: int) -> Source:
        async with self.store.read_only() as c:
            found = await sources.get(c, number)
        assert found is not None
        return found

    async def titles(self) -> list[str]:
        async with self.store.read_only() as c:
            return list((await c.execute(select(table.c.title).order_by(table.c.number))).scalars())

    async def refusals(self, number: int) -> dict[str | None, str]:
        async with self.store.read_only() as c:
            found = await entries.recent(c, number, state=EntryState.REFUSED)
        return {each.title: each.error for each in found}


@pytest.fixture
def world(web: LoopbackWeb, store: Store, clock: Clock) -> World:
    return World(web, store, clock)


def later(world: World, **time: float) -> None:
    world.clock.now += timedelta(**time)


async def test_new_entries_become_articles_once_whole_ones_without_their_page(
    world: World,
) -> None:
    url = world.put_feed(world.item(1), world.item(2, whole=True))
    number = await world.add(url)
    done = await world.round()
    assert (done.checked, done.found, done.taken, done.new) == (1, 2, 2, 2)
    assert world.nudged == 2
    assert world.web.asked_for(HOST, "/news/1") == 1
    assert world.web.asked_for(HOST, "/news/2") == 0
    assert len(await world.titles()) == 2
    async with world.store.read_only() as c:
        stored = await articles.get(c, 1)
        assert stored is not None
        assert (stored.source, stored.article.outlet) == (number, "أخبار المدينة")
    source = await world.source(number)
    assert (source.title, source.language, source.health) == ("أخبار المدينة", "ar", Health.OK)
    assert source.etag is not None
    assert source.next_check > NOW
    again = await world.round(only=number)
    assert (again.unchanged, again.found) == (1, 0)


async def test_an_unchanged_round_asks_conditionally_and_writes_the_check_times_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [await world.add(world.put_feed(world.item(n), host=f"n{n}.test")) for n in range(5)]
    await world.round()
    before = [await world.source(number) for number in numbers]
    later(world, days=2)
    asked = len(world.web.asked)
    written: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    def parse(*given: Any) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("bot.polling.poll.parse", parse)
    event.listen(world.store.engine.sync_engine, "before_cursor_execute", note)
    done = await world.round()
    event.remove(world.store.engine.sync_engine, "before_cursor_execute", note)
    assert (done.unchanged, done.checked) == (5, 5)
    requests = world.web.asked[asked:]
    assert len(requests) == 5
    assert all("If-None-Match" in each.headers for each in requests)
    assert all(each.startswith("UPDATE sources") for each in written if "entries" not in each)
    after = [await world.source(number) for number in numbers]
    for old, new in zip(before, after, strict=True):
        kept = {"checked_at", "last_ok", "next_check"}
        changed = {name for name in Source.__slots__ if getattr(old, name) != getattr(new, name)}
        assert changed == kept


async def test_the_same_bytes_from_a_server_without_validators_are_not_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = rss([world.item(1)])

    async def answer(request: http.Request) -> http.Response:
        return http.Response(body=data, headers={"Content-Type": RSS})

    number = await world.add(world.web.put(HOST, "/feed", answer))
    await world.round()
    monkeypatch.setattr("bot.polling.poll.parse", None)
    assert (await world.round(only=number)).unchanged == 1


async def test_only_what_is_new_is_read_and_an_edited_entry_is_read_again(world: World) -> None:
    number = await world.add(world.put_feed(world.item(1), world.item(2)))
    await world.round()
    world.put_feed(world.item(3), world.item(1, title="خفض كبير في أسعار الوقود"), world.item(2))
    done = await world.round(only=number)
    assert (done.found, done.new) == (2, 1)
    assert world.web.asked_for(HOST, "/news/1") == 2
    assert world.web.asked_for(HOST, "/news/2") == 1


@pytest.mark.parametrize(
    ("made", "error"),
    [
        ({"at": NOW - timedelta(days=30)}, "TooOld"),
        ({"title": "An English headline", "summary": "Words."}, "NotArabic"),
        ({"title": "رياضة: فوز الفريق"}, "NotWanted"),
    ],
)
async def test_what_needs_no_page_to_be_refused_is_refused_without_asking(
    world: World, made: dict[str, Any], error: str
) -> None:
    number = await world.add(world.put_feed(world.item(1, **made)), must_not=("رياضة",))
    done = await world.round()
    assert (done.refused, done.taken) == (1, 0)
    assert list((await world.refusals(number)).values()) == [error]
    assert world.web.asked_for(HOST, "/news/1") == 0


async def test_pages_that_show_no_article_are_recorded_as_what_they_are(world: World) -> None:
    wall = (
        "<html><body><h1>تسجيل الدخول</h1><form><input type=password></form>"
        "<p>يرجى تسجيل الدخول لقراءة هذا المقال.</p></body></html>"
    )
    items = [
        item("wall", world.web.put(HOST, "/wall", wall)),
        item("gone", world.web.put(HOST, "/gone", "x", status=410)),
        item("forbidden", world.web.put(HOST, "/forbidden", "x", status=403)),
        world.item("good"),
    ]
    number = await world.add(world.put_feed(*items))
    done = await world.round()
    assert (done.new, done.refused) == (1, 3)
    errors = set((await world.refusals(number)).values())
    assert {"Gone", "Refused"} < errors
    assert errors & {"LoginWall", "ThinPage", "TooShort", "NoArticle"}
    async with world.store.read_only() as c:
        assert all(each.reason for each in await entries.recent(c, number, state="refused"))


async def test_a_page_that_does_not_answer_is_asked_again_later_and_then_given_up(
    world: World,
) -> None:
    number = await world.add(
        world.put_feed(item(1, world.web.put(HOST, "/news/1", "x", status=503)))
    )
    done = await world.round()
    assert (done.postponed, done.refused) == (1, 0)
    assert (await world.round()).postponed == 0
    later(world, hours=1)
    world.item(1)
    assert (await world.round()).new == 1
    assert await world.refusals(number) == {}
    world.put_feed(item(2, world.web.url(HOST, "/never")))
    await world.round(only=number)
    for _ in range(5):
        later(world, hours=12)
        await world.round(only=number)
    assert list((await world.refusals(number)).values()) == ["NotFound"]


async def test_settings_of_a_source_decide_where_its_text_is_from_and_what_it_says_it_is(
    world: World,
) -> None:
    await world.add(
        world.put_feed(world.item(1, whole=True), path="/page"),
        full_text=FullText.PAGE,
        user_agent="Reader/7",
    )
    await world.add(
        world.put_feed(world.item(2, summary=" ".join(["خبر قصير عن المدينة"] * 8)), path="/own"),
        full_text=FullText.FEED,
        must=("المدينة",),
    )
    await world.add(world.put_feed(world.item(3), path="/must"), must=("بركان",))
    done = await world.round()
    assert (done.new, done.refused) == (2, 1)
    agents = {each.path: each.headers["User-Agent"] for each in world.web.asked}
    assert agents["/page"] == agents["/news/1"] == "Reader/7"
    assert agents["/own"] != "Reader/7"
    assert world.web.asked_for(HOST, "/news/2") == 0


async def test_a_channel_is_read_by_its_posts_and_no_page_of_theirs_is_asked(
    world: World,
) -> None:
    posts = [
        "عاجل: افتتاح الطريق الساحلي بعد إصلاحات دامت شهرا كاملا",
        "<b>أسعار الوقود</b><br/><br/>أعلنت الوزارة خفض أسعار الوقود ابتداء من الأحد.<br/>"
        "وقالت إن القرار يشمل كل المحافظات بلا استثناء.",
        "👍",
    ]
    url = world.web.put(HOST, "/s/madina", channel("madina", posts))
    number = await world.add(url, SourceKind.CHANNEL)
    done = await world.round()
    assert (done.new, done.refused) == (2, 1)
    assert len(world.web.asked) == 1
    async with world.store.read_only() as c:
        found = {each.article: each for each in await entries.recent(c, number)}
        stored = [each for each in found if each and (await articles.get(c, each))]
        kept = [(await articles.get(c, each)) for each in stored]
    assert {each.article.outlet for each in kept if each} == {"قناة madina"}
    assert {each.article.url for each in kept if each} == {
        "https://t.me/madina/1",
        "https://t.me/madina/2",
    }
    assert all(each.article.published for each in kept if each)


async def test_failures_are_kept_and_back_off_and_a_good_check_ends_them(world: World) -> None:
    number = await world.add(world.web.put(HOST, "/feed", "no feed at all"))
    pauses = []
    for _ in range(3):
        done = await world.round(only=number)
        assert done.failed == 1
        source = await world.source(number)
        pauses.append(source.next_check - world.clock())
    assert pauses == sorted(pauses)
    assert (source.health, source.error, source.failures) == (Health.FAILING, "NotAFeed", 3)
    assert source.reason
    world.put_feed(world.item(1))
    assert (await world.round(only=number)).new == 1
    assert (await world.source(number)).health is Health.OK


async def test_a_gone_feed_is_marked_and_asked_no_more(world: World) -> None:
    number = await world.add(world.web.put(HOST, "/feed", "x", status=410))
    await world.round()
    assert (await world.source(number)).health is Health.GONE
    later(world, days=9)
    assert (await world.round()).checked == 0
    assert world.web.asked_for(HOST, "/feed") == 1


async def test_retry_after_is_kept(world: World) -> None:
    number = await world.add(
        world.web.put(HOST, "/feed", "x", status=429, headers={"Retry-After": "7200"})
    )
    await world.round()
    source = await world.source(number)
    assert source.next_check >= NOW + timedelta(hours=2)


async def test_a_feed_asks_for_later_and_is_heard_without_being_read_again(world: World) -> None:
    head = "<ttl>600</ttl>"
    url = world.web.put(HOST, "/feed", rss([world.item(1)], head=head), media_type=RSS)
    number = await world.add(url)
    for _ in range(2):
        await world.round(only=number)
        source = await world.source(number)
        assert source.next_check >= world.clock() + timedelta(hours=10)


async def test_a_move_for_good_is_believed_when_it_is_said_again_and_again(world: World) -> None:
    new = world.put_feed(world.item(1), path="/new")
    old = world.web.put(HOST, "/old", redirect(new, 301))
    number = await world.add(old)
    for turn in range(4):
        assert (await world.source(number)).url == old
        await world.round(only=number)
        world.put_feed(world.item(1), world.item(f"turn{turn}"), path="/new")
        if turn == 0:
            # Once in between it answers itself, and the count begins anew.
            world.put_feed(world.item(1), path="/old")
            await world.round(only=number)
            assert (await world.source(number)).moved_to is None
            world.web.put(HOST, "/old", redirect(new, 301))
    assert (await world.source(number)).url == new


async def test_a_new_address_that_another_source_has_is_left_to_it(world: World) -> None:
    new = world.put_feed(world.item(1), path="/new")
    old = world.web.put(HOST, "/old", redirect(new, 301))
    number = await world.add(old)
    await world.add(new)
    for turn in range(5):
        world.put_feed(world.item(f"turn{turn}"), path="/new")
        await world.round(only=number)
    assert (await world.source(number)).url == old


async def test_two_processes_ask_a_source_once_and_a_dead_ones_work_is_taken_up(
    world: World,
) -> None:
    await world.add(world.put_feed(world.item(1), world.item(2)))
    done = await asyncio.gather(*(world.round() for _ in range(3)))
    assert sum(each.checked for each in done) == 1
    assert world.web.asked_for(HOST, "/feed") == 1
    assert sum(each.new for each in done) == 2
    assert world.web.asked_for(HOST, "/news/1") == world.web.asked_for(HOST, "/news/2") == 1
    world.put_feed(world.item(3))
    later(world, days=1)
    async with world.store.transaction() as c:
        await polls.claim(c, world.clock(), world.clock() + CLAIM, "dead", limit=9)
    assert (await world.round()).checked == 0
    later(world, hours=1)
    assert (await world.round()).new == 1


class Killed(BaseException):
    """The process ends here."""


STEPS = [
    (recording.entries, "add"),
    (recording.polls, "taken"),
    (texts, "article_of"),
    (texts, "take_within"),
    (texts.entry_work, "taken"),
]


@pytest.mark.parametrize(("place", "name"), STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_kill_at_any_step_loses_and_doubles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, after: bool
) -> None:
    number = await world.add(world.put_feed(world.item(1), world.item(2, whole=True)))
    step = getattr(place, name)

    async def killed(*given: Any, **named: Any) -> Any:
        if after:
            await step(*given, **named)
        raise Killed

    monkeypatch.setattr(place, name, killed)
    # Nothing is tidied up by a process that is killed.
    monkeypatch.setattr(Poller, "close", _nothing)
    with pytest.raises(Killed):
        await world.round()
    monkeypatch.undo()
    later(world, hours=1)
    await world.round()
    await world.round(only=number)
    assert len(await world.titles()) == 2
    async with world.store.read_only() as c:
        assert await entries.count_by_state(c) == {EntryState.TAKEN: 2}


async def _nothing(self: Poller) -> None:
    """In the place of what a killed process does not do."""


async def test_a_burst_is_kept_in_the_store_and_not_in_memory(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    burst = [world.item(n, whole=True) for n in range(300)]
    await world.add(world.put_feed(*burst, path="/burst"))
    await world.add(world.put_feed(world.item("calm"), path="/calm", host="calm.test"))
    at_once = most = 0
    read = texts.article_of

    async def counted(*given: Any, **named: Any) -> Any:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            return await read(*given, **named)
        finally:
            at_once -= 1

    monkeypatch.setattr(texts, "article_of", counted)
    monkeypatch.setattr(texts, "take_within", _stop_after(20))
    with pytest.raises(Killed):
        await world.round()
    # Two sources: never more than one text of each on its way, and the calm one not at the end.
    assert most <= 2
    assert world.web.asked_for(HOST, "/news/calm") == 1


def _stop_after(times: int) -> Any:
    step, left = texts.take_within, times

    async def counted(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return await step(*given, **named)

    return counted


async def test_run_polls_while_it_may_and_lets_go_when_it_ends(world: World) -> None:
    number = await world.add(world.put_feed(world.item(1)))
    given = world.web.settings()
    may = False
    came = asyncio.Event()
    async with Fetcher(given, resolve=world.web.resolve, now=world.clock) as fetcher:
        poller = Poller(world.store, fetcher, given, came.set, may=lambda: may, now=world.clock)
        running = asyncio.create_task(poller.run())
        await asyncio.sleep(0)
        assert not world.web.asked
        may = True
        poller.wake()
        async with asyncio.timeout(90):
            await came.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(await world.titles()) == 1
    async with world.store.transaction() as c:
        assert await polls.claim(c, NOW, NOW, "next", limit=1, only=number)


async def test_one_source_and_one_entry_at_a_time_for_whoever_has_their_locks(
    world: World,
) -> None:
    number = await world.add(world.put_feed(world.item(1), world.item(2)))
    given = world.web.settings()
    async with (
        Fetcher(given, resolve=world.web.resolve, now=world.clock) as fetcher,
        Poller(world.store, fetcher, given, world._nudge, now=world.clock) as poller,
    ):
        await poller.check_one(number)
        assert await world.titles() == []
        async with world.store.read_only() as c:
            waiting = [each.id for each in await entries.recent(c, number)]
        # It is not due any more, and what is taken is not taken again.
        await poller.check_one(number)
        for entry in (*waiting, *waiting):
            await poller.read_one(entry)
    assert len(await world.titles()) == len(waiting) == 2
    assert world.nudged == 2
