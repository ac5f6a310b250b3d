"""What was made, as Telegram messages: a digest, a brief, a translation, its Arabic, the evidence.

All of them use the digest's layout and typesetting, so that a brief drops no warning that a digest
shows. Pure: records in, Telegram HTML out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.digest.render.layout import layout
from bot.digest.render.lines import Block, Item, Line, Role, Run
from bot.digest.render.links import safe_link
from bot.digest.render.said import WRITTEN
from bot.digest.render.telegram import MESSAGE_UNITS, render_blocks, render_telegram
from bot.formats.marks import mark_of, marked, not_shown
from bot.formats.points import in_points
from bot.formats.rows import SentenceRow, credit, rows
from bot.language.arabic.script import arabic_share
from bot.language.cutting import clip, utf16_length
from bot.language.lettering import clean
from bot.pipeline.amending import GIVEN
from bot.records import (
    Article,
    Brief,
    Digest,
    Form,
    Link,
    Part,
    Severity,
    Standing,
    Statement,
    Story,
    StoryPoint,
    TranslatedSegment,
    Translation,
)

LINKS_SHOWN = 10
MOST_NAMED = 30
"""Stories that a list of headlines names in a chat, about a message of them. A busy day has
hundreds; the page names all."""
LONGEST_STEM = 48
"""Characters of a file's name: phones cut what is longer."""


class Wording(Protocol):
    """The words of a page, in its reader's language."""

    def plain(self, key: str, **values: object) -> str:
        """Without markup."""
        ...

    def check(self, name: str) -> str:
        """What a check of the translation looks for."""
        ...


# ---------------------------------------------------------------------------------- the digest


def digest_messages(digest: Digest) -> tuple[str, ...]:
    return tuple(render_telegram(digest, most_named=MOST_NAMED))


def with_note(texts: Sequence[str], note: str) -> Sequence[str]:
    """The note above the first message, or as one of its own where it does not fit."""
    # Markup only adds to the length, so this never goes over the limit.
    if utf16_length(texts[0]) + utf16_length(note) + 2 <= MESSAGE_UNITS:
        return [f"{note}\n\n{texts[0]}", *texts[1:]]
    return [note, *texts]


# ------------------------------------------------------------------------------------ a brief


def brief_messages(brief: Brief, now: datetime) -> list[str]:
    """Headline, outlet and time, points, and how much of it is doubtful. Times are in `now`'s
    zone."""
    outlets = (brief.article.outlet_label,)
    points = tuple(StoryPoint(point, outlets, agreed=False) for point in brief.points)
    story = Story(brief.headline, points, (brief,))
    digest = Digest(now, brief.translation.engine, (story,))
    _, report, *_, footer = layout(digest)
    return render_blocks((_unnumbered(report), *_links(brief.article), footer))


def _links(article: Article) -> Iterator[Block]:
    """Where a post's words lead."""
    links = safe_links(article.links)
    if links:
        head = Line(Role.SOURCES, (Run("Links in the post:", quiet=True),))
        rows = [Line(Role.ENTRY, (_linked(link),)) for link in links[:LINKS_SHOWN]]
        yield Block((Item((head, *rows)),))


def safe_links(links: Iterable[Link]) -> list[Link]:
    """Those that may be put behind words, with their address made safe for that."""
    safe = ((link, safe_link(link.url)) for link in links)
    return [Link(link.words or url, url) for link, url in safe if url]


def _linked(link: Link) -> Run:
    words = clean(link.words)
    return Run(words, link.url, arabic=arabic_share(words) >= 0.5)


def _unnumbered(block: Block) -> Block:
    """A story that is alone needs no number before its headline."""
    first, *rest = block.items
    lines = tuple(
        replace(line, runs=line.runs[1:]) if line.role is Role.HEADLINE else line
        for line in first.lines
    )
    return Block((Item(lines), *rest), None)


def headline_of(brief: Brief, longest: int = 60) -> str:
    """For a button: plain, on one line, short, with its mark."""
    return titled(brief.headline, brief.article.outlet_label, longest)


def titled(headline: Statement, otherwise: str, longest: int) -> str:
    """A headline as lists have it, with its mark, and the sign of a model that wrote it first: the
    end may be cut off. `otherwise`: where it says nothing."""
    text, mark = _words_of(headline) or otherwise, marked(headline)
    if mark:
        text = f"{mark}: {text}"
    if headline.form is Form.MODEL and headline.standing is not Standing.WITHHELD:
        text = f"{WRITTEN} {text}"
    return clip(text, longest)


def _words_of(said: Statement) -> str:
    """What a headline says; its Arabic where the English is withheld."""
    hidden = said.standing is Standing.WITHHELD and said.form is not Form.REPORT
    return clean((not hidden and said.text) or said.source)


def file_stem(brief: Brief) -> str:
    """A file's name after the article, without its ending: "bolton-warns-russia"."""
    headline = re.sub("['’]", "", (_words_of(brief.headline) or brief.article.outlet_label).lower())
    words = re.findall(r"[a-z0-9]+", headline)
    stem = ""
    for word in words:
        if len(stem) + len(word) >= LONGEST_STEM:
            break
        stem = f"{stem}-{word}" if stem else word
    return stem or f"article-{brief.article.id}"


# ------------------------------------------------------------------------ the whole translation


