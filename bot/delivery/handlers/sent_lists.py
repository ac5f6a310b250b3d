"""Lists that the operator sends as files: looked through first, imported when confirmed."""

from __future__ import annotations

import asyncio
import html
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Document as File
from telegram.error import BadRequest

from bot.delivery.desk import Screen, Visit
from bot.delivery.requests import refusals
from bot.errors import MujazError
from bot.language.lettering import clean
from bot.records import Skipped
from bot.store import message_ids

DOWNLOAD_SECONDS = 60

T = TypeVar("T")


async def look(
    visit: Visit,
    file: File,
    largest: int,
    read: Callable[[bytes], T],
    question: Callable[[T], Awaitable[Screen]],
    refusal: str,
) -> None:
    """What is in a file that was sent, and whether to import it.

    `read`: what a file of at most `largest` bytes holds; may raise MujazError. `refusal`: the key
    of what anybody but the operator is told.
    """
    if not (visit.owner and visit.private):
        await visit.answer(visit.tell(refusal))
    elif (file.file_size or 0) > largest:
        size, limit = -(-(file.file_size or 0) // 1_000_000), largest // 1_000_000
        await visit.answer(visit.tell("reading.too_big", size=size, limit=limit))
    else:
        try:
            found = await asyncio.to_thread(read, await _download(visit, file.file_id))
        except MujazError as error:
            reason = refusals.reason(visit.language, error)
            await visit.answer(visit.tell("reading.failed", reason=reason))
        else:
            await visit.answer(await question(found))
    async with visit.desk.store.transaction() as c:
        await message_ids.note(
            c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, visit.desk.now()
        )


async def settle(visit: Visit, take: Callable[[bytes], Awaitable[str]], cancelled: str) -> None:
    """The answer to that question: `take` imports the file and says what came of it.

    Imported before the button is used up: importing again, after a kill, must change nothing.
    """
    if "file" not in visit.data:
        await visit.settle(visit.tell(cancelled))
        return
    try:
        done = await take(await _download(visit, str(visit.data["file"])))
    except MujazError as error:
        reason = refusals.reason(visit.language, error)
        await visit.settle(visit.tell("reading.failed", reason=reason))
    except BadRequest:
        # Telegram no longer has the file.
        await visit.settle(visit.tell("reading.broken"))
    else:
        await visit.settle(done)


async def _download(visit: Visit, file_id: str) -> bytes:
    file = await visit.desk.bot.get_file(file_id)
    into = io.BytesIO()
    await file.download_to_memory(into, read_timeout=DOWNLOAD_SECONDS)
    return into.getvalue()


def reasons(visit: Visit, refused: Sequence[Skipped], most: int, mark: str, more: str) -> list[str]:
    """A line for each row not taken; behind `most`, one that counts the rest (the key `more`)."""
    lines = []
    for each in refused[:most]:
        reason = refusals.reason_named(visit.language, [each.error], each.reason)
        said = f"{mark} {clean(each.path)[:80]}: {clean(reason)[:120]}"
        lines.append(html.escape(said, quote=False))
    if len(refused) > most:
        lines.append(visit.tell(more, count=len(refused) - most))
    return lines
