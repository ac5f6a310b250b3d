"""A glossary as a file: one sent to the bot is imported when confirmed."""

from __future__ import annotations

import asyncio
import html
import io
from collections.abc import Sequence
from pathlib import PurePath

from telegram import Document as File
from telegram import Message
from telegram.error import BadRequest

from bot.delivery import refusals
from bot.delivery.desk import Choice, Screen, Visit
from bot.errors import MujazError
from bot.lettering import clean
from bot.records import Skipped
from bot.store import message_ids
from bot.translation.names.exchange import LARGEST, read_glossary
from bot.work.glossary import Taken, compare, take

NAMED = 10
"""Changed and refused rows that are told one by one."""
DOWNLOAD_SECONDS = 60


def is_list(message: Message) -> bool:
    """A file with /glossary as its caption, or one that is a termbase by its name."""
    if message.document is None:
        return False
    said = (message.caption or "").strip().casefold().split("@")[0].split()
    return said[:1] == ["/glossary"] or (
        PurePath(message.document.file_name or "").suffix.lower() == ".tbx"
    )


async def asked(visit: Visit, file: File) -> None:
    """A glossary was sent: what an import would do, and whether to do it."""
    if not (visit.owner and visit.private):
        await visit.answer(visit.tell("glossary.file_owner"))
    elif (file.file_size or 0) > LARGEST:
        size, limit = -(-(file.file_size or 0) // 1_000_000), LARGEST // 1_000_000
        await visit.answer(visit.tell("reading.too_big", size=size, limit=limit))
    else:
        try:
            data = await _download(visit, file.file_id)
            listing = await asyncio.to_thread(read_glossary, data)
        except MujazError as error:
            reason = refusals.reason(visit.language, error)
            await visit.answer(visit.tell("reading.failed", reason=reason))
        else:
            found = await compare(visit.desk.store, listing)
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


def _question(visit: Visit, found: Taken, file_id: str) -> Screen:
    text = [visit.tell("glossary.file_found", **_counts(found)), *_changes(visit, found)]
    text += _reasons(visit, found.refused)
    if not (found.new or found.changed):
        return Screen("\n".join([*text, visit.tell("glossary.file_nothing")]))
    buttons = [
        Choice(visit.plain("glossary.file_yes"), "glossary_file", {"file": file_id}),
        Choice(visit.plain("glossary.file_no"), "glossary_file", {}),
    ]
    return Screen("\n".join([*text, "", visit.tell("glossary.file_question")]), [buttons])


def _counts(found: Taken) -> dict[str, int]:
    new, changed, known = len(found.new), len(found.changed), len(found.known)
    count = new + changed + known
    refused = len(found.refused)
    return {"count": count, "new": new, "changed": changed, "known": known, "refused": refused}


def _changes(visit: Visit, found: Taken) -> list[str]:
    lines = [
        visit.tell("glossary.file_change", arabic=t.arabic, english=t.english, before=before)
        for t, before in found.changed[:NAMED]
    ]
    return lines + _more(visit, len(found.changed))


def _reasons(visit: Visit, refused: Sequence[Skipped]) -> list[str]:
    lines = []
    for each in refused[:NAMED]:
        reason = refusals.reason_named(visit.language, [each.error], each.reason)
        lines.append(html.escape(f"✗ {clean(each.path)[:80]}: {clean(reason)[:120]}", quote=False))
    return lines + _more(visit, len(refused))


def _more(visit: Visit, count: int) -> list[str]:
    return [visit.tell("glossary.more", count=count - NAMED)] if count > NAMED else []


async def pressed(visit: Visit) -> None:
    """Imported before the button is used up: importing again, after a kill, changes nothing."""
    if "file" not in visit.data:
        await visit.settle(visit.tell("glossary.file_cancelled"))
        return
    try:
        data = await _download(visit, str(visit.data["file"]))
        listing = await asyncio.to_thread(read_glossary, data)
        taken = await take(visit.desk.store, listing, visit.desk.now())
    except MujazError as error:
        reason = refusals.reason(visit.language, error)
        await visit.settle(visit.tell("reading.failed", reason=reason))
    except BadRequest:
        # Telegram no longer has the file.
        await visit.settle(visit.tell("reading.broken"))
    else:
        done = visit.tell("glossary.file_done", **_counts(taken))
        await visit.settle("\n".join([done, *_reasons(visit, taken.refused)]))
