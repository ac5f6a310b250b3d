"""A digest as its page has it: the blocks of every format, each statement with the sentences it
stands on, and the reports in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from bot.digest.render.layout import layout
from bot.digest.render.lines import Block, Item, Line, Role
from bot.digest.render.links import safe_link
from bot.digest.render.moments import in_zone, moment_words
from bot.formats.marks import marked, not_shown
from bot.formats.rows import Beside, Side, beside, credit, in_part, reasons, sides, times
from bot.language.lettering import clean
from bot.records import (
    Brief,
    Digest,
    Form,
    Statement,
    Story,
    TranslatedSegment,
)

HOW = {
    Form.FACTS: "Put together by rule from figures and names of the Arabic.",
    Form.REPORT: "Only that it is reported; it could not be translated reliably.",
    Form.CLAUSE: "A part of the sentence, or with a name in the place of a pronoun.",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What one statement stands on."""

    rows: tuple[Side, ...]
    how: str = ""
    """How it was made of its sentences, where it is not one of them."""
    found: tuple[str, ...] = ()
    """What may be wrong with it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One article in both languages."""

    name: str
    about: tuple[str, ...]
    url: str | None
    notes: tuple[str, ...]
    rows: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    lines: tuple[Line, ...]
    grounds: tuple[Ground, ...] = ()
    href: str = ""
    """Of the story's page."""
    name: str = ""
    """The story's headline, for readers who hear a link alone."""
    headed: bool = False
    """Its headline is the link."""


@dataclass(frozen=True, slots=True)
class BlockView:
    items: tuple[ItemView, ...]
    story: Story | None = None
    id: str = ""
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestView:
    title: str
    blocks: tuple[BlockView, ...]
    footer: tuple[Line, ...]


StoryLink = Callable[[int], str]
"""The address of a story's page by its number, from 1; "" where it has none."""


def digest_view(digest: Digest, href: StoryLink = lambda number: "") -> DigestView:
    """Stories that have no page of their own have their reports beneath them."""
    known = _Sentences(digest)
    numbers = _numbers(digest)
    head, *blocks, foot = layout(digest)
    if head.items[1:]:
        blocks = [replace(head, items=head.items[1:]), *blocks]
    zone = digest.made_at.tzinfo
    views = [_block(block, known, numbers, href, zone) for block in blocks]
    footer = tuple(line for item in foot.items for line in item.lines)
    return DigestView(head.items[0].lines[0].text, tuple(views), footer)


def stories_of(digest: Digest) -> tuple[Story, ...]:
    """Those told and those named, in the order of their numbers from 1."""
    return (*digest.stories, *digest.also)


def story_view(digest: Digest, story: Story) -> tuple[ItemView, ...]:
    """The story alone, without its number."""
    alone = Digest(digest.made_at, digest.engine, (story,))
    known = _Sentences(alone)
    _, block, *_ = layout(alone)
    first, *rest = block.items
    lines = tuple(
        Line(line.role, line.runs[1:]) if line.role is Role.HEADLINE else line
        for line in first.lines
    )
    return (
        ItemView(lines, known.grounds(first.said)),
        *(ItemView(item.lines, known.grounds(item.said)) for item in rest),
    )


def report_view(brief: Brief, zone: tzinfo | None = UTC) -> Report:
    """`zone`: of whoever reads it."""
    article, translation = brief.article, brief.translation
    about = [clean(article.author or "")]
    about += [f"{label} {moment_words(in_zone(at, zone))}" for label, at in times(article)]
    about.append(clean(credit(translation)))
    if part := in_part(translation):
        about.append(part)
    return Report(
        name=clean(article.outlet_label) or "unnamed source",
        about=tuple(filter(None, about)),
        url=safe_link(article.url),
        notes=tuple(filter(None, map(clean, article.notes))),
        rows=tuple(sides(translation)),
    )


def _numbers(digest: Digest) -> Mapping[int, int]:
    return {id(story): number for number, story in enumerate(stories_of(digest), 1)}


def _block(
    block: Block,
    known: _Sentences,
    numbers: Mapping[int, int],
    href: StoryLink,
    zone: tzinfo | None,
) -> BlockView:
    items = tuple(_item(item, known, numbers, href) for item in block.items)
    first = block.items[0]
    headed = any(line.role is Role.HEADLINE for line in first.lines)
    story = first.story if headed else None
    number = numbers.get(id(story), 0)
    # A story that is only named has no place beneath its name, and one without news no number.
    opened = [
        item.story
        for item in block.items
        if item.story and (n := numbers.get(id(item.story))) and not href(n)
    ]
    reports = tuple(report_view(brief, zone) for each in opened for brief in each.briefs)
    return BlockView(items, story, f"story-{number}" if story else "", reports)


def _item(item: Item, known: _Sentences, numbers: Mapping[int, int], href: StoryLink) -> ItemView:
    grounds = known.grounds(item.said)
    if item.story is None:
        return ItemView(item.lines, grounds)
    headed = any(line.role is Role.HEADLINE for line in item.lines)
    name = clean(item.story.headline.text or item.story.headline.source)
    number = numbers.get(id(item.story))
    return ItemView(item.lines, grounds, href(number) if number else "", name, headed)


class _Sentences:
    """Every sentence of a digest's articles, by article and place."""

    def __init__(self, digest: Digest) -> None:
        self._known: dict[tuple[str, int], TranslatedSegment] = {
            (brief.article.id, each.segment.index): each
            for story in stories_of(digest)
            for brief in story.briefs
            for each in brief.translation.segments
        }

    def grounds(self, said: Iterable[Statement]) -> tuple[Ground, ...]:
        return tuple(ground for each in said for ground in self._ground(each))

    def _ground(self, said: Statement) -> Iterator[Ground]:
        found = [self._known.get((each.article, each.segment)) for each in said.evidence]
        rows = tuple(Side("prose", (beside(each),)) for each in found if each is not None)
        source = clean(said.source)
        if not rows and source and source != clean(said.text):
            # Of an article that the digest does not hold.
            hidden = not_shown(said) if said.language == "en" else "[not shown]"
            english = "" if hidden else clean(said.text)
            rows = (Side("prose", (Beside(english, source, marked(said), hidden),)),)
        if not rows:
            return
        how = HOW.get(said.form, "")
        if said.form is Form.MODEL:
            how = f"Written by {clean(said.writer)}, and held to these sentences."
        yield Ground(rows, how, tuple(filter(None, [clean(reasons(said.flags))])))
