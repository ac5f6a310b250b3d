"""Writes the pages of every chat, and takes away what is not to be read any more.

A turn compares what the database says with what stands on the disk, so that a kill, a removal, a
right that was lost, an amendment and a page that is too old all come to the same. What a chat may
see is asked each time (bot/store/rights.py), and whether it still gets digests at all: one that is
blocked, no longer on the list or gone has no folder.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.access import may_receive
from bot.delivery.amended import seen_by
from bot.delivery.context import BotContext
from bot.delivery.page_folder import Made, PageFolder, remove_others
from bot.delivery.page_links import folder_of
from bot.delivery.scheduling.behind import numbers_before
from bot.delivery.scheduling.composing import let_through, offered
from bot.delivery.scheduling.earlier import earlier
from bot.delivery.scheduling.editions import Composes, Editions
from bot.delivery.scheduling.preferences import of_chat
from bot.formats.pages import style_version
from bot.pipeline.page_files import (
    LISTS,
    Entry,
    Files,
    article_entry,
    articles_file,
    as_fields,
    digest_files,
    list_files,
    listing_of,
)
from bot.recent import Recent
from bot.store import addressees, chats, digests
from bot.store import pages as stored_pages
from bot.store.chats import Chat, ChatState
from bot.store.digests import Occasion
from bot.store.pages import Listed, Paged

log = structlog.get_logger(__name__)

ARTICLES = 40
"""In the feed of articles."""
LOOKED_AT = 120
"""Newest articles that a chat's filters are tried on."""
ENTRIES_KEPT = 400
AT_ONCE = "Breaking news: sent at once, between two digests."
AGAIN = (
    "This page was put together again since it was sent: something in it was taken back, "
    "corrected by a reader, or may not be seen any more."
)


@dataclass(frozen=True, slots=True)
class _Done:
    """What a folder holds, as this process left it."""

    digests: str = ""
    articles: str = ""
    files: frozenset[str] = frozenset()


_NOTHING = _Done()


