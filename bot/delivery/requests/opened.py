"""Full translations: shown at once where an article is translated whole, else once it is.

Who presses the button of an article that is translated only as far as its brief needs has that
put on record as a request, so that a kill loses neither the press nor its answer.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.amended import seen_by
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.pipeline.pages import file_stem, headline_of, translation_messages
from bot.pipeline.rendering import translation_page
from bot.records import Brief
from bot.store import requests
from bot.store.requests import ReadRequest

FULL, FILE = "full", "file"
"""What may be asked for: the translation as messages, or as one HTML file."""
PREVIOUS, NEXT = "◀", "▶"


async def ask_for_rest(
    visit: Visit, article: int, what: str, nudge: Callable[[], None]
) -> str | None:
    """Put on record that the visitor waits for the whole article, and say so; by a toast, which is
    returned, where that is on record.

    `what`: FULL or FILE. `nudge`: there is work for the translator.
    """
    context, here = visit.context, visit.here
    source = {"view": what, "chat": visit.chat.id}
    async with context.store.transaction() as c:
        open_ = await requests.count_open(c, here.id)
        known = await requests.waits_for_rest(c, here.id, article, what)
        request = None
        if known:
            await visit.record(c)
        elif open_ >= context.settings.bot.waiting_per_chat:
            await visit.answer_in(c, visit.tell("reading.busy", count=open_))
        else:
            await visit.record(c)
            request = await requests.add_rest(
                c, here.id, article, source, visit.message_id, context.now(), user=visit.user
            )
    context.wake()
    if request is None:
        return visit.plain("reading.rest") if known else None
    nudge()
    shown = await context.direct.send(
        here.telegram_id,
        visit.tell("reading.rest"),
        thread=here.thread,
        reply_to=visit.message_id,
    )
    if shown is not None:
        async with context.store.transaction() as c:
            await requests.shown(c, request, shown)
    return None


async def answer_rest(c: AsyncConnection, visit: Visit, request: ReadRequest) -> None:
    """Answer a request for the whole article, within a transaction. `visit`: of whoever asked."""
    assert request.article is not None
    stored = await seen_by(c, visit.chat, request.article)
    if stored is None or stored.brief is None:
        await visit.answer_in(c, visit.tell("brief.gone"))
    elif request.source["view"] == FILE:
        payload = file_of(visit, request.article, stored.brief)
        await enqueue_answer(c, visit.here.id, [payload], visit.context.now())
    else:
        texts = translation_messages(stored.brief.translation)
        await visit.answer_in(c, page_of(visit, request.article, FULL, texts, 0))


def page_of(visit: Visit, article: int, kind: str, texts: list[str], page: int) -> Screen:
    """One page of a view of an article, with buttons to turn it."""
    page = min(page, len(texts) - 1)

    def to(number: int, sign: str) -> Choice:
        return Choice(sign, "view", {"article": article, "view": kind, "page": number})

    turn = []
    if page > 0:
        turn.append(to(page - 1, PREVIOUS))
    if page + 1 < len(texts):
        turn.append(to(page + 1, NEXT))
    rows = [turn] if turn else []
    if kind == FULL:
        wrong = Choice(visit.plain("amend.button"), "amend", {"article": article})
        rows.append([Choice(visit.plain("brief.as_file"), "file", {"article": article}), wrong])
    return Screen(texts[page], rows, (article,))


def file_of(visit: Visit, article: int, brief: Brief) -> Payload:
    """The whole translation side by side, as one HTML file."""
    caption = visit.tell(
        "brief.file_caption", headline=headline_of(brief, 200), outlet=brief.article.outlet_label
    )
    name, text = f"{file_stem(brief)}.html", translation_page(brief.translation)
    return Payload(caption, file_name=name, file_text=text, articles=(article,))
