"""What a digest shows and in which order, once for all formats.

A digest becomes blocks (header, corrected, stories, also, not read, footer), a block items that
stay together, an item lines, a line runs of text. A renderer sets lines by their role and adds no
word of its own, so that no format can leave out a warning that another shows. Texts in here
are clean (see `bot.language.lettering`) but not yet escaped or isolated: that is each format's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.digest.render.links import safe_link
from bot.digest.render.moments import in_zone, made_at_words, moments_words, short_day
from bot.digest.render.order import (
    absent_engines,
    counted_engines,
    counted_lines,
    counted_writers,
    in_order,
    mean_doubt,
    outlet_of,
    outlets_of,
    texts_of,
    topic_of,
    unwritten,
)
from bot.formats.marks import SIGN, Mark, mark_of, marked, not_shown
from bot.formats.points import followed, in_points
from bot.language.lettering import clean, other_language
from bot.records import (
    Against,
    Brief,
    Change,
    Correction,
    Digest,
    EngineIdentity,
    Form,
    Life,
    Past,
    Standing,
    Statement,
    Story,
    StoryPoint,
)

NAMED_AT_MOST = 8
"""Outlets named behind one point; the line under the headline always names all."""
NO_HEADLINE = "no headline"
OTHER_TOPICS = "other news"
WRITTEN = "✎"
"""Behind a line that a model wrote."""
LEFT_IN_ARABIC = "in Arabic: not reliably translated"


class Role(StrEnum):
    """What a line is, for the renderer to set it accordingly."""

    HEADER = "header"
    HEADLINE = "headline"
    SOURCES = "sources"
    NOTE = "note"
    """About the headline or the reports."""
    POINT = "point"
    DIFFERENCE = "difference"
    EARLIER = "earlier"
    """What was sent of the story before, or of another that belongs to it."""
    UNVERIFIED = "unverified"
    ARABIC = "arabic"
    """Arabic that stands for itself, alone on its line: nothing else says it."""
    SOURCE = "source"
    """The Arabic of the line above, shown on request."""
    LIST = "list"
    """The head of a list that is not a story."""
    ENTRY = "entry"
    SUBJECT = "subject"
    """What the points beneath it are about, where that is no story."""
    FOOTER = "footer"


NOT_MEASURED = (
    "No fault was found in the rest; wording may still be wrong (not measured for this engine)."
)
"""Unmarked must not read as proven: no check sees every wrong verb."""

SIGNS = {
    Role.POINT: "•",
    Role.DIFFERENCE: "≠",
    Role.EARLIER: "↩",
    Role.UNVERIFIED: "⚠",
    Role.NOTE: "⚠",
    Role.ENTRY: "•",
}
"""What opens a line of that role, in every format that has no sign of its own for it."""


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    url: str | None = None
    arabic: bool = False
    quiet: bool = False
    """About the text rather than the text itself: attributions, reasons."""


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Item:
    """Lines that must not be parted: a statement and its Arabic."""

    lines: tuple[Line, ...]
    said: tuple[Statement, ...] = ()
    """What they say, for formats that show the sentences it stands on."""
    story: Story | None = None
    """Of the item that opens one."""


@dataclass(frozen=True, slots=True)
class Block:
    items: tuple[Item, ...]
    continued: Line | None = None
    """What to open with where the block goes on in another message."""


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
    blocks = [_header(digest)]
    if digest.corrections:
        blocks.append(_corrected(digest.corrections, names))
    under: str | None = None
    for number, story in enumerate(digest.stories, 1):
        block = _story(number, story, names, digest.made_at)
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
    blocks.append(_footer(told))
    return tuple(blocks)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 story", "2 stories"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


class Names:
    """How outlets and documents are called in this digest.

    A document with no outlet goes by its file name, or by its whole path where two files
    share the name.
    """

    def __init__(self, digest: Digest) -> None:
        stories = (*digest.stories, *digest.also, *digest.repeated)
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


# -------------------------------------------------------------------------- header and footer


def _line(role: Role, *runs: Run | str) -> Line:
    return Line(role, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def _header(digest: Digest) -> Block:
    stories = len(digest.stories) + len(digest.also) + len(digest.repeated)
    counts = [count(digest.articles, "article"), count(stories, "story", "stories")]
    if digest.corrections and not stories:
        counts = [count(len(digest.corrections), "correction")]
    text = f"{made_at_words(digest.made_at)} · {', '.join(counts)}"
    items = [Item((_line(Role.HEADER, clean(text)),))]
    if digest.overview is not None:
        items.append(Item(tuple(_point(digest.overview, ())), (digest.overview,)))
    return Block(tuple(items))


def _footer(digest: Digest) -> Block:
    if digest.engine is None:
        text = "Nothing new besides." if digest.corrections else "Nothing was translated."
        return Block((Item((_line(Role.FOOTER, text),)),))
    shown, marked = counted_lines(digest)
    text = (
        f"Translated by machine, {_engines(digest, digest.engine)}: "
        f"{marked:,} of {count(shown, 'shown line')} marked {SIGN}"
    )
    lines = [_line(Role.FOOTER, text)]
    if absent := ", ".join(clean(engine.label) for engine in absent_engines(digest)):
        lines.append(_line(Role.FOOTER, f"Could not be used when it was its turn: {absent}"))
    if marked < shown:
        lines.append(_line(Role.FOOTER, _rest(digest)))
    lines += [_line(Role.FOOTER, text) for text in _writers(digest)]
    return Block((Item(tuple(lines)),))


def _writers(digest: Digest) -> Iterator[str]:
    """Who wrote what no sentence says word for word, and where nobody could."""
    for writer, number in counted_writers(digest):
        yield (
            f"{WRITTEN} {count(number, 'line')} written by {clean(writer)}; each held to the "
            "sentences it stands on"
        )
    fallen, reasons = unwritten(digest)
    if fallen:
        yield f"{count(fallen, 'line')} told without the model: what it wrote did not hold"
    for why in reasons:
        yield f"Told without the model: {clean(why)}"


def _rest(digest: Digest) -> str:
    """What is to be thought of the unmarked lines. The rate is the mean of their calibrated
    probabilities (bot/translation/trust)."""
    doubt = mean_doubt(digest)
    if doubt is None:
        return NOT_MEASURED
    rate = max(1, round(100 * doubt))
    return f"No fault was found in the rest, yet about {rate} in 100 may still mislead."


def _engines(digest: Digest, configured: EngineIdentity) -> str:
    """The one that translated; where there are several, each with its number of sentences."""
    counted = counted_engines(digest)
    if len(counted) < 2:
        return clean(counted[0][0].label if counted else configured.label)
    (first, number), *others = counted
    named = [f"{count(number, 'sentence')} by {clean(first.label)}"]
    return " and ".join([*named, *(f"{n:,} by {clean(e.label)}" for e, n in others)])


# -------------------------------------------------------------------------------------- story


def _story(number: int, story: Story, names: Names, made_at: datetime) -> Block:
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
    items += [Item((_line(Role.DIFFERENCE, text),)) for text in differences]
    items += _points(after, story, names)
    lines = earlier_lines(story.earlier, made_at.year)
    items += [
        Item((line,), (past.statement,)) for past, line in zip(story.earlier, lines, strict=True)
    ]
    if story.background is not None:
        line = background_line(story.background, made_at.year)
        items.append(Item((line,), (story.background.statement,)))
    return Block(tuple(items), _line(Role.HEADLINE, f"{number} · continued"))


def against_line(against: Against, names: Names, year: int) -> Line:
    """The denial beside the claim, whichever of them the headline is."""
    who = f"{names.of(against.source)}, {short_day(against.day, year)}"
    opening = "Denied" if against.denies else "The claim"
    said = _headed(against.statement)
    return _line(Role.DIFFERENCE, f"{opening}: ", *said, Run(f" — {who}", quiet=True))


def earlier_lines(earlier: Sequence[Past], year: int) -> Iterator[Line]:
    """One line of background, or a timeline where the story has gone on for three days."""
    opening = "Earlier: " if len(earlier) == 1 else ""
    for past in earlier:
        day = f"{opening}{short_day(past.day, year)}: "
        who = Run(f" — {clean(past.source)}", quiet=True)
        yield _line(Role.EARLIER, day, *_headed(past.statement), who)


def background_line(past: Past, year: int) -> Line:
    """Of another story."""
    who = Run(f" — {clean(past.source)}", quiet=True)
    day = short_day(past.day, year)
    return _line(Role.EARLIER, f"Background, {day}: ", *_headed(past.statement), who)


def _headed_by(topic: str, block: Block) -> Block:
    """The name of a topic stays with the first of its stories."""
    first, *rest = block.items
    head = _line(Role.LIST, (clean(topic) or OTHER_TOPICS).upper())
    return replace(block, items=(replace(first, lines=(head, *first.lines)), *rest))


def _headline(number: int, headline: Statement) -> Iterator[Line]:
    yield _line(Role.HEADLINE, f"{number} · ", *_headed(headline))
    if headline.language == "ar":
        yield _line(Role.NOTE, f"headline {LEFT_IN_ARABIC}")
    elif name := other_language(headline.language):
        yield _line(Role.NOTE, _left_in(name))
    else:
        yield from _source(headline)


def _headed(headline: Statement, link: str | None = None) -> Iterator[Run]:
    """A headline with its mark, wherever it is shown."""
    if headline.language == "en" and (mark := marked(headline)):
        yield Run(f"{mark}: ")
    yield _text(headline, link) or Run(NO_HEADLINE, link)
    yield from _written(headline)


def _written(statement: Statement) -> Iterator[Run]:
    if statement.form is Form.MODEL:
        yield Run(f" {WRITTEN}", quiet=True)


def _left_in(name: str) -> str:
    return f"left in {name}: only Arabic is translated"


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
        runs.append(Run(f" · {_looked_out_for(story)}"))
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


def _looked_out_for(story: Story) -> str:
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
            yield _line(Role.NOTE, Run(whose + note, quiet=True))


def _reports(briefs: Sequence[Brief], name: str) -> Iterator[Run]:
    """One outlet's articles, each behind its name, numbered from the second on."""
    yield Run(name, safe_link(briefs[0].article.url))
    for position, brief in enumerate(briefs[1:], 2):
        yield Run(", ")
        yield Run(f"{name} ({position})", safe_link(brief.article.url))


