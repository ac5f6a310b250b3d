"""Records what came of sending: the steps of all results, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.post import Outcome, Sent
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
from bot.store import chats, incidents, outgoing
from bot.store.chats import ChatState
from bot.store.incidents import Incident
from bot.store.migration_of_chats import move
from bot.store.outbox import Message


@dataclass(frozen=True, slots=True)
class Result:
    message: Message
    outcome: Outcome
    in_doubt: bool = False
    """An earlier attempt may have arrived, and asking came to nothing yet."""
    again: str = ""
    """Sent although an earlier attempt may have arrived: what the looking gave."""

    @property
    def subject(self) -> str:
        return f"message {self.message.id}"


async def record(
    c: AsyncConnection,
    results: Sequence[Result],
    now: datetime,
    patience: Patience,
    rng: random.Random,
) -> list[Step]:
    """The steps taken, result by result."""
    arrived = {r.message.id: r.outcome.message_id for r in results if isinstance(r.outcome, Sent)}
    await outgoing.sent(c, arrived, now)
    steps = []
    for result in results:
        step = next_step(
            result.message, result.outcome, now, patience, rng, in_doubt=result.in_doubt
        )
        await _take(c, result, step, now)
        steps.append(step)
    return steps


async def _take(c: AsyncConnection, result: Result, step: Step, now: datetime) -> None:
    message, chat = result.message, result.message.chat

    async def note(kind: Incident, detail: str) -> None:
        await incidents.add(c, kind, now, chat=chat, subject=result.subject, detail=detail)

    match step:
        case Done():
            if message.chat_state is not ChatState.ACTIVE:
                await chats.set_state(c, chat, ChatState.ACTIVE, now)
            if result.again:
                await note(Incident.SENT_AGAIN, result.again)
        case Again(at, reason, certain, plain):
            await outgoing.again(c, message.id, at, reason, certain=certain, plain=plain)
            if plain:
                await note(Incident.PLAIN_TEXT, reason)
        case Drop(reason):
            await outgoing.drop(c, message.id, now, reason)
            await note(Incident.MESSAGE_DROPPED, reason)
        case Doubt(at, reason):
            await outgoing.again(c, message.id, at, reason, certain=True)
            await chats.set_state(c, chat, ChatState.DOUBTFUL, now, reason)
            await note(Incident.CHAT_DOUBTFUL, reason)
        case ChatGone(reason):
            dropped = await outgoing.drop_all(c, chat, now, reason)
            await chats.set_state(c, chat, ChatState.GONE, now, reason)
            await note(Incident.CHAT_GONE, f"{reason}; {dropped} messages dropped")
        case Move(to):
            await outgoing.again(c, message.id, None, "migrated", certain=True)
            if await move(c, message.telegram_id, to):
                await note(Incident.CHAT_MIGRATED, f"{message.telegram_id} is {to} now")
        case Stop(reason):
            await outgoing.again(c, message.id, None, reason, certain=True)
