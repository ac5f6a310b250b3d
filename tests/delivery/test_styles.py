"""/style: each brief is written in the styles that somebody who gets it chose, and in no other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import ChatSettings, SummarySettings, TranslationSettings
from bot.store import chats, digests
from tests.delivery.memo import briefed, until
from tests.delivery.newsroom import GROUP, READER, Newsroom, Telegram, button
from tests.delivery.table_translator import GAS, LIBRARY
from tests.translation.engines.chat_server import ChatServer, Segments, completion

SAID = {
    "for an analyst": "Transport companies welcomed the decision.",
    "a brief": "Transport companies welcomed the new decision.",
    "headlines": "Companies welcomed the decision.",
    "our own": "Transport companies welcomed it.",
}


def written(server: ChatServer, sentences: Segments, request: dict[str, Any]) -> dict[str, Any]:
    (style,) = [each for each in SAID if f"Style: {each}" in request["messages"][0]["content"]]
    welcomed = next(s["n"] for s in sentences if "ورحبت" in s["arabic"])
    point = {"text": SAID[style], "sentences": [welcomed], "speaker": "", "slot": "event"}
    head = {"text": "Energy minister announces cut in gas prices", "sentences": [1]}
    return completion(json.dumps({"headline": head, "points": [point]}))


@pytest.fixture
def endpoint() -> Iterator[ChatServer]:
    with ChatServer(always=written) as running:
        yield running


@pytest.fixture
async def room(telegram: Telegram, endpoint: ChatServer, tmp_path: Path) -> AsyncIterator[Newsroom]:
    telegram.add_chat(GROUP, "group", title="Desk")
    telegram.admins.add((GROUP, READER))
    made = Newsroom(tmp_path, telegram)
    chat = ChatSettings(base_url=endpoint.address, model="tiny", retries=0)
    made.settings = made.settings.model_copy(
        update={
            "translation": TranslationSettings(chat=chat, trust=False),
            "summary": SummarySettings(engine="chat"),
        }
    )
    async with made as running:
        yield running


def styles_asked(endpoint: ChatServer) -> list[str]:
    told = [request["messages"][0]["content"] for request in endpoint.requests]
    return [each for text in told for each in SAID if f"Style: {each}" in text]


async def test_without_a_model_that_writes_it_says_what_it_needs(newsroom: Newsroom) -> None:
    await newsroom.say("/style analyst")
    await newsroom.wait("summary.engine")
    await newsroom.say("/settings")
    menu = await newsroom.wait("Settings of this chat")
    with pytest.raises(AssertionError, match="no button"):
        button(menu, "Style")


async def test_a_chat_gets_its_style_and_nothing_is_written_for_nobody(
    room: Newsroom, endpoint: ChatServer
) -> None:
    await room.say("/style")
    offered = await room.wait("How should the briefs be written?")
    assert "analyst: Figures, conditions and who says what" in offered["text"]
    await room.press(offered, "analyst")
    await room.toast(1)
    await room.say("/style ANALYST", GROUP, READER)
    await room.wait("Style of briefs: analyst", GROUP)
    await room.say("/style default", GROUP, READER)
    await room.wait("Style of briefs: brief", GROUP)
    await room.say("/style loud", GROUP, READER)
    await room.wait("analyst, brief, headlines", GROUP)

    await room.publish(GAS)
    await until(lambda: briefed(room, 1))
    await room.say("/now")
    await room.say("/now", GROUP, READER)
    ours = await room.wait("Transport companies welcomed the decision.")
    theirs = await room.wait("Transport companies welcomed the new decision.", GROUP)
    assert "✎" in ours["text"]
    assert "✎" in theirs["text"]
    assert sorted(styles_asked(endpoint)) == ["a brief", "for an analyst"]
    async with room.store.read_only() as c:
        for who, style in ((READER, "analyst"), (GROUP, "brief")):
            chat = await chats.find(c, who)
            assert chat is not None
            sent = await digests.last_of(c, chat.id)
            assert sent is not None
            assert (
                f"tiny (chat): summarise 1, headline 1, {style} 1, repair 1, verify 1"
                in sent.writers
            )

    # A chat whose filters leave an article out has it written in no style.
    await room.say("/words only gas")
    await room.wait("Only with these words")
    await room.publish(LIBRARY)
    await until(lambda: briefed(room, 2))
    await room.say("/now", GROUP, READER)
    await room.wait("Public library opens", GROUP)
    assert styles_asked(endpoint).count("for an analyst") == 1
