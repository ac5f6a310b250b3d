"""What is kept about a chat, written out: all of it for the chat, the outline for the operator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.preferences import Preferences, from_json, shown_at, times_words
from bot.delivery.sending.plain import plain_text
from bot.store import (
    amendments,
    chats,
    digests,
    incidents,
    outbox,
    requests,
    rights,
    schedules,
    sources,
    users,
    votes,
)
from bot.store.articles import StoredArticle
from bot.store.chats import Chat, ChatKind
from bot.store.rights import article_for

_RULE = "=" * 72


async def readable(c: AsyncConnection, chat: int) -> str:
    """Everything kept about a chat, as plain text. `chat`: `Chat.id`."""
    found = await chats.get(c, chat)
    if found is None:
        return "Nothing is kept about this chat.\n"
    preferences = from_json(found.settings)
    zone = preferences.zone
    parts = [
        _section("Chat", _about(found, zone)),
        _section("Settings", _settings(preferences, found.language)),
        _section("Sources added", await _sources(c, found)),
        _section("Articles sent here or shared with this chat", await _articles(c, found, zone)),
        _section("What you called wrong", await _amendments(c, found, zone)),
        _section("What was called good or bad here", await _votes(c, found, zone)),
        _section("Digests", await _digests(c, found, zone)),
        _section("Messages", await _messages(c, found, zone)),
        _section("Being read", await _requests(c, found, zone)),
    ]
    return "\n".join(parts)


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([_RULE, f"{title}: {len(lines)}", _RULE, *lines, ""])


def _about(chat: Chat, zone: str) -> list[str]:
    return [
        f"Telegram id: {chat.telegram_id}" + (f", topic {chat.thread}" if chat.thread else ""),
        f"Title: {chat.title}",
        f"Kind: {chat.kind}",
        f"Known since: {shown_at(chat.created_at, zone)}",
    ]


def _settings(preferences: Preferences, language: str) -> list[str]:
    """Each setting by its name, as it is stored."""
    shown = {**asdict(preferences), "times": times_words(preferences.times, language)}
    return [f"{name.replace('_', ' ')}: {value}" for name, value in shown.items()]


async def _sources(c: AsyncConnection, chat: Chat) -> list[str]:
    if chat.kind is not ChatKind.PRIVATE:
        return []
    listed = await sources.listing(c, owner=chat.telegram_id, limit=10_000)
    own = [source for source in listed if source.owner == chat.telegram_id]
    return [f"{source.id}: {source.name}, {source.url}" for source in own]


async def _articles(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    written = []
    for right in await rights.of_chat(c, chat.id):
        stored = await article_for(c, chat, right.article)
        if stored is not None:
            how = "sent here" if right.own else "shared with this chat"
            written.append("\n".join(_whole(stored, f"{shown_at(right.at, zone)}, {how}")))
    return written


def _whole(stored: StoredArticle, how: str) -> Iterator[str]:
    article = stored.article
    yield f"--- {article.title or article.outlet or 'Without a title'} ({how})"
    yield f"From: {article.origin}"
    yield from (paragraph.text for paragraph in article.paragraphs)
    if stored.translation is not None:
        pending = len(stored.translation.pending)
        yield f"In English (not translated yet: {pending} sentences):" if pending else "In English:"
        yield " ".join(s.target for s in stored.translation.segments if not s.pending)


async def _amendments(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    return [
        f"--- {shown_at(each.created_at, zone)}, the {each.wrong}, {each.state}\n{each.arabic}\n"
        f"Was: {each.before}\nShould be: {each.english or each.name_english or '(not said)'}"
        for each in await amendments.of_chat(c, chat.id)
    ]


async def _votes(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    return [
        f"{shown_at(at, zone)}: {'good' if value > 0 else 'bad'}: {headline}"
        for at, value, headline in await votes.listing(c, chat.id)
    ]


async def _digests(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    return [
        f"{shown_at(digest.made_at, zone)}: {len(await digests.articles_of(c, digest.id))} articles"
        for digest in await digests.of_chat(c, chat.id)
    ]


async def _messages(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    kept = [m for m in await outbox.of_chat(c, chat.id) if m.payload.get("text")]
    return [f"--- {shown_at(m.created_at, zone)}\n{plain_text(m.payload['text'])}" for m in kept]


async def _requests(c: AsyncConnection, chat: Chat, zone: str) -> list[str]:
    waiting = await requests.of_chat(c, chat.id)
    return [f"{shown_at(r.created_at, zone)}: {r.source.get('text', r.state)}" for r in waiting]


# ------------------------------------------------------------------------------ the operator's


async def form(c: AsyncConnection, telegram_id: int) -> str:
    """Settings and counts of a chat and its topics, as JSON; not a word that anybody wrote."""
    user = await users.get(c, telegram_id)
    outline = {
        "telegram_id": telegram_id,
        "access": user.standing if user else None,
        "sources": await sources.count_owned(c, telegram_id),
        "chats": [await _outline(c, chat) for chat in await chats.of_telegram(c, telegram_id)],
    }
    return json.dumps(outline, ensure_ascii=False, indent=2, default=str)


_WORDS = (
    "outlets_keep", "outlets_drop", "outlets_first", "words_keep", "words_drop", "source_topics",
    "topics_keep", "topics_drop", "topics_first", "watched",
)  # fmt: skip
"""Settings that hold words somebody wrote, or what somebody cares for; they are counted."""


async def _outline(c: AsyncConnection, chat: Chat) -> dict[str, object]:
    settings = {
        name: len(value) if name in _WORDS else value for name, value in chat.settings.items()
    }
    return {
        "kind": chat.kind,
        "topic": chat.thread,
        "state": chat.state,
        "language": chat.language,
        "since": chat.created_at,
        "settings": settings,
        "schedules": len(await schedules.of_chat(c, chat.id)),
        "articles": len(await rights.of_chat(c, chat.id)),
        "digests": len(await digests.of_chat(c, chat.id)),
        "messages": await outbox.count_of_chat(c, chat.id),
        "requests": len(await requests.of_chat(c, chat.id)),
        "incidents": len(await incidents.recent(c, 1000, chat=chat.id)),
    }
