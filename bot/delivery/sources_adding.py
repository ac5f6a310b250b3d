"""/add: an address is looked at, shown with its newest headlines, and added when confirmed.

The look takes seconds and is shown in place, so it goes beside the outbox; what a kill
interrupts is asked for again. The draft translation comes when the model has time.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import structlog

from bot.delivery import refusals
from bot.delivery.desk import Choice, Screen, Visit
from bot.delivery.post import Button
from bot.delivery.sources_rights import MOST_OWN, may_add, owner_of_new
from bot.delivery.sources_screens import kind_words
from bot.errors import MujazError
from bot.lettering import clean
from bot.store import callbacks, sources
from bot.store.sources import LONGEST_URL, Kind, NewSource
from bot.work.sources import Preview, draft, preview

log = structlog.get_logger(__name__)

LONGEST_HEADLINE = 300

Keyboard = tuple[tuple[Button, ...], ...]


async def add(visit: Visit) -> None:
    """/add ADDRESS"""
    url = visit.args.strip()
    if not visit.private:
        await visit.answer(visit.tell("access.private_only"))
    elif not may_add(visit):
        await visit.answer(visit.tell("sources.add_denied"))
    elif not url or any(sign.isspace() for sign in url) or len(url) > LONGEST_URL:
        await visit.answer(visit.tell("sources.add_usage"))
    elif (own := await _own(visit)) >= MOST_OWN and not visit.owner:
        await visit.answer(visit.tell("sources.many", count=own))
    else:
        shown = await visit.desk.direct(
            visit.chat.telegram_id,
            visit.tell("sources.looking", url=url),
            reply_to=visit.message_id,
        )
        number = shown.message_id if shown else None
        visit.desk.spawn(_look(visit, url, number), f"add {visit.message_id}")


async def _own(visit: Visit) -> int:
    async with visit.desk.store.reading() as c:
        return await sources.count(c, owner=visit.user) - await sources.count(c)


async def _look(visit: Visit, url: str, shown: int | None) -> None:
    try:
        found = await preview(visit.desk.fetcher, url, visit.desk.now())
    except MujazError as error:
        await _say(visit, shown, visit.tell("reading.failed", reason=_why(visit, error)))
        return
    except Exception as error:
        log.warning("preview_failed", kind=type(error).__name__)
        await _say(visit, shown, visit.tell("reading.broken"))
        return
    async with visit.desk.store.reading() as c:
        known = await sources.by_url(c, found.url, owner=owner_of_new(visit))
    if known is not None:
        await _say(visit, shown, visit.tell("sources.known", id=known.id, title=known.name))
        return
    async with visit.desk.store.transaction() as c:
        question = Screen("", [_choices(visit, found)])
        keyboard = await visit.desk.keyboard(c, visit.chat.id, question, visit.user)
    coming = bool(found.headlines)
    number = await _say(visit, shown, _text(visit, found, coming=coming), keyboard)
    if coming and number is not None:
        await _translate(visit, found, number, keyboard)


def _why(visit: Visit, error: MujazError) -> str:
    return refusals.reason(visit.language, error)


def _choices(visit: Visit, found: Preview) -> list[Choice]:
    new = {
        "url": found.url,
        "kind": str(found.kind),
        "title": found.title or "",
        "language": found.language,
    }
    return [
        Choice(visit.plain("sources.yes"), "add", new),
        Choice(visit.plain("sources.no"), "add", {}),
    ]


async def _say(visit: Visit, shown: int | None, text: str, keyboard: Keyboard = ()) -> int | None:
    """In place of the message that says it is looking; the id of what shows it now."""
    to = visit.chat.telegram_id
    if shown is not None and await visit.desk.edit(to, shown, text, keyboard):
        return shown
    sent = await visit.desk.direct(to, text, keyboard=keyboard)
    return sent.message_id if sent else None


async def _translate(visit: Visit, found: Preview, number: int, keyboard: Keyboard) -> None:
    """Put the headlines' English in, unless a button was pressed meanwhile."""
    try:
        english = await draft(visit.desk.runner, found.headlines)
    except Exception as error:
        # The Arabic is there; a draft is no reason to fail.
        log.warning("draft_failed", kind=type(error).__name__)
        english = []
    names = [each.callback for row in keyboard for each in row if each.callback]
    async with visit.desk.store.reading() as c:
        for name in names:
            if await callbacks.get(c, name, visit.chat.id, visit.user or 0) is None:
                return
    text = _text(visit, found, english)
    await visit.desk.edit(visit.chat.telegram_id, number, text, keyboard)


def _text(
    visit: Visit, found: Preview, english: Sequence[str] = (), *, coming: bool = False
) -> str:
    lines = [
        visit.tell(
            "sources.found",
            title=found.title or found.url,
            kind=kind_words(visit, Kind(found.kind)),
            spoken=found.language or visit.plain("sources.unknown"),
            url=found.url,
        )
    ]
    if found.headlines:
        lines += ["", visit.tell("sources.newest"), *_bullets(found.headlines)]
    else:
        lines += ["", visit.tell("sources.no_entries")]
    if english:
        lines += ["", visit.tell("sources.draft"), *_bullets(english)]
    elif coming:
        lines += ["", visit.tell("sources.draft_coming")]
    if found.language and found.language.partition("-")[0].lower() != "ar":
        lines += ["", visit.tell("sources.not_arabic")]
    return "\n".join([*lines, "", visit.tell("sources.add_question")])


def _bullets(headlines: Sequence[str]) -> list[str]:
    short = (clean(headline)[:LONGEST_HEADLINE] for headline in headlines)
    return [f"• {html.escape(headline, quote=False)}" for headline in short]


async def pressed(visit: Visit) -> str | None:
    """Confirmed or not; either button works once."""
    if not may_add(visit):
        return visit.plain("sources.add_denied")
    async with visit.desk.store.transaction() as c:
        if visit.pressed is None or not await callbacks.use_up(c, visit.pressed.id):
            return None
        if "url" not in visit.data:
            number, new = None, False
        else:
            wanted = NewSource(
                str(visit.data["url"]),
                Kind(visit.data["kind"]),
                title=str(visit.data["title"]),
                language=visit.data["language"],
                owner=owner_of_new(visit),
            )
            number, new = await sources.add(c, wanted, visit.desk.now())
    if number is None:
        await visit.show(visit.tell("sources.not_added"))
    elif not new:
        title = str(visit.data["title"]) or str(visit.data["url"])
        await visit.show(visit.tell("sources.known", id=number, title=title))
    else:
        visit.desk.poller.wake()
        settings = Choice(visit.plain("sources.button_open"), "source", {"id": number})
        await visit.show(Screen(visit.tell("sources.added", id=number), [[settings]]))
    return None