def _text(statement: Statement, url: str | None = None) -> Run | None:
    """What the statement says, in the language it says it; None where it says nothing."""
    arabic = statement.language == "ar"
    text = clean(statement.text) or (clean(statement.source) if arabic else "")
    return Run(text, url, arabic) if text else None


def _points(points: Sequence[StoryPoint], story: Story, names: Names) -> Iterator[Item]:
    rest = iter(points)
    for facts in in_points([point.statement for point in points]):
        point, *_ = (next(rest) for _ in facts)
        who = _attribution(point, story, names)
        lines = tuple(_point(facts[0], who) if len(facts) == 1 else _joined(facts, who))
        if lines:
            yield Item(lines, facts)


def _joined(facts: Sequence[Statement], who: Sequence[Run]) -> Iterator[Line]:
    """Short facts in one line: none of them has a mark, and all are reported by the same."""
    first, second = (clean(fact.text) for fact in facts)
    yield _line(Role.POINT, f"{followed(first)} {second}", *who)


def _point(statement: Statement, who: Sequence[Run]) -> Iterator[Line]:
    text = _text(statement)
    if statement.language == "ar" and text is not None:
        yield _line(Role.UNVERIFIED, LEFT_IN_ARABIC, *who)
        yield Line(Role.ARABIC, (text,))
    elif text is not None and (name := other_language(statement.language)):
        yield _line(Role.UNVERIFIED, _left_in(name), *who)
        yield Line(Role.ARABIC, (text,))
    elif statement.standing is Standing.PLAIN:
        if text is not None:
            yield _line(Role.POINT, text, *_written(statement), *who)
    else:
        yield from _doubtful(statement, "", who)


