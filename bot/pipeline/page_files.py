"""What a chat's folder of pages holds, as text: a digest's files, and the lists of all of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bot.digest.render.html import SIGNS_BY_NAME, digest_page, story_page
from bot.digest.render.page_views import digest_view, report_view, stories_of
from bot.formats.pages import Link, page, text
from bot.language.found_words import alike, holds, words_to_find
from bot.language.lettering import clean
from bot.pipeline.pages import headline_of, titled
from bot.records import Digest, Part, Standing, Story
from bot.store.articles import StoredArticle

INDEX, DIGESTS, ARTICLES, SEARCH = "index.html", "digests.atom", "articles.atom", "search.json"
LISTS = (INDEX, DIGESTS, ARTICLES, SEARCH)
FEEDS = (Link(DIGESTS, "Feed of digests"), Link(ARTICLES, "Feed of translated articles"))
ALL = Link(INDEX, "All digests")
IN_FEED = 20
"""Digests in the feed of digests."""
MOST_FOUND = 100
_LONGEST_TITLE = 200

Files = dict[str, str]
"""Name -> text."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as lists name it."""

    href: str
    title: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A digest as lists name it."""

    href: str
    title: str
    at: str
    """ISO 8601."""
    stories: list[Listed]
    html: str
    """For the feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    id: str
    """What it is in its folder."""
    title: str
    at: str
    html: str
    href: str = ""
    by: str = ""


def digest_files(digest: Digest, name: str, notes: Sequence[str] = ()) -> tuple[Files, Listing]:
    """The page of a digest and one for each story. `notes`: of the page itself."""

    def href(number: int) -> str:
        return f"{name}-{number}.html"

    own = f"{name}.html"
    files = {own: digest_page(digest, href=href, up=(ALL,), feeds=FEEDS, notes=notes)}
    view = digest_view(digest, href)
    listed = []
    for number, story in enumerate(stories_of(digest), 1):
        files[href(number)] = story_page(digest, story, (ALL, Link(own, view.title)))
        title = titled(story.headline, "no headline", _LONGEST_TITLE)
        listed.append(Listed(href(number), title, words_to_find(_texts(story))))
    html = text("lines.html", blocks=view.blocks, footer=view.footer, signs=SIGNS_BY_NAME)
    return files, Listing(own, view.title, digest.made_at.isoformat(), listed, html)


def article_entry(stored: StoredArticle, key: str) -> Entry:
    """A translated article for the feed. `key`: what the feed knows it by. Raises ValueError where
    it has no brief."""
    if stored.brief is None or stored.ready_at is None:
        raise ValueError(f"article {stored.number} has no brief")
    report = report_view(stored.brief)
    return Entry(
        key,
        headline_of(stored.brief, _LONGEST_TITLE),
        stored.ready_at.isoformat(),
        text("paragraphs.html", report=report),
        report.url or "",
        report.name,
    )


def list_files(listings: Sequence[Listing], *, folder: str, base: str, days: int) -> Files:
    """The index, the feed of digests and what search reads. `listings`: newest first. `folder`:
    its name. `base`: its address with "/", or ""."""
    digests = [
        Entry(each.href, each.title, each.at, each.html, f"{base}{each.href}")
        for each in listings[:IN_FEED]
    ]
    stories = [
        {"href": s.href, "title": s.title, "at": each.title, "words": s.words}
        for each in listings
        for s in each.stories
    ]
    return {
        INDEX: page(
            "index.html",
            title="Digests",
            script="search.js",
            form=True,
            listings=listings,
            feeds=FEEDS,
            days=days,
        ),
        DIGESTS: _feed(DIGESTS, "Mujaz: digests", digests, folder, base),
        SEARCH: json.dumps({"alike": alike(), "stories": stories}, ensure_ascii=False),
    }


def articles_file(articles: Sequence[Entry], *, folder: str, base: str) -> Files:
    """The feed of translated articles, newest first."""
    return {ARTICLES: _feed(ARTICLES, "Mujaz: translated articles", articles, folder, base)}


def found_page(known: str, asked: str) -> str:
    """What a search found, as a page. `known`: the text of SEARCH."""
    stories = json.loads(known)["stories"]
    found = [each for each in stories if holds(each["words"], asked)]
    said = "1 story" if len(found) == 1 else f"{len(found)} stories"
    return page(
        "found.html",
        title="Search",
        script="search.js",
        form=True,
        up=(ALL,),
        asked=clean(asked),
        said=said,
        found=found[:MOST_FOUND],
    )


def _feed(name: str, title: str, entries: Sequence[Entry], folder: str, base: str) -> str:
    newest = max((datetime.fromisoformat(each.at) for each in entries), default=None)
    return text(
        "feed.atom",
        id=_name(folder, name),
        title=title,
        name=name,
        base=base,
        updated=newest.isoformat() if newest else "1970-01-01T00:00:00+00:00",
        entries=[replace(each, id=_name(folder, each.id)) for each in entries],
    )


def _name(folder: str, what: str) -> str:
    """The same for the same thing, and telling nothing of the folder."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"mujaz:{folder}/{what}").urn


def _texts(story: Story) -> Iterable[str]:
    """What a story is found by. What is withheld is not."""
    for said in (story.headline, *(point.statement for point in story.points)):
        if said.standing is not Standing.WITHHELD:
            yield said.text
        yield said.source
    for brief in story.briefs:
        yield brief.article.outlet_label
        for segment in brief.translation.of_part(Part.TITLE):
            yield segment.segment.source


def as_fields(listing: Listing) -> Mapping[str, object]:
    """For JSON."""
    return asdict(listing)


def listing_of(fields: Mapping[str, object]) -> Listing:
    """Raises TypeError and KeyError where the fields are those of no listing."""
    stories = [Listed(**each) for each in fields["stories"]]  # type: ignore[attr-defined]
    return Listing(**{**fields, "stories": stories})  # type: ignore[arg-type]
