"""The pages of a chat: what stands there, and what stands there no more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import feedparser
import pytest
import time_machine
from sqlalchemy import update

from bot.config import BotSettings, PagesSettings, Settings
from bot.delivery import pages
from bot.delivery.context import BotContext
from bot.delivery.page_folder import MADE
from bot.delivery.page_links import address_of, folder_of
from bot.delivery.pages import AGAIN, Pages
from bot.delivery.scheduling.composing import compose_for
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.promising import Composed, enqueue_asked_digest
from bot.delivery.sending.direct import Direct
from bot.digest.composition import compose
from bot.formats.rows import NOT_YET
from bot.pipeline.page_files import ARTICLES, DIGESTS
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Article, Digest, Moment, Part, Segment, TranslatedSegment
from bot.store import amendments, articles, chats, digests, outbox, removal, rights, users
from bot.store.amendments import Wrong
from bot.store.articles import StoredArticle
from bot.store.audience import Audience
from bot.store.chats import Chat, ChatKind, ChatState
from bot.store.store import Store, open_store
from tests.empty_database import new_database
from tests.store.made_records import article, brief, publish

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
TOKEN = "123456:a-token"
URL = "https://pages.example.org/mujaz"
GAS = ("خفض أسعار الغاز", "أعلن الوزير خفض أسعار الغاز", "The minister cut gas prices.")
LIBRARY = ("افتتاح مكتبة", "افتتحت البلدية مكتبة كبيرة", "The town opened a library.")
CRASH = (
    "تصادم قطارين بسوهاج",
    "قتل 19 شخصا في تصادم قطارين بمحافظة سوهاج",
    "19 people died as two trains collided in Sohag.",
)
RISEN = (
    "قتلى تصادم قطاري سوهاج 22",
    "ارتفع عدد قتلى تصادم القطارين بمحافظة سوهاج إلى 22 قتيلا",
    "The dead of the collision in Sohag rose to 22.",
)
MEMO = ("مذكرة", "تقرر إغلاق مصنع قنطريش", "The Qantarish plant will be closed.")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


ENCODER = SentenceEncoder()


class Composing:
    def __init__(self) -> None:
        self.composed = 0

    async def compose(
        self, stored: Sequence[StoredArticle], made_at: datetime, **asked: Any
    ) -> Digest:
        self.composed += 1
        briefs = [each.brief for each in stored if each.brief]
        behind = {"before": asked["before"], "since": asked.get("since")}
        return compose(briefs, (), ENCODER, made_at, asked["stories"], asked["points"], **behind)

    def forget(self) -> None:
        pass

    async def topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]:
        return [() for _ in told]


@dataclass
class Desk:
    """Two chats that get digests with pages."""

    context: BotContext
    runner: Composing
    folder: Path

    def __post_init__(self) -> None:
        self.pages = Pages(self.context, self.runner, self.folder)

    @property
    def store(self) -> Store:
        return self.context.store

    async def chat(self, telegram_id: int = 1) -> Chat:
        async with self.store.transaction() as c:
            made = await chats.ensure(c, telegram_id, ChatKind.PRIVATE, NOW)
            preferences = Preferences(zone="Asia/Amman")
            await chats.save_settings(c, made.id, to_json(preferences), 1)
            found = await chats.get(c, made.id)
        assert found is not None
        return found

    async def add(self, said: tuple[str, str, str], chat: Chat | None = None) -> int:
        """A briefed article of today; public, or that chat's own."""
        title, text, english = said
        now = self.context.now()
        made = replace(article(title, text, "RT"), published=Moment(now.date()))
        scope = f"chat{chat.id}" if chat else ""
        async with self.store.transaction() as c:
            number, _ = await articles.add(c, made, now, scope=scope)
            if chat is None:
                await publish(c, number)
            else:
                await rights.admit(c, number, Audience(chat=chat.id, user=7), now)
            await articles.set_brief(c, number, brief(made, english), now)
        return number

    async def send(self, chat: Chat) -> Composed:
        """The chat's digest of what is new, which Telegram has."""
        editions = Editions(self.runner, self.pages.changed)
        composed = await compose_for(self.context, editions, chat, asked=True)
        async with self.store.transaction() as c:
            await enqueue_asked_digest(c, chat.id, composed, self.context.now())
            await c.execute(update(outbox.outbox).values(state=outbox.MessageState.SENT))
        return composed

    def of(self, chat: Chat) -> Path:
        return self.folder / folder_of(TOKEN, chat.id)

    def names(self, chat: Chat) -> set[str]:
        return {each.name for each in self.of(chat).iterdir()}

    def page(self, chat: Chat, composed: Composed, story: str = "") -> str:
        return (self.of(chat) / f"{composed.page}{story}.html").read_text("utf-8")

    def everything(self) -> str:
        return "\n".join(f.read_text("utf-8") for f in self.folder.rglob("*") if f.is_file())


