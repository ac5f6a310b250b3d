"""One message leaves: the wait for Telegram's limits, what is put in last, the call itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.sending.lease import Leaseholder
from bot.delivery.sending.look import look, places
from bot.delivery.sending.pacing import Pacer
from bot.delivery.sending.post import (
    Address,
    Flooded,
    NotSent,
    Outcome,
    Payload,
    Post,
    Rejected,
    Sent,
    Unsure,
    from_row,
)
from bot.delivery.sending.recording import Result
from bot.metrics import FLOODS, SENDS
from bot.stages import stage
from bot.store.outbox import Message, MessageState
from bot.store.store import Store

log = structlog.get_logger(__name__)

Fill = Callable[[Payload], Awaitable[Payload]]
"""Puts in what is not kept in the outbox (bot.delivery.sending.filling)."""


async def nothing_to_fill(payload: Payload) -> Payload:
    """Raises ValueError: such a message must not leave half made."""
    raise ValueError(payload.fill)


class Departure:
    """Messages leave in the order in which they came here, as the limits of all chats allow."""

    def __init__(
        self, store: Store, post: Post, pacer: Pacer, lease: Leaseholder, fill: Fill, poll: float
    ) -> None:
        """`poll`: seconds after which a message that waits looks whether it may still leave."""
        self._store = store
        self._post = post
        self._pacer = pacer
        self._lease = lease
        self._fill = fill
        self._poll = poll
        self._gate = asyncio.Lock()
        self.waiting = 0
        """Messages that are marked as leaving and wait for the limits."""

    async def of(self, message: Message, stop: asyncio.Event, left: Callable[[], None]) -> Result:
        """What came of it. `left` is called when it no longer waits for the limits; a message
        that still waits when `stop` is set stays here."""
        in_doubt = message.state is MessageState.SENDING
        if (stayed := await self._leave(message, stop, left)) is not None:
            return Result(message, stayed, in_doubt=in_doubt)
        try:
            payload = from_row(message.payload)
            if payload.fill is not None:
                payload = await self._fill(payload)
            result = await self._attempt(message, payload)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            log.exception("message cannot be made", message=message.id)
            result = Result(message, Rejected(f"cannot be made: {type(error).__name__}"))
        except SQLAlchemyError as error:
            # Before it left: a database that is away is no answer of Telegram's.
            result = Result(message, NotSent(type(error).__name__), in_doubt=in_doubt)
        except Exception as error:
            log.exception("sending failed", message=message.id)
            result = Result(message, Unsure(type(error).__name__))
        outcome = result.outcome
        if isinstance(outcome, Flooded):
            self._pacer.flooded(message.telegram_id, outcome.retry_after, monotonic())
        elif isinstance(outcome, Sent):
            self._pacer.taken(message.telegram_id)
        return result

    async def _leave(
        self, message: Message, stop: asyncio.Event, left: Callable[[], None]
    ) -> Outcome | None:
        """Wait for the moment the limits allow; what became of it where that does not come."""
        try:
            async with self._gate:
                while (wait := self._pacer.wait_overall(monotonic())) > 0:
                    if stop.is_set() or not self._lease.held:
                        return NotSent("stopped")
                    await asyncio.sleep(min(wait, self._poll))
                if not self._lease.held:
                    return NotSent("stopped")
                if (wait := self._pacer.wait(message.telegram_id, monotonic())) > 0:
                    # Something beside the outbox went to this chat meanwhile.
                    return Flooded(wait)
                self._pacer.spend(message.telegram_id, message.kind, monotonic())
                return None
        finally:
            self.waiting -= 1
            left()

    async def _attempt(self, message: Message, payload: Payload) -> Result:
        to = Address(message.telegram_id, message.thread)
        again = ""
        if message.state is MessageState.SENDING:
            found, again = await self._look(message, to, payload)
            if found is not None:
                return Result(message, found, in_doubt=not isinstance(found, Sent))
        with stage("send", message=message.id, digest=message.digest):
            outcome = await self._post.send(to, payload, plain=message.plain)
        SENDS.labels(message.priority.name.lower(), type(outcome).__name__.lower()).inc()
        if isinstance(outcome, Flooded):
            FLOODS.inc()
        return Result(message, outcome, again=again)

    async def _look(
        self, message: Message, to: Address, payload: Payload
    ) -> tuple[Outcome | None, str]:
        """Where an earlier attempt's message is, or what the looking gave."""
        if not payload.recognisable:
            return None, "it has no buttons to know it by"
        async with self._store.read_only() as c:
            numbers = await places(c, message)
        if numbers is None:
            return None, "there was nowhere to look"
        found = await look(self._post, to, payload, numbers)
        return found, f"not found at {len(numbers)} message ids"
