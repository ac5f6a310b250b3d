"""Briefs with their buttons, and what the buttons show."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.desk import Choice, Desk, Screen, Visit
from bot.pipeline.pages import (
    arabic_messages,
    brief_messages,
    translation_messages,
    why_messages,
)
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.wording import InLanguage, plain
from bot.records import Brief
from bot.store import rights
from bot.store.chats import Chat
from bot.store.rights import article_for

PREVIOUS, NEXT = "◀", "▶"


def buttons(article: int, language: str, *, own: bool = False) -> list[list[Choice]]:
    """Beneath a brief. `article`: `StoredArticle.number`; `own`: it came in at this chat."""
    rows = [
        [
            Choice(plain(language, "brief.full"), "view", {"article": article, "view": "full"}),
            Choice(plain(language, "brief.arabic"), "view", {"article": article, "view": "arabic"}),
            Choice(plain(language, "brief.why"), "view", {"article": article, "view": "why"}),
        ]
    ]
    if own:
        share = Choice(plain(language, "brief.share"), "share", {"article": article})
        rows.append(
            [share, Choice(plain(language, "brief.delete"), "delete", {"article": article})]
        )
    return rows


async def enqueue_brief(
    desk: Desk,
    c: AsyncConnection,
    chat: Chat,
    article: int,
    brief: Brief,
    reply_to: int | None = None,
) -> None:
    """The brief into the outbox, its buttons beneath its last message."""
    texts = brief_messages(brief, desk.now())
    shows = (article,)
    payloads = [Payload(text, reply_to=reply_to, articles=shows) for text in texts[:-1]]
    right = await rights.right(c, article, chat.id)
    under = buttons(article, chat.language, own=right is not None and right.own)
    keyboard = await desk.keyboard(c, chat.id, Screen("", under))
    reply = None if payloads else reply_to
    payloads.append(Payload(texts[-1], keyboard, reply_to=reply, articles=shows))
    await enqueue_answer(c, chat.id, payloads, desk.now())


async def _brief(visit: Visit) -> Brief | None:
    async with visit.desk.store.reading() as c:
        stored = await article_for(c, visit.chat, int(visit.data["article"]))
    return stored.brief if stored else None


async def view(visit: Visit) -> None:
    """A page of the translation, the Arabic, or the evidence; the first as a new message,
    the others in its place."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    kind, page = str(visit.data["view"]), int(visit.data.get("page", 0))
    pages = _pages(brief, kind, visit.language)
    page = min(page, len(pages) - 1)
    turning = _turning(visit, kind, page, len(pages))
    screen = Screen(pages[page], turning, (int(visit.data["article"]),))
    if "page" in visit.data:
        await visit.show(screen)
    else:
        await visit.answer(screen)


def _pages(brief: Brief, kind: str, language: str) -> list[str]:
    if kind == "full":
        return translation_messages(brief.translation)
    if kind == "arabic":
        return arabic_messages(brief.translation)
    return why_messages(brief, InLanguage(language))


def _turning(visit: Visit, kind: str, page: int, pages: int) -> list[list[Choice]]:
    article = visit.data["article"]

    def to(number: int, sign: str) -> Choice:
        return Choice(sign, "view", {"article": article, "view": kind, "page": number})

    turn = []
    if page > 0:
        turn.append(to(page - 1, PREVIOUS))
    if page + 1 < pages:
        turn.append(to(page + 1, NEXT))
    rows = [turn] if turn else []
    if kind == "full":
        rows.append([Choice(visit.plain("brief.as_file"), "file", {"article": article})])
    return rows


async def as_file(visit: Visit) -> None:
    """The whole translation side by side, as one HTML file."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    from bot.pipeline.rendering import translation_page

    text = translation_page(brief.translation)
    name = f"mujaz-{brief.article.id}.html"
    shows = (int(visit.data["article"]),)
    await visit.give(Payload("", file_name=name, file_text=text, articles=shows))


async def open_brief(visit: Visit) -> None:
    """A digest's or a list's article as a brief of its own."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    async with visit.desk.store.transaction() as c:
        await visit.heard(c)
        await enqueue_brief(visit.desk, c, visit.chat, int(visit.data["article"]), brief)
    visit.desk.sender.wake()
