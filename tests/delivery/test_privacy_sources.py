"""Articles from elsewhere: the endpoint, and the sources that users add for themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import EndpointSettings
from bot.endpoint.server import Endpoint
from bot.intake.submissions import Intake
from bot.store import articles
from bot.store.articles import Stage
from bot.store.store import Store, open_store
from tests.delivery.faulty_server import until
from tests.delivery.loopback import HOST, feed_of, newsroom_on_the_web, page_of
from tests.delivery.memo import TITLE, found_in, in_tables, nobody_was_told, told
from tests.delivery.newsroom import GROUP, OWNER, READER, Newsroom, Telegram
from tests.delivery.table_translator import MEMO
from tests.empty_database import new_database
from tests.sources.web import LoopbackWeb

TOKEN = "a-token-that-is-long-enough"


@asynccontextmanager
async def endpoint(intake: Intake) -> AsyncIterator[httpx.AsyncClient]:
    server = Endpoint(EndpointSettings(listen="127.0.0.1:0", token=TOKEN), intake)
    stop = asyncio.Event()
    serving = asyncio.create_task(server.serve(stop))
    await server.standing.wait()
    assert server.address is not None
    headers = {"Authorization": f"Bearer {TOKEN}"}
    url = f"http://127.0.0.1:{server.address[1]}"
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client:
        yield client
    stop.set()
    await serving


def _told(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """Without the article's number, which counts all there are."""
    return answer.status_code, {k: v for k, v in answer.json().items() if k != "article"}


async def _briefed(store: Store, count: int) -> None:
    async def done() -> bool:
        async with store.read_only() as c:
            return (await articles.count_by_stage(c)).get(Stage.BRIEFED, 0) >= count

    await until(done)


async def test_a_push_of_the_same_text_is_answered_as_if_new_and_tells_nothing_of_the_chat(
    newsroom: Newsroom, telegram: Telegram, tmp_path: Path
) -> None:
    sent = {"text": MEMO, "outlet": "Gazette", "link": "https://gazette.example/1", "key": "1"}
    (tmp_path / "empty").mkdir()
    empty = await open_store(new_database(tmp_path / "empty"), migrated=False)
    fetcher = newsroom.parts.web
    async with endpoint(Intake(empty, fetcher)) as client:
        new, again = [_told(await client.post("/articles", json=sent)) for _ in range(2)]
    await empty.close()
    await newsroom.say("", document=telegram.upload("confidential.txt", MEMO.encode()))
    brief = await newsroom.wait(TITLE)
    assert "confidential.txt" in brief["text"]
    intake = Intake(newsroom.store, fetcher, newsroom.parts.runner.nudge)
    async with endpoint(intake) as client:
        assert _told(await client.post("/articles", json=sent)) == new
        assert _told(await client.post("/articles", json=sent)) == again
    await _briefed(newsroom.store, 2)
    # It is public now, as it was pushed: the chat's file name is not.
    await newsroom.say("/latest", OWNER)
    public = await newsroom.wait(TITLE, OWNER)
    assert "Gazette" in public["text"]
    for label, words in (("Why?", "What each statement"), ("Arabic", "قنطريش")):
        await newsroom.press(public, label)
        await newsroom.wait(words, OWNER, after=public)
    assert "confidential" not in told(telegram, OWNER)
    # Whose own it was can still open it, and finds the event once.
    await newsroom.say("/search internal memo")
    await newsroom.wait("1 found for")
    await newsroom.press(brief, "Why?")
    await newsroom.wait("What each statement", after=brief)


async def test_a_chats_link_does_not_make_a_pushed_article_a_version_of_it(
    newsroom: Newsroom,
) -> None:
    """Nor the other way round: what one chat sends is compared with its own."""
    link = {"link": "https://t.me/albalad/5"}
    post = {
        "type": "channel",
        "date": 1_790_000_000,
        "chat": {"id": -1009, "type": "channel", "title": "البلد", "username": "albalad"},
        "message_id": 5,
    }
    await newsroom.say(MEMO, forward_origin=post)
    await newsroom.wait(TITLE)
    edited = MEMO.replace("الشهر", "الأسبوع")
    async with endpoint(Intake(newsroom.store, newsroom.parts.web)) as client:
        answer = await client.post("/articles", json={"text": edited, **link})
    assert (answer.status_code, answer.json().get("version_of")) == (201, None)


