"""A link to an article: its page, PDF or document fetched and read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.intake.asking import Aside, Fetches, in_a_thread
from bot.intake.channel_posts import post_of, read_post
from bot.reading.article import read
from bot.records import Article, Document
from bot.sources.addresses import unwrapped
from bot.sources.fetching.requests import HTML, Fetched, Request


@dataclass(frozen=True, slots=True)
class FetchedPage:
    article: Article
    links: tuple[str, ...]
    """Addresses it was read at: as it was asked for, and where redirects led."""


async def page(
    fetcher: Fetches,
    url: str,
    *,
    urgent: bool = True,
    user_agent: str | None = None,
    aside: Aside = in_a_thread,
) -> FetchedPage:
    """The article at an address, with the addresses it is known by. `urgent`: somebody waits.

    A link of an alert or a social network that has the article's address in it is that address,
    and a page that only leads on is followed. A link to a post of a public channel is read as that
    post. Raises FetchError, or DocumentError
    where what is there is no article, its errors for pages that do not show theirs (ConsentWall,
    LoginWall, NeedsScript, ThinPage) among them.
    """
    asked, url = url, unwrapped(url)
    if post := post_of(url):
        article = await read_post(fetcher, post, aside, urgent=urgent)
        return FetchedPage(article, tuple(filter(None, (article.url,))))
    fetched = await fetcher.fetch(
        Request(url, HTML, user_agent=user_agent, robots=True, follow_pages=True, urgent=urgent)
    )
    article = await aside(lambda: read(document_of(fetched, url)))
    return FetchedPage(article, tuple(dict.fromkeys((asked, url, fetched.url))))


def document_of(fetched: Fetched, origin: str) -> Document:
    return Document(
        origin=origin,
        data=fetched.data,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.url,
    )
