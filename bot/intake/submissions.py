"""Articles that other systems hand in: what they send, and what they are answered.

One way in for `mujaz ingest` and for the HTTP endpoint. Whatever is sent gets an answer, and
sending it again gets the same one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import now_utc
from bot.config import Settings
from bot.errors import BadSubmission, MujazError, ServerTrouble, TimedOut, Unreachable
from bot.intake.asking import Fetches
from bot.intake.identity import Keys
from bot.intake.ingest import Taken, note, take
from bot.intake.pages import page
from bot.intake.submission import Answer, Submission, moment_of, submission_of
from bot.metrics import REFUSED
from bot.reading.article import read, with_title
from bot.reading.dates import not_ahead
from bot.records import Article, Document
from bot.sources.fetching.fetcher import Fetcher
from bot.store import article_keys, articles
from bot.store.article_keys import KeyKind
from bot.store.audience import PUBLIC
from bot.store.store import Store, open_store

log = structlog.get_logger(__name__)

_PASSING = (ServerTrouble, TimedOut, Unreachable)
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes submissions in. `nudge` is called where there is an article to translate."""

    store: Store
    fetcher: Fetches
    nudge: Callable[[], None] = lambda: None
    now: Callable[[], datetime] = now_utc

    async def submit(self, sent: Any) -> Answer:
        """The answer to one JSON value. Raises nothing but what ends the process."""
        key = sent.get("key") if isinstance(sent, dict) else None
        key = key.strip()[:500] if isinstance(key, str) else None
        try:
            return await self._taken(submission_of(sent))
        except SQLAlchemyError as error:
            log.warning("database_away", kind=type(error).__name__)
            return _refused(key, "DatabaseAway", "The database does not answer now.", retry=True)
        except MujazError as error:
            return _refused(key, error.name, str(error), retry=isinstance(error, _PASSING))
        except Exception as error:
            # Nothing a caller sends may end the process; the kind of error tells no text.
            log.error("submission_failed", kind=type(error).__name__, exc_info=True)
            return _refused(key, "Failed", "Mujaz failed over this article; its log says where.")

    async def _taken(self, submission: Submission) -> Answer:
        _refuse_ahead(submission, self.now())
        if submission.url and submission.key:
            known = await self._known(submission.key)
            if known is not None:
                return known
        article, links = await self._article(submission)
        keys = Keys(links=links, caller=submission.key)
        taken = await take(self.store, article, keys, audience=PUBLIC, now=self.now())
        note(taken, "submission")
        if taken.new:
            self.nudge()
        return await self._answer(taken, submission.key)

    async def _known(self, key: str) -> Answer | None:
        async with self.store.read_only() as c:
            holders = await article_keys.holders(c, KeyKind.CALLER, [key])
        return await self._answer(Taken(holders[0], new=False), key) if holders else None

    async def _article(self, submission: Submission) -> tuple[Article, tuple[str, ...]]:
        if submission.url:
            fetched = await page(self.fetcher, submission.url, urgent=False)
            return _completed(fetched.article, submission), fetched.links
        article = await asyncio.to_thread(read, _document(submission))
        if submission.title and submission.text:
            article = with_title(article, submission.title)
        links = (submission.link,) if submission.link else ()
        return _completed(article, submission), links

    async def _answer(self, taken: Taken, key: str | None) -> Answer:
        async with self.store.read_only() as c:
            stored = await articles.get(c, taken.number)
        status: Literal["new", "known", "version"] = "new" if taken.new else "known"
        return Answer(
            status="version" if taken.version_of else status,
            key=key,
            article=taken.number,
            id=stored.article.id if stored else None,
            version_of=taken.version_of,
        )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Intake]:
    """An intake with a store and a fetcher of its own. Raises BadSettings."""
    store = await open_store(settings.database_url)
    try:
        async with Fetcher(settings.sources) as fetcher:
            yield Intake(store, fetcher)
    finally:
        await store.close()


def _refuse_ahead(submission: Submission, now: datetime) -> None:
    stated = moment_of(submission.published_at) if submission.published_at else None
    if not_ahead(stated, now.astimezone(UTC).date()) != stated:
        raise BadSubmission(
            f"published_at: {submission.published_at} lies in the future. Send the time at which "
            "it was published, or none."
        )


def _refused(key: str | None, error: str, reason: str, *, retry: bool = False) -> Answer:
    REFUSED.labels("submission").inc()
    return Answer(status="refused", key=key, error=error, reason=reason, retry=retry)


def _document(submission: Submission) -> Document:
    if submission.html is not None:
        return Document(
            origin=submission.link or "a submission",
            data=_page(submission.html, submission.title).encode("utf-8", "replace"),
            media_type="text/html",
            charset="utf-8",
            url=submission.link,
        )
    text = "\n\n".join(filter(None, (submission.title, submission.text)))
    return Document(
        origin=submission.link or "a submission",
        data=text.encode("utf-8", "replace"),
        media_type="text/plain",
        charset="utf-8",
        url=submission.link,
    )


def _page(html: str, title: str | None) -> str:
    """A whole page as it is; a part of one under its title."""
    if _WHOLE_PAGE.search(html[:4000]) or not title:
        return html
    from html import escape

    head = f"<title>{escape(title)}</title>"
    body = f"<article><h1>{escape(title)}</h1>{html}</article>"
    return f"<html><head>{head}</head><body>{body}</body></html>"


def _completed(article: Article, submission: Submission) -> Article:
    """What the caller states comes before what the text seemed to say."""
    published = moment_of(submission.published_at) if submission.published_at else None
    return replace(
        article,
        outlet=submission.outlet or article.outlet,
        author=submission.author or article.author,
        published=published or article.published,
    )
