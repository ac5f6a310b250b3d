"""Deleting in Telegram what was taken back. What is to go is on record in the outbox, so that
neither a refusal nor a kill loses it."""

from __future__ import annotations

from bot.delivery.sending.direct import Direct
from bot.delivery.wording import tell
from bot.store import outbox
from bot.store.store import Store


async def erase(store: Store, direct: Direct) -> int:
    """Delete the messages that are to go; how many Telegram will not let go.

    Telegram lets a bot delete its messages of two days. An older one is emptied instead. What
    only the network hindered stays on record for the next call.
    """
    async with store.read_only() as c:
        left = list(await outbox.to_take_back(c))
    failed = 0
    for each in left:
        gone = await direct.delete(each.telegram_id, each.message_id)
        if gone is None:
            continue
        gone = gone or await direct.edit(
            each.telegram_id, each.message_id, tell(each.language, "delete.was_here")
        )
        async with store.transaction() as c:
            await outbox.taken_back(c, each.row)
        failed += not gone
    return failed