def _doubtful(statement: Statement, opening: str, who: Sequence[Run] = ()) -> Iterator[Line]:
    """With its mark, and its Arabic on request; without its English where that is withheld."""
    text = _text(statement)
    withheld = not_shown(statement) if statement.form is not Form.REPORT else ""
    mark = mark_of(statement.flags) or Mark.MEANING
    if withheld or text is None:
        yield _line(Role.UNVERIFIED, opening, withheld or f"[not shown: {mark}]", *who)
        if source := clean(statement.source):
            yield Line(Role.ARABIC, (Run(source, arabic=True),))
        return
    yield _line(Role.UNVERIFIED, f"{opening}{mark}: ", text, *_written(statement), *who)
    yield from _source(statement)


def _source(statement: Statement) -> Iterator[Line]:
    source = clean(statement.source)
    if statement.standing is not Standing.PLAIN and source and source != clean(statement.text):
        yield Line(Role.SOURCE, (Run(source, arabic=True),))


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


# ---------------------------------------------------------------------------------- corrected


def _corrected(corrections: Sequence[Correction], names: Names) -> Block:
    items = [item for correction in corrections for item in _correction(correction, names)]
    head = Item((_line(Role.LIST, "Corrected since we sent it"), *items[0].lines))
    return Block((head, *items[1:]), _line(Role.LIST, "Corrected, continued"))


