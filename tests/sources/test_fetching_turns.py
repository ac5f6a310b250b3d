"""Hosts are asked one request at a time, in order, with a gap; memory is handed out in places."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import FetchError, ServerTrouble, TimedOut
from bot.sources.fetching import FEED, Fetcher, Request
from bot.sources.fetching.deadline import Deadline
from bot.sources.fetching.fetcher import AT_ONCE, LARGE_AT_ONCE
from bot.sources.fetching.memory import SMALL, LargePlaces
from bot.sources.fetching.turns import REMEMBERED, Turns
from tests.sources.web import LoopbackWeb


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(clock: Clock) -> Turns:
    return Turns(2.0, at_once=3, reserved=1, clock=clock, sleep=clock.sleep)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_requests_to_a_host_are_a_gap_apart(turns: Turns, clock: Clock) -> None:
    starts = []
    for _ in range(3):
        async with turns.at("a"):
            starts.append(clock.now)
            clock.now += 1
    assert starts == [100, 103, 106]


async def test_other_hosts_do_not_wait(turns: Turns, clock: Clock) -> None:
    async with turns.at("a"), turns.at("b"), turns.at("c"):
        pass
    assert clock.slept == []


async def test_a_host_can_ask_for_a_longer_gap_and_not_for_a_shorter(
    turns: Turns, clock: Clock
) -> None:
    for gap, expected in ((10.0, 10.0), (0.5, 2.0)):
        turns.widen("a", gap)
        async with turns.at("a"):
            pass
        before = clock.now
        async with turns.at("a"):
            assert clock.now - before == expected


async def test_one_at_a_time_in_order_and_those_who_wait_for_it_first(turns: Turns) -> None:
    order: list[str] = []
    running = 0

    async def ask(name: str, urgent: bool) -> None:
        nonlocal running
        async with turns.at("a", urgent=urgent):
            running += 1
            assert running == 1
            order.append(name)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(
        ask("1", False), ask("2", False), ask("3", False), ask("person", True), ask("other", True)
    )
    assert order == ["1", "person", "other", "2", "3"]


async def test_one_who_gives_up_waiting_holds_up_nobody(turns: Turns) -> None:
    done = []

    async def ask(name: str) -> None:
        async with turns.at("a"):
            done.append(name)
            await asyncio.sleep(0)

    async with turns.at("a"):
        waiting = [asyncio.create_task(ask(name)) for name in "bcd"]
        await settle()
        waiting[0].cancel()
        waiting[1].cancel()
        await settle()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert done == ["d"]


async def test_one_cancelled_just_as_it_is_called_passes_its_turn_on(turns: Turns) -> None:
    async with turns.at("a"):
        waiting = asyncio.create_task(turns.at("a").__aenter__())
        await settle()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(60), turns.at("a"):
        pass


async def test_all_hosts_together_are_bounded_but_people_have_places_of_their_own(
    turns: Turns,
) -> None:
    release = asyncio.Event()
    entered: list[str] = []

    async def ask(host: str, urgent: bool = False) -> None:
        async with turns.at(host, urgent=urgent):
            entered.append(host)
            await release.wait()

    tasks = [asyncio.create_task(ask(host)) for host in "abcde"]
    await settle()
    assert entered == ["a", "b", "c"]
    tasks.append(asyncio.create_task(ask("person", urgent=True)))
    await settle()
    assert entered == ["a", "b", "c", "person"]
    release.set()
    await asyncio.gather(*tasks)
    assert len(entered) == 6


async def test_hosts_that_owe_nobody_a_gap_are_forgotten(turns: Turns, clock: Clock) -> None:
    for number in range(REMEMBERED + 10):
        clock.now += 3
        async with turns.at(f"host{number}"):
            pass
    assert len(turns._hosts) < 20


async def test_large_answers_wait_for_a_place_and_their_deadline_waits_with_them() -> None:
    places = LargePlaces(1, 1)
    first = places.body(Deadline(60), urgent=False)
    entered = asyncio.Event()

    async def second() -> int:
        deadline = Deadline(0.01)
        async with deadline.running("b"):
            with places.body(deadline, urgent=False) as body:
                await body.write(b"x" * SMALL)
                entered.set()
                await body.write(b"x")
                return len(body)

    async with first._deadline.running("a"):
        with first:
            await first.write(b"x" * (SMALL + 1))
            waiting = asyncio.create_task(second())
            await entered.wait()
            # Longer than its deadline, which stands still meanwhile.
            await asyncio.sleep(0.03)
            assert not waiting.done()
    assert await waiting == SMALL + 1


async def test_a_person_gets_a_large_place_while_polling_holds_all() -> None:
    places = LargePlaces(1, 1)
    polling, person = (Deadline(60), Deadline(60))
    async with polling.running("a"), person.running("b"), asyncio.timeout(60):
        with places.body(polling, urgent=False) as one:
            await one.write(b"x" * (SMALL + 1))
            with places.body(person, urgent=True) as other:
                await other.write(b"x" * (SMALL + 1))
                assert other.content() == one.content()


async def test_a_deadline_runs_over_several_stretches() -> None:
    deadline = Deadline(0.02)
    with pytest.raises(TimedOut, match=r"0\.02 seconds"):
        for _ in range(50):
            async with deadline.running("a"):
                await asyncio.sleep(0.005)


async def test_fetches_share_the_bounds(web: LoopbackWeb) -> None:
    """200 requests to one host and 60 others: never two at once at one host."""
    hosts = [f"h{number}.test" for number in range(60)]
    for host in [*hosts, "busy.test"]:
        web.put(host, "/", b"x")
    async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
        await asyncio.gather(
            *(fetcher.fetch(Request(web.url("busy.test"), FEED)) for _ in range(50)),
            *(fetcher.fetch(Request(web.url(host), FEED)) for host in hosts),
        )
    assert set(web.at_once.values()) == {1}
    assert len(web.asked) == 110
    assert LARGE_AT_ONCE < AT_ONCE


async def test_after_an_error_the_gap_is_kept_and_the_host_is_free(
    web: LoopbackWeb, clock: Clock
) -> None:
    web.put("a.test", "/", b"x", status=500)
    turns = Turns(2.0, at_once=1, reserved=1, clock=clock, sleep=clock.sleep)
    async with Fetcher(web.settings(), resolve=web.resolve, turns=turns) as fetcher:
        for _ in range(3):
            with pytest.raises(ServerTrouble) as caught:
                await fetcher.fetch(Request(web.url("a.test")))
            assert isinstance(caught.value, FetchError)
    assert clock.slept == [2.0, 2.0]
