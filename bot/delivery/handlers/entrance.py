"""The way in: how fast somebody may ask, and whether they may use the bot in that chat.

What is known is gathered here, bot/delivery/admission.py decides, and it is acted on here.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Chat as TelegramChat
from telegram import ChatMemberUpdated
from telegram import User as TelegramUser
from telegram.constants import ChatMemberStatus

from bot.delivery.access import RateLimit, Verdict, Visitor, is_listed
from bot.delivery.administrators import Administrators
from bot.delivery.admission import Asker, admit, may_open, needs_invitation, opens_by_adding
from bot.delivery.context import BotContext
from bot.delivery.scheduling.preferences import from_json, of_chat, to_json
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.wording import language_of, tell
from bot.store import chats, former_ids, invites, users
from bot.store.chats import Chat, ChatKind, ChatState
from bot.store.users import Access

_THERE = (
    ChatMemberStatus.MEMBER,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.OWNER,
    ChatMemberStatus.RESTRICTED,
)


class Entrance:
    def __init__(
        self, context: BotContext, administrators: Administrators, limit: RateLimit
    ) -> None:
        self._context = context
        self._administrators = administrators
        self._limit = limit

    async def fast_enough(
        self, user: TelegramUser | None, chat: TelegramChat, thread: int, *, quiet: bool = False
    ) -> bool:
        """Whether they may be answered now; those too fast are told so once, unless `quiet`."""
        verdict = self._limit.check(user.id if user else chat.id, monotonic(), telling=not quiet)
        if verdict is Verdict.TELL:
            text = tell(_language(user), "access.too_fast")
            await self._context.direct.send(chat.id, text, thread=thread)
        return verdict is Verdict.GO

    async def admit(
        self,
        user: TelegramUser | None,
        where: TelegramChat,
        thread: int,
        invitation: str | None = None,
        *,
        quiet: bool = False,
    ) -> Chat | None:
        """The chat, where whoever asks may use the bot; None where not, and they may be told so."""
        context, settings, now = self._context, self._context.settings.bot, self._context.now()
        chat, by = None, None
        async with context.store.transaction() as c:
            before = await users.get(c, user.id) if user else None
            person = await users.seen(c, user.id, user.full_name, now) if user else None
            asking = Asker(
                await _visitor(c, where, person),
                now,
                before.last_seen if before else None,
                invitation,
                quiet=quiet,
            )
            if invitation is not None and needs_invitation(asking, settings):
                by = await invites.redeem(c, invitation, now)
                asking = replace(asking, invited=by is not None)
            decided = admit(asking, settings)
            if decided.welcomed and user and by is not None:
                await users.invited(c, user.id, by, now)
            if decided.allowed:
                chat = await self._kept(c, user, where, thread)
                if decided.welcomed:
                    welcome = Payload(tell(_language(user), "start.welcome"))
                    await enqueue_answer(c, chat.id, [welcome], now)
        if chat is not None:
            return await self._opened(chat, asking.visitor)
        if decided.said is not None:
            text = tell(_language(user), decided.said, id=where.id)
            await context.direct.send(where.id, text, thread=thread)
        return None

    async def _kept(
        self, c: AsyncConnection, user: TelegramUser | None, where: TelegramChat, thread: int
    ) -> Chat:
        """The chat's row. It is made where there is none, and marked as active."""
        now = self._context.now()
        chat = await chats.ensure(
            c,
            where.id,
            ChatKind(where.type),
            now,
            thread=thread,
            title=where.title or where.full_name or "",
            language=_language(user),
        )
        if chat.state is not ChatState.ACTIVE:
            await chats.set_state(c, chat.id, ChatState.ACTIVE, now)
        return chat

    async def _opened(self, chat: Chat, visitor: Visitor) -> Chat:
        """Open a group to its members where a user of the bot administers it; the chat then."""
        if not may_open(visitor, self._context.settings.bot) or visitor.user is None:
            return chat
        if not await self._administrators.has(chat.telegram_id, visitor.user):
            return chat
        return await self._mark_admitted(chat)

    async def _mark_admitted(self, chat: Chat) -> Chat:
        async with self._context.store.transaction() as c:
            admitted = replace(of_chat(chat, self._context.settings.bot), admitted=True)
            await chats.save_settings(c, chat.id, to_json(admitted), chat.settings_version)
            found = await chats.get(c, chat.id)
        assert found is not None
        return found

    async def membership(self, change: ChatMemberUpdated) -> None:
        """The bot was added to a chat, or removed from one."""
        context, settings, now = self._context, self._context.settings.bot, self._context.now()
        there = change.new_chat_member.status in _THERE
        async with context.store.transaction() as c:
            for chat in await chats.of_telegram(c, change.chat.id):
                state = ChatState.ACTIVE if there else ChatState.GONE
                if (chat.state is ChatState.GONE) == there:
                    await chats.set_state(c, chat.id, state, now, "" if there else "left")
            person = await users.get(c, change.from_user.id)
            formerly = await former_ids.find(c, change.chat.id)
        kind = ChatKind(change.chat.type)
        standing = person.standing if person else Access.UNKNOWN
        visitor = Visitor(
            change.from_user.id,
            change.chat.id,
            kind,
            standing,
            Access.UNKNOWN,
            admitted=False,
            formerly=formerly,
        )
        if not there or not opens_by_adding(visitor, settings):
            return
        async with context.store.transaction() as c:
            chat = await chats.ensure(
                c,
                change.chat.id,
                kind,
                now,
                title=change.chat.title or "",
                language=_language(change.from_user),
            )
        if not is_listed(visitor, settings):
            await self._mark_admitted(chat)


async def _visitor(c: AsyncConnection, where: TelegramChat, person: users.User | None) -> Visitor:
    place = await users.get(c, where.id)
    known = await chats.of_telegram(c, where.id)
    return Visitor(
        person.id if person else None,
        where.id,
        ChatKind(where.type),
        person.standing if person else Access.UNKNOWN,
        place.standing if place else Access.UNKNOWN,
        any(from_json(each.settings).admitted for each in known),
        await former_ids.find(c, where.id),
    )


def _language(user: TelegramUser | None) -> str:
    return language_of(user.language_code if user else None)
