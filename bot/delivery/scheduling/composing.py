"""What stands in one chat's digest: what is new, offered to it, and let through by its filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.amended import as_seen
from bot.delivery.context import BotContext
from bot.delivery.page_links import address_of, new_page
from bot.delivery.scheduling.behind import sent_before
from bot.delivery.scheduling.editions import Edition, Editions
from bot.delivery.scheduling.interest import interest_of
from bot.delivery.scheduling.preferences import Preferences, of_chat, shown_at
from bot.delivery.scheduling.promising import Composed
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, keyboard
from bot.delivery.wording import plain, tell
from bot.language.search import words
from bot.pipeline.corrections import due_to
from bot.pipeline.pages import with_note
from bot.store import article_lists, digests, following, rights
from bot.store.articles import StoredArticle
from bot.store.chats import Chat

FIRST_SPAN = timedelta(hours=24)
"""How far back a chat's first digest looks."""
LONG_WAIT = timedelta(hours=1)
"""An article that has waited longer for its translation is missed in a digest."""
COMING_SPAN = timedelta(days=2)
"""An article that has waited longer is not about to come."""
OVERLAP = timedelta(minutes=10)
"""A brief's time may lie before the commit that shows it; nothing comes twice all the same,
since what a chat's digests held is on record."""
LOOKED_AT_ONCE, LOOKED_AT = 500, 2000
"""New articles that a chat's filters are tried on: a page of them, and at most."""
ENOUGH = 100
"""Articles let through from which no further page is looked at; a digest has at most 50 stories."""


def wanted(stored: StoredArticle, preferences: Preferences) -> bool:
    """Whether the chat's filters let an article through."""
    outlet = words(stored.article.outlet_label)

    def from_any(names: tuple[str, ...]) -> bool:
        return any(_holds(outlet, words(name)) for name in names)

    def about_any(names: tuple[str, ...]) -> bool:
        return any(_holds(text, words(name)) for name in names)

    if preferences.outlets_keep and not from_any(preferences.outlets_keep):
        return False
    if from_any(preferences.outlets_drop):
        return False
    if not (preferences.words_keep or preferences.words_drop):
        return True
    text = _text(stored)
    if preferences.words_keep and not about_any(preferences.words_keep):
        return False
    return not about_any(preferences.words_drop)


async def let_through(
    editions: Editions, stored: Sequence[StoredArticle], preferences: Preferences
) -> list[StoredArticle]:
    """Those that pass all filters of the chat, of topics too."""
    found = [each for each in stored if wanted(each, preferences)]
    keep, drop = set(preferences.topics_keep), set(preferences.topics_drop)
    if not (keep or drop):
        return found
    topics = await editions.topics(found)
    return [each for each in found if _of_topics(topics[each.article.id], keep, drop)]


