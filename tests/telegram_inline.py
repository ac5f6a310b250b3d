"""Inline mode on the strict server: queries that users type, and the answers a bot may give.

Limits as core.telegram.org/bots/api has them at answerInlineQuery and InlineQueryResultArticle.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_html import MESSAGE_UNITS, Refused, check_message

Fields = dict[str, Any]
Uploads = dict[str, tuple[str, bytes]]

RESULTS_AT_MOST = 50
QUERY = 256
OFFSET_BYTES = 64


def bad(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


class InlineMode:
    """Mixed into the server. Off until `inline` is set, as BotFather's /setinline does."""

    push: Callable[..., Awaitable[int]]
    user: Callable[[int], Fields]
    _store: Callable[..., Fields]
    chats: dict[int, Fields]
    me: Fields

    def __init__(self) -> None:
        self.inline = False
        self.inline_answers: dict[str, Fields] = {}
        """Query id -> what the bot answered."""
        self._inline_queries: dict[str, int] = {}

    async def ask_inline(self, user_id: int, query: str, offset: str = "") -> str:
        """What a user types after the bot's name in any chat; the query's id."""
        assert self.inline, "BotFather has inline mode off"
        assert len(query) <= QUERY
        number = f"q{len(self._inline_queries) + 1}"
        self._inline_queries[number] = user_id
        asked = {"id": number, "from": self.user(user_id), "query": query, "offset": offset}
        await self.push(inline_query={**asked, "chat_type": "group"})
        return number

    def choose_inline(self, query: str, result: str, chat_id: int) -> Fields:
        """The user taps a result: it is posted in the user's name, by way of the bot."""
        found = {r["id"]: r for r in self.inline_answers[query]["results"]}[result]
        content = found["input_message_content"]
        text, _ = check_message(content["message_text"], MESSAGE_UNITS)
        sender = self.user(self._inline_queries[query])
        return self._store(self.chats[chat_id], sender, text=text, via_bot=self.me)

    def _do_answerinlinequery(self, fields: Fields, uploads: Uploads) -> bool:
        query = str(fields.get("inline_query_id"))
        if query not in self._inline_queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        results = fields["results"]
        if len(results) > RESULTS_AT_MOST:
            raise bad("RESULTS_TOO_MUCH")
        names = [str(each.get("id", "")) for each in results]
        if len(set(names)) < len(names):
            raise bad("RESULT_ID_DUPLICATE")
        if not all(1 <= len(name.encode()) <= 64 for name in names):
            raise bad("RESULT_ID_INVALID")
        for each in results:
            _check_article(each)
        if len(str(fields.get("next_offset") or "").encode()) > OFFSET_BYTES:
            raise bad("NEXT_OFFSET_INVALID")
        _check_button(fields.get("button"))
        self.inline_answers[query] = fields
        return True


def _check_article(result: Fields) -> None:
    if result.get("type") != "article":
        raise bad("can't parse inline query result: this server knows articles only")
    if not str(result.get("title", "")).strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad("message content must be specified")
    if str(content.get("parse_mode", "")).lower() != "html":
        raise bad("this server knows HTML only")
    check_message(content["message_text"], MESSAGE_UNITS)


def _check_button(button: Fields | None) -> None:
    if button is None:
        return
    start = button.get("start_parameter", "")
    if not button.get("text") or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise bad("START_PARAM_INVALID")
