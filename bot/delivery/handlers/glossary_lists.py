"""A glossary as a file: one sent to the bot is imported when confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import PurePath

from telegram import Document as File
from telegram import Message

from bot.delivery.handlers import sent_lists
from bot.delivery.requests.files import Files
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.pipeline.glossary import GlossaryChange, compare, take
from bot.pipeline.names import LARGEST, Listing, read_file
from bot.records import Skipped

NAMED = 10
"""Changed and refused rows that are told one by one."""


def is_list(message: Message) -> bool:
    """A file with /glossary as its caption, or one that is a termbase by its name."""
    if message.document is None:
        return False
    said = (message.caption or "").strip().casefold().split("@")[0].split()
    return said[:1] == ["/glossary"] or (
        PurePath(message.document.file_name or "").suffix.lower() == ".tbx"
    )


async def asked(visit: Visit, files: Files, file: File) -> None:
    """A glossary was sent: what an import would do, and whether to do it."""

    async def question(listing: Listing) -> Screen:
        return _question(visit, await compare(visit.context.store, listing), file.file_id)

    await sent_lists.look(visit, files, file, LARGEST, read_file, question, "glossary.file_owner")


def _question(visit: Visit, found: GlossaryChange, file_id: str) -> Screen:
    text = [visit.tell("glossary.file_found", **_counts(found)), *_changes(visit, found)]
    text += _reasons(visit, found.refused)
    if not (found.new or found.changed):
        return Screen("\n".join([*text, visit.tell("glossary.file_nothing")]))
    buttons = [
        Choice(visit.plain("glossary.file_yes"), "glossary_file", {"file": file_id}),
        Choice(visit.plain("glossary.file_no"), "glossary_file", {}),
    ]
    return Screen("\n".join([*text, "", visit.tell("glossary.file_question")]), [buttons])


def _counts(found: GlossaryChange) -> dict[str, int]:
    new, changed, known = len(found.new), len(found.changed), len(found.known)
    count = new + changed + known
    refused = len(found.refused)
    return {"count": count, "new": new, "changed": changed, "known": known, "refused": refused}


def _changes(visit: Visit, found: GlossaryChange) -> list[str]:
    lines = [
        visit.tell("glossary.file_change", arabic=t.arabic, english=t.english, before=before)
        for t, before in found.changed[:NAMED]
    ]
    if len(found.changed) > NAMED:
        lines.append(visit.tell("glossary.more", count=len(found.changed) - NAMED))
    return lines


def _reasons(visit: Visit, refused: Sequence[Skipped]) -> list[str]:
    return sent_lists.reasons(visit, refused, NAMED, "✗", "glossary.more")


async def pressed(visit: Visit, files: Files) -> None:
    async def take_in(data: bytes) -> str:
        listing = await asyncio.to_thread(read_file, data)
        taken = await take(visit.context.store, listing, visit.context.now())
        done = visit.tell("glossary.file_done", **_counts(taken))
        return "\n".join([done, *_reasons(visit, taken.refused)])

    await sent_lists.settle(visit, files, take_in, "glossary.file_cancelled")
