from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.sending.pacing import (
    GLOBAL_FLOOD,
    MARGIN,
    UNLIMITED,
    Pacer,
    SendingLimits,
    Window,
)
from bot.store.chats import ChatKind

PRIVATE, GROUP = ChatKind.PRIVATE, ChatKind.SUPERGROUP


def most_in(times: list[float], seconds: float) -> int:
    return max(sum(start <= t < start + seconds for t in times) for start in times)


@settings(max_examples=100)
@given(
    st.integers(1, 5),
    st.floats(0.1, 10),
    st.lists(st.floats(0, 3, allow_subnormal=False), min_size=1, max_size=60),
)
def test_no_window_of_that_length_holds_more(count: int, seconds: float, gaps: list[float]) -> None:
    window, now, times = Window(count, seconds), 0.0, []
    for gap in gaps:
        now += gap
        if window.wait(now) <= 0:
            window.spend(now)
            times.append(now)
    assert most_in(times, seconds * 0.999) <= count
    if times:
        assert window.wait(times[-1] + seconds) == 0


def drive(
    pacer: Pacer, chats: list[tuple[int, ChatKind]], seconds: float
) -> list[tuple[float, int]]:
    """Send as early as the pacer lets, each chat always having more to say."""
    now, sent = 0.0, []
    while now < seconds:
        waits = {c: max(pacer.wait(c, now), pacer.wait_overall(now)) for c, _ in chats}
        chat, wait = min(waits.items(), key=lambda item: item[1])
        if wait > 0:
            now += wait
            continue
        pacer.spend(chat, dict(chats)[chat], now)
        sent.append((now, chat))
    return sent


def test_many_chats_get_nearly_thirty_a_second_and_never_more() -> None:
    sent = drive(Pacer(), [(n, PRIVATE) for n in range(100)], 20)
    assert len(sent) >= 0.95 * 30 * 20
    assert most_in([t for t, _ in sent], 1.0) <= 30


def test_a_chat_gets_one_a_second_and_a_group_twenty_a_minute() -> None:
    sent = drive(Pacer(), [(1, PRIVATE), (-5, GROUP)], 180)
    alone = [t for t, chat in sent if chat == 1]
    group = [t for t, chat in sent if chat == -5]
    assert most_in(alone, 1.0) == 1
    assert len(alone) >= 0.95 * 180
    assert most_in(group, 1.0) == 1
    assert most_in(group, 60.0) == 20


def test_a_flooded_chat_waits_alone() -> None:
    pacer = Pacer()
    pacer.flooded(1, 30, now=0)
    assert pacer.wait(1, 10) == 20
    assert pacer.wait(2, 10) == pacer.wait_overall(10) == 0
    assert pacer.wait(1, 30) == 0


def test_the_same_chat_refused_again_and_again_is_still_alone() -> None:
    pacer = Pacer()
    for now in range(GLOBAL_FLOOD * 3):
        pacer.flooded(1, 5, now)
    assert pacer.wait_overall(9) == 0


def test_several_chats_refused_in_a_row_mean_the_bot() -> None:
    pacer = Pacer()
    for chat in range(GLOBAL_FLOOD):
        assert pacer.wait_overall(1) == 0
        pacer.flooded(chat, 30 + chat, now=1)
    assert pacer.wait_overall(1) == 30 + GLOBAL_FLOOD - 1
    assert pacer.wait_overall(40) == 0


def test_a_message_taken_in_between_means_the_bot_is_not_meant() -> None:
    pacer = Pacer()
    for chat in range(GLOBAL_FLOOD * 2):
        pacer.flooded(chat, 30, now=1)
        pacer.taken(99)
    assert pacer.wait_overall(1) == 0


def test_chats_long_silent_are_forgotten() -> None:
    pacer = Pacer(UNLIMITED)
    for chat in range(1000):
        pacer.spend(chat, PRIVATE, now=float(chat))
    assert len(pacer._chats) < 100


def test_no_more_is_made_ready_than_soon_leaves() -> None:
    assert Pacer(SendingLimits(overall=30)).ahead == 7
    assert Pacer(SendingLimits(overall=1)).ahead == 1
    assert MARGIN < 1.05
