"""Finds out whether a message arrived whose answer was lost.

The Bot API has no call that reads a chat. But `editMessageReplyMarkup` with the keyboard a
message already has is refused as "message is not modified", changes nothing, and so tells that
this very message is there: its buttons carry ids made for it alone. Which message ids to ask
about follows from the ids on record; docs/delivery.md says what this cannot know.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.sending.post import Address, Outcome, Payload, Post, Sent
from bot.store import message_ids
from bot.store.chats import ChatKind
from bot.store.outbox import Message

SHARED = (ChatKind.PRIVATE, ChatKind.GROUP)
"""Chats whose message ids are counted together, per bot; a supergroup and a channel count for
themselves (core.telegram.org/api/updates)."""
BEYOND = 10
"""Ids asked about after the last one on record: as many as can be on their way, and two."""
MOST = 40
"""Questions asked for one message."""


def candidates(last_before: int, on_record: frozenset[int], most: int = MOST) -> list[int]:
    """Ids that the message may have, the likeliest first. They lie above the last id on record
    when it left, and belong to no other message."""
    highest = max(on_record, default=last_before)
    return [
        number
        for number in range(last_before + 1, max(highest, last_before) + BEYOND + 1)
        if number not in on_record
    ][:most]


async def places(c: AsyncConnection, message: Message) -> Sequence[int] | None:
    """The ids to ask about; None where nothing is on record to start from.

    Channels are left out: there a bot may edit what others posted, so the question could
    change their message.
    """
    if message.started_at is None or message.kind is ChatKind.CHANNEL:
        return None
    shared = message.kind in SHARED
    ids = None if shared else [message.telegram_id]
    kinds = SHARED if shared else (message.kind,)
    last = await message_ids.last_id_before(c, ids, kinds, message.started_at)
    if last is None:
        return None
    return candidates(last, await message_ids.known_ids(c, ids, kinds, last))


async def look(
    post: Post, to: Address, payload: Payload, numbers: Sequence[int]
) -> Sent | Outcome | None:
    """Look for the message at these ids: Sent where it is there, None where it is at none of them,
    and the outcome where asking failed."""
    for number in numbers:
        answer = await post.carries(to, number, payload)
        if answer is True:
            return Sent(number)
        if answer is not False:
            return answer
    return None
