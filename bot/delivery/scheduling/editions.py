"""Makes a digest once for all chats that share it: thousands of chats have the same articles, the
same settings, and the same minute.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pipeline.pages import digest_messages
from bot.records import Brief, Correction, Digest, Statement, Story
from bot.store import articles
from bot.store.articles import StoredArticle

K = TypeVar("K")
V = TypeVar("V")

ARTICLES_KEPT = 1024
EDITIONS_KEPT = 64


class Recent(Generic[K, V]):
    """A cache of the `most` values that were used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    async def get(self, key: K, make: Callable[[], Awaitable[V | None]]) -> V | None:
        """The value of a key, made where it is not here. None is not remembered."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = await make()
        if made is not None:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        self._kept.clear()


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest as it is sent."""

    texts: tuple[str, ...]
    order: tuple[tuple[int, int], ...]
    """(number of its story, number of the article), as the digest shows them; 0 as the story's
    number: it has none, being a headline alone."""
    writers: str = ""
    """As `DigestRow.writers`."""
    quoted: tuple[int, ...] = ()
    """Numbers of articles that were sent before and of which it says something again."""


class Composes(Protocol):
    """Makes digests; `bot.pipeline.runner.Runner` is one."""

    async def compose(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        style: str = "",
        before: Sequence[Brief],
        since: date | None,
    ) -> Digest: ...


class Editions:
    def __init__(self, runner: Composes) -> None:
        self._runner = runner
        self._articles: Recent[int, StoredArticle] = Recent(ARTICLES_KEPT)
        self._made: Recent[tuple[object, ...], Edition] = Recent(EDITIONS_KEPT)

    def forget(self) -> None:
        """What is held may be of articles that were deleted, or that have other numbers now."""
        self._articles.clear()
        self._made.clear()

    async def articles(self, c: AsyncConnection, numbers: Sequence[int]) -> list[StoredArticle]:
        """The articles that have a brief, which changes no more; deleted ones are left out. Of one
        that was translated in part the rest may be missing here."""
        found = []
        for number in numbers:

            async def load(number: int = number) -> StoredArticle | None:
                stored = await articles.get(c, number)
                return stored if stored and stored.brief is not None else None

            found.append(await self._articles.get(number, load))
        return [stored for stored in found if stored is not None]

    async def make(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        corrections: tuple[Correction, ...] = (),
        style: str = "",
        amendments: tuple[int, ...] = (),
        before: Sequence[StoredArticle] = (),
        since: datetime | None = None,
    ) -> Edition:
        """`made_at` is aware, in the chat's zone. `before`: what the chat was sent, and may see;
        `since`: when its last digest was made.
        `style` and `amendments`: those in which `stored` and `before` are, and the numbers of those
        that are in them."""
        numbers = tuple(each.number for each in stored)
        sent = tuple(each.number for each in before)
        minute = made_at.replace(second=0, microsecond=0)
        zone, seen_in = str(made_at.tzinfo), (style, amendments)
        day = since.astimezone(made_at.tzinfo).date() if since else None
        key = (numbers, sent, day, minute, zone, stories, points, corrections, seen_in)

        async def make() -> Edition:
            digest = await self._runner.compose(
                stored,
                minute,
                stories=stories,
                points=points,
                style=style,
                before=[each.brief for each in before if each.brief],
                since=day,
            )
            texts = digest_messages(digest, corrections)
            order, quoted = _order(digest, stored), _quoted(digest, before)
            return Edition(texts, order, _writers(digest), quoted)

        made = await self._made.get(key, make)
        assert made is not None
        return made


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


def _quoted(digest: Digest, before: Sequence[StoredArticle]) -> tuple[int, ...]:
    """The articles behind the background, the timelines and the denials."""
    told = [past.statement for story in digest.stories for past in story.earlier]
    told += [story.against.statement for story in digest.stories if story.against]
    told += [story.headline for story in digest.quiet]
    ids = {evidence.article for statement in told for evidence in statement.evidence}
    return tuple(sorted(each.number for each in before if each.article.id in ids))