def _of_topics(topics: Sequence[str], keep: set[str], drop: set[str]) -> bool:
    """Whether any of an article's topics and countries is to be kept, and neither the first topic
    nor a country is dropped: what is of sport besides is not of sport."""
    if keep and not keep & set(topics):
        return False
    first = [topic for topic in topics if not topic.isupper()][:1]
    return not drop & {*first, *(topic for topic in topics if topic.isupper())}


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words stand in the text one after another."""
    width = len(phrase)
    if not width:
        return False
    return any(list(text[at : at + width]) == list(phrase) for at in range(len(text) - width + 1))


def _text(stored: StoredArticle) -> list[str]:
    parts = [*stored.article.texts]
    if stored.translation is not None:
        parts += [s.target for s in stored.translation.segments]
    return [word for part in parts if part for word in words(part)]


async def compose_for(
    context: BotContext,
    editions: Editions,
    chat: Chat,
    *,
    asked: bool = False,
    late: datetime | None = None,
) -> Composed:
    """The messages of a chat's next digest; none where nothing is new and the chat wants silence.

    `asked`: somebody asked for it now. `late`: when it was due, where that is long past.
    """
    preferences = of_chat(chat, context.settings.bot)
    now = context.now()
    async with context.store.read_only() as c:
        last = await digests.last_of(c, chat.id)
        interest = await interest_of(c, chat, preferences)
        since = last.made_at - OVERLAP if last else now - FIRST_SPAN
        among = await offered(c, chat, preferences)
        chosen, beyond = await _chosen(c, editions, chat, preferences, since, among)
        corrected = await due_to(c, chat, [stored.number for stored in chosen])
        told = await digests.last_with_articles(c, chat.id)
        before = (
            await sent_before(c, editions, chat, now, told=corrected.versions) if chosen else []
        )
        seen, by_readers = await as_seen(c, chat, [*chosen, *before])
        chosen, before = seen[: len(chosen)], seen[len(chosen) :]
        coming, behind = 0, False
        if not chosen and not corrected.corrections:
            coming = await article_lists.count_coming(c, chat, now - COMING_SPAN, among=among)
        else:
            behind = await article_lists.any_waiting(
                c, chat, now - COMING_SPAN, now - LONG_WAIT, among=among
            )
    if not chosen and not corrected.corrections:
        return Composed(_nothing(chat, preferences, now, asked, last is None, coming))
    here = now.astimezone(ZoneInfo(preferences.zone))
    quoted = (*corrected.versions, *corrected.before)
    edition = await editions.make(
        chosen,
        here,
        stories=0 if preferences.headlines_only else preferences.stories,
        points=preferences.points,
        interest=interest,
        by_topic=preferences.by_topic,
        corrections=corrected.corrections,
        quoted=quoted,
        style=preferences.style,
        amendments=by_readers,
        before=before,
        since=told.made_at if told else None,
    )
    texts: Sequence[str] = edition.texts
    for note in _left_out(chat, beyond, behind):
        texts = with_note(texts, note)
    if late is not None:
        texts = with_note(texts, _late(chat, preferences, late))
    shown = [stored.number for stored in chosen]
    quoted = (*quoted, *edition.quoted)
    async with context.store.transaction() as c:
        return await ready(
            context, c, chat, edition, texts, shown, here, told=corrected.versions, quoted=quoted
        )


async def ready(
    context: BotContext,
    c: AsyncConnection,
    chat: Chat,
    edition: Edition,
    texts: Sequence[str],
    shown: Sequence[int],
    here: datetime,
    *,
    told: tuple[int, ...] = (),
    quoted: tuple[int, ...] = (),
) -> Composed:
    """An edition as it is promised, with its buttons. `texts`: its messages with all notes.
    `shown`: numbers of its articles. `here`: now, in the chat's zone. `told`: as of `Composed`.
    `quoted`: numbers of the articles that it says something of besides."""
    page = new_page(here) if edition.content is not None else None
    address = address_of(context.settings, chat.id, page) if page else None
    silent = of_chat(chat, context.settings.bot).silent
    payloads = []
    for number, text in enumerate(texts):
        beneath = beneath_digest(edition, told, chat.language, address)
        made = await keyboard(c, chat.id, beneath, here)
        photograph = "" if number else edition.photograph
        payloads.append(Payload(text, made, silent, photograph=photograph, articles=quoted))
    return Composed(
        tuple(payloads),
        tuple(shown),
        told=told,
        placed=edition.placed,
        content=edition.content,
        page=page,
        writers=edition.writers,
    )


async def _chosen(
    c: AsyncConnection,
    editions: Editions,
    chat: Chat,
    preferences: Preferences,
    since: datetime,
    among: ColumnElement[bool],
) -> tuple[list[StoredArticle], int]:
    """New articles of the chat's sources that its filters let through, oldest first; and how many
    new ones were not looked at, which no later digest will have.

    A narrow filter finds few among the newest, so more pages of them are looked at then.
    """
    chosen: list[StoredArticle] = []
    for offset in range(0, LOOKED_AT, LOOKED_AT_ONCE):
        numbers = await article_lists.numbers_new_for_chat(
            c, chat, since, LOOKED_AT_ONCE, offset, among=among
        )
        new = await editions.articles(c, numbers)
        chosen[:0] = await let_through(editions, new, preferences)
        if len(numbers) < LOOKED_AT_ONCE:
            return chosen, 0
        if len(chosen) >= ENOUGH:
            break
    rest = await article_lists.numbers_new_for_chat(
        c, chat, since, LOOKED_AT, offset + LOOKED_AT_ONCE, among=among
    )
    return chosen, len(rest)


def beneath_digest(
    edition: Edition, versions: Sequence[int], language: str, page: str | None = None
) -> list[list[Choice]]:
    """The button that lists a digest's articles, in the digest's order and with its numbers, and
    the one that opens its page.

    `versions`: articles that it corrects others by. `page`: the address; None: there is none.
    """
    listed = [*edition.order, *((0, number) for number in versions)]
    data = {
        "articles": [number for _, number in listed],
        "stories": [story for story, _ in listed],
    }
    rows = [[Choice(plain(language, "digest.open"), "articles", data)]]
    if page is not None:
        rows.append([Choice(plain(language, "digest.page"), url=page)])
    return rows


def _nothing(
    chat: Chat,
    preferences: Preferences,
    now: datetime,
    asked: bool,
    first: bool,
    coming: int,
) -> tuple[Payload, ...]:
    """`coming`: articles that are on their way to the chat."""
    if asked:
        if coming:
            return (Payload(tell(chat.language, "digest.coming", count=coming)),)
        key = "empty_first" if first else "empty"
        return (Payload(tell(chat.language, f"digest.{key}")),)
    if not preferences.say_empty:
        return ()
    date = shown_at(now, preferences.zone)
    if coming:
        text = tell(chat.language, "digest.coming_scheduled", date=date, count=coming)
    else:
        text = tell(chat.language, "digest.empty_scheduled", date=date)
    return (Payload(text, silent=preferences.silent),)


def _left_out(chat: Chat, beyond: int, behind: bool) -> Iterator[str]:
    """What a digest does not have because there was too much: nothing is left out in silence."""
    if beyond:
        yield tell(chat.language, "digest.left_out", count=beyond)
    if behind:
        yield tell(chat.language, "digest.behind")


def _late(chat: Chat, preferences: Preferences, due: datetime) -> str:
    return tell(chat.language, "digest.late", time=shown_at(due, preferences.zone))


async def offered(c: AsyncConnection, chat: Chat, preferences: Preferences) -> ColumnElement[bool]:
    """The SQL condition for articles of the sources that the chat chose, and those it was given.

    A channel that gives its posts as news gets none of them back.
    """
    chosen = await _of_sources(c, chat, preferences)
    if preferences.gives_to:
        return and_(chosen, ~rights.came_in_at(chat))
    return chosen


async def _of_sources(
    c: AsyncConnection, chat: Chat, preferences: Preferences
) -> ColumnElement[bool]:
    if preferences.sources_keep or preferences.source_topics:
        named = await following.with_topics(c, preferences.source_topics)
        open_ = {each for each, owner in named if owner in (0, chat.telegram_id)}
        sources = following.from_any(open_ | set(preferences.sources_keep))
        return or_(sources, rights.given_to(chat))
    return following.open_to(chat.telegram_id)
