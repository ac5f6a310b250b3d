"""Briefs with their buttons, and what the buttons show."""

from __future__ import annotations

from bot.delivery.amended import seen_by
from bot.delivery.scheduling.preferences import local
from bot.delivery.sending.briefs import enqueue_brief
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.delivery.wording import InLanguage
from bot.pipeline.pages import (
    arabic_messages,
    file_stem,
    headline_of,
    translation_messages,
    why_messages,
)
from bot.records import Brief

PREVIOUS, NEXT = "◀", "▶"


async def _brief(visit: Visit) -> Brief | None:
    async with visit.context.store.read_only() as c:
        stored = await seen_by(c, visit.chat, int(visit.data["article"]))
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
        wrong = Choice(visit.plain("amend.button"), "amend", {"article": article})
        rows.append([Choice(visit.plain("brief.as_file"), "file", {"article": article}), wrong])
    return rows


async def as_file(visit: Visit) -> None:
    """The whole translation side by side, as one HTML file."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    from bot.pipeline.rendering import translation_page

    text = translation_page(brief.translation)
    shows = (int(visit.data["article"]),)
    caption = visit.tell(
        "brief.file_caption", headline=headline_of(brief, 200), outlet=brief.article.outlet_label
    )
    name = f"{file_stem(brief)}.html"
    await visit.give(Payload(caption, file_name=name, file_text=text, articles=shows))


async def open_brief(visit: Visit) -> None:
    """A digest's or a list's article as a brief of its own."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    async with visit.context.store.transaction() as c:
        await visit.record(c)
        number = int(visit.data["article"])
        now = local(visit.context.now(), visit.chat, visit.context.settings.bot)
        await enqueue_brief(c, visit.chat, number, brief, now)
    visit.context.wake()
