"""Lists of feeds as OPML files: one sent to the bot is imported when confirmed, /opml gives one."""

from __future__ import annotations

import asyncio
import html
import io
from collections.abc import Sequence
from pathlib import PurePath

from telegram import Document as File
from telegram.error import BadRequest

from bot.delivery import refusals
from bot.delivery.desk import Choice, Screen, Visit
from bot.delivery.outbox import enqueue_answer
from bot.delivery.post import Payload
from bot.errors import MujazError
from bot.lettering import clean
from bot.records import Skipped
from bot.sources.opml import LARGEST, Outlines, read_opml
from bot.store import message_ids, sources
from bot.work.sources import OpmlReport, give_opml, take_opml

_MEDIA = {"text/x-opml", "text/opml", "application/opml+xml", "text/x-opml+xml"}
NAME = "mujaz-sources.opml"
TOPICS_NAMED = 15
REASONS = 15
"""Outlines not taken whose reason is told."""
DOWNLOAD_SECONDS = 60


def is_list(file: File | None) -> bool:
    if file is None:
        return False
    named = PurePath(file.file_name or "").suffix.lower() == ".opml"
    return named or file.mime_type in _MEDIA


async def asked(visit: Visit, file: File) -> None:
    """A list was sent: what is in it, and whether to import it."""
    if not (visit.owner and visit.private):
        await visit.answer(visit.tell("sources.opml_owner"))
    elif (file.file_size or 0) > LARGEST:
        size, limit = -(-(file.file_size or 0) // 1_000_000), LARGEST // 1_000_000
        await visit.answer(visit.tell("reading.too_big", size=size, limit=limit))
    else:
        try:
            found = await asyncio.to_thread(read_opml, await _download(visit, file.file_id))
        except MujazError as error:
            reason = refusals.reason(visit.language, error)
            await visit.answer(visit.tell("reading.failed", reason=reason))
        else:
            await visit.answer(_question(visit, found, file.file_id))
    async with visit.desk.store.transaction() as c:
        await message_ids.note(
            c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, visit.desk.now()
        )


async def _download(visit: Visit, file_id: str) -> bytes:
    file = await visit.desk.bot.get_file(file_id)
    into = io.BytesIO()
    await file.download_to_memory(into, read_timeout=DOWNLOAD_SECONDS)
    return into.getvalue()


def _question(visit: Visit, found: Outlines, file_id: str) -> Screen:
    count, refused = len(found.outlines), len(found.refused)
    reasons = _reasons(visit, found.refused)
    if not count:
        text = visit.tell("sources.opml_none", refused=refused)
        return Screen("\n".join([text, *reasons]))
    topics = list(dict.fromkeys(each.topic for each in found.outlines if each.topic))
    named = ", ".join(topics[:TOPICS_NAMED]) + (" …" if len(topics) > TOPICS_NAMED else "")
    head = visit.tell(
        "sources.opml_found",
        count=count,
        topics=named or visit.plain("sources.none"),
        refused=refused,
    )
    buttons = [
        Choice(visit.plain("sources.opml_yes"), "opml", {"file": file_id}),
        Choice(visit.plain("sources.opml_no"), "opml", {}),
    ]
    text = "\n".join([head, *reasons, "", visit.tell("sources.opml_question")])
    return Screen(text, [buttons])


def _reasons(visit: Visit, refused: Sequence[Skipped]) -> list[str]:
    lines = []
    for each in refused[:REASONS]:
        reason = refusals.reason_named(visit.language, [each.error], each.reason)
        lines.append(html.escape(f"• {clean(each.path)[:80]}: {clean(reason)[:120]}", quote=False))
    if len(refused) > REASONS:
        lines.append(visit.tell("sources.opml_more", count=len(refused) - REASONS))
    return lines


async def pressed(visit: Visit) -> None:
    """Imported before the button is used up: importing again, after a kill, adds nothing twice."""
    if "file" not in visit.data:
        await visit.settle(visit.tell("sources.opml_cancelled"))
        return
    try:
        data = await _download(visit, str(visit.data["file"]))
        report = await take_opml(visit.desk.store, data, None, visit.desk.now())
    except MujazError as error:
        reason = refusals.reason(visit.language, error)
        await visit.settle(visit.tell("reading.failed", reason=reason))
    except BadRequest:
        # Telegram no longer has the file.
        await visit.settle(visit.tell("reading.broken"))
    else:
        visit.desk.poller.wake()
        await visit.settle(_done(visit, report))


def _done(visit: Visit, report: OpmlReport) -> str:
    head = visit.tell(
        "sources.opml_done",
        added=len(report.added),
        known=len(report.known),
        refused=len(report.refused),
    )
    return "\n".join([head, *_reasons(visit, report.refused)])


async def export(visit: Visit) -> None:
    """/opml: the shared catalogue as a file."""
    async with visit.desk.store.reading() as c:
        count = await sources.count(c)
    data = await give_opml(visit.desk.store, None)
    payload = Payload(
        visit.tell("sources.opml_caption", count=count), file_name=NAME, file_text=data.decode()
    )
    async with visit.desk.store.transaction() as c:
        await visit.heard(c)
        await enqueue_answer(c, visit.chat.id, [payload], visit.desk.now())
    visit.desk.sender.wake()