class Pages:
    """`failure`: why the last turn could not write; empty where it could."""

    def __init__(self, context: BotContext, runner: Composes, folder: Path) -> None:
        self._context = context
        self._runner = runner
        self._editions = Editions(runner)
        self._folder = folder
        self._token = context.settings.bot.token.get_secret_value()
        self._due = asyncio.Event()
        self._done: dict[int, _Done] = {}
        self._entries: Recent[tuple[object, ...], Entry] = Recent(ENTRIES_KEPT)
        self.failure = ""

    def changed(self) -> None:
        """Something that a chat may read has changed: a turn is due."""
        self._due.set()

    async def until_due(self, seconds: float) -> None:
        """Wait until something has changed, or so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._due.wait()
        except TimeoutError:
            pass
        self._due.clear()

    def forget(self) -> None:
        """Another process writes, or did: what is there is looked at anew."""
        self._done.clear()
        self._entries.clear()

    async def turn(self) -> None:
        """Bring every chat's folder up to date."""
        # What an edition holds may have changed since the turn before.
        self._editions = Editions(self._runner)
        since = self._context.now() - timedelta(days=self._context.settings.pages.days)
        async with self._context.store.read_only() as c:
            over = await digests.any_kept(c, since)
            numbers = await stored_pages.chats_with_pages(c, since)
            to = await addressees.of_chats(c, numbers)
            asked = [await chats.get(c, number) for number in numbers]
        found = [
            chat
            for chat in asked
            if chat is not None
            and chat.state is not ChatState.GONE
            and may_receive(to[chat.id], self._context.settings.bot)
        ]
        if over:
            async with self._context.store.transaction() as c:
                await digests.let_go(c, since)
        kept = {chat.id: folder_of(self._token, chat.id) for chat in found}
        try:
            await asyncio.to_thread(remove_others, self._folder, kept.values())
            for number in self._done.keys() - kept.keys():
                del self._done[number]
            for chat in found:
                try:
                    await self._chat(chat, kept[chat.id])
                except (OSError, SQLAlchemyError):
                    raise
                except Exception:
                    # One chat's page that cannot be made is no reason to keep the others waiting.
                    log.exception("page_failed", chat=chat.id)
        except OSError as error:
            self.failure = f"{self._folder}: {error.strerror}"
            log.error("pages_not_written", kind=type(error).__name__, why=error.strerror)
        else:
            self.failure = ""

    async def _chat(self, chat: Chat, name: str) -> None:
        folder = PageFolder(self._folder / name)
        since = self._context.now() - timedelta(days=self._context.settings.pages.days)
        async with self._context.store.read_only() as c:
            paged = await stored_pages.of_chat(c, chat, since)
            amended = await stored_pages.amended(c, chat.id)
            newest = await self._newest(c, chat, since)
            before = [await self._goes_on_from(c, chat, each) for each in paged]
        marks = [_mark(each, of, amended) for each, of in zip(paged, before, strict=True)]
        done = self._done.get(chat.id, _NOTHING)
        if not await asyncio.to_thread(folder.holds, done.files):
            done = _NOTHING
        digests_now = _mark(marks, self._base(name))
        articles_now = _mark(newest, amended, sorted(chat.settings.items()), self._base(name))
        files = done.files
        if digests_now != done.digests:
            files = await self._digests(chat, folder, dict(zip(marks, paged, strict=True)))
        if articles_now != done.articles:
            entries = await self._feed(chat, newest, amended)
            made = articles_file(entries, folder=name, base=self._base(name))
            await asyncio.to_thread(folder.put, made)
        self._done[chat.id] = _Done(digests_now, articles_now, files)

    async def _digests(
        self, chat: Chat, folder: PageFolder, paged: Mapping[str, Paged]
    ) -> frozenset[str]:
        """Write what is not there as it is now; the names of all files. `paged`: by its mark."""
        made = await asyncio.to_thread(folder.read)
        now, files = Made(), Files()
        for mark, each in paged.items():
            known = made.pages.get(each.page)
            if known is None or known["of"] != mark:
                known = await self._page(chat, each, files)
            if known is not None:
                now.pages[each.page] = {**known, "of": mark}

        def write() -> None:
            listings = [listing_of(page["listing"]) for page in now.pages.values()][::-1]
            name, days = folder.path.name, self._context.settings.pages.days
            lists = list_files(listings, folder=name, base=self._base(name), days=days)
            folder.write(files | lists, now, LISTS)

        await asyncio.to_thread(write)
        log.info("pages_written", chat=chat.id, files=len(files))
        return frozenset({*now.files, *LISTS})

    def _base(self, name: str) -> str:
        url = self._context.settings.pages.url.rstrip("/")
        return f"{url}/{name}/" if url else ""

    # ------------------------------------------------------------------------------- one digest

    async def _goes_on_from(self, c: AsyncConnection, chat: Chat, paged: Paged) -> Sequence[int]:
        """What a page may say something of besides what is on record with its digest: one that is
        put together again goes on from all that was sent before."""
        if paged.kept:
            return ()
        return await numbers_before(c, chat, paged.made_at, paged.digest)

    async def _page(self, chat: Chat, paged: Paged, files: Files) -> dict[str, object] | None:
        """Its files, and what is kept of it; None where nothing of it may be seen any more."""
        async with self._context.store.read_only() as c:
            row = await digests.get(c, paged.digest)
        found = await earlier(self._context, self._editions, chat, row) if row else None
        if row is None or found is None:
            return None
        at_once = row.occasion is Occasion.BREAKING
        notes = [note for note, true in ((AT_ONCE, at_once), (AGAIN, found.again)) if true]
        made, listing = await asyncio.to_thread(digest_files, found.digest, paged.page, notes)
        files |= made
        return {"files": sorted(made), "listing": as_fields(listing)}

    # ---------------------------------------------------------------------- the feed of articles

    async def _newest(self, c: AsyncConnection, chat: Chat, since: datetime) -> Sequence[Listed]:
        preferences = of_chat(chat, self._context.settings.bot)
        among = await offered(c, chat, preferences)
        return await stored_pages.latest(c, chat, among, since, LOOKED_AT)

    async def _feed(self, chat: Chat, newest: Sequence[Listed], amended: str) -> list[Entry]:
        preferences = of_chat(chat, self._context.settings.bot)
        chosen = (
            preferences.outlets_keep,
            preferences.outlets_drop,
            preferences.words_keep,
            preferences.words_drop,
            preferences.topics_keep,
            preferences.topics_drop,
            preferences.style,
        )
        entries: list[Entry] = []
        for each in newest:

            async def make(each: Listed = each) -> Entry | None:
                async with self._context.store.read_only() as c:
                    stored = await seen_by(c, chat, each.number)
                if stored is None or stored.brief is None:
                    return None
                if not await let_through(self._editions, [stored], preferences):
                    return None
                return await asyncio.to_thread(article_entry, stored, each.key)

            # Chats that see the same of it share it.
            entry = await self._entries.get((each, amended, chosen), make)
            if entry is not None:
                entries.append(entry)
            if len(entries) == ARTICLES:
                break
        return entries


def _mark(*of: object) -> str:
    """Changes with what something is made of, and with how pages look."""
    told = json.dumps([style_version(), of], default=repr, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
