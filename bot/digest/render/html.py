"""Digest -> one HTML page that needs nothing else, or a page for it and one for each story."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.render.lines import SIGNS
from bot.digest.render.page_views import (
    StoryLink,
    digest_view,
    report_view,
    story_view,
)
from bot.formats.pages import Link, page
from bot.language.lettering import clean
from bot.records import Digest, Story

SIGNS_BY_NAME = {role.value: sign for role, sign in SIGNS.items()}


def html(digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False) -> str:
    """The page of `mujaz digest`. The Arabic is on it in any case."""
    return digest_page(digest)


def digest_page(
    digest: Digest,
    *,
    href: StoryLink = lambda number: "",
    up: Sequence[Link] = (),
    feeds: Sequence[Link] = (),
    notes: Sequence[str] = (),
) -> str:
    """`href`: where each story has its page; those that have none have their reports on this one.
    `up`: what it is a part of. `notes`: of the page itself, above all else."""
    view = digest_view(digest, href)
    return page(
        "digest.html",
        title=view.title,
        blocks=view.blocks,
        footer=view.footer,
        signs=SIGNS_BY_NAME,
        up=up,
        feeds=feeds,
        notes=notes,
    )


def story_page(digest: Digest, story: Story, up: Sequence[Link] = ()) -> str:
    """One story of the digest, with its reports in full."""
    title = clean(story.headline.text or story.headline.source) or "A story"
    return page(
        "story.html",
        title=title,
        items=story_view(digest, story),
        reports=[report_view(brief, digest.made_at.tzinfo) for brief in story.briefs],
        signs=SIGNS_BY_NAME,
        up=up,
    )
