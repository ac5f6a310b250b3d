"""/engine: what translates, how fast, what waits, and what the checks flagged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Settings, TranslationSettings
from bot.delivery.handlers import engine as command
from bot.delivery.wording import LANGUAGES
from bot.errors import BudgetSpent
from bot.pipeline.engines import EngineStatus, engines_in_use
from bot.pipeline.seams import Models
from bot.records import Article, Progress, Translation
from bot.store import figures
from bot.store.figures import Figures
from tests.delivery.newsroom import GROUP, OWNER, READER, STRANGER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY, TableRooms

TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
UNTIL = f"{TOMORROW.astimezone(ZoneInfo('Asia/Amman')):%Y-%m-%d %H:%M}"
"""In the chats' own zone."""


class Spent(TableRooms):
    """With no tokens left, and a member of a cascade that is down."""

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        raise BudgetSpent("Today's tokens <are> spent: 10 of 10.", again_at=TOMORROW)

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        return self.translate(given)

    def passed_over(self) -> dict[str, str]:
        return {"chat": "The endpoint <answers> 500."}


async def test_it_is_the_operators_and_private(newsroom: Newsroom, telegram: Telegram) -> None:
    await newsroom.say("/engine", READER)
    await newsroom.wait("Only the bot's operator", READER)
    telegram.add_chat(GROUP, "group", title="Desk")
    await newsroom.say("/engine", GROUP, OWNER)
    await newsroom.wait("private chat", GROUP)
    await newsroom.say("/engine", STRANGER)
    await newsroom.say("/help")
    await newsroom.wait("What I can do")
    assert not any(
        "embedded" in text for chat in (GROUP, STRANGER) for text in telegram.texts(chat)
    )


async def test_before_anything_was_translated(newsroom: Newsroom) -> None:
    await newsroom.say("/engine", OWNER)
    said = (await newsroom.wait("Engine", OWNER))["text"]
    assert "embedded" in said
    assert "no model loaded" in said
    assert "Speed: nothing translated yet" in said
    assert "Flagged in 7 days: nothing translated" in said


async def test_speed_and_flagged_share_are_of_what_was_translated(newsroom: Newsroom) -> None:
    # So short that its brief is all of it.
    await newsroom.say(LIBRARY)
    await newsroom.wait("Public library opens")
    async with newsroom.store.transaction() as c:
        now = datetime.now(UTC)
        made = await figures.latest(c, 1)
        assert (made.articles, made.sentences) == (1, 4)
        await figures.record(c, Figures(1, 10.0, 1000 - made.words, 96, 20, 5), now)
        await figures.record(c, Figures(1, 0.0, 0, 50, 50, 0), now - timedelta(days=8))
    await newsroom.say("/engine", OWNER)
    said = (await newsroom.wait("words/s", OWNER))["text"]
    assert "loaded, idle" in said
    rate = 1000 / (10 + made.seconds)
    assert f"Speed: {rate:.1f} words/s" in said
    share = 25 + made.errors + made.warnings
    assert f"{share}% of 100 sentences in 2 articles" in said
    assert "Waiting: 0 articles, 0 requests" in said


class Down(Newsroom):
    def load(self, progress: Progress) -> Models:
        return Spent(self.settings, progress)


async def test_a_spent_budget_is_said_to_who_waits_and_to_the_operator(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with Down(tmp_path, telegram) as room:
        await room.say(GAS)
        await room.wait(f"will be translated after {UNTIL}")
        await room.say("/engine", OWNER)
        said = (await room.wait("tokens of the day are spent", OWNER))["text"]
        assert "BudgetSpent" in said
        assert "Today's tokens <are> spent: 10 of 10." in said
        assert f"1 waits until {UNTIL}" in said
        assert "Waiting: 1 article, 1 request" in said
        # Sent again it is the same article, and its waiting is said at once.
        await room.say(GAS)
        first = await room.wait(f"will be translated after {UNTIL}")
        await room.wait(f"will be translated after {UNTIL}", after=first)


def test_each_engine_of_a_cascade_has_its_line() -> None:
    tried = datetime(2026, 11, 22, 5, 5, tzinfo=UTC)

    def status(
        name: str, usable: bool, detail: str = "", at: datetime | None = None
    ) -> EngineStatus:
        return EngineStatus(name, f"{name} 1", usable, usable, None, 0, "", detail, at)

    listed = [
        status("embedded", True, at=tried),
        status("ctranslate2", False, "Not pulled yet."),
        status("chat", True, "localhost: 5 tokens spent today."),
    ]

    for language in LANGUAGES:
        lines = command.each(language, listed, {"chat": "down <now>"}, "Asia/Amman")
        text = "\n".join(lines)
        assert "2026-11-22 08:05" in text
        assert "Not pulled yet." in text
        assert "down &lt;now&gt;" in text
        assert len(lines) == 5


def test_a_cascade_is_its_members(tmp_path: Path) -> None:
    chosen = TranslationSettings(engine="cascade")
    settings = Settings(cache_dir=tmp_path, translation=chosen)
    found = [engine.name for engine in engines_in_use(settings)]
    assert found == list(chosen.cascade.engines)
