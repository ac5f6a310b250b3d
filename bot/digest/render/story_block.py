"""One story: its headline, who reports it, its points, where outlets differ, what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from bot.digest.render.lines import Block, Item, Line, Role, Run, count, line_of
from bot.digest.render.links import safe_link
from bot.digest.render.moments import in_zone, moments_words, short_day
from bot.digest.render.order import in_order, outlet_of, outlets_of, texts_of
from bot.digest.render.said import (
    LEFT_IN_ARABIC,
    headed,
    joined_lines,
    left_in,
    point_lines,
    source_of,
)
from bot.formats.points import in_points
from bot.language.lettering import clean, other_language
from bot.records import Against, Brief, Digest, Life, Past, Statement, Story, StoryPoint

NAMED_AT_MOST = 8
"""Outlets named behind one point; the line under the headline always names all."""


class Names:
    """How outlets and documents are called in this digest.

    A document with no outlet goes by its file name, or by its whole path where two files
    share the name.
    """

    def __init__(self, digest: Digest) -> None:
        stories = (*digest.stories, *digest.also, *digest.repeated, *digest.quiet)
        origins = {brief.article.origin for story in stories for brief in story.briefs}
        origins |= {skipped.path for skipped in digest.skipped}
        tails = [_tail(origin) for origin in origins]
        self._tails = {o: _tail(o) for o in origins if tails.count(_tail(o)) == 1}

    def of(self, outlet_or_origin: str) -> str:
        if outlet_or_origin == "-":
            return "standard input"
        return clean(self._tails.get(outlet_or_origin, outlet_or_origin)) or "unnamed source"


def _tail(origin: str) -> str:
    if "://" in origin:
        return origin
    return origin.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or origin


def story_block(number: int, story: Story, names: Names, made_at: datetime) -> Block:
    sources = _sources(story, names, made_at.tzinfo)
    opening = Item(
        (*_headline(number, story.headline), sources, *_notes(story, names)),
        (story.headline,),
        story,
    )
    before, after = in_order(story)
    items = [opening]
    if story.against is not None:
        line = against_line(story.against, names, made_at.year)
        items.append(Item((line,), (story.against.statement,)))
    items += _points(before, story, names)
    differences = [text for text in map(clean, story.differences) if text]
    items += [Item((line_of(Role.DIFFERENCE, text),)) for text in differences]
    items += _points(after, story, names)
    lines = earlier_lines(story.earlier, made_at.year)
    items += [
        Item((line,), (past.statement,)) for past, line in zip(story.earlier, lines, strict=True)
    ]
    if story.background is not None:
        line = background_line(story.background, made_at.year)
        items.append(Item((line,), (story.background.statement,)))
    return Block(tuple(items), line_of(Role.HEADLINE, f"{number} · continued"))


def against_line(against: Against, names: Names, year: int) -> Line:
    """The denial beside the claim, whichever of them the headline is."""
    who = f"{names.of(against.source)}, {short_day(against.day, year)}"
    opening = "Denied" if against.denies else "The claim"
    said = headed(against.statement)
    return line_of(Role.DIFFERENCE, f"{opening}: ", *said, Run(f" — {who}", quiet=True))


def earlier_lines(earlier: Sequence[Past], year: int) -> Iterator[Line]:
    """One line of background, or a timeline where the story has gone on for three days."""
    opening = "Earlier: " if len(earlier) == 1 else ""
    for past in earlier:
        day = f"{opening}{short_day(past.day, year)}: "
        who = Run(f" — {clean(past.source)}", quiet=True)
        yield line_of(Role.EARLIER, day, *headed(past.statement), who)


def background_line(past: Past, year: int) -> Line:
    """Of another story."""
    who = Run(f" — {clean(past.source)}", quiet=True)
    day = short_day(past.day, year)
    return line_of(Role.EARLIER, f"Background, {day}: ", *headed(past.statement), who)


def _headline(number: int, headline: Statement) -> Iterator[Line]:
    yield line_of(Role.HEADLINE, f"{number} · ", *headed(headline))
    if headline.language == "ar":
        yield line_of(Role.NOTE, f"headline {LEFT_IN_ARABIC}")
    elif name := other_language(headline.language):
        yield line_of(Role.NOTE, left_in(name))
    else:
        yield from source_of(headline)


def _sources(story: Story, names: Names, zone: tzinfo | None) -> Line:
    """Outlets and days; the times are those of the digest's zone."""
    outlets = outlets_of(story.briefs)
    runs: list[Run] = []
    if len(story.briefs) > 1:
        reports = "" if len(story.briefs) == len(outlets) else f"{len(story.briefs)} reports, "
        runs.append(
            Run(f"{reports}{count(len(outlets), _teller(story))}{_copied(story, story.briefs)}: ")
        )
    for position, outlet in enumerate(outlets):
        if position:
            runs.append(Run(", "))
        runs += _reports([b for b in story.briefs if outlet_of(b) == outlet], names.of(outlet))
    moments = [in_zone(brief.article.published, zone) for brief in story.briefs]
    runs.append(Run(" · " + moments_words(moments)))
    if story.watched:
        runs.append(Run(f" · {looked_out_for(story)}"))
    # Of a story that goes on only what is new is shown, and of several reports what adds something.
    if story.life is Life.NEW and len(story.briefs) == 1 and story.briefs[0].whole:
        runs.append(Run(" · short report, shown whole"))
    if story.life is not Life.NEW:
        runs.append(Run(f" · {story.life}"))
    return Line(Role.SOURCES, tuple(runs))


