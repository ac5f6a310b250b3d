"""What follows an attempt, who may take a lease, where to look, and plain text."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.sending.lease import Watch
from bot.delivery.sending.look import BEYOND, MOST, candidates
from bot.delivery.sending.plain import plain_text
from bot.delivery.sending.post import (
    Button,
    ChatUnreachable,
    Flooded,
    Migrated,
    NotSent,
    Outcome,
    Payload,
    Rejected,
    Sent,
    Unauthorised,
    Unparsable,
    Unsure,
    from_row,
    to_row,
)
from bot.delivery.sending.retry import (
    Again,
    ChatGone,
    Done,
    Doubt,
    Drop,
    Move,
    Patience,
    Step,
    Stop,
    next_step,
)
from bot.store.chats import ChatKind, ChatState
from bot.store.lease import Lease
from bot.store.outbox import Message, MessageState, Priority

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def message(
    *, plain: bool = False, attempts: int = 0, state: ChatState = ChatState.ACTIVE
) -> Message:
    return Message(
        id=1, chat=1, telegram_id=1, thread=0, kind=ChatKind.PRIVATE, chat_state=state,
        digest=None, priority=Priority.DIGEST, position=0, payload={"text": "x"},
        state=MessageState.WAITING, plain=plain, attempts=attempts, not_before=None,
        created_at=NOW, started_at=None, finished_at=None, message_id=None, error="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "outcome", "step"),
    [
        (message(), Sent(5), Done(5)),
        (message(), Flooded(30), Again(NOW + 30 * SECOND, "429", certain=True)),
        (message(), Migrated(-1005), Move(-1005)),
        (message(), Unparsable("why"), Again(NOW, "why", certain=True, plain=True)),
        (message(plain=True), Unparsable("why"), Drop("why")),
        (message(), Rejected("why"), Drop("why")),
        (message(), ChatUnreachable("why"), Doubt(NOW + timedelta(minutes=10), "why")),
        (message(state=ChatState.DOUBTFUL), ChatUnreachable("why"), ChatGone("why")),
        (message(state=ChatState.GONE), ChatUnreachable("why"), ChatGone("why")),
        (message(), Unauthorised("why"), Stop("why")),
    ],
)
def test_the_step_after_an_outcome(row: Message, outcome: Outcome, step: Step) -> None:
    assert next_step(row, outcome, NOW, Patience(), random.Random(0)) == step


@pytest.mark.parametrize(
    ("outcome", "in_doubt", "certain"),
    [
        (NotSent("x"), False, True),
        (NotSent("x"), True, False),
        (Unsure("x"), False, False),
        (Flooded(1), True, False),
    ],
)
def test_doubt_stays_until_something_settles_it(
    outcome: Outcome, in_doubt: bool, certain: bool
) -> None:
    step = next_step(message(), outcome, NOW, Patience(), random.Random(0), in_doubt=in_doubt)
    assert isinstance(step, Again)
    assert step.certain is certain


@given(st.integers(0, 10_000), st.integers())
def test_backing_off_grows_to_its_end_and_is_never_the_same_for_all(
    attempts: int, seed: int
) -> None:
    patience = Patience()
    wait = patience.backoff(attempts, random.Random(seed))
    whole = min(patience.longest, patience.first * 2 ** min(max(attempts - 1, 0), 20))
    assert whole / 2 <= wait <= whole


def test_a_lease_is_taken_when_free_or_when_it_stands_still() -> None:
    watch = Watch(ttl=10)
    assert watch.may_take(Lease("", 4), now=0)
    assert not watch.may_take(Lease("other", 5), now=1)
    assert not watch.may_take(Lease("other", 5), now=10.9)
    assert not watch.may_take(Lease("other", 6), now=11)
    assert not watch.may_take(Lease("third", 6), now=20)
    assert not watch.may_take(Lease("third", 6), now=29)
    assert watch.may_take(Lease("third", 6), now=30)


@given(st.integers(0, 10**9), st.frozensets(st.integers(1, 60), max_size=60))
def test_one_looks_above_what_was_known_and_at_no_other_message(
    last: int, above: frozenset[int]
) -> None:
    known = frozenset(last + n for n in above)
    found = candidates(last, known)
    assert len(found) <= MOST
    assert not set(found) & known
    assert found == sorted(found)
    assert all(last < number <= max(known, default=last) + BEYOND for number in found)
    assert found


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=20),
    st.lists(
        st.lists(
            st.builds(Button, st.text(max_size=9), st.none() | st.text(max_size=9)), max_size=3
        ).map(tuple),
        max_size=3,
    ).map(tuple),
    st.booleans(),
)
def test_a_payload_comes_back_from_its_row(
    text: str, keyboard: tuple[tuple[Button, ...], ...], silent: bool
) -> None:
    payload = Payload(text, keyboard, silent)
    assert from_row(to_row(payload)) == payload


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>5 &lt; 6</i>", "5 < 6"),
        (
            '<a href="https://x.example/?a=1&amp;b=2">there</a>.',
            "there (https://x.example/?a=1&b=2).",
        ),
        ("a < b & c", "a < b & c"),
        ("<blockquote expandable>x</blockquote>\ny", "x\ny"),
        ("<b>", "<b>"),
        ("نص &amp; <i>مائل</i>", "نص & مائل"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_links_are_left_out_where_they_would_not_fit() -> None:
    markup = "".join(f'<a href="https://x.example/{n:090}">word</a> ' for n in range(60))
    assert plain_text(markup) == ("word " * 60).strip()
