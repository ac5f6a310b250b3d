"""From an update to its handler: a command, a press of a button, or something to read."""

from __future__ import annotations

import re
from dataclasses import replace

import structlog
from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, MessageEntity, Update
from telegram import Chat as TelegramChat
from telegram import User as TelegramUser
from telegram.error import TelegramError

from bot.delivery.access import is_owner
from bot.delivery.context import BotContext
from bot.delivery.handlers import (
    amending,
    elsewhere,
    glossary_lists,
    helping,
    sources_lists,
    trying,
)
from bot.delivery.handlers.answering import commands, out_of_date, presses
from bot.delivery.handlers.commands import BY_NAME
from bot.delivery.handlers.entrance import Entrance
from bot.delivery.handlers.inline import InlineSearch
from bot.delivery.handlers.services import Services
from bot.delivery.handlers.trying import thread_of
from bot.delivery.naming import in_logs
from bot.delivery.receipt import UpdateReceipt
from bot.delivery.requests.posts import small_talk
from bot.delivery.requests.reader import RequestReader
from bot.delivery.visit import ABOUT, Visit
from bot.delivery.wording import language_of, plain
from bot.store import callbacks, chats, former_ids, message_ids, updates
from bot.store.chats import NO_THREAD, Chat, ChatKind, ChatState

log = structlog.get_logger(__name__)

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?\Z", re.DOTALL)


