"""Posts: what a message says of where it comes from, kept with the article that is read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from telegram import Chat as TelegramChat
from telegram import Message, MessageOriginChannel, MessageOriginChat
from telegram.constants import ChatType

from bot.delivery.requests.entities import Span
from bot.intake.channel_posts import outlet_titled
from bot.records import Article, Link, Moment

_CHANNEL_IDS = -1_000_000_000_000
"""A channel's Bot API id is this minus its own (core.telegram.org/api/bots/ids)."""


@dataclass(frozen=True, slots=True)
class PostOrigin:
    """Of a post that somebody forwards. People's names are not kept: only who publishes."""

    title: str
    posted: datetime
    url: str | None
    """None in a group, whose messages have no public address."""
    username: str | None = None


def origin_of(message: Message) -> PostOrigin | None:
    """The channel or group a message was forwarded from; None for anything else."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat, date=date, message_id=number):
            return PostOrigin(chat.title or "", date, _address(chat, number), chat.username)
        case MessageOriginChat(sender_chat=chat, date=date):
            return PostOrigin(chat.title or "", date, None, chat.username)
    return None


def own_address(message: Message) -> str | None:
    """Of a post where it stands; None in a group, whose messages have no public address."""
    if message.chat.type != ChatType.CHANNEL:
        return None
    return _address(message.chat, message.message_id)


def _address(chat: TelegramChat, number: int) -> str | None:
    if chat.username:
        return f"https://t.me/{chat.username}/{number}"
    # Opens for the channel's members alone, whom whoever forwards it is one of.
    inner = _CHANNEL_IDS - chat.id
    return f"https://t.me/c/{inner}/{number}" if inner > 0 else None


def spans_of(message: Message) -> list[Span]:
    """The entities of its text, or of its caption."""
    entities = message.entities if message.text else message.caption_entities
    return [Span(str(e.type), e.offset, e.length, e.url) for e in entities]


def as_post(article: Article, source: Mapping[str, Any]) -> Article:
    """The article with what its post says beyond its text: channel, time, links.

    What the text itself states stands; where that is another outlet, a note names the channel.
    `source`: as bot/delivery/requests/reader.py keeps it.
    """
    links = tuple(Link(str(words), str(url)) for words, url in source.get("links", ()))
    article = replace(article, links=links)
    posted = source.get("posted")
    if posted is None:
        return article
    channel = outlet_titled(str(source["origin"]))
    if article.outlet is None:
        article = replace(article, outlet=channel)
    elif article.outlet != channel:
        article = replace(article, notes=(*article.notes, f"Forwarded from a post of {channel}"))
    if article.published is None or article.published.day is None:
        at = datetime.fromisoformat(str(posted)).astimezone(UTC)
        article = replace(article, published=Moment(at.date(), at.timetz().replace(second=0)))
    return article
