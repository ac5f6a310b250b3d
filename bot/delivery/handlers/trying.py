"""Tries an update again where its handler fails, and in the end tells whoever sent it.

A handler's effects and its answer are one transaction, so that a failed try leaves nothing behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import MaybeInaccessibleMessage, Message, Update

from bot.delivery.context import BotContext
from bot.delivery.receipt import DuplicateUpdate, UpdateReceipt
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.wording import tell
from bot.store import chats, inbox, incidents, updates
from bot.store.chats import NO_THREAD, ChatState
from bot.store.incidents import Incident

log = structlog.get_logger(__name__)

TRIES = 3
"""Of one update, those in processes that ended among them."""
PAUSES = (0.5, 2.0)
"""Seconds before the second try and the third; updates of the same chat wait behind it."""

Handler = Callable[[Update, UpdateReceipt], Awaitable[None]]
Concerns = Callable[[Update], bool]


async def handle(context: BotContext, update: Update, handler: Handler, concerns: Concerns) -> None:
    """Handle one update. Raises nothing: an update that breaks something must not stop the next.

    `concerns`: whether whoever sent it may wait for an answer.
    """
    number = update.update_id
    try:
        async with context.store.read_only() as c:
            known = await updates.known(c, number)
            tries = await inbox.tries_of(c, number) or 1
        if known:
            log.info("update_again", update=number)
            await _done(context, number)
        elif tries > TRIES:
            # The process ended under it again and again.
            await _give_up(context, update, "Ended", concerns)
        else:
            await _try(context, update, handler, concerns)
    except Exception as error:
        # The database, most likely. What is kept is gone on with at the next start.
        log.error("update_left", update=number, kind=type(error).__name__)


async def _try(context: BotContext, update: Update, handler: Handler, concerns: Concerns) -> None:
    number = update.update_id
    for pause in (*PAUSES, None):
        receipt = UpdateReceipt(number)
        try:
            await handler(update, receipt)
        except DuplicateUpdate:
            log.info("update_again", update=number)
        except Exception as error:
            # The traceback alone: the error's own text may quote a message.
            log.error("update_failed", update=number, kind=type(error).__name__)
            log.debug("update_failed_where", exc_info=error)
            async with context.store.transaction() as c:
                if await updates.known(c, number):
                    # It was answered; what failed came after.
                    return
                tries = await inbox.tried(c, number) or 1
            if pause is None or tries > TRIES:
                await _give_up(context, update, type(error).__name__, concerns)
                return
            await asyncio.sleep(pause)
            continue
        if not receipt.recorded:
            await _done(context, number)
        return


async def _done(context: BotContext, number: int) -> None:
    """Delete the stored update; it is settled."""
    async with context.store.read_only() as c:
        kept = await inbox.tries_of(c, number)
    if kept:
        async with context.store.transaction() as c:
            await inbox.done(c, number)


async def _give_up(context: BotContext, update: Update, kind: str, concerns: Concerns) -> None:
    """Put the failure on record and tell whoever waits, in one transaction."""
    number, now = update.update_id, context.now()
    async with context.store.transaction() as c:
        if not await updates.record(c, number, now):
            return
        chat = await _chat(c, update) if concerns(update) else None
        await incidents.add(
            c,
            Incident.UPDATE_FAILED,
            now,
            chat=chat.id if chat else None,
            subject=f"update {number}",
            detail=kind,
        )
        if chat is not None and chat.state is not ChatState.GONE:
            asked = update.effective_message
            reply = asked.message_id if asked and update.callback_query is None else None
            said = Payload(tell(chat.language, "access.failed"), reply_to=reply)
            await enqueue_answer(c, chat.id, [said], now)
    context.wake()


async def _chat(c: AsyncConnection, update: Update) -> chats.Chat | None:
    """The chat it came from, where that was let in before; nobody else is answered."""
    where, message = update.effective_chat, update.effective_message
    if where is None or message is None or message.migrate_to_chat_id:
        return None
    return await chats.find(c, where.id, thread_of(message))


def thread_of(message: MaybeInaccessibleMessage) -> int:
    """The topic a message stands in."""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        return message.message_thread_id
    return NO_THREAD
