"""A stop while an endpoint says nothing: it ends, and the article is worked after the next
start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import ChatSettings, Settings, SummarySettings
from bot.config import TranslationSettings as Translating
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.rooms import Rooms
from bot.records import Digest, Progress, Story, StoryPoint
from bot.store import articles
from bot.store.articles import Stage
from bot.store.store import Store
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.chat.calls import BrokenOff
from bot.translation.engines.chat.engine import ChatTranslator
from tests.pipeline import test_runner
from tests.pipeline.test_runner import NOW, Listener, runner_of, until_stage
from tests.pipeline.test_writing import BODY, TITLE
from tests.store.made_records import publish
from tests.summary.made_translations import translation
from tests.translation.engines import chat_server as bad
from tests.translation.engines.chat_server import ChatServer, Segments

store = test_runner.store
SOON = 30
"""Seconds, far below those that an endpoint is waited for."""


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(table=dict((TITLE, *BODY))) as running:
        yield running


def settings(server: ChatServer, folder: Path) -> Settings:
    chat = ChatSettings(base_url=server.address, model="tiny", timeout=600.0)
    return Settings(
        cache_dir=folder,
        translation=Translating(chat=chat, memory=False, trust=False),
        summary=SummarySettings(engine="chat"),
    )


def in_translating(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return bad.hanging(server, segments, request)


def in_writing(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    of_brief = request["response_format"]["json_schema"]["name"] == "brief"
    return (bad.hanging if of_brief else bad.good)(server, segments, request)


class Process:
    """Works what is stored with the rooms."""

    def __init__(self, store: Store, settings: Settings) -> None:
        def load(progress: Progress) -> Rooms:
            rooms = Rooms(settings, progress)
            chat = ChatTranslator(settings.translation.chat, settings.cache_dir, canaries=())
            rooms._engines = Members.only(chat)
            return rooms

        self.work = ArticleWork(store, load, Listener(), summary="chat")
        self.running = asyncio.create_task(runner_of(store, self.work, 1).run())

    async def stop(self) -> None:
        async with asyncio.timeout(SOON):
            self.work.stop()
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)
            await self.work.close()


@pytest.mark.parametrize(
    ("hangs", "left_at"), [(in_translating, Stage.READ), (in_writing, Stage.TRANSLATED)]
)
async def test_nothing_is_waited_for_and_nothing_lost(
    store: Store, server: ChatServer, tmp_path: Path, hangs: bad.Script, left_at: Stage
) -> None:
    async with store.transaction() as c:
        number, _ = await articles.add(c, translation(TITLE, BODY).article, NOW)
        await publish(c, number)
    server.always = hangs
    process = Process(store, settings(server, tmp_path))
    async with asyncio.timeout(90):
        while not server.requests or (hangs is in_writing and not _writes(server)):
            await asyncio.sleep(0.01)
    await process.stop()
    async with store.read_only() as c:
        stored = await articles.get(c, number)
    assert stored is not None
    assert (stored.stage, stored.attempts) == (left_at, 0)

    server.always = lambda *given: bad.nothing(*given) if _writes(server) else bad.good(*given)
    process = Process(store, settings(server, tmp_path))
    await until_stage(store, number, Stage.BRIEFED)
    await process.stop()


def _writes(server: ChatServer) -> bool:
    """Whether the last request was for a brief."""
    return bool(server.requests[-1]["response_format"]["json_schema"]["name"] == "brief")


async def test_a_digest_is_not_made_without_its_editor(server: ChatServer, tmp_path: Path) -> None:
    rooms = Rooms(settings(server, tmp_path))
    server.always = bad.nothing
    brief, _ = rooms.writing(translation(TITLE, BODY), ())()
    told = replace(brief.headline, text="Another story.")
    stories = [Story(each, (StoryPoint(each, ("a",), False),), (brief,)) for each in
               (brief.headline, told)]  # fmt: skip
    digest = Digest(datetime(2026, 11, 30, tzinfo=UTC), brief.translation.engine, tuple(stories))
    server.always = bad.hanging
    before = len(server.requests)
    editing = asyncio.create_task(asyncio.to_thread(rooms.edited, digest, (), ""))
    async with asyncio.timeout(SOON):
        while len(server.requests) == before:
            await asyncio.sleep(0.01)
        rooms.stop()
        with pytest.raises(BrokenOff):
            await editing
        await asyncio.to_thread(rooms.close)