# -------------------------------------------------------------------------- a user's own source


@pytest.fixture
async def room(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Newsroom]:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins |= {(GROUP, READER), (-501, OWNER)}
    telegram.add_chat(-501, "group", title="Other")
    async with LoopbackWeb() as web:
        web.put(HOST, "/memo", page_of(MEMO, "قنطريش"))
        feed = feed_of(web, [("/memo", MEMO.split("\n\n")[0])], title="قنطريش")
        web.put(HOST, "/feed", feed, media_type="application/rss+xml")
        async with newsroom_on_the_web(tmp_path, telegram, web, users_may_add=True) as running:
            await running.say(f"/add {web.url(HOST, '/feed')}")
            await running.press(await running.wait("Draft translation"), "Add it")
            await running.wait("Added as source 1")
            await _briefed(running.store, 1)
            yield running


async def test_a_users_own_source_is_nobody_elses(room: Newsroom, telegram: Telegram) -> None:
    await room.say("/now")
    await room.wait("1 article, 1 story")
    for chat in (OWNER, -501):
        for asked, said in (
            ("/now", "nothing for a first digest"),
            ("/latest", "No article has come in yet"),
            ("/search internal memo", "Nothing found"),
            ("/sources", "There are no sources yet"),
            ("/source 1", "no source with this number"),
            ("/remove 1", "no source with this number"),
            ("/follow 1", "no source 1 that you can choose"),
            ("/follow", "Digests from all sources"),
        ):
            asked_at = await room.say(asked, chat, OWNER)
            await room.wait(said, chat, after=asked_at)
    nobody_was_told(telegram, READER)


async def test_a_group_follows_it_after_its_owner_and_keeps_what_it_got(
    room: Newsroom, telegram: Telegram
) -> None:
    await room.say("/follow 1", GROUP, READER)
    await room.wait("Sources: 1", GROUP)
    await room.say("/now", GROUP, OWNER)
    digest = await room.wait("1 article, 1 story", GROUP)
    await room.press(digest, "Open an article", OWNER)
    which = await room.wait("Which article?", GROUP)
    await room.press(which, "Internal memo", OWNER)
    opened = await room.wait(TITLE, GROUP, after=which)
    nobody_was_told(telegram, READER, GROUP)
    await room.say("/remove 1")
    await room.press(await room.wait("Its articles can still be found"), "Remove it")
    await room.wait("Removed")
    await room.press(opened, "Why?", OWNER)
    await room.wait("What each statement", GROUP, after=opened)
    await room.say("/latest")
    await room.wait(TITLE)
    for chat in (READER, GROUP):
        assert await in_tables(room.store)
        await room.say("/forget", chat, READER)
        await room.press(await room.wait("no way back", chat), "Delete it", READER)
        await room.wait("Deleted, with all settings", chat)
    assert await in_tables(room.store) == {}
    nobody_was_told(telegram, READER, GROUP)


async def test_a_group_that_follows_it_no_more_cannot_open_what_it_had(
    room: Newsroom, telegram: Telegram
) -> None:
    await room.say("/follow 1", GROUP, READER)
    await room.wait("Sources: 1", GROUP)
    await room.say("/latest", GROUP, OWNER)
    brief = await room.wait(TITLE, GROUP)
    await room.say("/follow all", GROUP, READER)
    await room.wait("Digests from all sources", GROUP)
    for label in ("Full translation", "Arabic", "Why?"):
        answered = max(m["message_id"] for m in room.messages(GROUP))
        await room.press(brief, label, OWNER)
        await room.wait("no longer kept", GROUP, after={"message_id": answered})
    await room.say("/search internal memo", GROUP, OWNER)
    await room.wait("Nothing found", GROUP)


async def test_forget_removes_the_sources_one_added(room: Newsroom) -> None:
    await room.say("/forget")
    await room.press(await room.wait("no way back"), "Delete it")
    said = await room.wait("Deleted, with all settings")
    assert "sources you had added: 1" in said["text"]
    assert await in_tables(room.store) == {}
    assert not found_in(said["text"])
