"""A deployment at work, for tests of who sees what: the store's rooms, driven without Telegram.

Every text and every coming-in of a text has secret words of its own. Whatever holds one of them
tells where it came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers import exports
from bot.delivery.scheduling.behind import sent_before
from bot.delivery.scheduling.composing import offered
from bot.delivery.scheduling.editions import Edition, Editions
from bot.delivery.scheduling.preferences import from_json
from bot.delivery.scheduling.promising import Composed, enqueue_asked_digest
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.digest.composition import compose
from bot.digest.ties import People
from bot.intake.identity import Keys
from bot.intake.ingest import Taken, take_within
from bot.intake.submission import Answer
from bot.intake.submissions import Intake
from bot.records import Article, Brief, Digest, Interest, Moment, Named
from bot.store import (
    article_lists,
    articles,
    callbacks,
    chats,
    inbox,
    pages,
    removal,
    requests,
    rights,
    sources,
    users,
    versions,
)
from bot.store.articles import StoredArticle
from bot.store.audience import PUBLIC, Audience
from bot.store.chats import Chat, ChatKind
from bot.store.source import NewSource, SourceKind
from bot.store.store import Store
from bot.store.tables import metadata
from tests.store.made_records import article, brief

START = datetime(2026, 11, 22, 8, tzinfo=UTC)
COMMON = "خبر"
"""A word of every text, to search for."""
_LETTERS = "abcdefghijklmnop"


SECRET = re.compile(r"zq[a-p]{4}qz")


def secret(number: int) -> str:
    """A word that no other holds, neither as it is nor as a beginning."""
    return "zq" + "".join(_LETTERS[number >> shift & 15] for shift in (12, 8, 4, 0)) + "qz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where people meet the bot."""

    telegram_id: int
    kind: ChatKind
    thread: int = 0


PLACES = (
    Place(11, ChatKind.PRIVATE),
    Place(12, ChatKind.PRIVATE),
    Place(-100, ChatKind.SUPERGROUP),
    Place(-100, ChatKind.SUPERGROUP, thread=7),
    Place(-200, ChatKind.CHANNEL),
)
USERS = (11, 12)
TEXTS = 4
"""A story, the story edited, the same grown to mostly news; and another story."""
ONE = "باسل قنديل"
OF_ONE = {
    6: ("استقبل باسل قنديل في مصر وفدا زراعيا يبحث شراء القمح", 3),
    9: ("افتتح باسل قنديل معرضا للخط العربي في مصر بحضور طلاب الجامعات", 12),
}
"""Two more stories, of the same man and of nothing else, so many days apart that nobody takes them
for one."""


def story_of(number: int) -> int:
    """Which story a text tells."""
    return number // 3


def word_of(number: int) -> str:
    """The secret word of a text."""
    return secret(number)


def note_of(coming: int) -> str:
    """The secret word of one coming-in: in the file's name, the outlet and the title of a page."""
    return secret(0x1000 + coming)


def link_of(coming: int) -> str:
    return f"https://site.test/{secret(0x2000 + coming)}"


def made(number: int, coming: int) -> Article:
    """A text as it comes in; its words are the same each time, what stands beside them is not."""
    told = "واعلنت الادارة تفاصيل المشروع الجديد امام الصحفيين صباح اليوم في العاصمة"
    grown = (
        "وحضر الوزير والسفراء وممثلو الشركات الكبرى حفلا مسائيا حاشدا قرب الميناء القديم ووقعوا "
        "اتفاقات تمويل طويلة الاجل تشمل طرقا وجسورا ومدارس ومستشفيات ومحطات كهرباء"
    )
    note = note_of(coming)
    first = word_of(3 * story_of(number))
    if number in OF_ONE:
        told, day = OF_ONE[number]
        own = article(f"عنوان {first}", f"{told} {first} {COMMON}", note)
        apart = replace(own, published=Moment(START.date() + timedelta(days=day)))
        return replace(apart, origin=f"{note}.docx", url=link_of(coming), author=note)
    grown = grown if number == 2 else ""
    body = f"{COMMON} {told} {first} {word_of(number)} {grown} الرابع {100 + number}"
    own = article(f"عنوان {word_of(number)}", body, note)
    # Reports without a day are less often taken for one story.
    plain = replace(own, published=Moment(START.date()))
    return replace(plain, origin=f"{note}.docx", url=link_of(coming), author=note)