class Dispatcher:
    def __init__(
        self,
        context: BotContext,
        services: Services,
        entrance: Entrance,
        reader: RequestReader,
        me: TelegramUser,
    ) -> None:
        """`me`: the bot."""
        self._context = context
        self._services = services
        self._entrance = entrance
        self._reader = reader
        self._me = me
        self._commands = commands(services)
        self._presses = presses(services)
        self._inline = InlineSearch(context)

    async def handle(self, update: Update) -> None:
        """Handle one update; trying.py tries it again where it fails. Raises nothing."""
        await trying.handle(self._context, update, self._handled, self.concerns)

    async def _handled(self, update: Update, receipt: UpdateReceipt) -> None:
        if update.my_chat_member is not None:
            await self._entrance.membership(update.my_chat_member, receipt, self._services.username)
        elif update.inline_query is not None:
            await self._inline.answer(update.inline_query)
        elif update.callback_query is not None:
            await self._press(update.callback_query, receipt)
        elif (message := update.message or update.channel_post) is not None:
            await self._message(message, receipt)

    def concerns(self, update: Update) -> bool:
        """Whether the bot has to do with it; most of what is said in a group it ignores."""
        if update.inline_query is not None:
            # Telegram asks again with the next letter; one that is late is of no use.
            return False
        message = update.message or update.channel_post
        if message is None or message.migrate_to_chat_id or message.migrate_from_chat_id:
            return True
        return self._meant(message) is not None or self._gives(message)

    def _gives(self, message: Message) -> bool:
        """Whether its chat is a source, and nothing else is wanted of the message."""
        return self._services.given.gives(message.chat.id) and self._command(message)[0] is None

    def _meant(self, message: Message) -> tuple[str | None, str] | None:
        """(command, its arguments) of a message to the bot; None of any other message."""
        if message.chat_shared is not None:
            return "settings", str(message.chat_shared.chat_id)
        command, args, for_us = self._command(message)
        if command is None and (message.chat.type == ChatKind.CHANNEL or _is_service(message)):
            return None
        return (command, args) if for_us else None

    # ------------------------------------------------------------------------------- messages

    async def _message(self, message: Message, receipt: UpdateReceipt) -> None:
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            await self._migrated(message)
            return
        meant = self._meant(message)
        if meant is None:
            if self._gives(message):
                await self._services.given.take(message, receipt)
            return
        command, args = meant
        user, thread = None if message.sender_chat else message.from_user, thread_of(message)
        channel = message.chat.type == ChatKind.CHANNEL
        if not await self._entrance.fast_enough(user, message.chat, thread, quiet=channel):
            return
        if command == "start" and (link := _CHAT_LINK.fullmatch(args)):
            command, args = "settings", link[1]
        invitation = args.split()[0] if command == "start" and args else None
        chat = await self._entrance.admit(user, message.chat, thread, invitation, quiet=channel)
        if chat is None:
            return
        at = await self._administrators_chat(chat) if channel else None
        if channel and at is None:
            log.info("channel_command_unanswered", chat=in_logs(chat))
            return
        began = self._context.now()
        visit = Visit(
            self._context,
            chat,
            user.id if user else None,
            message.message_id,
            args,
            is_owner(user.id if user else None, self._context.settings.bot),
            receipt=receipt,
            at=at,
        )
        if command is None:
            await self._read(visit, message)
            return
        await self._run(visit, command, message)
        # What was not answered in words is on record from here on.
        async with self._context.store.transaction() as c:
            await updates.record(c, receipt.update or 0, began)
            await message_ids.note(c, message.chat.id, visit.chat.thread, message.message_id, began)

    def _command(self, message: Message) -> tuple[str | None, str, bool]:
        """(command, its arguments, whether the message is addressed to the bot)."""
        text = message.text or ""
        found = _COMMAND.match(text)
        name = self._services.username
        if found:
            addressed = not found[2] or found[2].casefold() == name.casefold()
            return found[1].casefold(), (found[3] or "").strip(), addressed
        if message.chat.type == ChatKind.PRIVATE:
            return None, "", True
        reply = message.reply_to_message
        replied = bool(reply and reply.from_user and reply.from_user.id == self._me.id)
        return None, "", replied or _mentioned(message, name)

    async def _read(self, visit: Visit, message: Message) -> None:
        """Take a file that is a list to be imported, and anything else to be read."""
        files, document = self._services.files, message.document
        if document is not None and sources_lists.is_list(document):
            await sources_lists.asked(visit, files, document)
        elif document is not None and glossary_lists.is_list(message):
            await glossary_lists.asked(visit, files, document)
        elif (number := amending.number_in(message, self._me.id)) is not None:
            await amending.replied(visit, number, message.text or "")
        elif kind := small_talk(message, self._services.username):
            await visit.answer(visit.tell(f"talk.{kind}"))
        else:
            await self._reader.ask(visit, message)

    async def _run(self, visit: Visit, name: str, message: Message) -> None:
        command = BY_NAME.get(name)
        if command is None:
            # In a group it may be another bot's.
            if visit.private:
                await visit.answer(helping.unknown(visit, name))
            return
        if command.owner and not visit.owner:
            # A reader who asks for a pause means the digests of his own chat.
            own = name == "pause" and visit.private
            told = "talk.stop" if own else "access.owner_only"
            await visit.answer(visit.tell(told))
        elif command.owner and not visit.private:
            await visit.answer(visit.tell("access.private_only"))
        elif (
            command.admin
            and not (command.shows and not visit.args)
            and not await self._administers(visit, message.sender_chat)
        ):
            await visit.answer(visit.tell("access.admins_only"))
        else:
            log.info("command", name=name, chat=in_logs(visit.chat))
            aimed = await self._aimed(visit) if command.admin else visit
            if aimed is not None:
                await self._commands[name](aimed)

    async def _aimed(self, visit: Visit) -> Visit | None:
        services = self._services
        return await elsewhere.aimed(
            visit, self._entrance, services.administrators, services.username
        )

    async def _administrators_chat(self, channel: Chat) -> Chat | None:
        """The private chat of one of a channel's administrators, where a command in the channel
        is answered; None where none of them has written to the bot."""
        for user in await self._services.administrators.of(channel.telegram_id):
            async with self._context.store.read_only() as c:
                found = await chats.find(c, user)
            if found is not None and found.state is ChatState.ACTIVE:
                return found
        return None

    async def _administers(self, visit: Visit, sender: TelegramChat | None) -> bool:
        if visit.private or visit.owner:
            return True
        if visit.user is None:
            # The chat's own voice: a channel's post, or an anonymous administrator.
            return sender is not None and sender.id == visit.chat.telegram_id
        return await self._services.administrators.has(visit.chat.telegram_id, visit.user)

    async def _migrated(self, message: Message) -> None:
        from bot.store.migration_of_chats import move

        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        listed = self._context.settings.bot.allowed_chats
        async with self._context.store.transaction() as c:
            if not await move(c, old, new) and old in listed:
                # Never heard of before, and the operator's list has its old id alone.
                await former_ids.put(c, new, old)

    # -------------------------------------------------------------------------------- presses

    async def _press(self, query: CallbackQuery, receipt: UpdateReceipt) -> None:
        said = None
        try:
            said = await self._pressed(query, receipt)
        finally:
            try:
                await query.answer(said)
            except TelegramError:
                log.debug("press_unanswered")

    async def _pressed(self, query: CallbackQuery, receipt: UpdateReceipt) -> str | None:
        message, user = query.message, query.from_user
        if message is None:
            return None
        if not await self._entrance.fast_enough(user, message.chat, 0, quiet=True):
            return plain(language_of(user.language_code), "access.too_fast")
        thread = thread_of(message) if isinstance(message, Message) else NO_THREAD
        chat = await self._entrance.admit(user, message.chat, thread, quiet=True)
        if chat is None:
            return plain(language_of(user.language_code), "access.denied")
        owner = is_owner(user.id, self._context.settings.bot)
        async with self._context.store.read_only() as c:
            pressed = await callbacks.get(c, query.data or "", chat.id, user.id)
        visit = Visit(
            self._context,
            chat,
            user.id,
            message.message_id,
            owner=owner,
            pressed=pressed,
            beneath=_buttons(message),
            receipt=receipt,
        )
        if chat.kind is ChatKind.CHANNEL:
            return await self._pressed_in_channel(visit)
        if pressed is not None and ABOUT in pressed.data:
            about = await self._about(visit)
            if about is None:
                return visit.plain("access.admins_only")
            visit = about
        action = self._presses.get(pressed.action) if pressed else None
        if action is None:
            await visit.answer(out_of_date(visit))
            return visit.plain("menu.old")
        if action.owner and not owner:
            return visit.plain("access.owner_only")
        if action.admin and not await self._administers(visit, None):
            return visit.plain("access.admins_only")
        said = await action.handler(visit)
        if not receipt.recorded:
            # What is shown in place may be shown twice, and what it changed is changed once:
            # a menu's buttons are of one version of the settings.
            async with self._context.store.transaction() as c:
                await receipt.record(c, self._context.now())
        return said if isinstance(said, str) else None

    async def _about(self, visit: Visit) -> Visit | None:
        """A visit by a button that is about another chat, while its user administers that."""
        async with self._context.store.read_only() as c:
            chat = await chats.get(c, int(visit.data[ABOUT]))
        if chat is None or visit.user is None or not visit.private:
            return None
        if not await self._services.administrators.has(chat.telegram_id, visit.user):
            return None
        return replace(visit, chat=chat, at=visit.chat)

    async def _pressed_in_channel(self, visit: Visit) -> str:
        """A button beneath a channel's digest is answered in the reader's private chat, with what
        may be seen there."""
        action = visit.pressed.action if visit.pressed else ""
        async with self._context.store.read_only() as c:
            private = await chats.find(c, visit.user) if visit.user is not None else None
        if private is None:
            return visit.plain("chats.write_first")
        if action not in _READING:
            return visit.plain("menu.old")
        moved = replace(visit, chat=private, beneath=(), moved=True)
        await self._presses[action].handler(moved)
        return visit.plain("chats.answered_in_private")


_READING = frozenset({"articles", "open", "view", "file", "search", "vote"})
"""What a press in a channel may do."""
_CHAT_LINK = re.compile(r"chat(-\d{3,20})")
"""What a link to the bot says with /start, to have the settings of a chat."""


def _buttons(message: MaybeInaccessibleMessage) -> list[str]:
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return [str(each.callback_data) for row in rows for each in row if each.callback_data]


def _mentioned(message: Message, username: str) -> bool:
    named = message.parse_entities([MessageEntity.MENTION])
    named |= message.parse_caption_entities([MessageEntity.MENTION])
    return any(text.casefold() == f"@{username.casefold()}" for text in named.values())


def _is_service(message: Message) -> bool:
    """Whether Telegram made the message itself, as for joins and pins."""
    said = (message.text, message.caption, message.effective_attachment)
    return not any(said)
