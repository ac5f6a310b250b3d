"""Lists that the operator sends as files: looked through first, imported when confirmed."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Document as File
from telegram.error import BadRequest

from bot.delivery.requests import refusals
from bot.delivery.requests.files import Files
from bot.delivery.sending.screens import Screen
from bot.delivery.visit import Visit
from bot.errors import MujazError
from bot.language.lettering import clean
from bot.records import Skipped
from bot.store import message_ids

DOWNLOAD_SECONDS = 60

T = TypeVar("T")


async def look(
    visit: Visit,
    files: Files,
    file: File,
    largest: int,
    read: Callable[[bytes], T],
    question: Callable[[T], Awaitable[Screen]],
    refusal: str,
) -> None:
    """Show what is in a file that was sent, and ask whether to import it.

    `largest`: bytes. `read` parses the file, and may raise MujazError. `question` makes the screen
    that asks. `refusal`: key of the text for anybody but the operator.
    """
    if not (visit.owner and visit.private):
        await visit.answer(visit.tell(refusal))
    elif (file.file_size or 0) > largest:
        size, limit = -(-(file.file_size or 0) // 1_000_000), largest // 1_000_000
        await visit.answer(visit.tell("reading.too_big", size=size, limit=limit))
    else:
        try:
            found = await asyncio.to_thread(
                read, await files.download(file.file_id, DOWNLOAD_SECONDS)
            )
        except MujazError as error:
            reason = refusals.reason(visit.language, error)
            await visit.answer(visit.tell("reading.failed", reason=reason))
        else:
            await visit.answer(await question(found))
    async with visit.context.store.transaction() as c:
        await message_ids.note(
            c, visit.chat.telegram_id, visit.chat.thread, visit.message_id, visit.context.now()
        )


async def settle(
    visit: Visit, files: Files, take: Callable[[bytes], Awaitable[str]], cancelled: str
) -> None:
    """Act on the answer to that question: `take` imports the file and returns the report.

    The import comes before the button is used up, so that a kill between them loses nothing;
    importing the same file again must change nothing.
    """
    if "file" not in visit.data:
        await visit.settle(visit.tell(cancelled))
        return
    try:
        done = await take(await files.download(str(visit.data["file"]), DOWNLOAD_SECONDS))
    except MujazError as error:
        reason = refusals.reason(visit.language, error)
        await visit.settle(visit.tell("reading.failed", reason=reason))
    except BadRequest:
        # Telegram no longer has the file.
        await visit.settle(visit.tell("reading.broken"))
    else:
        await visit.settle(done)


def reasons(visit: Visit, refused: Sequence[Skipped], most: int, mark: str, more: str) -> list[str]:
    """A line for each of the first `most` refused rows, and one with the number of the rest.

    `mark` begins a line; `more` is the key of the last line's text.
    """
    lines = []
    for each in refused[:most]:
        reason = refusals.reason_named(visit.language, [each.error], each.reason)
        said = f"{mark} {clean(each.path)[:80]}: {clean(reason)[:120]}"
        lines.append(html.escape(said, quote=False))
    if len(refused) > most:
        lines.append(visit.tell(more, count=len(refused) - most))
    return lines
