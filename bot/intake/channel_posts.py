"""A link to a post of a public channel: read as that post, not as Telegram's page around it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.errors import EmptyDocument, NoSuchPost, NotAFeed, NotFound, PrivatePost
from bot.intake.asking import Aside, Fetches
from bot.intake.entry_text import as_post
from bot.reading.outlet import ClaimStanding, stated
from bot.records import Article
from bot.sources.feeds.channel import parse_channel
from bot.sources.feeds.channel_post import PostLink, is_private, post_link
from bot.sources.feeds.entries import Feed
from bot.sources.fetching.requests import FEED, Request

_PRIVATE = (
    "It is a post of a private channel, or an invitation to one; only its members can read it. "
    "Forward the post to the bot, or send its text."
)


def post_of(url: str) -> PostLink | None:
    """The post that an address means. Raises PrivatePost for what members alone can read."""
    if is_private(url):
        raise PrivatePost(_PRIVATE)
    return post_link(url)


async def read_post(fetcher: Fetches, link: PostLink, aside: Aside, *, urgent: bool) -> Article:
    """The post with its channel as outlet, its time and its link.

    Raises FetchError, NoSuchPost among them, and DocumentError where the post has no words.
    """
    for address in link.pages:
        feed = await _shown(fetcher, address, aside, urgent=urgent)
        if feed is None:
            break
        entry = link.found_in(feed)
        if entry is not None:
            article = await aside(partial(as_post, entry, link.url))
            return replace(article, outlet=outlet_titled(feed.title or link.name))
        if reason := link.refused_in(feed):
            raise EmptyDocument(f"There is no text in this post. {reason}")
    raise NoSuchPost(
        f"{link.url} cannot be read: there is no such post, or @{link.name} is no public channel "
        "that can be seen at t.me/s/NAME. Forward the post to the bot, or send its text."
    )


async def _shown(fetcher: Fetches, address: str, aside: Aside, *, urgent: bool) -> Feed | None:
    """The posts of a preview page; None where it is none, as of a group or a person."""
    try:
        fetched = await fetcher.fetch(Request(address, FEED, urgent=urgent))
        return await aside(lambda: parse_channel(fetched.data, fetched.url))
    except (NotAFeed, NotFound):
        return None


def outlet_titled(title: str) -> str:
    """The title of a channel or feed, or the one name of the known outlet that it names."""
    claim = stated(title, ClaimStanding.METADATA)
    return claim.name if claim else title
