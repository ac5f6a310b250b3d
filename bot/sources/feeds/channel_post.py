"""One post of a public channel: its address, and where it is found. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sources.feeds.channel import NAME, RESERVED, ROOT
from bot.sources.feeds.entries import Entry, Feed

_SITE = r"^(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/"
_REST = r"/?(?:[?#].*)?$"
_POST = re.compile(rf"{_SITE}(?:s/)?({NAME})/(\d{{1,10}}){_REST}", re.IGNORECASE)
_SUBDOMAIN = re.compile(rf"^(?:https?://)?({NAME})\.t\.me/(\d{{1,10}}){_REST}", re.IGNORECASE)
_PRIVATE = re.compile(rf"{_SITE}(?:c/\d+(?:/\d+)+|\+[\w-]+|joinchat/[\w-]+){_REST}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PostLink:
    name: str
    number: int

    @property
    def url(self) -> str:
        return f"https://t.me/{self.name}/{self.number}"

    @property
    def pages(self) -> tuple[str, ...]:
        """Preview pages that show the post, the likeliest first: those around it, and the 20
        that end with it."""
        return f"{ROOT}{self.name}/{self.number}", f"{ROOT}{self.name}?before={self.number + 1}"

    def found_in(self, feed: Feed) -> Entry | None:
        """The post among those of a page. An album's pictures have numbers of their own."""
        for entry in feed.entries:
            name, _, first = (entry.url or "").removeprefix("https://t.me/").partition("/")
            if name.casefold() != self.name.casefold() or not first.isdigit():
                continue
            if int(first) <= self.number < int(first) + entry.parts:
                return entry
        return None

    def refused_in(self, feed: Feed) -> str | None:
        """Why the page's post of this number has nothing to be read."""
        own = self.url.casefold()
        return next((each.reason for each in feed.refused if each.path.casefold() == own), None)


def post_link(text: str) -> PostLink | None:
    """The post meant by "t.me/NAME/5", with or without "s/" and what follows a "?"."""
    found = _POST.match(text.strip()) or _SUBDOMAIN.match(text.strip())
    if not found or found[1].lower() in RESERVED | {"www"}:
        return None
    return PostLink(found[1], int(found[2]))


def is_private(text: str) -> bool:
    """Whether it is a post that only a private channel's members see, or an invitation."""
    return bool(_PRIVATE.match(text.strip()))
