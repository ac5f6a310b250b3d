"""What may come between two digests: a story with a name that the chat watches "at once", or one
that three independent outlets report within half an hour.

Only where the chat asked for it, never in its quiet hours (then the story waits for the digest as
any other does) and never more than its limit a day. It is a digest of one story, so that kills,
doubles and taking back are as for every digest, and what it held comes in no later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.delivery.amended import as_seen
from bot.delivery.context import BotContext
from bot.delivery.scheduling.composing import let_through, offered, ready
from bot.delivery.scheduling.editions import Editions
from bot.delivery.scheduling.interest import watched
from bot.delivery.scheduling.preferences import Preferences, of_chat
from bot.delivery.scheduling.promising import Overtaken, enqueue_breaking
from bot.delivery.scheduling.schedule import instant, quiet_until
from bot.delivery.scheduling.subscription import gets_digests
from bot.delivery.wording import tell
from bot.pipeline.independence import independent, independent_outlets
from bot.pipeline.pages import with_note
from bot.records import Interest, Moment, Reason, Story
from bot.store import article_lists, articles, chats, digests
from bot.store.articles import StoredArticle
from bot.store.chats import Chat

log = structlog.get_logger(__name__)

OUTLETS = 3
WITHIN = timedelta(minutes=30)
"""Between the first and the third report."""
FRESH = timedelta(hours=2)
"""What was published earlier is not breaking, however late it came in."""
TOLD = timedelta(hours=24)
"""A story of which the chat had a report in that time does not break again."""
LOOKED_AT = 200


class BreakingNews:
    def __init__(self, context: BotContext, editions: Editions) -> None:
        self._context = context
        self._editions = editions
        self._seen: datetime | None = None

    async def look(self) -> int:
        """Promise what breaks; how many stories. Nothing is looked at until something is new."""
        now = self._context.now()
        async with self._context.store.read_only() as c:
            newest = await articles.newest_ready(c)
            if newest is None or newest == self._seen:
                return 0
            everywhere = await chats.everywhere(c)
        settings = self._context.settings.bot
        promised = 0
        for chat in everywhere:
            preferences = of_chat(chat, settings)
            if not (preferences.subscribed and preferences.breaking):
                continue
            try:
                promised += await self._look_for(chat, preferences, now)
            except Exception as error:
                # One chat's story that cannot be told is no reason to keep the others waiting.
                log.error("breaking_failed", kind=type(error).__name__)
        self._seen = newest
        return promised

    async def _look_for(self, chat: Chat, preferences: Preferences, now: datetime) -> int:
        if quiet_until(now, preferences.quiet_hours()):
            return 0
        async with self._context.store.read_only() as c:
            if not await gets_digests(c, chat.id, self._context.settings.bot):
                return 0
            left = preferences.breaking - await digests.sent_at_once(
                c, chat.id, _midnight(now, preferences.zone)
            )
            if left <= 0:
                return 0
            among = await offered(c, chat, preferences)
            numbers = await article_lists.numbers_new_for_chat(
                c, chat, now - FRESH, LOOKED_AT, among=among
            )
            found = await self._editions.articles(c, numbers)
            fresh = [each for each in found if _fresh(each, now)]
            new = await let_through(self._editions, fresh, preferences)
            new, by_readers = await as_seen(c, chat, new)
        stories = await self._breaking(new, preferences, now)
        if stories:
            async with self._context.store.read_only() as c:
                since = now - TOLD
                numbers = await digests.articles_since(c, chat.id, since, LOOKED_AT)
                told = await self._editions.articles(c, numbers)
            stories = [s for s in stories if not await self._known(s, new, told, now)][:left]
        promised = [
            await self._promise(chat, preferences, story, new, by_readers, now) for story in stories
        ]
        return sum(promised)

    async def _breaking(
        self, new: Sequence[StoredArticle], preferences: Preferences, now: datetime
    ) -> list[Story]:
        at_once = _at_once(preferences)
        outlets = {each.article.outlet_label for each in new}
        if not new or not (at_once.watched or len(outlets) >= OUTLETS):
            return []
        made = await self._editions.digest(new, now, at_once)
        by_id = {each.article.id: each for each in new}
        stories = (*made.stories, *made.also)
        return [story for story in stories if story.watched or _spreads(story, by_id)]

    async def _known(
        self,
        story: Story,
        new: Sequence[StoredArticle],
        told: Sequence[StoredArticle],
        now: datetime,
    ) -> bool:
        """Whether the chat had a report of the story, so that it is no news by itself."""
        if not told:
            return False
        made = await self._editions.digest([*told, *_of(story, new)], now)
        own = {brief.article.id for brief in story.briefs}
        had = {each.article.id for each in told}
        for each in (*made.stories, *made.also):
            ids = {brief.article.id for brief in each.briefs}
            if ids & own and ids & had:
                return True
        return False

    async def _promise(
        self,
        chat: Chat,
        preferences: Preferences,
        story: Story,
        new: Sequence[StoredArticle],
        by_readers: tuple[int, ...],
        now: datetime,
    ) -> bool:
        shown, here = _of(story, new), now.astimezone(ZoneInfo(preferences.zone))
        edition = await self._editions.make(
            shown,
            here,
            stories=1,
            points=preferences.points,
            interest=_at_once(preferences),
            style=preferences.style,
            amendments=by_readers,
        )
        texts = with_note(
            edition.texts, tell(chat.language, "breaking.head", count=_outlets(story))
        )
        about = [each.number for each in shown]
        try:
            async with self._context.store.transaction() as c:
                composed = await ready(self._context, c, chat, edition, texts, about, here)
                return await enqueue_breaking(c, chat.id, composed, now) is not None
        except Overtaken:
            # Somebody asked for a digest, or one was due, while this was made.
            return False


def _at_once(preferences: Preferences) -> Interest:
    return Interest(watched=watched(each for each in preferences.watches if each.at_once))


def _of(story: Story, new: Sequence[StoredArticle]) -> list[StoredArticle]:
    ids = {brief.article.id for brief in story.briefs}
    return [each for each in new if each.article.id in ids]


def _midnight(now: datetime, zone: str) -> datetime:
    """When the chat's day began."""
    place = ZoneInfo(zone)
    return instant(now.astimezone(place).date(), time(), place)


