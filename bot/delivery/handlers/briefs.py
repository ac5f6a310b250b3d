"""Briefs with their buttons, and what the buttons show."""

from __future__ import annotations

from collections.abc import Callable

from bot.delivery.amended import seen_by
from bot.delivery.requests.opened import FILE, FULL, ask_for_rest, file_of, page_of
from bot.delivery.requests.opened import NEXT as NEXT
from bot.delivery.requests.opened import PREVIOUS as PREVIOUS
from bot.delivery.scheduling.preferences import local
from bot.delivery.sending.briefs import enqueue_brief
from bot.delivery.visit import Visit
from bot.delivery.wording import InLanguage
from bot.pipeline.pages import arabic_messages, translation_messages, why_messages
from bot.records import Brief


async def _brief(visit: Visit) -> Brief | None:
    async with visit.context.store.read_only() as c:
        stored = await seen_by(c, visit.chat, int(visit.data["article"]))
    return stored.brief if stored else None


async def view(visit: Visit, nudge: Callable[[], None]) -> str | None:
    """A page of the translation, the Arabic, or the evidence; the first as a new message,
    the others in its place. `nudge`: there is work for the translator."""
    brief = await _brief(visit)
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
        return None
    article, kind = int(visit.data["article"]), str(visit.data["view"])
    if kind == FULL and not brief.translation.whole:
        return await ask_for_rest(visit, article, FULL, nudge)
    texts = _pages(brief, kind, visit.language)
    screen = page_of(visit, article, kind, texts, int(visit.data.get("page", 0)))
    if "page" in visit.data:
        await visit.show(screen)
    else:
        await visit.answer(screen)
    return None


def _pages(brief: Brief, kind: str, language: str) -> list[str]:
    if kind == FULL:
        return translation_messages(brief.translation)
    if kind == "arabic":
        return arabic_messages(brief.translation)
    return why_messages(brief, InLanguage(language))


async def as_file(visit: Visit, nudge: Callable[[], None]) -> str | None:
    """The whole translation side by side, as one HTML file."""
    brief = await _brief(visit)
    article = int(visit.data["article"])
    if brief is None:
        await visit.answer(visit.tell("brief.gone"))
    elif not brief.translation.whole:
        return await ask_for_rest(visit, article, FILE, nudge)
    else:
        await visit.give(file_of(visit, article, brief))
    return None


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