def translation_messages(translation: Translation) -> list[str]:
    """The whole article in English; what is doubtful is marked, with its Arabic folded below."""
    items = [Item(tuple(_english(row))) for row in rows(translation)]
    items = [item for item in items if item.lines]
    footer = Block((Item((Line(Role.FOOTER, (Run(clean(credit(translation))),)),)),))
    return render_blocks((Block(tuple(items)), footer))


def _english(row: SentenceRow) -> Iterator[Line]:
    role = Role.HEADLINE if row.part is Part.TITLE else Role.SOURCES
    if not row.sentences:
        text = clean("".join(piece.text for piece in row.pieces))
        if text:
            yield Line(role, (Run(text),))
        return
    gathered: list[str] = []
    for sentence in row.sentences:
        if sentence.standing is Standing.PLAIN:
            gathered.append(clean(sentence.target))
            continue
        if text := " ".join(filter(None, gathered)):
            yield Line(role, (Run(text),))
        gathered = []
        yield from _doubtful(sentence)
    if text := " ".join(filter(None, gathered)):
        yield Line(role, (Run(text),))


def _doubtful(sentence: TranslatedSegment) -> Iterator[Line]:
    withheld = not_shown(sentence)
    target = clean(sentence.target)
    if withheld or not target:
        yield Line(Role.UNVERIFIED, (Run(withheld or "[no translation]"),))
    else:
        yield Line(Role.UNVERIFIED, (Run(f"{mark_of(sentence.flags)}: "), Run(target)))
    if source := clean(sentence.segment.source):
        role = Role.ARABIC if withheld or not target else Role.SOURCE
        yield Line(role, (Run(source, arabic=True),))


def arabic_messages(translation: Translation) -> list[str]:
    """The article as it was read."""
    article = translation.article
    lines = [Line(Role.ARABIC, (Run(clean(text), arabic=True),)) for text in article.texts]
    text = Block(tuple(Item((line,)) for line in lines if line.runs[0].text))
    return render_blocks((text, *_links(article)))


# -------------------------------------------------------------------------------- the evidence


def _said(text: str, *, quiet: bool = True) -> Run:
    """Words of the page itself, in its reader's language."""
    return Run(text, quiet=quiet, arabic=arabic_share(text) >= 0.5)


def why_messages(brief: Brief, words: Wording) -> list[str]:
    """Which source sentence each statement stands on, and every flag of it."""
    sources = {s.segment.index: s for s in brief.translation.segments}
    head = _said(words.plain("brief.why_head"), quiet=False)
    blocks = [Block((Item((Line(Role.LIST, (head,)),)),))]
    named = [(words.plain("brief.why_headline"), brief.headline)]
    named += [
        (words.plain("brief.why_point", number=number), fact)
        for number, point in enumerate(in_points(brief.points), 1)
        for fact in point
    ]
    for name, statement in named:
        items = (Item(tuple(_evidence(name, statement, sources, words))),)
        blocks.append(Block(items))
    if brief.article.notes:
        notes_head = Line(Role.LIST, (_said(words.plain("brief.why_notes"), quiet=False),))
        notes = tuple(Line(Role.ENTRY, (Run(clean(note)),)) for note in brief.article.notes)
        blocks.append(Block((Item((notes_head, *notes)),)))
    return render_blocks(blocks)


def _evidence(
    name: str, statement: Statement, sources: dict[int, TranslatedSegment], words: Wording
) -> Iterator[Line]:
    arabic = statement.language == "ar"
    text = clean(statement.text) or clean(statement.source)
    yield Line(Role.SOURCES, (_said(f"{name}: "), Run(text, arabic=arabic)))
    found = [sources[e.segment] for e in statement.evidence if e.segment in sources]
    for segment in found:
        source = clean(segment.segment.source)
        if source:
            yield Line(Role.ARABIC, (Run(source, arabic=True),))
    if not found:
        yield Line(Role.SOURCES, (_said(words.plain("brief.why_none")),))
    if statement.form in (Form.FACTS, Form.REPORT):
        said = words.plain(f"brief.why_{statement.form}")
        yield Line(Role.SOURCES, (_said(said),))
    yield from _written(statement, words)
    flags = [f for f in dict.fromkeys(statement.flags) if f.severity is not Severity.NOTE]
    for flag in flags:
        detail = clean(flag.detail)
        said = words.plain(
            "brief.why_flag",
            mark=words.plain(f"brief.mark_{mark_of((flag,))}"),
            check=words.check(flag.check),
        )
        said += f" ({detail})" if detail else ""
        yield Line(Role.NOTE, (_said(said, quiet=False),))
    if any(flag.check == GIVEN for flag in statement.flags):
        yield Line(Role.SOURCES, (_said(words.check(GIVEN)),))
    elif not flags and statement.form in (Form.SENTENCE, Form.CLAUSE):
        yield Line(Role.SOURCES, (_said(_nothing_found(statement, words)),))


def _written(statement: Statement, words: Wording) -> Iterator[Line]:
    """That a model wrote it, or why none did where one should have."""
    if statement.form is Form.MODEL:
        said = words.plain("brief.why_model", writer=clean(statement.writer))
        yield Line(Role.SOURCES, (_said(said),))
    for flag in statement.flags:
        if flag.check in ("not_held", "not_written"):
            said = words.plain(f"brief.why_{flag.check}", why=clean(flag.detail))
            yield Line(Role.SOURCES, (_said(said),))


def _nothing_found(statement: Statement, words: Wording) -> str:
    if statement.trust is None:
        return words.plain("brief.why_unmeasured")
    doubt = max(1, round(100 * (1 - statement.trust)))
    return words.plain("brief.why_trust", number=doubt)
