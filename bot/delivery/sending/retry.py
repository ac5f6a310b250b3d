"""What to do after an attempt to send. Pure: a row and an outcome in, a step out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.sending.post import (
    ChatUnreachable,
    Flooded,
    Migrated,
    NotSent,
    Outcome,
    Rejected,
    Sent,
    Unauthorised,
    Unparsable,
    Unsure,
)
from bot.store.chats import ChatState
from bot.store.outbox import Message


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before what failed is tried again."""

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=5)
    second_look: timedelta = timedelta(minutes=10)
    """Before a chat that refused once is asked again."""

    def backoff(self, attempts: int, rng: random.Random) -> timedelta:
        """Doubles with each attempt; between half of it and the whole, so that senders that
        failed together do not come back together."""
        whole = min(self.longest, self.first * 2 ** min(max(attempts - 1, 0), 20))
        return timedelta(seconds=whole.total_seconds() * rng.uniform(0.5, 1.0))


@dataclass(frozen=True, slots=True)
class Done:
    message_id: int


@dataclass(frozen=True, slots=True)
class Again:
    """Not before `at`. `certain`: it did not arrive. `plain`: without markup from now on."""

    at: datetime
    reason: str
    certain: bool
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """This row can never be sent; the next one of its chat is up."""

    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """The chat refused for the first time; ask again at `at`."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ChatGone:
    """The chat refused again: all its rows are dropped, its settings stay."""

    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """The chat has a new Telegram id."""

    to: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing can be sent by this bot at all."""

    reason: str


Step = Done | Again | Drop | Doubt | ChatGone | Move | Stop


def next_step(
    message: Message,
    outcome: Outcome,
    now: datetime,
    patience: Patience,
    rng: random.Random,
    *,
    in_doubt: bool = False,
) -> Step:
    """`in_doubt`: an earlier attempt may have arrived, and this outcome does not settle that."""
    match outcome:
        case Sent(message_id):
            return Done(message_id)
        case Flooded(retry_after):
            return Again(now + timedelta(seconds=retry_after), "429", certain=not in_doubt)
        case Migrated(to):
            return Move(to)
        case Unparsable(reason):
            if message.plain:
                return Drop(reason)
            return Again(now, reason, certain=True, plain=True)
        case Rejected(reason):
            return Drop(reason)
        case ChatUnreachable(reason):
            if message.chat_state is ChatState.ACTIVE:
                return Doubt(now + patience.second_look, reason)
            return ChatGone(reason)
        case NotSent(reason) | Unsure(reason):
            certain = isinstance(outcome, NotSent) and not in_doubt
            return Again(now + patience.backoff(message.attempts + 1, rng), reason, certain)
        case Unauthorised(reason):
            return Stop(reason)