@asynccontextmanager
async def desk_at(folder: Path, **given: object) -> AsyncIterator[Desk]:
    settings = Settings(
        bot=BotSettings(token=TOKEN, allowed_users=(1, 2)),  # type: ignore[arg-type]
        pages=PagesSettings(folder=str(folder / "pages"), url=URL, **given),  # type: ignore[arg-type]
    )
    store = await open_store(new_database(folder), migrated=False)
    context = BotContext(settings, store, cast(Direct, None), lambda: None)
    try:
        yield Desk(context, Composing(), folder / "pages")
    finally:
        await store.close()


async def test_a_digest_gets_a_page_its_stories_theirs_and_two_feeds(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(GAS)
        await desk.add(LIBRARY)
        sent = await desk.send(chat)
        await desk.pages.turn()
        name = sent.page
        assert desk.names(chat) == {
            f"{name}.html",
            f"{name}-1.html",
            f"{name}-2.html",
            "index.html",
            "digests.atom",
            "articles.atom",
            "search.json",
            MADE,
        }
        assert "cut gas prices" in desk.page(chat, sent)
        assert GAS[1] in desk.page(chat, sent, "-1") + desk.page(chat, sent, "-2")
        (button,) = sent.messages[0].keyboard[1]
        assert button.url == f"{URL}/{folder_of(TOKEN, chat.id)}/{name}.html"
        index = (desk.of(chat) / "index.html").read_text("utf-8")
        assert f'href="{name}.html"' in index and 'href="articles.atom"' in index
        # As it was sent: nothing was put together a second time.
        assert desk.runner.composed == 1


async def test_the_feeds_are_what_feed_readers_read(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(
            ("عنوان </entry>", "نص فيه <script>alert(1)</script>", "A <b>bold</b> & \x00 one.")
        )
        await desk.add(LIBRARY)
        sent = await desk.send(chat)
        await desk.pages.turn()
        there = {
            name: (desk.of(chat) / name).read_bytes() for name in ("digests.atom", "articles.atom")
        }
    parsed = {name: feedparser.parse(raw, sanitize_html=False) for name, raw in there.items()}
    assert not any(each.bozo for each in parsed.values())
    (digest,) = parsed[DIGESTS].entries
    assert digest.link == f"{URL}/{folder_of(TOKEN, chat.id)}/{sent.page}.html"
    assert digest.published_parsed[:5] == (2026, 11, 22, 6, 0)
    assert "opened a library" in digest.content[0].value
    newest, other = parsed[ARTICLES].entries
    assert newest.author == "RT"
    assert "opened a library" in newest.title
    assert LIBRARY[1] in newest.content[0].value
    assert "<script" not in other.content[0].value
    assert len({newest.id, other.id, digest.id, parsed[DIGESTS].feed.id}) == 4


async def test_what_is_taken_back_stands_nowhere_and_the_rest_stays(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        memo = await desk.add(MEMO, chat)
        await desk.add(GAS)
        sent = await desk.send(chat)
        await desk.pages.turn()
        assert "Qantarish" in desk.everything()
        async with desk.store.transaction() as c:
            await removal.take_back(c, memo, chat.id, NOW)
        async with desk.store.read_only() as c:
            (row,) = await digests.of_chat(c, chat.id)
        assert row.content is None
        await desk.pages.turn()
        assert "antarish" not in desk.everything()
        assert "قنطريش" not in desk.everything()
        page = desk.page(chat, sent)
        assert "cut gas prices" in page
        assert AGAIN in page


async def test_a_chat_that_is_forgotten_leaves_no_page(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        await desk.add(GAS)
        await desk.send(chat)
        await desk.send(other)
        await desk.pages.turn()
        async with desk.store.transaction() as c:
            await removal.forget_chat(c, chat, NOW)
        await desk.pages.turn()
        assert not desk.of(chat).exists()
        assert desk.of(other).exists()
        assert [each.name for each in desk.folder.iterdir()] == [desk.of(other).name]


@pytest.mark.parametrize("why", ["gone", "blocked", "off the list"])
async def test_a_chat_that_gets_no_more_digests_has_no_page(tmp_path: Path, why: str) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        await desk.add(GAS)
        sent = await desk.send(chat)
        await desk.send(other)
        await desk.pages.turn()
        assert desk.page(chat, sent)
        async with desk.store.transaction() as c:
            if why == "gone":
                await chats.set_state(c, chat.id, ChatState.GONE, NOW, "kicked")
            elif why == "blocked":
                await users.block(c, chat.telegram_id, NOW)
        if why == "off the list":
            bot = desk.context.settings.bot.model_copy(update={"allowed_users": (2,)})
            settings = desk.context.settings.model_copy(update={"bot": bot})
            desk.context = replace(desk.context, settings=settings)
            desk.pages = Pages(desk.context, desk.runner, desk.folder)
        await desk.pages.turn()
        assert [each.name for each in desk.folder.iterdir()] == [desk.of(other).name]
        if why == "gone":
            async with desk.store.transaction() as c:
                await chats.set_state(c, chat.id, ChatState.ACTIVE, NOW)
            await desk.pages.turn()
            assert desk.page(chat, sent), "it comes back with the chat"


async def test_each_folder_holds_only_what_its_chat_may_see(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        await desk.add(MEMO, chat)
        await desk.add(GAS)
        await desk.send(chat)
        await desk.send(other)
        await desk.pages.turn()
        theirs = "\n".join(f.read_text("utf-8") for f in desk.of(other).iterdir())
        assert "cut gas prices" in theirs
        assert "antarish" not in theirs and "قنطريش" not in theirs
        assert folder_of(TOKEN, chat.id) not in theirs


async def test_a_right_that_is_lost_takes_the_page_with_it(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        memo = await desk.add(MEMO, chat)
        async with desk.store.transaction() as c:
            await rights.share(c, memo, other.id, NOW, None)
        sent = await desk.send(other)
        await desk.pages.turn()
        assert "Qantarish" in desk.page(other, sent)
        async with desk.store.transaction() as c:
            await rights.withdraw(c, memo, other.id)
        await desk.pages.turn()
        left = "\n".join(f.read_text("utf-8") for f in desk.of(other).iterdir())
        assert "antarish" not in left
        assert not (desk.of(other) / f"{sent.page}.html").exists()


async def test_what_a_story_goes_on_from_stands_there_while_it_may_be_seen(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        crash = await desk.add(CRASH, chat)
        async with desk.store.transaction() as c:
            await rights.share(c, crash, other.id, NOW, None)
        await desk.send(other)
        clock.shift(timedelta(hours=2))
        await desk.add(RISEN)
        sent = await desk.send(other)
        await desk.pages.turn()
        for page in (desk.page(other, sent), desk.page(other, sent, "-1")):
            assert "developing" in page
            assert "Earlier: 22 Nov: 19 dead" in page.replace("\u2068", "").replace("\u2069", "")
            assert CRASH[1] in page, "the Arabic that it stands on"
            assert AGAIN not in page
        async with desk.store.transaction() as c:
            await rights.withdraw(c, crash, other.id)
        await desk.pages.turn()
        assert "rose to 22" in desk.page(other, sent)
        assert AGAIN in desk.page(other, sent)
        for page in (desk.page(other, sent), desk.page(other, sent, "-1")):
            assert "19 dead" not in page and "19 people" not in page and CRASH[1] not in page


async def test_stories_without_news_are_named_there_as_in_the_message(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(CRASH)
        await desk.send(chat)
        clock.shift(timedelta(hours=2))
        again = (f"{CRASH[0]} مجددا", f"{CRASH[1]} اليوم", CRASH[2])
        await desk.add(again)
        await desk.add(LIBRARY)
        sent = await desk.send(chat)
        assert "Reported again, nothing new" in sent.messages[0].text
        await desk.pages.turn()
        page = desk.page(chat, sent)
        assert "Reported again, nothing new" in page
        assert "2 articles, 2 stories" in page
        assert desk.runner.composed == 2


async def test_a_kill_before_or_amid_the_files_is_healed(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(GAS)
        sent = await desk.send(chat)
        # Killed before a file was written: another process does it.
        desk.pages = Pages(desk.context, desk.runner, desk.folder)
        await desk.pages.turn()
        whole = desk.page(chat, sent)
        # Killed amid the files.
        (desk.of(chat) / MADE).unlink()
        (desk.of(chat) / f"{sent.page}-1.html").unlink()
        (desk.of(chat) / ".index.html.part").write_text("half")
        desk.pages = Pages(desk.context, desk.runner, desk.folder)
        await desk.pages.turn()
        assert desk.page(chat, sent) == whole
        assert desk.page(chat, sent, "-1")
        assert ".index.html.part" not in desk.names(chat)
        # Taken away while it runs.
        (desk.of(chat) / "index.html").unlink()
        await desk.pages.turn()
        assert "index.html" in desk.names(chat)


async def test_a_turn_without_news_writes_nothing(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(GAS)
        await desk.send(chat)
        await desk.pages.turn()
        before = {each: each.stat().st_mtime_ns for each in desk.of(chat).iterdir()}
        await desk.pages.turn()
        assert {each: each.stat().st_mtime_ns for each in desk.of(chat).iterdir()} == before


async def test_a_page_goes_with_its_days(tmp_path: Path, clock: time_machine.Traveller) -> None:
    async with desk_at(tmp_path, days=2) as desk:
        chat = await desk.chat()
        await desk.add(GAS)
        old = await desk.send(chat)
        clock.shift(timedelta(days=1))
        await desk.add(LIBRARY)
        new = await desk.send(chat)
        await desk.pages.turn()
        assert {f"{old.page}.html", f"{new.page}.html"} < desk.names(chat)
        clock.shift(timedelta(days=1, hours=1))
        await desk.pages.turn()
        assert f"{old.page}.html" not in desk.names(chat)
        assert f"{new.page}.html" in desk.names(chat)
        clock.shift(timedelta(days=1))
        await desk.pages.turn()
        assert list(desk.folder.iterdir()) == []
        async with desk.store.read_only() as c:
            assert {row.content for row in await digests.of_chat(c, chat.id)} == {None}


async def test_a_page_that_cannot_be_made_keeps_no_other_chat_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        await desk.add(GAS)
        broken, sent = await desk.send(chat), await desk.send(other)
        made = pages.digest_files

        def failing(digest: Digest, name: str, notes: Sequence[str] = ()) -> Any:
            if name == broken.page:
                raise ValueError("cannot be made")
            return made(digest, name, notes)

        monkeypatch.setattr(pages, "digest_files", failing)
        await desk.pages.turn()
        assert desk.page(other, sent)
        monkeypatch.undo()
        await desk.pages.turn()
        assert desk.page(chat, broken)


async def test_a_readers_amendment_takes_the_place_of_what_it_amends(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat, other = await desk.chat(), await desk.chat(2)
        number = await desk.add(GAS)
        sent, theirs = await desk.send(chat), await desk.send(other)
        await desk.pages.turn()
        async with desk.store.transaction() as c:
            given = await amendments.add(
                c, chat.id, 7, number, GAS[1], GAS[2], Wrong.MEANING, NOW, private=False
            )
            await amendments.say(c, given, english="The minister halved gas prices.")
        await desk.pages.turn()
        assert "halved gas prices" in desk.page(chat, sent, "-1")
        assert "cut gas prices" not in desk.page(chat, sent, "-1")
        assert "halved" not in desk.page(other, theirs, "-1")


async def test_the_rest_of_an_article_comes_when_it_is_translated(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        made = article("خفض أسعار الغاز", "أعلن الوزير ذلك. ورحبت الشركات بالقرار.", "RT")
        done = brief(made, "The minister said so.")
        (first,) = done.translation.segments
        other = Segment(1, Part.BODY, 0, 19, 41, "ورحبت الشركات بالقرار.", "ar")
        second = TranslatedSegment(other, "Companies welcomed it.", -0.1)
        pending = TranslatedSegment(other, "", None, pending=True)
        whole = replace(done.translation, segments=(first, second))
        part = replace(done.translation, segments=(first, pending))
        async with desk.store.transaction() as c:
            number, _ = await articles.add(c, made, NOW)
            await publish(c, number)
            await articles.set_brief(c, number, replace(done, translation=part), NOW)
        sent = await desk.send(chat)
        await desk.pages.turn()
        story = desk.page(chat, sent, "-1")
        assert NOT_YET in story and "Translated in part" in story
        async with desk.store.transaction() as c:
            stored = await articles.get(c, number)
            assert stored is not None
            assert await articles.set_whole(c, stored, whole)
        await desk.pages.turn()
        story = desk.page(chat, sent, "-1")
        assert NOT_YET not in story and "Companies welcomed it." in story


async def test_a_folder_that_cannot_be_written_is_said_and_tried_again(tmp_path: Path) -> None:
    async with desk_at(tmp_path) as desk:
        chat = await desk.chat()
        await desk.add(GAS)
        await desk.send(chat)
        desk.folder.write_text("a file is in its place")
        await desk.pages.turn()
        assert str(desk.folder) in desk.pages.failure
        desk.folder.unlink()
        await desk.pages.turn()
        assert desk.pages.failure == ""
        assert "index.html" in desk.names(chat)


def test_without_an_address_no_digest_leads_to_a_page() -> None:
    assert address_of(Settings(), 1, "p") is None
    served = Settings(pages=PagesSettings(folder="pages"))
    assert address_of(served, 1, "p") is None


def test_folders_cannot_be_told_from_chats_or_from_each_other() -> None:
    names = {folder_of(TOKEN, chat) for chat in range(100)} | {folder_of("other", 1)}
    assert len(names) == 101
    assert all(len(name) == 32 for name in names)
