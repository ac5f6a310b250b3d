"""The post to Telegram's Bot API, or to one of the same kind on a local server."""

from __future__ import annotations

import logging
import re
import ssl
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
from telegram import (
    Bot,
    ChatAdministratorRights,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    KeyboardButtonRequestChat,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.delivery.sending.plain import plain_text
from bot.delivery.sending.post import (
    Address,
    ChatButton,
    ChatUnreachable,
    Flooded,
    Migrated,
    NotSent,
    Outcome,
    Payload,
    Rejected,
    Sent,
    Unauthorised,
    Unparsable,
    Unsure,
)

API = "https://api.telegram.org/bot"

_UNPARSABLE = ("can't parse entities", "entity_", "can't find end", "entities")
_UNREACHABLE = (
    "chat not found",
    "peer_id_invalid",
    "chat_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "user is deactivated",
    "bot is not a member",
    "bot was kicked",
    "group chat was deactivated",
    "chat_admin_required",
)
"""400s that mean the chat and not the message, as the server words them
(github.com/tdlib/telegram-bot-api, Client.cpp)."""


def telegram_bot(
    token: str, base_url: str = API, *, connections: int = 32, timeout: float = 20.0
) -> Bot:
    """A bot whose requests answer or fail within `timeout` seconds each way."""
    # httpx writes every address at INFO, and a Bot API address holds the token.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return Bot(
        token,
        base_url=base_url,
        request=requests_of(connections, timeout),
        get_updates_request=requests_of(1, timeout),
    )


def requests_of(connections: int, timeout: float) -> HTTPXRequest:
    """What asks the Bot API; `timeout` in seconds, for each step of a request."""
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=timeout,
        read_timeout=timeout,
        write_timeout=timeout,
        pool_timeout=timeout,
        httpx_kwargs={"verify": _trusted()},
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The certificate authorities, for every bot of this process; reading them takes a twentieth
    of a second."""
    return httpx.create_ssl_context()


def unquoted(reason: str) -> str:
    """Without what Telegram quotes of the message: the reason is kept when the message is not."""
    return re.sub(r'"[^"]*"?', '"…"', reason)


class TelegramPost:
    """`bot` must be initialised, and is shut down by whoever made it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, to: Address, payload: Payload, *, plain: bool) -> Outcome:
        try:
            message = await self._send(to, payload, plain)
        except TelegramError as error:
            return self._outcome(error)
        return Sent(message.message_id)

    async def carries(self, to: Address, message_id: int, payload: Payload) -> bool | Outcome:
        try:
            await self._bot.edit_message_reply_markup(
                to.telegram_id, message_id, reply_markup=_keyboard(payload)
            )
        except (ChatMigrated, Forbidden) as error:
            return self._outcome(error)
        except BadRequest as error:
            if any(words in error.message.lower() for words in _UNREACHABLE):
                return self._outcome(error)
            return "message is not modified" in error.message.lower()
        except TelegramError as error:
            return self._outcome(error)
        return False

    async def _send(self, to: Address, payload: Payload, plain: bool) -> Message:
        text = plain_text(payload.text) if plain else payload.text
        mode = None if plain else ParseMode.HTML
        thread = to.thread or None
        if payload.file_name is None:
            return await self._bot.send_message(
                to.telegram_id,
                text,
                parse_mode=mode,
                message_thread_id=thread,
                reply_markup=_under(payload),
                disable_notification=payload.silent,
                reply_to_message_id=payload.reply_to,
                allow_sending_without_reply=True if payload.reply_to else None,
                link_preview_options=_preview(payload, plain),
            )
        data = (payload.file_text or "").encode("utf-8", "replace")
        return await self._bot.send_document(
            to.telegram_id,
            InputFile(data, filename=payload.file_name),
            caption=text or None,
            parse_mode=mode,
            message_thread_id=thread,
            reply_markup=_keyboard(payload),
            disable_notification=payload.silent,
            reply_to_message_id=payload.reply_to,
            allow_sending_without_reply=True if payload.reply_to else None,
        )

    def _outcome(self, error: TelegramError) -> Outcome:
        reason = error.message.replace(self._bot.token, "<token>")
        match error:
            case RetryAfter():
                return Flooded(seconds_asked(error))
            case ChatMigrated():
                return Migrated(error.new_chat_id)
            case InvalidToken():
                return Unauthorised(reason)
            case Forbidden():
                return ChatUnreachable(reason)
            case BadRequest():
                words = reason.lower()
                if any(each in words for each in _UNREACHABLE):
                    return ChatUnreachable(reason)
                if any(each in words for each in _UNPARSABLE):
                    return Unparsable(unquoted(reason))
                return Rejected(unquoted(reason))
            case TimedOut() | NetworkError():
                cause = error.__cause__
                if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
                    return NotSent(type(cause).__name__)
                return Unsure(type(cause).__name__ if cause else reason)
        return Unsure(reason)


def seconds_asked(error: RetryAfter) -> float:
    """The seconds that Telegram's 429 asks to wait; at least one."""
    wait = error.retry_after
    # A timedelta, by PTB_TIMEDELTA; the type still says that it may be a number.
    return max(1.0, wait.total_seconds() if isinstance(wait, timedelta) else float(wait))


def _preview(payload: Payload, plain: bool) -> LinkPreviewOptions:
    """Its photograph and nothing else; none once more where Telegram refused the message."""
    if plain or not payload.photograph:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=payload.photograph, prefer_large_media=True, show_above_text=True)


def _keyboard(payload: Payload) -> InlineKeyboardMarkup | None:
    if not payload.keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, callback_data=b.callback, url=b.url) for b in row]
            for row in payload.keyboard
        ]
    )


def _under(payload: Payload) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply | None:
    """What stands beneath a message, or in the keyboard's place."""
    if payload.chat_buttons:
        row = [
            KeyboardButton(each.text, request_chat=_request(each)) for each in payload.chat_buttons
        ]
        return ReplyKeyboardMarkup([row], resize_keyboard=True, one_time_keyboard=True)
    if payload.ask:
        return ForceReply(selective=True, input_field_placeholder=payload.ask[:64])
    return _keyboard(payload)


def _request(button: ChatButton) -> KeyboardButtonRequestChat:
    """A chat that the user administers; in a channel the bot is given the right to post."""
    if not button.channel:
        return KeyboardButtonRequestChat(button.number, False, bot_is_member=True)
    rights = _posting()
    return KeyboardButtonRequestChat(
        button.number,
        True,
        user_administrator_rights=rights,
        bot_administrator_rights=rights,
    )


def _posting() -> ChatAdministratorRights:
    unheld: dict[str, Any] = dict.fromkeys(_REQUIRED, False)
    return ChatAdministratorRights(**unheld, can_post_messages=True)


_REQUIRED = frozenset(
    {
        "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
        "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
        "can_post_stories", "can_edit_stories", "can_delete_stories",
    }
)  # fmt: skip
"""Rights that the Bot API wants named, held or not."""
