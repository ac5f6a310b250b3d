"""Lists of feeds as OPML files: one sent to the bot is imported when confirmed, /opml gives one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from telegram import Document as File

from bot.delivery.handlers import sent_lists
from bot.delivery.requests.files import Files
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.polling.catalogue import (
    LARGEST_LIST,
    OpmlPreview,
    OpmlReport,
    give_opml,
    look_into_opml,
    take_opml,
)
from bot.records import Skipped
from bot.store import sources

_MEDIA = {"text/x-opml", "text/opml", "application/opml+xml", "text/x-opml+xml"}
NAME = "mujaz-sources.opml"
TOPICS_NAMED = 15
REASONS = 15
"""Outlines not taken whose reason is told."""


def is_list(file: File | None) -> bool:
    if file is None:
        return False
    named = PurePath(file.file_name or "").suffix.lower() == ".opml"
    return named or file.mime_type in _MEDIA


async def asked(visit: Visit, files: Files, file: File) -> None:
    """A list was sent: what is in it, and whether to import it."""

    async def question(found: OpmlPreview) -> Screen:
        return _question(visit, found, file.file_id)

    await sent_lists.look(
        visit, files, file, LARGEST_LIST, look_into_opml, question, "sources.opml_owner"
    )


def _question(visit: Visit, found: OpmlPreview, file_id: str) -> Screen:
    count, refused = found.count, len(found.refused)
    reasons = _reasons(visit, found.refused)
    if not count:
        text = visit.tell("sources.opml_none", refused=refused)
        return Screen("\n".join([text, *reasons]))
    more = " …" if len(found.topics) > TOPICS_NAMED else ""
    named = ", ".join(found.topics[:TOPICS_NAMED]) + more
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
    return sent_lists.reasons(visit, refused, REASONS, "•", "sources.opml_more")


async def pressed(visit: Visit, files: Files, wake_poller: Callable[[], None]) -> None:
    async def take(data: bytes) -> str:
        report = await take_opml(visit.context.store, data, None, visit.context.now())
        wake_poller()
        return _done(visit, report)

    await sent_lists.settle(visit, files, take, "sources.opml_cancelled")


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
    async with visit.context.store.read_only() as c:
        count = await sources.count(c)
    data = await give_opml(visit.context.store, None)
    payload = Payload(
        visit.tell("sources.opml_caption", count=count), file_name=NAME, file_text=data.decode()
    )
    await visit.give(payload)
