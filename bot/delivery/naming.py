"""What people and chats are called, for the operator and for logs. Pure.

In a log a private chat is its Telegram id alone: a log is kept elsewhere and outlives /forget.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.store.chats import Chat, ChatKind
from bot.store.users import User

LONGEST = 40
"""Characters of a name; Telegram lets people choose more than ten times as many."""


def user_name(user: User | None, telegram_id: int) -> str:
    """ "Rana (8)"; the id alone of somebody whose name is not known."""
    return _with_id(user.name if user else "", telegram_id)


def chat_name(chat: Chat) -> str:
    """ "Desk (-500)". A topic is named by its chat."""
    return _with_id(chat.title, chat.telegram_id)


def name_of(telegram_id: int, user: User | None, chats: Sequence[Chat]) -> str:
    """Of somebody or some chat that the operator named by its id. `chats`: those of the id."""
    titles = [chat.title for chat in chats if chat.title]
    return _with_id(user.name if user and user.name else next(iter(titles), ""), telegram_id)


def in_logs(chat: Chat) -> str:
    """ "Desk (-500)", "Desk (-500), topic 12", "private 8"."""
    if chat.kind is ChatKind.PRIVATE:
        return f"private {chat.telegram_id}"
    return chat_name(chat) + (f", topic {chat.thread}" if chat.thread else "")


def _with_id(name: str, telegram_id: int) -> str:
    shown = clip(" ".join(clean(name).split()), LONGEST)
    return f"{shown} ({telegram_id})" if shown else str(telegram_id)