def _correction(correction: Correction, names: Names) -> Iterator[Item]:
    headed = _headed(correction.headline, safe_link(correction.url))
    lines = [_line(Role.SUBJECT, f"{names.of(correction.outlet)}: ", *headed)]
    if correction.headline.language == "en":
        lines += _source(correction.headline)
    yield Item(tuple(lines))
    for change in correction.changes:
        yield Item(tuple(_change(change)), (change.before, change.after))
    if correction.more:
        more = count(correction.more, "further change")
        yield Item((_line(Role.POINT, Run(f"and {more}", quiet=True)),))


def _change(change: Change) -> Iterator[Line]:
    """Both statements, whatever the checks say of them. Neither need have been in a digest: the
    article was, not each of its sentences."""
    for opening, statement in (
        (f"It said ({change.what.value})", change.before),
        ("It says now", change.after),
    ):
        text = _text(statement)
        if statement.language == "ar" and text is not None:
            yield _line(Role.UNVERIFIED, f"{opening}: ", Run(LEFT_IN_ARABIC, quiet=True))
            yield Line(Role.ARABIC, (text,))
        elif statement.standing is Standing.PLAIN and text is not None:
            yield _line(Role.POINT, f"{opening}: “", text, "”")
        else:
            yield from _doubtful(statement, f"{opening}: ")


# ---------------------------------------------------------------------------- also, not read


def _also(
    stories: Sequence[Story], name: str, names: Names, year: int, most: int | None = None
) -> Block:
    named = stories[:most]
    entries = [_also_entry(story, names, year) for story in named]
    head = replace(entries[0], lines=(_line(Role.LIST, name), *entries[0].lines))
    if more := len(stories) - len(named):
        rest = Run(f"and {more:,} more: the button below lists them", quiet=True)
        entries.append(Item((_line(Role.ENTRY, rest),)))
    return Block((head, *entries[1:]), _line(Role.LIST, f"{name}, continued"))


def _also_entry(story: Story, names: Names, year: int) -> Item:
    headline = story.headline
    links = [safe_link(brief.article.url) for brief in story.briefs]
    url = next((link for link in links if link), None)
    runs = [*_headed(headline, url)]
    if headline.language == "ar":
        runs.append(Run(" (in Arabic)", quiet=True))
    if story.watched:
        runs.append(Run(f" ({_looked_out_for(story)})", quiet=True))
    lines, said = [_line(Role.ENTRY, *runs)], [headline]
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
        items.append(Item((_line(Role.ENTRY, text),)))
    head = Item((_line(Role.LIST, f"Not read: {len(items)}"), *items[0].lines))
    return Block((head, *items[1:]), _line(Role.LIST, "Not read, continued"))
