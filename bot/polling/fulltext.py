"""An entry on its way to an article: where its text is taken from, and what is refused at once.

Pure, but for `article_of`, which may ask for the entry's page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from bot.errors import (
    BadFilter,
    DocumentError,
    EmptyDocument,
    FetchError,
    NoArticle,
    NotFound,
    ServerTrouble,
    ThinPage,
    TimedOut,
    Unreachable,
)
from bot.intake.asking import Aside, Fetches, in_a_thread
from bot.intake.channel_posts import outlet_titled
from bot.intake.entry_text import as_post, as_stated, as_text
from bot.intake.identity import Keys
from bot.intake.pages import page
from bot.language.arabic.script import ARABIC_LETTER
from bot.polling.filters import unmet
from bot.reading.article import read
from bot.records import Article
from bot.sources.feeds.entries import Entry
from bot.sources.feeds.markup import plain
from bot.sources.feeds.whole import entry_document, is_whole, stands_in
from bot.store import serial
from bot.store.entries import KnownEntry, NewEntry
from bot.store.source import FullText, Source, SourceKind

MOST_EDITS = 5
"""Times one entry is read again; a feed that writes the hour into its texts is edited always."""
ATTEMPTS = 4
"""Tries at a page that did not answer."""
PASSING = (ServerTrouble, TimedOut, Unreachable, NotFound)
"""Errors that may be over at the next try: a page can be linked before it is there."""

STOOD_IN = "Its text is what the feed has of it, since its page brought no article"
"""A note, before the reason."""
_LETTER = re.compile(r"[^\W\d_]")


class NotWanted(DocumentError):
    """An article that a source's filters leave out."""


class TextOrigin(Enum):
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class FoundText:
    """An article and by what it is known."""

    article: Article
    keys: Keys


def origin_of(source: Source, entry: Entry) -> TextOrigin:
    """Where the entry's text is taken from."""
    if not entry.own_page and source.kind is SourceKind.FEED:
        return TextOrigin.FEED
    if source.kind is SourceKind.CHANNEL or source.full_text is FullText.FEED or not entry.url:
        return TextOrigin.FEED
    if source.full_text is FullText.PAGE or not is_whole(entry):
        return TextOrigin.PAGE
    return TextOrigin.FEED


def sorted_out(
    source: Source, found: Sequence[Entry], now: datetime, oldest: timedelta | None
) -> list[NewEntry]:
    """The entries as they are stored: refused at once, or waiting with what is needed later."""
    return [_stored(source, entry, now, oldest) for entry in found]


def worth_reading_again(known: KnownEntry, new: NewEntry) -> bool:
    """Whether an entry known before was edited."""
    edited = known.fingerprint != new.fingerprint and new.payload is not None
    return edited and known.edits < MOST_EDITS


def _stored(source: Source, entry: Entry, now: datetime, oldest: timedelta | None) -> NewEntry:
    refusal = _refusal(source, entry, now, oldest)
    kept = entry
    if origin_of(source, entry) is TextOrigin.PAGE and not stands_in(entry):
        kept = replace(entry, content="", summary="")
    return NewEntry(
        key=entry.key,
        url=entry.url,
        title=entry.title,
        published=entry.published,
        payload=None if refusal else serial.dumps(kept),
        error=refusal[0] if refusal else "",
        reason=refusal[1] if refusal else "",
        fingerprint=_fingerprint(entry),
    )


def _refusal(
    source: Source, entry: Entry, now: datetime, oldest: timedelta | None
) -> tuple[str, str] | None:
    """What needs no page to be known, so that none is asked for."""
    if oldest and entry.published and entry.published < now - oldest:
        return "TooOld", f"It is of {entry.published:%-d %B %Y}; older than what is taken."
    text = " ".join(filter(None, (entry.title, plain(entry.summary or entry.content))))
    if _LETTER.search(text) and not ARABIC_LETTER.search(text):
        return "NotArabic", "It has no Arabic in its title or text."
    try:
        unwanted = unmet(text, (), source.must_not)
    except BadFilter as error:
        return error.name, str(error)
    return (NotWanted.__name__, unwanted) if unwanted else None


def _fingerprint(entry: Entry) -> str:
    """Of the words alone: markup changes with every release of a site."""
    words = f"{entry.title}\n{entry.updated}\n{plain(entry.content or entry.summary)}"
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


async def article_of(
    fetcher: Fetches, source: Source, entry: Entry, aside: Aside = in_a_thread, *, last: bool = True
) -> FoundText:
    """The entry as an article. Raises FetchError, DocumentError (NotWanted among them), BadFilter.

    A page that is thin, walled or asks to log in is no article. The feed's own content stands in
    for it where it is the whole report; what a feed teases with never does. `last`: the page is
    not asked again, so that what may pass does not count any more.
    """
    own = entry.content or entry.summary
    asks = entry.own_page and (origin_of(source, entry) is TextOrigin.PAGE or not own)
    if entry.url and asks:
        article, keys = await _from_page(fetcher, source, entry, aside, last=last)
    else:
        article = await aside(lambda: _own_text(source, entry))
        links = (entry.url,) if entry.url and entry.own_page else ()
        keys = Keys(links, entry.key, fetched=_is_post(source))
    article = _named(source, article)
    unwanted = await aside(lambda: unmet(_text(article), source.must, source.must_not))
    if unwanted:
        raise NotWanted(unwanted)
    return FoundText(article, keys)


async def _from_page(
    fetcher: Fetches, source: Source, entry: Entry, aside: Aside, *, last: bool
) -> tuple[Article, Keys]:
    """The page's article with what the feed alone states of it, or the feed's content for it."""
    url = entry.url or ""
    try:
        found = await page(fetcher, url, urgent=False, user_agent=source.user_agent, aside=aside)
    except (FetchError, DocumentError) as error:
        if not stands_in(entry) or (isinstance(error, PASSING) and not last):
            raise
        article = await aside(lambda: _own_text(source, entry))
        article = replace(article, notes=(*article.notes, f"{STOOD_IN}: {error}"))
        return article, Keys((url,), entry.key, fetched=False)
    return as_stated(found.article, entry), Keys(found.links, entry.key)


def _is_post(source: Source) -> bool:
    """A post's address and its text come from the same page of Telegram's."""
    return source.kind is SourceKind.CHANNEL


def _own_text(source: Source, entry: Entry) -> Article:
    if not entry.own_page and source.kind is SourceKind.FEED:
        if not (stands_in(entry) or is_whole(entry)):
            raise NoArticle(
                "Its link is the site's front page or is shared by other entries, and the feed has "
                "no whole text of it. Only the site can mend its feed."
            )
        entry = replace(entry, url=None)
    if not plain(entry.content or entry.summary):
        raise EmptyDocument("The feed gives no text with it, and no address of a page.")
    if source.kind is not SourceKind.CHANNEL:
        try:
            return as_stated(read(entry_document(entry, source.url)), entry)
        except (NoArticle, ThinPage):
            # A page so short would be no article; a text that somebody sent as one is.
            pass
        return as_text(entry, source.url)
    return as_post(entry, source.url)


def _named(source: Source, article: Article) -> Article:
    """Its outlet is the source's where the page names none but its host; a post's, its channel."""
    host = urlsplit(article.url or "").netloc.lower()
    unnamed = (article.outlet or "").lower() in ("", host, host.removeprefix("www."))
    if source.title and (unnamed or source.kind is SourceKind.CHANNEL):
        return replace(article, outlet=outlet_titled(source.title))
    return article


def _text(article: Article) -> str:
    return "\n".join(article.texts)
