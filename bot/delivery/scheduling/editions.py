"""Makes a digest once for all chats that share it: thousands of chats have the same articles, the
same settings, and the same minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline import kept_digests
from bot.pipeline.pages import digest_messages
from bot.pipeline.photographs import Photographs
from bot.recent import Recent
from bot.records import NOBODYS, Article, Brief, Correction, Digest, Interest, Statement, Story
from bot.store import articles
from bot.store.articles import StoredArticle
from bot.store.digests import Placed

ARTICLES_KEPT = 1024
EDITIONS_KEPT = 64
DIGESTS_KEPT = 8
TOPICS_KEPT = ARTICLES_KEPT
HEADLINES_PLACED = 50
"""As many as a digest may have stories with a number."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest as it is sent."""

    texts: tuple[str, ...]
    order: tuple[tuple[int, int], ...]
    """(number of its story, number of the article), as the digest shows them; 0 as the story's
    number: it has none, being a headline alone."""
    content: str | None = None
    """What it says, for its page; None where no pages are written."""
    placed: tuple[Placed, ...] = ()
    """Its numbered stories, with the reason of their places."""
    photograph: str = ""
    """Of its first story."""
    writers: str = ""
    """As `DigestRow.writers`."""
    quoted: tuple[int, ...] = ()
    """Numbers of articles that were sent before and of which it says something again."""


class Composes(Protocol):
    """Makes digests; `bot.pipeline.composer.Composer` is one."""

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
    ) -> Digest: ...

    async def topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]: ...

    def forget(self) -> None: ...


