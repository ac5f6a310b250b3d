"""Shutting people and chats out, letting them in again, and removing them: /block, /unblock."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import BotSettings
from bot.delivery.access import is_owner
from bot.delivery.naming import name_of
from bot.delivery.visit import Visit
from bot.language.digits import western
from bot.store import chats, outgoing, users
from bot.store.chats import Chat
from bot.store.removal import Forgotten, forget_chat, forget_sources
from bot.store.users import Access, User


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a Telegram id."""

    id: int
    user: User | None
    chats: tuple[Chat, ...]
    """With its topics; none where nothing is kept about the chat."""

    @property
    def name(self) -> str:
        return name_of(self.id, self.user, self.chats)

    @property
    def blocked(self) -> bool:
        return self.user is not None and self.user.standing is Access.BLOCKED

    @property
    def shared(self) -> bool:
        """A group or a channel."""
        return self.id < 0

    def listed(self, settings: BotSettings) -> bool:
        """Whether the settings name it."""
        return self.id in (*settings.allowed_users, *settings.allowed_chats)


async def known(c: AsyncConnection, telegram_id: int) -> Known:
    found = tuple(await chats.of_telegram(c, telegram_id))
    return Known(telegram_id, await users.get(c, telegram_id), found)


def telegram_id(args: str) -> int | None:
    found = re.fullmatch(r"-?\d{1,18}", western(args.strip()))
    return int(found[0]) if found else None


# --------------------------------------------------------------------------- /block, /unblock


Change = Callable[[AsyncConnection, Visit, Known], Awaitable[str]]


async def block(visit: Visit) -> None:
    """A user or a chat: no answer, no digest."""
    await _change(visit, shut_out)


async def unblock(visit: Visit) -> None:
    """They are again what they were, with the digests they had."""
    await _change(visit, let_in)


async def _change(visit: Visit, change: Change) -> None:
    wanted = telegram_id(visit.args)
    if wanted is None:
        await visit.answer(visit.tell("operator.block_usage"))
        return
    async with visit.context.store.transaction() as c:
        whom = await known(c, wanted)
        await visit.answer_in(c, await change(c, visit, whom))
    visit.context.wake()


async def shut_out(c: AsyncConnection, visit: Visit, whom: Known) -> str:
    """Block; what to say. The times of digests are kept, and none is made for them."""
    if is_owner(whom.id, visit.context.settings.bot):
        # The owner's word goes before every list, so it would change nothing and say it did.
        return visit.tell("operator.block_owner", id=whom.id)
    now = visit.context.now()
    await users.block(c, whom.id, now)
    for chat in whom.chats:
        await outgoing.drop_all(c, chat.id, now, "blocked")
    return visit.tell("operator.blocked", name=whom.name)


async def let_in(c: AsyncConnection, visit: Visit, whom: Known) -> str:
    """Take a block back; what to say."""
    if not whom.blocked:
        return visit.tell("operator.not_blocked", name=whom.name)
    before = await users.unblock(c, whom.id, visit.context.now())
    may = (
        before is Access.ALLOWED
        or whom.listed(visit.context.settings.bot)
        or any(chat.settings.get("admitted") for chat in whom.chats)
    )
    return visit.tell("operator.unblocked" if may else "operator.unblocked_outside", name=whom.name)


# -------------------------------------------------------------------------------------- remove


async def remove(c: AsyncConnection, whom: Known, now: datetime) -> Forgotten:
    """Delete what is kept about them, and that they may use the bot. A block stays.

    Who stands in the settings may come again; the caller says so.
    """
    gone = Forgotten()
    for chat in whom.chats:
        gone += await forget_chat(c, chat, now)
    for left in await chats.of_telegram(c, whom.id):
        # What is left of a group says that it was opened to the bot.
        await chats.forget(c, left.id)
    gone += await forget_sources(c, whom.id, now)
    if whom.user is not None and not whom.blocked:
        await users.set_standing(c, whom.id, Access.UNKNOWN, now)
    await users.forget(c, whom.id)
    return gone
