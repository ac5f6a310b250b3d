"""/broadcast: a text to every chat that gets digests, shown with those chats before it goes."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import may_receive
from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.naming import chat_name
from bot.delivery.scheduling.preferences import of_chat
from bot.delivery.sending.outbox import enqueue_broadcast
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.cutting import utf16_length
from bot.store import addressees, chats, switches
from bot.store.chats import Chat, ChatState

LONGEST = 2800
"""UTF-16 units, so that the preview with a page of names still is one message."""
PAGE = 10
"""Chats named on one page of the preview."""


async def broadcast(visit: Visit) -> None:
    """The text as plain words, shown first, sent only when confirmed."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", visit.args.strip())
    if not text or utf16_length(text) > LONGEST:
        await visit.answer(visit.tell("operator.broadcast_usage"))
        return
    async with visit.context.store.read_only() as c:
        to = await _subscribed(visit, c)
    if not to:
        await visit.answer(visit.tell("operator.broadcast_nobody"))
        return
    await visit.answer(_preview(visit, text, to, 0))


async def _subscribed(visit: Visit, c: AsyncConnection) -> list[Chat]:
    """The chats that get digests, are not gone and may still use the bot; a forum once."""
    settings = visit.context.settings.bot
    found = [*await chats.everywhere(c), *await chats.everywhere(c, ChatState.DOUBTFUL)]
    subscribed = [chat for chat in found if of_chat(chat, settings).subscribed]
    to = await addressees.of_chats(c, [chat.id for chat in subscribed])
    first: dict[int, Chat] = {}
    for chat in sorted(subscribed, key=lambda chat: (chat.thread, chat.id)):
        if may_receive(to[chat.id], settings):
            first.setdefault(chat.telegram_id, chat)
    return list(first.values())


def _preview(visit: Visit, text: str, to: Sequence[Chat], page: int) -> Screen:
    """The buttons hold the text and who was shown: nobody else gets it."""
    held = {"text": text, "to": [chat.id for chat in to]}
    begin = page * PAGE
    names = [f"• {html.escape(chat_name(each), quote=False)}" for each in to[begin : begin + PAGE]]
    lines = [visit.tell("operator.broadcast_preview", count=len(to)), *names]
    count = -(-len(to) // PAGE)
    if count > 1:
        lines.append(visit.tell("brief.page", page=page + 1, pages=count))
    turn = [Choice(PREVIOUS, "broadcast", {**held, "page": page - 1})] if page else []
    turn += [Choice(NEXT, "broadcast", {**held, "page": page + 1})] if page + 1 < count else []
    answer = [
        Choice(visit.plain("operator.broadcast_send"), "broadcast", {**held, "send": True}),
        Choice(visit.plain("operator.broadcast_cancel"), "broadcast", {}),
    ]
    # Lines are the operator's own.
    lines += ["", html.escape(text, quote=False)]
    return Screen("\n".join(lines), [turn, answer] if turn else [answer])


async def pressed(visit: Visit) -> None:
    text = str(visit.data.get("text", ""))
    if not text:
        await visit.settle(visit.tell("operator.broadcast_cancelled"))
        return
    shown = {int(each) for each in visit.data["to"]}
    if "page" in visit.data:
        async with visit.context.store.read_only() as c:
            to = [chat for chat in await _subscribed(visit, c) if chat.id in shown]
        await visit.show(_preview(visit, text, to, int(visit.data["page"])))
        return
    async with visit.context.store.transaction() as c:
        to = [chat for chat in await _subscribed(visit, c) if chat.id in shown]
        held = await switches.since(c, switches.PAUSED) is not None
        key = "operator.broadcast_held" if held else "operator.broadcast_sent"
        # A second tap, or the same press from Telegram again, must not send it to everybody twice.
        if not await visit.settle_in(c, visit.tell(key, count=len(to))):
            return
        payload = Payload(html.escape(text, quote=False))
        await enqueue_broadcast(c, to, payload, visit.context.now())
    await visit.settled()
