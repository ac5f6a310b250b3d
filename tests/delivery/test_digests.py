"""Filters, shared editions, and lateness."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine

from bot.config import Settings
from bot.delivery.context import BotContext
from bot.delivery.scheduling import editions
from bot.delivery.scheduling.composing import compose_for, wanted
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.preferences import Preferences, to_json
from bot.delivery.scheduling.promising import Composed, enqueue_asked_digest
from bot.delivery.sending.direct import Direct
from bot.digest.composition import compose
from bot.digest.topics import Topics
from bot.intake.identity import Keys
from bot.intake.ingest import take
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Article, Brief, Digest, Interest
from bot.store import articles, chats, digests
from bot.store.articles import Stage, StoredArticle
from bot.store.audience import PUBLIC
from bot.store.chats import Chat
from bot.store.store import Store, open_store
from tests.store.made_records import article, brief, publish
from tests.telegram_html import check_message

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Counting:
    """A runner that only composes, and counts."""

    def __init__(self) -> None:
        self.composed = 0
        self.since: date | None = None
        self._encoder = SentenceEncoder()

    async def compose(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        interest: Interest,
        topics: Mapping[str, tuple[str, ...]],
        by_topic: bool,
        style: str | None,
        before: Sequence[Brief] = (),
        since: date | None = None,
    ) -> Digest:
        self.composed += 1
        self.since = since
        briefs = [each.brief for each in stored if each.brief]
        return compose(
            briefs,
            (),
            self._encoder,
            made_at,
            stories,
            points,
            interest,
            topics=topics,
            by_topic=by_topic,
            before=before,
            since=since,
        )

    def forget(self) -> None:
        pass

    async def topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]:
        known = Topics(self._encoder)
        return [known.of(article) for article in told]


@dataclass
class Office:
    """What digests are composed with."""

    context: BotContext
    runner: Counting
    editions: Editions

    @property
    def store(self) -> Store:
        return self.context.store

    async def compose(
        self, chat: Chat, *, asked: bool = False, late: datetime | None = None
    ) -> Composed:
        return await compose_for(self.context, self.editions, chat, asked=asked, late=late)


@asynccontextmanager
async def office_at(folder: Path) -> AsyncIterator[Office]:
    store = await open_store(f"sqlite:///{folder / 'mujaz.db'}")
    runner = Counting()
    context = BotContext(Settings(), store, cast(Direct, None), lambda: None)
    try:
        yield Office(context, runner, Editions(runner))
    finally:
        await store.close()


async def chat_with(store: Store, number: int, preferences: Preferences) -> Chat:
    async with store.transaction() as c:
        chat = await chats.ensure(c, number, chats.ChatKind.PRIVATE, NOW)
        await chats.save_settings(c, chat.id, to_json(preferences), 2)
        found = await chats.get(c, chat.id)
    assert found is not None
    return found


async def add(store: Store, title: str, text: str, english: str, outlet: str) -> int:
    made = article(title, text, outlet)
    async with store.transaction() as c:
        number, _ = await articles.add(c, made, NOW)
        await publish(c, number)
        await articles.set_brief(c, number, brief(made, english), NOW - timedelta(hours=1))
    return number


async def test_chats_with_the_same_settings_share_an_edition(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        number = await add(office.store, "غاز", "خفض أسعار الغاز", "Gas prices cut.", "RT")
        same = [await chat_with(office.store, n, Preferences()) for n in range(1, 6)]
        other = await chat_with(office.store, 9, Preferences(points=1))
        made = [await office.compose(chat) for chat in (*same, other)]
    assert office.runner.composed == 2
    assert all(each.articles == (number,) for each in made)
    assert len({each.messages[0].text for each in made[:5]}) == 1
    buttons = {each.messages[0].keyboard[0][0].callback for each in made}
    assert len(buttons) == 6


async def test_a_digest_leaves_out_what_the_chat_had_already(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        first = await add(office.store, "غاز", "خفض أسعار الغاز", "Gas prices cut.", "RT")
        chat = await chat_with(office.store, 1, Preferences())
        async with office.store.transaction() as c:
            made = await digests.insert_once(c, chat.id, "slot", NOW, NOW - timedelta(minutes=65))
            assert made is not None
            await digests.add_articles(c, made, [first])
        second = await add(office.store, "مكتبة", "افتتاح مكتبة", "A library opens.", "RT")
        assert (await office.compose(chat)).articles == (second,)


async def test_an_empty_slot_is_not_the_digest_before(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        first = await add(office.store, "غاز", "خفض أسعار الغاز", "Gas prices cut.", "RT")
        chat = await chat_with(office.store, 1, Preferences())
        then = NOW - timedelta(days=2)
        async with office.store.transaction() as c:
            made = await digests.insert_once(c, chat.id, "slot", then, then)
            assert made is not None
            await digests.add_articles(c, made, [first])
            before = NOW - timedelta(minutes=65)
            assert await digests.insert_once(c, chat.id, "empty", before, before)
        second = await add(office.store, "مكتبة", "افتتاح مكتبة", "A library opens.", "RT")
        assert (await office.compose(chat)).articles == (second,)
        assert office.runner.since == then.date(), "what went quiet since is said now"


async def test_topics_are_told_however_few_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "TOPICS_KEPT", 1)
    async with office_at(tmp_path) as office:
        told = (("غاز", "خفض أسعار الغاز"), ("مكتبة", "افتتاح مكتبة"), ("كأس", "فوز المنتخب"))
        numbers = [await add(office.store, *each, "Said.", "RT") for each in told]
        async with office.store.read_only() as c:
            stored = await office.editions.articles(c, numbers)
        ids = [each.article.id for each in stored]
        for count in (1, 2, 3):
            assert set(await office.editions.topics(stored[:count])) == set(ids[:count])


async def test_nothing_new_is_silence_a_line_or_an_answer(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        quiet = await chat_with(office.store, 1, Preferences())
        says = await chat_with(office.store, 2, Preferences(say_empty=True, zone="Asia/Amman"))
        (first,) = (await office.compose(quiet, asked=True)).messages
        assert first.text == "There is nothing for a first digest yet."
        for chat in (quiet, says):
            async with office.store.transaction() as c:
                before = NOW - timedelta(minutes=65)
                assert await digests.insert_once(c, chat.id, "slot", NOW, before)
        assert (await office.compose(quiet)).messages == ()
        (line,) = (await office.compose(says)).messages
        assert line.text == "2026-11-22 09:00: nothing new since the last digest."
        (answer,) = (await office.compose(quiet, asked=True)).messages
        assert answer.text == "Nothing new since the last digest."


async def test_a_late_digest_says_when_it_was_due(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        await add(office.store, "غاز", "خفض أسعار الغاز", "Gas prices cut.", "RT")
        chat = await chat_with(office.store, 1, Preferences(zone="Asia/Amman", silent=True))
        made = await office.compose(chat, late=NOW - timedelta(hours=2))
    assert made.messages[0].text.startswith("Late: this was due at 2026-11-22 07:00.")
    assert made.messages[0].silent
    check_message(made.messages[0].text)


@pytest.mark.parametrize(
    ("chosen", "passes"),
    [
        ({}, True),
        ({"outlets_keep": ("الجزيرة",)}, True),
        ({"outlets_keep": ("BBC",)}, False),
        ({"outlets_drop": ("الجزيرة نت",)}, False),
        ({"outlets_drop": ("نت الجزيرة",)}, True),
        ({"words_keep": ("الغاز",)}, True),
        ({"words_keep": ("gas prices",)}, True),
        ({"words_keep": ("oil", "gas")}, True),
        ({"words_keep": ("oil",)}, False),
        ({"words_drop": ("GAS",)}, False),
        ({"words_drop": ("as",)}, True),
        ({"words_keep": ("gas",), "words_drop": ("price",)}, False),
        ({"words_drop": ("؟!",)}, True),
    ],
)
def test_filters(chosen: dict[str, Any], passes: bool) -> None:
    made = article("أسعار الغاز", "خفض أسعار الغاز", "الجزيرة نت")
    done = brief(made, "A cut in gas prices.")
    stored = StoredArticle(1, NOW, Stage.BRIEFED, NOW, 0, "", made, done.translation, done)
    assert wanted(stored, replace(Preferences(), **chosen)) is passes


async def test_a_topic_that_is_left_out_does_not_come(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        text = "فاز المنتخب في المباراة النهائية وتوج بالكأس."
        await add(office.store, "المنتخب يفوز بالكأس", text, "The team won.", "RT")
        bank = "رفع البنك المركزي سعر الفائدة بعد ارتفاع التضخم."
        rates = await add(office.store, "البنك المركزي يرفع الفائدة", bank, "Rates rose.", "RT")
        chat = await chat_with(office.store, 1, Preferences(topics_drop=("sport",)))
        assert (await office.compose(chat)).articles == (rates,)


async def test_a_corrected_article_is_told_of_once_and_can_be_opened(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        title, link = "خفض أسعار الغاز في البلاد", Keys(("https://albalad.test/1",))
        text = "أعلن وزير الطاقة خفض أسعار الغاز بنسبة {} في المئة في البلاد اعتبارا من الغد."
        chat = await chat_with(office.store, 1, Preferences(zone="Asia/Amman"))
        before = article(text.format(5), title, "Al Balad")
        first = await take(office.store, before, link, audience=PUBLIC, now=NOW)
        async with office.store.transaction() as c:
            await articles.set_brief(c, first.number, brief(before, "Cut by 5 percent."), NOW)
        composed = await office.compose(chat, asked=True)
        async with office.store.transaction() as c:
            await enqueue_asked_digest(c, chat.id, composed, NOW)
        after = article(text.format(15), title, "Al Balad")
        second = await take(
            office.store, after, link, audience=PUBLIC, now=NOW + timedelta(hours=1)
        )
        assert second.version_of == first.number
        async with office.store.transaction() as c:
            await articles.set_brief(c, second.number, brief(after, "Cut by 15 percent."), NOW)
        composed = await office.compose(chat)
        assert "15 percent" in composed.messages[0].text
        assert composed.articles == ()
        assert composed.told == (second.number,)
        assert composed.messages[0].keyboard
        async with office.store.transaction() as c:
            await enqueue_asked_digest(c, chat.id, composed, NOW + timedelta(minutes=1))
        assert (await office.compose(chat)).messages == ()


async def test_a_narrow_filter_finds_what_lies_behind_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.scheduling.composing.LOOKED_AT_ONCE", 4)
    monkeypatch.setattr("bot.delivery.scheduling.composing.LOOKED_AT", 8)
    async with office_at(tmp_path) as office:
        beyond = await add(office.store, "أول", "خبر أقدم", "The very first.", "Wanted")
        old = await add(office.store, "قديم", "خبر قديم", "Old news.", "Wanted")
        for n in range(6):
            await add(office.store, f"خبر {n}", f"نص الخبر {n}", f"News {n}.", "Other")
        new = await add(office.store, "جديد", "خبر جديد", "New news.", "Wanted")
        chat = await chat_with(office.store, 1, Preferences(outlets_keep=("Wanted",)))
        everything = await chat_with(office.store, 2, Preferences())
        assert (await office.compose(chat)).articles == (old, new)
        found = (await office.compose(everything)).articles
    assert len(found) == 8
    assert beyond not in found


async def test_a_story_goes_on_from_what_this_chat_was_sent(tmp_path: Path) -> None:
    async with office_at(tmp_path) as office:
        told = "قتل 19 شخصا في تصادم قطارين بمحافظة سوهاج"
        first = await add(office.store, "تصادم قطارين بسوهاج", told, "19 die in Sohag.", "RT")
        reader, other = [await chat_with(office.store, n, Preferences()) for n in (1, 2)]
        sent = await office.compose(reader)
        async with office.store.transaction() as c:
            await enqueue_asked_digest(c, reader.id, sent, NOW - timedelta(minutes=65))
        risen = "ارتفع عدد قتلى تصادم القطارين بمحافظة سوهاج إلى 22 قتيلا"
        await add(office.store, "قتلى تصادم قطاري سوهاج 22", risen, "22 dead.", "SPA")
        (message,) = (await office.compose(reader)).messages
        (both,) = (await office.compose(other)).messages
    assert "developing" in message.text
    assert "Earlier: undated: 19 dead" in message.text
    assert message.articles == (first,)
    assert "developing" not in both.text
    assert "Earlier" not in both.text


async def test_headlines_alone_are_placed_in_their_order(tmp_path: Path) -> None:
    """So that /why knows them, and /week counts them."""
    async with office_at(tmp_path) as office:
        await add(office.store, "غاز", "خفض أسعار الغاز في عمان", "Gas prices cut.", "RT")
        await add(office.store, "مكتبة", "افتتاح مكتبة عامة كبيرة", "A library opens.", "BBC")
        chosen = Preferences(headlines_only=True, outlets_first=("BBC",))
        chat = await chat_with(office.store, 1, chosen)
        placed = (await office.compose(chat)).placed
        assert [each.article for each in placed] == [2, 1]
        assert "outlet" in {reason for reason, _, _ in placed[0].worth}
