"""What a digest shows and in which order, once for all formats.

A digest becomes blocks (header, corrected, stories, also, not read, footer), a block items that
stay together, an item lines, a line runs of text. A renderer sets lines by their role and adds no
word of its own, so that no format can leave out a warning that another shows. Texts in here
are clean (see `bot.language.lettering`) but not yet escaped or isolated: that is each format's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.digest.render.frame import footer, header
from bot.digest.render.lines import Block, Item, Line, Role, Run, count, line_of
from bot.digest.render.links import safe_link
from bot.digest.render.order import topic_of
from bot.digest.render.said import LEFT_IN_ARABIC, doubtful, headed, source_of, text_of
from bot.digest.render.story_block import Names, against_line, looked_out_for, story_block
from bot.language.lettering import clean
from bot.records import Change, Correction, Digest, Standing, Story

OTHER_TOPICS = "other news"


def layout(
    digest: Digest, arabic: bool = False, most_named: int | None = None
) -> tuple[Block, ...]:
    """The whole digest, top to bottom. `arabic`: with the source of all that is doubtful.
    `most_named`: stories that each list of headlines names; how many more there are stands below
    them. None: all."""
    blocks = _blocks(digest, most_named)
    return blocks if arabic else tuple(map(_without_arabic, blocks))


def _without_arabic(block: Block) -> Block:
    """Without the lines that are shown on request; what has no English keeps its Arabic."""
    items = tuple(
        replace(item, lines=tuple(line for line in item.lines if line.role is not Role.SOURCE))
        for item in block.items
    )
    return replace(block, items=items)


def _blocks(digest: Digest, most: int | None) -> tuple[Block, ...]:
    names, year = Names(digest), digest.made_at.year
    blocks = [header(digest)]
    if digest.corrections:
        blocks.append(_corrected(digest.corrections, names))
    under: str | None = None
    for number, story in enumerate(digest.stories, 1):
        block = story_block(number, story, names, digest.made_at)
        if digest.by_topic and (topic := topic_of(story)) != under:
            block, under = _headed_by(topic, block), topic
        blocks.append(block)
    if digest.also:
        name = "Also" if digest.stories else "Headlines"
        blocks.append(_also(digest.also, name, names, year, most))
    if digest.repeated:
        blocks.append(_also(digest.repeated, "Reported again, nothing new", names, year, most))
    if digest.quiet:
        blocks.append(_also(digest.quiet, "Gone quiet, no report for three days", names, year))
    if digest.skipped:
        blocks.append(_skipped(digest, names))
    told = replace(digest, also=digest.also[:most], repeated=digest.repeated[:most])
    blocks.append(footer(told))
    return tuple(blocks)


def _headed_by(topic: str, block: Block) -> Block:
    """The name of a topic stays with the first of its stories."""
    first, *rest = block.items
    head = line_of(Role.LIST, (clean(topic) or OTHER_TOPICS).upper())
    return replace(block, items=(replace(first, lines=(head, *first.lines)), *rest))


def _corrected(corrections: Sequence[Correction], names: Names) -> Block:
    items = [item for correction in corrections for item in _correction(correction, names)]
    head = Item((line_of(Role.LIST, "Corrected since we sent it"), *items[0].lines))
    return Block((head, *items[1:]), line_of(Role.LIST, "Corrected, continued"))


def _correction(correction: Correction, names: Names) -> Iterator[Item]:
    said = headed(correction.headline, safe_link(correction.url))
    lines = [line_of(Role.SUBJECT, f"{names.of(correction.outlet)}: ", *said)]
    if correction.headline.language == "en":
        lines += source_of(correction.headline)
    yield Item(tuple(lines))
    for change in correction.changes:
        yield Item(tuple(_change(change)), (change.before, change.after))
    if correction.more:
        more = count(correction.more, "further change")
        yield Item((line_of(Role.POINT, Run(f"and {more}", quiet=True)),))


def _change(change: Change) -> Iterator[Line]:
    """Both statements, whatever the checks say of them. Neither need have been in a digest: the
    article was, not each of its sentences."""
    for opening, statement in (
        (f"It said ({change.what.value})", change.before),
        ("It says now", change.after),
    ):
        text = text_of(statement)
        if statement.language == "ar" and text is not None:
            yield line_of(Role.UNVERIFIED, f"{opening}: ", Run(LEFT_IN_ARABIC, quiet=True))
            yield Line(Role.ARABIC, (text,))
        elif statement.standing is Standing.PLAIN and text is not None:
            yield line_of(Role.POINT, f"{opening}: “", text, "”")
        else:
            yield from doubtful(statement, f"{opening}: ")


def _also(
    stories: Sequence[Story], name: str, names: Names, year: int, most: int | None = None
) -> Block:
    named = stories[:most]
    entries = [_also_entry(story, names, year) for story in named]
    head = replace(entries[0], lines=(line_of(Role.LIST, name), *entries[0].lines))
    if more := len(stories) - len(named):
        rest = Run(f"and {more:,} more: the button below lists them", quiet=True)
        entries.append(Item((line_of(Role.ENTRY, rest),)))
    return Block((head, *entries[1:]), line_of(Role.LIST, f"{name}, continued"))


def _also_entry(story: Story, names: Names, year: int) -> Item:
    headline = story.headline
    links = [safe_link(brief.article.url) for brief in story.briefs]
    url = next((link for link in links if link), None)
    runs = [*headed(headline, url)]
    if headline.language == "ar":
        runs.append(Run(" (in Arabic)", quiet=True))
    if story.watched:
        runs.append(Run(f" ({looked_out_for(story)})", quiet=True))
    lines, said = [line_of(Role.ENTRY, *runs)], [headline]
    if story.against is not None:
        lines.append(against_line(story.against, names, year))
        said.append(story.against.statement)
    return Item(tuple(lines), tuple(said), story)


def _skipped(digest: Digest, names: Names) -> Block:
    items = []
    for skipped in digest.skipped:
        reason = clean(skipped.reason) or clean(skipped.error)
        # Many reasons name the document themselves.
        named = clean(skipped.path) in reason or names.of(skipped.path) in reason
        text = reason if named else f"{names.of(skipped.path)}: {reason}"
        items.append(Item((line_of(Role.ENTRY, text),)))
    head = Item((line_of(Role.LIST, f"Not read: {len(items)}"), *items[0].lines))
    return Block((head, *items[1:]), line_of(Role.LIST, "Not read, continued"))