def _copied(story: Story, briefs: Sequence[Brief]) -> str:
    """Where some of these reports carry one text: how many do not."""
    texts = texts_of(story, (brief.article.id for brief in briefs))
    return f", {count(texts, 'independent report')}" if texts < len(briefs) else ""


def looked_out_for(story: Story) -> str:
    """Why it is here, where the chat asked for it by name."""
    return "watched: " + ", ".join(map(clean, story.watched))


def _teller(story: Story) -> str:
    """A page that names no outlet stands under its file's name, which is none."""
    return "outlet" if all(brief.article.outlet for brief in story.briefs) else "source"


def _notes(story: Story, names: Names) -> Iterator[Line]:
    """What a reader should know of how a page read."""
    for brief in story.briefs:
        whose = f"{names.of(outlet_of(brief))}: " if len(story.briefs) > 1 else ""
        for note in filter(None, map(clean, brief.article.notes)):
            yield line_of(Role.NOTE, Run(whose + note, quiet=True))


def _reports(briefs: Sequence[Brief], name: str) -> Iterator[Run]:
    """One outlet's articles, each behind its name, numbered from the second on."""
    yield Run(name, safe_link(briefs[0].article.url))
    for position, brief in enumerate(briefs[1:], 2):
        yield Run(", ")
        yield Run(f"{name} ({position})", safe_link(brief.article.url))


def _points(points: Sequence[StoryPoint], story: Story, names: Names) -> Iterator[Item]:
    rest = iter(points)
    for facts in in_points([point.statement for point in points]):
        point, *_ = (next(rest) for _ in facts)
        who = _attribution(point, story, names)
        lines = tuple(point_lines(facts[0], who) if len(facts) == 1 else joined_lines(facts, who))
        if lines:
            yield Item(lines, facts)


def _attribution(point: StoryPoint, story: Story, names: Names) -> tuple[Run, ...]:
    """Who says so; nothing where the story has one report, since its outlet stands above."""
    if len(story.briefs) < 2:
        return ()
    outlets = outlets_of(story.briefs)
    if point.agreed:
        what, number = (
            (f"{_teller(story)}s", len(outlets))
            if len(outlets) > 1
            else ("reports", len(story.briefs))
        )
        said_by = f"both {what}" if number == 2 else f"all {number} {what}"
        return (Run(f" — {said_by}{_copied(story, story.briefs)}", quiet=True),)
    said = [names.of(outlet) for outlet in dict.fromkeys(point.outlets)]
    if not said:
        return ()
    more = len(said) - NAMED_AT_MOST
    listed = ", ".join(said[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
    told_by = {evidence.article for evidence in point.statement.evidence}
    tell = [b for b in story.briefs if b.article.id in told_by and outlet_of(b) in point.outlets]
    return (Run(f" — {listed}{_copied(story, tell)}", quiet=True),)
