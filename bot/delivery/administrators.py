"""Who administers a chat: asked of Telegram, and believed for some minutes."""

from __future__ import annotations

from time import monotonic

from telegram import Bot, ChatFullInfo
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

ADMINS_KEPT = 300.0
"""Seconds an answer is believed."""
MOST_KEPT = 10_000
"""Answers held at a time."""


class Administrators:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def chat_named(self, name: str | int) -> ChatFullInfo | None:
        """The group or channel with this id or "@name", where the bot is in it; else None."""
        try:
            found = await self._bot.get_chat(name)
            member = await self._bot.get_chat_member(found.id, self._bot.id)
        except (BadRequest, Forbidden):
            return None
        there = member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
        return found if there and found.type != ChatType.PRIVATE else None

    async def of(self, chat: int) -> list[int]:
        """The ids of the people who administer a chat; none where Telegram does not say."""
        try:
            found = await self._bot.get_chat_administrators(chat)
        except (BadRequest, Forbidden):
            return []
        return [each.user.id for each in found if not each.user.is_bot]

    async def has(self, chat: int, user: int, *, ask: bool = False) -> bool:
        """Whether the user administers the chat; both are Telegram's ids. `ask`: ask anew."""
        known = self._known.get((chat, user))
        if known and not ask and monotonic() - known[0] < ADMINS_KEPT:
            return known[1]
        try:
            member = await self._bot.get_chat_member(chat, user)
            admin = member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        except (BadRequest, Forbidden):
            admin = False
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        self._known[chat, user] = (monotonic(), admin)
        return admin
