"""Telling a source's owner, once, that it has not worked for days."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.context import BotContext
from bot.delivery.handlers.sources_screens import name_of, why
from bot.delivery.scheduling.preferences import of_chat, shown_at
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen, keyboard
from bot.delivery.wording import plain, tell
from bot.store import chats, polls
from bot.store.chats import Chat, ChatState
from bot.store.source import Health, Source

PATIENCE = timedelta(days=3)


async def report_failing(context: BotContext) -> None:
    """Tell each owner in the transaction that records it. Where the owner has no chat yet, the
    report waits until there is one."""
    now = context.now()
    async with context.store.read_only() as c:
        failing = await polls.unreported(c, now - PATIENCE)
    for source in failing:
        # Of the operator's catalogue the operator is told.
        owner = source.owner if source.owner is not None else context.settings.bot.owner
        if owner is None:
            continue
        async with context.store.transaction() as c:
            chat = await chats.find(c, owner)
            if chat is None or chat.state is ChatState.GONE:
                continue
            zone = of_chat(chat, context.settings.bot).zone
            screen = _screen(chat, source, zone)
            made = await keyboard(c, chat.id, screen.rows, now)
            await enqueue_answer(c, chat.id, [Payload(screen.text, made)], now)
            await polls.reported(c, source.id, now)
    context.wake()


def _screen(chat: Chat, source: Source, zone: str) -> Screen:
    gone = source.health is Health.GONE
    since = shown_at(source.failing_since or source.created_at, zone)
    text = tell(
        chat.language,
        "sources.failing_gone" if gone else "sources.failing",
        id=source.id,
        title=name_of(source),
        reason=why(chat.language, source),
        **({} if gone else {"since": since}),
    )
    button = Choice(plain(chat.language, "sources.button_open"), "source", {"id": source.id})
    return Screen(text, [[button]])
