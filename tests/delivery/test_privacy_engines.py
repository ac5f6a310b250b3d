"""Private text and what remembers, learns and translates: the real rooms with stub engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.config import ChatSettings, Settings
from bot.pipeline import private_texts
from bot.pipeline import rooms as pipeline
from bot.pipeline.rooms import Rooms
from bot.pipeline.seams import Models
from bot.records import Progress
from bot.store import glossary
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.chat.engine import ChatTranslator
from tests.delivery.memo import TITLE, found_in, in_files, pasted, published
from tests.delivery.newsroom import READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY, MEMO, PAIRS, TableTranslator
from tests.translation.engines.chat_server import ChatServer, good

STATED = "التقى الوزير جيرالد ستانبروك (Gerald Stanbrook) الوفد أمس في المدينة."


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A chat endpoint that counts as another machine's, though it is on loopback."""
    with ChatServer(table=PAIRS) as server:

        def load(settings: Settings, progress: Progress) -> Members:
            if settings.translation.engine == "embedded":
                return Members.only(TableTranslator())
            chat = settings.translation.chat
            return Members.only(ChatTranslator(chat, settings.cache_dir, canaries=()))

        monkeypatch.setattr(pipeline, "load_engines", load)
        monkeypatch.setattr(private_texts, "_is_here", lambda host: False)
        yield server


class Remote(Newsroom):
    """Translates by the endpoint, and remembers."""

    def load(self, progress: Progress) -> Models:
        return Rooms(self.settings, progress)


def remote(
    folder: Path,
    telegram: Telegram,
    endpoint: ChatServer,
    private_text: Literal["embedded", "any"],
    **bot: Any,
) -> Remote:
    room = Remote(folder, telegram, **bot)
    chat = ChatSettings(base_url=endpoint.address, model="tiny")
    changed = room.settings.translation.model_copy(
        update={"engine": "chat", "chat": chat, "private_text": private_text}
    )
    room.settings = room.settings.model_copy(update={"translation": changed})
    return room


def _asked(endpoint: ChatServer) -> str:
    return "\n".join(text for some in endpoint.asked for text in some)


async def test_private_text_stays_on_this_machine_and_out_of_the_memory(
    telegram: Telegram, tmp_path: Path, endpoint: ChatServer
) -> None:
    async with remote(tmp_path, telegram, endpoint, "embedded") as room:
        await pasted(room)
        assert endpoint.requests == []
        await published(room, GAS)
        assert "خفض أسعار الغاز" in _asked(endpoint)
    assert not found_in(_asked(endpoint))
    memory = {name: words for name, words in in_files(tmp_path).items() if "memory" in name}
    assert memory == {}
    remembered = b"".join(file.read_bytes() for file in tmp_path.glob("memory.sqlite*"))
    assert b"cut in gas prices" in remembered
    assert not any("127.0.0.1" in text for text in telegram.texts(READER))


async def test_where_it_may_leave_the_host_is_named_first_and_a_button_keeps_it_here(
    telegram: Telegram, tmp_path: Path, endpoint: ChatServer
) -> None:
    told_before: list[bool] = []

    def watching(server: ChatServer, segments: Any, request: Any) -> Any:
        told_before.append(any("at 127.0.0.1" in text for text in telegram.texts(READER)))
        return good(server, segments, request)

    endpoint.always = watching
    async with remote(tmp_path, telegram, endpoint, "any") as room:
        await pasted(room)
        assert told_before
        assert all(told_before)
        assert found_in(_asked(endpoint))
        said = await room.wait("Your text leaves this machine and goes there")
        await room.press(said, "Keep my texts on this machine")
        await room.wait("do not go to 127.0.0.1")
        await room.say(LIBRARY)
        await room.wait("Public library opens")
        assert "مكتبة" not in _asked(endpoint)
        await room.press(said, "Let them go")
        await room.wait("Your text leaves this machine and goes there")
        await room.say(GAS)
        await room.wait("cut in gas prices")
        assert "خفض أسعار الغاز" in _asked(endpoint)
    # It is said once, and what went is remembered no more than what stayed.
    sent = [fields["text"] for method, fields, _ in telegram.calls if method == "sendMessage"]
    assert sum("127.0.0.1" in text for text in sent) == 1
    assert not any("memory" in name for name in in_files(tmp_path))


async def test_where_the_host_could_not_be_named_the_text_stays_here(
    telegram: Telegram, tmp_path: Path, endpoint: ChatServer
) -> None:
    from tests.telegram_html import Refused

    def silent(method: str, fields: dict[str, Any]) -> Refused | None:
        if method == "sendMessage" and "127.0.0.1" in str(fields.get("text")):
            return Refused(400, "Bad Request: made up")
        return None

    telegram.faults.append(silent)
    async with remote(tmp_path, telegram, endpoint, "any") as room:
        await pasted(room)
    assert endpoint.requests == []


async def test_in_newsroom_mode_the_text_is_public_and_goes_where_all_goes(
    telegram: Telegram, tmp_path: Path, endpoint: ChatServer
) -> None:
    async with remote(tmp_path, telegram, endpoint, "embedded", newsroom=True) as room:
        await pasted(room)
    assert found_in(_asked(endpoint))


async def test_names_of_a_private_text_are_in_no_glossary(newsroom: Newsroom) -> None:
    await newsroom.say(f"{MEMO}\n\n{STATED}")
    await newsroom.wait(TITLE)
    async with newsroom.store.read_only() as c:
        assert await glossary.count(c) == 0
    await published(newsroom, f"{GAS}\n\n{STATED}")
    async with newsroom.store.read_only() as c:
        assert [row.english for row in await glossary.listing(c)] == ["Gerald Stanbrook"]