@dataclass(slots=True)
class World:
    """A store, and what happens in it one minute after another."""

    store: Store
    now: datetime = START
    editions: Editions = field(default_factory=lambda: Editions(_Composes()))
    """One for all chats, as in a running bot."""

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    async def _chat(self, c: AsyncConnection, place: Place) -> Chat:
        return await chats.ensure(
            c, place.telegram_id, place.kind, self.now, thread=place.thread, title="t"
        )

    async def meet(self) -> None:
        """Every chat says its first word."""
        async with self.store.transaction() as c:
            for place in PLACES:
                await self._chat(c, place)

    # ------------------------------------------------------------------------- coming in

    async def add_source(self, owner: int | None, url: str) -> int:
        new = NewSource(url, SourceKind.FEED, owner=owner)
        async with self.store.transaction() as c:
            return (await sources.add(c, new, self._tick()))[0]

    async def paste(
        self,
        place: Place,
        number: int,
        coming: int,
        *,
        links: Sequence[str] = (),
        fetched: bool = True,
        newsroom: bool = False,
    ) -> Taken:
        """As bot/delivery/requests/reading.py does: asked for, read, and the brief promised."""
        now = self._tick()
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            asked = {"text": word_of(number), "origin": note_of(coming)}
            request = await requests.add(c, chat.id, asked, 1, now, user=_user(place))
        async with self.store.transaction() as c:
            audience = Audience(public=newsroom, chat=chat.id, user=_user(place))
            keys = Keys(tuple(links), fetched=fetched)
            taken = await take_within(c, made(number, coming), keys, audience=audience, now=now)
            await requests.read(c, request, taken.number)
            await self._briefed(c, taken.number, number)
        return taken

    async def bring(
        self,
        source: int,
        owner: int | None,
        number: int,
        coming: int,
        *,
        entry: str,
        links: Sequence[str] = (),
    ) -> Taken:
        """A source's entry."""
        now = self._tick()
        async with self.store.transaction() as c:
            audience = Audience(public=owner is None, source=source)
            taken = await take_within(
                c,
                made(number, coming),
                Keys(tuple(links), entry=entry),
                audience=audience,
                source=source,
                now=now,
            )
            await self._briefed(c, taken.number, number)
        return taken

    async def push(
        self, number: int, coming: int, *, key: str | None, links: Sequence[str] = ()
    ) -> tuple[Taken, Answer]:
        """What the endpoint does with an article it has read, and what it answers."""
        now = self._tick()
        async with self.store.transaction() as c:
            keys = Keys(tuple(links), caller=key)
            taken = await take_within(c, made(number, coming), keys, audience=PUBLIC, now=now)
            await self._briefed(c, taken.number, number)
        answer = await Intake(self.store, _NoPages())._answer(taken, key)
        return taken, answer

    async def _briefed(self, c: AsyncConnection, article_number: int, number: int) -> None:
        """The runner's work, and what the reading does with it."""
        stored = await articles.get(c, article_number)
        assert stored is not None
        if stored.brief is None:
            ready = brief(stored.article, f"The news of {word_of(number)}.")
            await articles.set_brief(c, article_number, ready, self.now)
        for request in await requests.waiting_for(c, article_number):
            chat = await chats.get(c, request.chat)
            assert chat is not None
            await self._show(c, chat, article_number)
            await requests.finish(c, request.id)

    async def _show(self, c: AsyncConnection, chat: Chat, article_number: int) -> None:
        stored = await rights.article_for(c, chat, article_number)
        assert stored is not None, "what is promised to a chat is the chat's to see"
        shows = (article_number,)
        await callbacks.make(
            c, chat.id, "view", self.now, data={"article": article_number, "view": "full"}
        )
        await enqueue_answer(c, chat.id, [Payload(repr(stored), articles=shows)], self.now)

    async def told(self, place: Place, update: int, number: int) -> None:
        """An update of the place that nobody came to yet."""
        chat: dict[str, Any] = {"id": place.telegram_id}
        kind = "channel_post" if place.kind is ChatKind.CHANNEL else "message"
        message: dict[str, Any] = {"chat": chat, "text": word_of(number)}
        if place.thread:
            message |= {"message_thread_id": place.thread, "is_topic_message": True}
        async with self.store.transaction() as c:
            await inbox.keep(c, update, json.dumps({"update_id": update, kind: message}), self.now)

    # -------------------------------------------------------------------- what chats do

    async def follow(self, place: Place, followed: Iterable[int]) -> None:
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            chosen = {**chat.settings, rights.FOLLOWED: sorted(followed)}
            await chats.save_settings(c, chat.id, chosen, chat.settings_version)

    async def share(self, article_number: int, place: Place, user: int) -> None:
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            await rights.share(c, article_number, chat.id, self._tick(), user)
            await self._show(c, chat, article_number)

    async def own(self, place: Place) -> list[int]:
        """What the chat may share and take back."""
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            return [each.article for each in await rights.of_chat(c, chat.id) if each.own]

    async def take_back(self, place: Place, article_number: int) -> None:
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            await removal.take_back(c, article_number, chat.id, self._tick())
        self.editions.forget()
        await self.store.scrub()

    async def forget(self, place: Place) -> None:
        """As bot/delivery/handlers/kept.py does."""
        now = self._tick()
        async with self.store.transaction() as c:
            for chat in await chats.of_telegram(c, place.telegram_id):
                if chat.thread == place.thread:
                    await removal.forget_chat(c, chat, now)
            if place.kind is ChatKind.PRIVATE:
                await removal.forget_sources(c, place.telegram_id, now)
                await users.forget(c, place.telegram_id)
        self.editions.forget()
        await self.store.scrub()

    async def remove_source(self, source: int) -> None:
        async with self.store.transaction() as c:
            await removal.remove_source(c, source, self._tick())
        self.editions.forget()
        await self.store.scrub()

    async def digest(self, place: Place) -> Seen:
        """/now, with the corrections that are due."""
        now = self._tick()
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            new = await self._new(c, chat)
            see = partial(rights.visible_to, chat)
            pairs = await versions.outdated(c, chat.id, see)
            changed = [pair for pair in pairs if pair[1] not in new]
            corrected = [
                (await articles.get(c, had), await articles.get(c, now_)) for had, now_ in changed
            ]
            shown = [await articles.get(c, number) for number in new]
            versions_shown = tuple(now_ for _, now_ in changed)
            edition = await self._edition(c, chat, new, versions_shown)
            told = repr((shown, corrected)) + "\n".join(edition.texts)
            if shown or corrected:
                about = (*(n for pair in changed for n in pair), *edition.quoted)
                message = Payload(told, articles=about)
                # What is kept for the page has nothing of stories' earlier days.
                composed = Composed(
                    (message,),
                    tuple(new),
                    versions_shown,
                    content=repr((shown, corrected)),
                    page=f"{now:%H%M%S%f}",
                )
                await enqueue_asked_digest(c, chat.id, composed, now)
        news = tuple(sorted(filter(None, map(_word, shown))))
        return Seen(told, {"news": news, "stories": "\n".join(edition.texts)})

    async def _edition(
        self, c: AsyncConnection, chat: Chat, new: Sequence[int], told: Sequence[int]
    ) -> Edition:
        """The stories as the chat is sent them: what is new, and what it goes on from."""
        return await self.editions.make(
            await self.editions.articles(c, new),
            self.now,
            stories=10,
            points=3,
            before=await sent_before(c, self.editions, chat, self.now, told=told),
            since=START - timedelta(days=1),
        )

    async def _new(self, c: AsyncConnection, chat: Chat) -> list[int]:
        among = await offered(c, chat, from_json(chat.settings))
        since = START - timedelta(days=1)
        return list(await article_lists.numbers_new_for_chat(c, chat, since, among=among))

    # ------------------------------------------------------------------------ what is seen

    async def look(self, place: Place) -> Seen:
        """All that a chat can get hold of, guessed numbers included."""
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            latest = await article_lists.latest(c, chat, 100)
            found = await article_lists.search(c, chat, COMMON, 100)
            among = await self._new(c, chat)
            new = [await articles.get(c, number) for number in among]
            paged = await pages.of_chat(c, chat, START - timedelta(days=1))
            numbers = {n for each in paged for n, _ in each.articles} | {
                n for each in paged for n in each.quoted
            }
            on_pages = [await articles.get(c, number) for number in sorted(numbers)]
            fed = await pages.latest(c, chat, true(), START - timedelta(days=1), 100)
            on_pages += [await articles.get(c, each.number) for each in fed]
            rows = await c.execute(select(articles.articles).where(rights.visible_to(chat)))
            guessed = [articles.stored_of(row) for row in rows]
        counts = {
            "latest": _texts(latest),
            "search": _texts(found.articles),
            "total": found.total,
            "new": _texts(filter(None, new)),
            "guessed": tuple(sorted({word for each in guessed if (word := _word(each))})),
        }
        return Seen(repr((latest, found, new, guessed, on_pages)), counts)

    async def export(self, place: Place) -> str:
        """All that is kept about a chat, its old messages as well."""
        async with self.store.transaction() as c:
            return await exports.readable(c, (await self._chat(c, place)).id)

    async def guess(self, place: Place, article_number: int) -> bool:
        """Whether a button with this number would show anything."""
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            return await rights.article_for(c, chat, article_number) is not None

    async def search(self, place: Place, word: str) -> int:
        async with self.store.transaction() as c:
            chat = await self._chat(c, place)
            found = await article_lists.search(c, chat, word, 100)
            assert len(found.articles) == found.total
            return found.total

    async def kept(self) -> str:
        """Every row of every table: of SQLite the bytes of the file and of its journal."""
        await self.store.scrub()
        path = self.store.engine.url.database
        if self.store.dialect == "sqlite" and path:
            files = [Path(path), Path(f"{path}-wal")]
            return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
        async with self.store.read_only() as c:
            tables = metadata.sorted_tables
            return repr([(await c.execute(select(table))).all() for table in tables])


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a chat got, written out, and what of it can be counted."""

    whole: str
    counts: dict[str, Any]


class _Composes:
    """Digests without a model: every text is like every other, so that what a chat should not see
    would join its stories; but for those of one man, which would stand behind each other."""

    def __init__(self) -> None:
        self._people = People(lambda: self)

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
        briefs = [each.brief for each in stored if each.brief]
        return compose(
            briefs,
            (),
            self,
            made_at,
            stories,
            points,
            interest,
            topics=topics,
            by_topic=by_topic,
            before=before,
            since=since,
            people=self._people,
        )

    def forget(self) -> None:
        pass

    async def topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]:
        return [() for _ in told]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        told = [next((n for n, (t, _) in OF_ONE.items() if t[:18] in text), 0) for text in texts]
        return np.eye(10, dtype=np.float32)[told]

    def named(self, texts: Sequence[str]) -> list[tuple[Named, ...]]:
        one = (Named(0, len(ONE), "Basel Qandil", "person", True),)
        return [one if ONE in text else () for text in texts]


class _NoPages:
    """The endpoint fetches nothing here."""

    async def fetch(self, *args: Any, **how: Any) -> Any:
        raise AssertionError("nothing is to be fetched")


def _user(place: Place) -> int | None:
    return {ChatKind.PRIVATE: place.telegram_id, ChatKind.SUPERGROUP: 11}.get(place.kind)


def _word(stored: Any) -> str | None:
    return stored.article.title.removeprefix("عنوان ") if stored else None


def _texts(found: Iterable[Any]) -> tuple[str, ...]:
    """The secret words of the articles, a word for each."""
    return tuple(sorted(word for each in found if (word := _word(each))))
