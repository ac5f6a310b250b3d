"""Inline mode: `@bot words` in any chat searches what the user's private chat may see, and posts
the brief that the user chooses. Off unless `bot.inline` is set.

A query tells nothing of the chat it is typed in, so what may be found is decided for the user
alone: bot/store/rights.py, asked for the user's private chat.
"""

from __future__ import annotations

from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.delivery.access import RateLimit, Verdict, Visitor, may_use
from bot.delivery.amended import as_seen
from bot.delivery.context import BotContext
from bot.delivery.scheduling.preferences import local
from bot.delivery.wording import language_of, plain
from bot.language.search import words
from bot.pipeline.pages import brief_messages, headline_of
from bot.store import article_lists, chats, users
from bot.store.articles import StoredArticle
from bot.store.chats import Chat, ChatKind
from bot.store.users import Access

PAGE = 10
"""Results at a time; Telegram takes 50."""
QUERIES_A_MINUTE = 60
"""Of one user: each pause in typing is a query."""
LONGEST = 200


class InlineSearch:
    def __init__(self, context: BotContext) -> None:
        self._context = context
        self._limit = RateLimit(QUERIES_A_MINUTE)

    async def answer(self, query: InlineQuery) -> None:
        """Answer a query. Nothing is found for whoever may not use the bot, and nothing is said."""
        user, context = query.from_user, self._context
        chat = None
        fast = self._limit.check(user.id, monotonic(), telling=False) is Verdict.GO
        if context.settings.bot.inline and fast:
            async with context.store.read_only() as c:
                if await _lets_in(c, context, user.id):
                    chat = await chats.find(c, user.id)
        if chat is None:
            await query.answer([], cache_time=0, is_personal=True)
            return
        offset = int(query.offset) if query.offset.isdigit() else 0
        found = await self._found(chat, query.query[:LONGEST], offset)
        button = None
        if not found and words(query.query) and not offset:
            label = plain(language_of(user.language_code), "inline.none")
            button = InlineQueryResultsButton(label, start_parameter="search")
        await query.answer(
            [self._result(each, chat) for each in found if each.brief is not None],
            cache_time=0,
            is_personal=True,
            next_offset=str(offset + PAGE) if len(found) == PAGE else "",
            button=button,
        )

    async def _found(self, chat: Chat, asked: str, offset: int) -> list[StoredArticle]:
        """The newest where nothing is typed yet."""
        async with self._context.store.read_only() as c:
            if words(asked):
                page = await article_lists.search(c, chat, asked, PAGE, offset)
                stored = list(page.articles)
            else:
                stored = list(await article_lists.latest(c, chat, PAGE, offset))
            return (await as_seen(c, chat, stored))[0]

    def _result(self, stored: StoredArticle, chat: Chat) -> InlineQueryResultArticle:
        assert stored.brief is not None
        now = local(self._context.now(), chat, self._context.settings.bot)
        text = brief_messages(stored.brief, now)[0]
        return InlineQueryResultArticle(
            str(stored.number),
            headline_of(stored.brief, 100),
            InputTextMessageContent(
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            description=stored.article.outlet_label,
        )


async def _lets_in(c: AsyncConnection, context: BotContext, user: int) -> bool:
    person = await users.get(c, user)
    standing = person.standing if person else Access.UNKNOWN
    visitor = Visitor(user, user, ChatKind.PRIVATE, standing, standing, admitted=False)
    return may_use(visitor, context.settings.bot)
