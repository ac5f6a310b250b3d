"""Updates to handlers: who is it, may they, is it a command, a press, or something to read."""

from __future__ import annotations

import re
from datetime import timedelta
from time import monotonic

import structlog
from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    Update,
)
from telegram import Chat as TelegramChat
from telegram import User as TelegramUser
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.delivery.access import Verdict, Visitor, is_listed, is_owner, known_user, may_use
from bot.delivery.desk import Desk, Visit
from bot.delivery.handlers import trying
from bot.delivery.handlers.commands import BY_NAME
from bot.delivery.handlers.hearing import Hearing
from bot.delivery.handlers.presses import ACTIONS, out_of_date
from bot.delivery.handlers.trying import thread_of
from bot.delivery.requests.reading import Reading
from bot.delivery.scheduling.preferences import from_json, to_json
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.wording import language_of, plain, tell
from bot.store import callbacks, chats, former_ids, invites, message_ids, updates, users
from bot.store.chats import NO_THREAD, Chat, ChatKind, ChatState
from bot.store.users import Standing

log = structlog.get_logger(__name__)

DENIED_AGAIN = timedelta(hours=12)
"""Somebody who may not use the bot is told so at most this often."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?\Z", re.DOTALL)
_THERE = (
    ChatMemberStatus.MEMBER,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.OWNER,
    ChatMemberStatus.RESTRICTED,
)


class Dispatcher:
    def __init__(self, desk: Desk, reading: Reading) -> None:
        self._desk = desk
        self._reading = reading

    async def handle(self, update: Update) -> None:
        """One update, tried again where it fails, as trying.py says. Raises nothing."""
        await trying.handle(self._desk, update, self._handled, self.concerns)

    async def _handled(self, update: Update, hearing: Hearing) -> None:
        if update.my_chat_member is not None:
            await self._membership(update.my_chat_member)
        elif update.callback_query is not None:
            await self._press(update.callback_query, hearing)
        elif (message := update.message or update.channel_post) is not None:
            await self._message(message, hearing)

    def concerns(self, update: Update) -> bool:
        """Whether it is anything to us; most of what is said in a group is not."""
        message = update.message or update.channel_post
        if message is None or message.migrate_to_chat_id or message.migrate_from_chat_id:
            return True
        return self._meant(message) is not None

    def _meant(self, message: Message) -> tuple[str | None, str] | None:
        """(command, its arguments) of a message that is meant for us; None of any other."""
        command, args, for_us = self._command(message)
        if command is None and (message.chat.type == ChatKind.CHANNEL or _is_service(message)):
            return None
        return (command, args) if for_us else None

    # ------------------------------------------------------------------------------- messages

    async def _message(self, message: Message, hearing: Hearing) -> None:
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            await self._migrated(message)
            return
        meant = self._meant(message)
        if meant is None:
            return
        command, args = meant
        user = None if message.sender_chat else message.from_user
        if not await self._fast_enough(user, message.chat, thread_of(message)):
            return
        chat = await self._admit(user, message.chat, thread_of(message), command, args)
        if chat is None:
            return
        began = self._desk.now()
        visit = Visit(
            self._desk,
            chat,
            user.id if user else None,
            message.message_id,
            args,
            is_owner(user.id if user else None, self._desk.settings.bot),
            hearing=hearing,
        )
        if command is None:
            await self._reading.ask(visit, message)
            return
        await self._run(visit, command, message)
        # What was not answered in words is on record from here on.
        async with self._desk.store.transaction() as c:
            await updates.record(c, hearing.update or 0, began)
            await message_ids.note(c, message.chat.id, visit.chat.thread, message.message_id, began)

    def _command(self, message: Message) -> tuple[str | None, str, bool]:
        """(command, its arguments, whether the message is meant for us)."""
        text = message.text or ""
        found = _COMMAND.match(text)
        name = self._desk.bot.username
        if found:
            addressed = not found[2] or found[2].casefold() == name.casefold()
            return found[1].casefold(), (found[3] or "").strip(), addressed
        if message.chat.type == ChatKind.PRIVATE:
            return None, "", True
        reply = message.reply_to_message
        replied = bool(reply and reply.from_user and reply.from_user.id == self._desk.bot.id)
        return None, "", replied or _mentioned(message, name)

    async def _run(self, visit: Visit, name: str, message: Message) -> None:
        command = BY_NAME.get(name)
        if command is None:
            # In a group it may be another bot's.
            if visit.private:
                await visit.answer(visit.tell("access.unknown_command"))
            return
        if command.owner and not visit.owner:
            await visit.answer(visit.tell("access.owner_only"))
        elif command.owner and not visit.private:
            await visit.answer(visit.tell("access.private_only"))
        elif command.admin and not await self._administers(visit, message.sender_chat):
            await visit.answer(visit.tell("access.admins_only"))
        else:
            log.info("command", name=name, chat=visit.chat.id)
            await command.handler(visit)

    async def _administers(self, visit: Visit, sender: TelegramChat | None) -> bool:
        if visit.private or visit.owner:
            return True
        if visit.user is None:
            # The chat's own voice: a channel's post, or an anonymous administrator.
            return sender is not None and sender.id == visit.chat.telegram_id
        return await self._desk.is_admin(visit.chat.telegram_id, visit.user)

    async def _migrated(self, message: Message) -> None:
        from bot.store.migration_of_chats import move

        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        desk = self._desk
        async with desk.store.transaction() as c:
            if not await move(c, old, new) and old in desk.settings.bot.allowed_chats:
                # Never heard of before, and the operator's list has its old id alone.
                await former_ids.put(c, new, old)

    # -------------------------------------------------------------------------------- presses

    async def _press(self, query: CallbackQuery, hearing: Hearing) -> None:
        said = None
        try:
            said = await self._pressed(query, hearing)
        finally:
            try:
                await query.answer(said)
            except TelegramError:
                log.debug("press_unanswered")

    async def _pressed(self, query: CallbackQuery, hearing: Hearing) -> str | None:
        message, user = query.message, query.from_user
        if message is None:
            return None
        if not await self._fast_enough(user, message.chat, 0, quiet=True):
            return plain(language_of(user.language_code), "access.too_fast")
        thread = thread_of(message) if isinstance(message, Message) else NO_THREAD
        chat = await self._admit(user, message.chat, thread, None, "", quiet=True)
        if chat is None:
            return plain(language_of(user.language_code), "access.denied")
        owner = is_owner(user.id, self._desk.settings.bot)
        async with self._desk.store.reading() as c:
            pressed = await callbacks.get(c, query.data or "", chat.id, user.id)
        visit = Visit(
            self._desk,
            chat,
            user.id,
            message.message_id,
            owner=owner,
            pressed=pressed,
            beneath=_buttons(message),
            hearing=hearing,
        )
        action = ACTIONS.get(pressed.action) if pressed else None
        if action is None:
            await visit.answer(out_of_date(visit))
            return visit.plain("menu.old")
        if action.owner and not owner:
            return visit.plain("access.owner_only")
        if action.admin and not await self._administers(visit, None):
            return visit.plain("access.admins_only")
        said = await action.handler(visit)
        if not hearing.recorded:
            # What is shown in place may be shown twice, and what it changed is changed once:
            # a menu's buttons are of one version of the settings.
            async with self._desk.store.transaction() as c:
                await hearing.record(c, self._desk.now())
        return said if isinstance(said, str) else None

    # --------------------------------------------------------------------------------- access

    async def _fast_enough(
        self, user: TelegramUser | None, chat: TelegramChat, thread: int, *, quiet: bool = False
    ) -> bool:
        who = user.id if user else chat.id
        verdict = self._desk.limit.check(who, monotonic(), telling=not quiet)
        if verdict is Verdict.TELL:
            language = language_of(user.language_code if user else None)
            await self._desk.direct(chat.id, tell(language, "access.too_fast"), thread=thread)
        return verdict is Verdict.GO

    async def _admit(
        self,
        user: TelegramUser | None,
        where: TelegramChat,
        thread: int,
        command: str | None,
        args: str,
        *,
        quiet: bool = False,
    ) -> Chat | None:
        """The chat, where whoever asks may use the bot; else they are told so, seldom."""
        desk, now = self._desk, self._desk.now()
        language = language_of(user.language_code if user else None)
        kind = ChatKind(where.type)
        welcomed = refused = False
        async with desk.store.transaction() as c:
            before = await users.get(c, user.id) if user else None
            person = await users.seen(c, user.id, user.full_name, now) if user else None
            place = await users.get(c, where.id)
            known = await chats.of_telegram(c, where.id)
            opened = any(from_json(each.settings).admitted for each in known)
            visitor = Visitor(
                user.id if user else None,
                where.id,
                kind,
                person.standing if person else Standing.UNKNOWN,
                place.standing if place else Standing.UNKNOWN,
                opened,
                await former_ids.find(c, where.id),
            )
            allowed = may_use(visitor, desk.settings.bot)
            if not allowed and command == "start" and args and user:
                blocked = visitor.standing is Standing.BLOCKED
                welcomed = not blocked and await invites.redeem(c, args.split()[0], now)
                refused = not welcomed
                if welcomed:
                    await users.set_standing(c, user.id, Standing.ALLOWED, now)
                    allowed = kind is ChatKind.PRIVATE
            chat = None
            if allowed:
                chat = await chats.ensure(
                    c,
                    where.id,
                    kind,
                    now,
                    thread=thread,
                    title=where.title or where.full_name or "",
                    language=language,
                )
                if chat.state is not ChatState.ACTIVE:
                    await chats.set_state(c, chat.id, ChatState.ACTIVE, now)
                if welcomed:
                    welcome = Payload(tell(language, "start.welcome"))
                    await enqueue_answer(c, chat.id, [welcome], now)
        if chat is not None:
            return await self._opened(chat, visitor)
        silent = before is not None and now - before.last_seen < DENIED_AGAIN
        if not quiet and (refused or not silent) and visitor.standing is not Standing.BLOCKED:
            key = "start.bad_invite" if refused else "access.denied"
            if kind is not ChatKind.PRIVATE:
                key = "access.group_denied"
            await desk.direct(where.id, tell(language, key, id=where.id), thread=thread)
        return None

    async def _opened(self, chat: Chat, visitor: Visitor) -> Chat:
        """A group that somebody who may use the bot administers is open to its members."""
        bot = self._desk.settings.bot
        if chat.kind is ChatKind.PRIVATE or visitor.admitted or not known_user(visitor, bot):
            return chat
        if is_listed(visitor, bot):
            # Open by the list alone, so that taken off it the group is shut.
            return chat
        if visitor.user is None or not await self._desk.is_admin(chat.telegram_id, visitor.user):
            return chat
        return await self._mark_admitted(chat)

    async def _mark_admitted(self, chat: Chat) -> Chat:
        from dataclasses import replace

        async with self._desk.store.transaction() as c:
            admitted = replace(self._desk.preferences(chat), admitted=True)
            await chats.save_settings(c, chat.id, to_json(admitted), chat.settings_version)
            found = await chats.get(c, chat.id)
        assert found is not None
        return found

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """We were added somewhere, or put out."""
        desk, now = self._desk, self._desk.now()
        there = change.new_chat_member.status in _THERE
        async with desk.store.transaction() as c:
            for chat in await chats.of_telegram(c, change.chat.id):
                state = ChatState.ACTIVE if there else ChatState.GONE
                if (chat.state is ChatState.GONE) == there:
                    await chats.set_state(c, chat.id, state, now, "" if there else "left")
            person = await users.get(c, change.from_user.id)
            formerly = await former_ids.find(c, change.chat.id)
        kind = ChatKind(change.chat.type)
        if not there or kind is ChatKind.PRIVATE:
            return
        visitor = Visitor(
            change.from_user.id,
            change.chat.id,
            kind,
            person.standing if person else Standing.UNKNOWN,
            Standing.UNKNOWN,
            False,
            formerly,
        )
        if not known_user(visitor, desk.settings.bot):
            return
        async with desk.store.transaction() as c:
            chat = await chats.ensure(
                c,
                change.chat.id,
                kind,
                now,
                title=change.chat.title or "",
                language=language_of(change.from_user.language_code),
            )
        if not is_listed(visitor, desk.settings.bot):
            await self._mark_admitted(chat)


def _buttons(message: MaybeInaccessibleMessage) -> list[str]:
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return [str(each.callback_data) for row in rows for each in row if each.callback_data]


def _mentioned(message: Message, username: str) -> bool:
    named = message.parse_entities([MessageEntity.MENTION])
    named |= message.parse_caption_entities([MessageEntity.MENTION])
    return any(text.casefold() == f"@{username.casefold()}" for text in named.values())


def _is_service(message: Message) -> bool:
    """Joins, pins and the like: nothing anybody said."""
    said = (message.text, message.caption, message.effective_attachment)
    return not any(said)
