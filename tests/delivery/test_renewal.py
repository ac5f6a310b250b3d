"""A new model translates again what an older one did: lists show it, and nobody is sent it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.config import Settings
from bot.pipeline import rooms as pipeline
from bot.pipeline.rooms import Rooms
from bot.pipeline.seams import Models
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.store import articles, chats, digests, outbox
from bot.store.store import Store
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from tests.delivery.faulty_server import until
from tests.delivery.memo import found_in, in_files, pasted, published
from tests.delivery.newsroom import READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, TableTranslator

BEFORE, AFTER = "announces cut in gas prices", "announces lower gas prices"


class Versioned(TableTranslator):
    """The table as a first model has it, and as a better one does."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self.identity = EngineIdentity("table", version, f"table {version} (test)")

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        found = super().translate(sources, decoding, progress)
        if self.identity.version == "1":
            return found
        return [(Hypothesis(h.text.replace(BEFORE, AFTER), h.score),) for (h,) in found]


class Remembering(Newsroom):
    """The real rooms, with the memory."""

    def load(self, progress: Progress) -> Models:
        return Rooms(self.settings, progress)


async def _by(store: Store, version: str) -> bool:
    """Whether every article's translation and brief are that version's."""
    async with store.read_only() as c:
        found = [await articles.get(c, number) for number in (1, 2)]
    return all(
        each and each.brief and each.brief.translation.engine.version == version for each in found
    )


async def _sent(store: Store) -> tuple[list[str], list[str | None]]:
    """Everything that was promised to the reader, and the digests as they are kept."""
    async with store.read_only() as c:
        chat = await chats.find(c, READER)
        assert chat is not None
        rows = await outbox.of_chat(c, chat.id)
        kept = await digests.of_chat(c, chat.id)
    return [str(row.payload) for row in rows], [each.content for each in kept]


async def test_a_new_model_replaces_what_is_stored_and_sends_nothing(
    telegram: Telegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = "1"

    def load(settings: Settings, progress: Progress) -> Members:
        return Members.only(Versioned(version))

    monkeypatch.setattr(pipeline, "load_engines", load)
    room = Remembering(tmp_path, telegram)
    async with room:
        await published(room, GAS)
        await pasted(room)
        asked = await room.say("/now")
        digest = await room.wait(BEFORE, after=asked)
        sent = await _sent(room.store)
        count = len(telegram.texts(READER))

    version = "2"
    async with room:

        async def renewed() -> bool:
            return await _by(room.store, "2")

        await until(renewed)
        assert await _sent(room.store) == sent
        assert len(telegram.texts(READER)) == count
        assert BEFORE in digest["text"]
        asked = await room.say("/now")
        nothing = await room.wait("Nothing new", after=asked)
        assert "Corrected" not in nothing["text"]
        asked = await room.say("/latest")
        await room.wait(AFTER, after=asked)
        asked = await room.say("/search lower gas")
        await room.wait("1 found", after=asked)

    remembered = b"".join(file.read_bytes() for file in tmp_path.glob("memory.sqlite*"))
    assert AFTER.encode() in remembered
    assert not found_in(remembered)
    assert not any("memory" in name for name in in_files(tmp_path))