def _outlets(story: Story) -> int:
    return round(next(part.value for part in story.worth if part.reason is Reason.OUTLETS))


def _fresh(stored: StoredArticle, now: datetime) -> bool:
    return now - FRESH <= _reported(stored)


def _reported(stored: StoredArticle) -> datetime:
    """When its page says that it was published, where it says so exactly; else when it came in.
    A page cannot be of a later time than that."""
    published = _exact(stored.article.published)
    return min(published, stored.received_at) if published else stored.received_at


def _exact(moment: Moment | None) -> datetime | None:
    if moment is None or moment.day is None or moment.clock is None or moment.clock.tzinfo is None:
        return None
    return datetime.combine(moment.day, moment.clock)


def _spreads(story: Story, by_id: dict[str, StoredArticle]) -> bool:
    """Whether so many independent outlets report it within so short a time. Of one text, and of one
    outlet, the first report counts."""
    if _outlets(story) < OUTLETS:
        return False
    briefs = story.briefs
    text_of = {i: text for text, members in enumerate(independent(briefs)) for i in members}
    first: dict[int | str, datetime] = {}
    for i, brief in enumerate(briefs):
        at = _reported(by_id[brief.article.id])
        for of in (text_of[i], brief.article.outlet_label):
            first[of] = min(at, first.get(of, at))
    counted = [min(first[text_of[i]], first[b.article.outlet_label]) for i, b in enumerate(briefs)]
    return any(
        independent_outlets(
            [b for b, at in zip(briefs, counted, strict=True) if start <= at <= start + WITHIN]
        )
        >= OUTLETS
        for start in set(counted)
    )