class Editions:
    def __init__(
        self,
        runner: Composes,
        changed: Callable[[], None] | None = None,
        photographs: Photographs | None = None,
        first: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`changed`: called when pages are to be written; None: none are. `photographs`: None where
        none are shown. `first`: as `bot.pipeline.precedence.Precedence.first`."""
        self.first = first
        self._photographs = photographs
        self._runner = runner
        self._changed = changed
        self._articles: Recent[int, StoredArticle] = Recent(ARTICLES_KEPT)
        self._made: Recent[tuple[object, ...], Edition] = Recent(EDITIONS_KEPT)
        self._topics: dict[str, tuple[str, ...]] = {}
        self._digests: Recent[tuple[object, ...], Digest] = Recent(DIGESTS_KEPT)

    def forget(self) -> None:
        """What is held may be of articles that were deleted, or that have other numbers now."""
        self._articles.clear()
        self._made.clear()
        self._digests.clear()
        self._topics.clear()
        self._runner.forget()
        self.changed()

    def changed(self) -> None:
        """What some chat may read has changed, and is committed: its pages are to follow."""
        if self._changed is not None:
            self._changed()

    async def articles(self, c: AsyncConnection, numbers: Sequence[int]) -> list[StoredArticle]:
        """The articles that have a brief, which changes no more; deleted ones are left out. Of one
        that was translated in part the rest may be missing here."""
        held = {number: self._articles.held(number) for number in numbers}
        loaded = await articles.get_all(c, [n for n, stored in held.items() if stored is None])
        for number, found in loaded.items():
            if found.brief is not None:
                held[number] = self._articles.put(number, found)
        return [stored for number in numbers if (stored := held[number]) is not None]

    async def _photograph(self, digest: Digest, stored: Sequence[StoredArticle]) -> str:
        """Of the first report of the first story that has one that can be shown. What is not
        public is not asked for: the outlet would learn that somebody has it."""
        if self._photographs is None or not digest.stories:
            return ""
        public = _public(stored)
        for brief in digest.stories[0].briefs:
            url = brief.article.photograph
            if url and brief.article.id in public and await self._photographs.can_be_shown(url):
                return url
        return ""

    async def topics(self, stored: Sequence[StoredArticle]) -> Mapping[str, tuple[str, ...]]:
        """What each article is about, by `Article.id`."""
        ids = {each.article.id for each in stored}
        # Held apart: what is asked for may be more than is kept, and may be forgotten meanwhile.
        cached = {key: self._topics[key] for key in ids & self._topics.keys()}
        asked = [each.article for each in stored if each.article.id not in cached]
        if not asked:
            return cached
        told = await self._runner.topics(asked)
        new = {each.id: of for each, of in zip(asked, told, strict=True)}
        self._topics = dict([*(self._topics | new).items()][-TOPICS_KEPT:])
        return cached | new

    async def digest(
        self, stored: Sequence[StoredArticle], made_at: datetime, interest: Interest = NOBODYS
    ) -> Digest:
        """The stories of all articles, with no point of any, for whoever looks what there is.
        Amendments change no story, so that chats share it."""
        key = (tuple(each.number for each in stored), interest)

        async def make() -> Digest:
            most = len(stored)
            return await self._runner.compose(
                stored,
                made_at,
                stories=most,
                points=1,
                interest=interest,
                topics={},
                by_topic=False,
                style=None,
            )

        made = await self._digests.get(key, make)
        assert made is not None
        return made

    async def make(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        interest: Interest = NOBODYS,
        by_topic: bool = False,
        corrections: tuple[Correction, ...] = (),
        quoted: tuple[int, ...] = (),
        style: str = "",
        amendments: tuple[int, ...] = (),
        before: Sequence[StoredArticle] = (),
        since: datetime | None = None,
    ) -> Edition:
        """`made_at` is aware, in the chat's zone. `quoted`: numbers of the articles that the
        corrections quote. `before`: what the chat was sent, and may see; `since`: when its last
        digest was made. `style` and `amendments`: those in which `stored` and `before` are, and the
        numbers of those that are in them."""
        numbers = tuple(each.number for each in stored)
        sent = tuple(each.number for each in before)
        zone, seen_in = str(made_at.tzinfo), (style, amendments)
        chosen = (stories, points, interest, by_topic)
        when = (_minute(made_at), zone, _day(since, made_at))
        key = (numbers, sent, when, *chosen, corrections, seen_in)

        async def make() -> Edition:
            digest = await self.composed(
                stored,
                made_at,
                stories=stories,
                points=points,
                interest=interest,
                by_topic=by_topic,
                corrections=corrections,
                style=style,
                before=before,
                since=since,
            )
            content = None
            if self._changed is not None:
                content = kept_digests.dumps(
                    digest, stored, quoted, amended=bool(amendments), before=before
                )
            return replace(
                shown_as(digest, stored),
                content=content,
                placed=_placed(digest, stored),
                photograph=await self._photograph(digest, stored),
                writers=_writers(digest),
                quoted=quoted_of(digest, before),
            )

        made = await self._made.get(key, make)
        assert made is not None
        return made

    async def composed(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        interest: Interest,
        by_topic: bool,
        corrections: tuple[Correction, ...],
        style: str,
        before: Sequence[StoredArticle],
        since: datetime | None,
    ) -> Digest:
        """The digest of an edition, as `make` has it."""
        digest = await self._runner.compose(
            stored,
            _minute(made_at),
            stories=stories,
            points=points,
            interest=interest,
            topics=await self.topics(stored) if by_topic or interest.topics else {},
            by_topic=by_topic,
            style=style,
            before=[each.brief for each in before if each.brief],
            since=_day(since, made_at),
        )
        return replace(digest, corrections=corrections)


def shown_as(digest: Digest, stored: Sequence[StoredArticle]) -> Edition:
    """Its messages alone, and the order of its articles. `stored`: those that it was made of."""
    return Edition(digest_messages(digest), _order(digest, stored))


def _minute(made_at: datetime) -> datetime:
    return made_at.replace(second=0, microsecond=0)


def _day(since: datetime | None, made_at: datetime) -> date | None:
    """In the zone of the digest."""
    return since.astimezone(made_at.tzinfo).date() if since else None


def _public(stored: Sequence[StoredArticle]) -> set[str]:
    return {each.article.id for each in stored if each.public}


def _writers(digest: Digest) -> str:
    said = [each for story in digest.stories for each in (story.headline, *_points(story))]
    said += [story.headline for story in digest.also]
    if digest.overview is not None:
        said.append(digest.overview)
    written = dict.fromkeys(each.writer for each in said if each.writer)
    return "\n".join((*written, *(f"not written: {why}" for why in digest.unwritten)))


def _points(story: Story) -> list[Statement]:
    return [point.statement for point in story.points]


def _order(digest: Digest, stored: Sequence[StoredArticle]) -> tuple[tuple[int, int], ...]:
    numbers = {each.article.id: each.number for each in stored}
    unnumbered = (*digest.also, *digest.repeated)
    listed = [*enumerate(digest.stories, 1), *((0, story) for story in unnumbered)]
    return tuple(
        (at, numbers[brief.article.id])
        for at, story in listed
        for brief in story.briefs
        if brief.article.id in numbers
    )


def quoted_of(digest: Digest, before: Sequence[StoredArticle]) -> tuple[int, ...]:
    """The articles behind backgrounds, timelines, denials and earlier tolls; those of stories that
    a message only names stand on its page."""
    named = (*digest.stories, *digest.also, *digest.repeated)
    ids = {article for story in named for article in story.behind}
    ids |= {brief.article.id for story in digest.quiet for brief in story.briefs}
    return tuple(sorted(each.number for each in before if each.article.id in ids))


def _placed(digest: Digest, stored: Sequence[StoredArticle]) -> tuple[Placed, ...]:
    """The stories with a number; where all are headlines alone, those, in their order."""
    numbers = {each.article.id: each.number for each in stored}
    return tuple(
        Placed(
            numbers[story.briefs[0].article.id],
            tuple((part.reason.value, round(part.value, 3), part.about) for part in story.worth),
        )
        for story in digest.stories or digest.also[:HEADLINES_PLACED]
    )
