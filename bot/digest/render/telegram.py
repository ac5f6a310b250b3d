"""Digest -> Telegram messages in HTML.

Blocks are packed whole into messages; a block longer than a message goes on in the next one
between two items, so that a statement is never parted from its Arabic or its warning; only an
item longer than a message is cut, and says so with "…". Sending is delivery's.

Limits and tags: core.telegram.org/bots/api#html-style, #sendmessage; docs/telegram-limits.md.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.digest.render.layout import layout
from bot.digest.render.lines import SIGNS, Block, Item, Line, Role, Run
from bot.language.cutting import ELLIPSIS, cut, utf16_length
from bot.language.lettering import RIGHT_TO_LEFT_MARK, shown
from bot.records import Digest

MESSAGE_UNITS = 4096
"""UTF-16 code units of a message's text after its entities are parsed."""
MESSAGE_ENTITIES = 100
"""Formatting entities of a message; Telegram ignores those beyond."""
MARKER_UNITS = 16
"""Room kept for "(12/34)" and the blank line above it."""
FOLDED_UNITS = 240
"""An Arabic quotation longer than this, about four lines on a phone, is folded."""
SHORTEST_CUT = 200
"""Units. No run of an item that is too long is cut to less than this."""
SEPARATOR = "———"


def render_telegram(
    digest: Digest, arabic: bool = False, most_named: int | None = None
) -> list[str]:
    """The digest as messages for `parse_mode=HTML`, none empty and none over the limits.
    `most_named`: as `layout` has it."""
    return render_blocks(layout(digest, arabic, most_named))


def render_blocks(blocks: Sequence[Block]) -> list[str]:
    """Messages of any blocks; whoever shows a part of a digest sets it as the whole is set."""
    pages = _pages(blocks)
    if len(pages) == 1:
        return [pages[0].markup]
    return [
        page.joined(_Piece.of(f"({number}/{len(pages)})", "i"), "\n\n").markup
        for number, page in enumerate(pages, 1)
    ]


def join_messages(messages: Sequence[str]) -> str:
    """Messages as one text for a file or a terminal, a line of "———" between two of them."""
    return f"\n{SEPARATOR}\n".join(messages) + "\n"


def telegram(digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False) -> str:
    """All messages in one text; see `join_messages`. Width and colour are Telegram's own."""
    return join_messages(render_telegram(digest, arabic))


# -------------------------------------------------------------------------------------- pieces


@dataclass(frozen=True, slots=True)
class _Piece:
    """Markup with balanced tags, and what it counts for."""

    markup: str
    units: int
    entities: int

    @classmethod
    def of(cls, text: str, *tags: str) -> _Piece:
        """Escaped text within tags, each given with its attributes."""
        markup = html.escape(text, quote=False)
        for tag in tags:
            markup = f"<{tag}>{markup}</{tag.partition(' ')[0]}>"
        return cls(markup, utf16_length(text), len(tags))

    def joined(self, other: _Piece, between: str = "\n") -> _Piece:
        return _Piece(
            self.markup + between + other.markup,
            self.units + len(between) + other.units,
            self.entities + other.entities,
        )

    def within(self, units: int, entities: int) -> bool:
        return self.units <= units and self.entities <= entities


def _together(pieces: Iterable[_Piece], between: str) -> _Piece:
    first, *rest = pieces
    for piece in rest:
        first = first.joined(piece, between)
    return first


# --------------------------------------------------------------------------------- typesetting


def _item(item: Item, linked: bool = True) -> _Piece:
    return _together([_line(line, linked) for line in item.lines], "\n")


def _line(line: Line, linked: bool) -> _Piece:
    if line.role in (Role.ARABIC, Role.SOURCE):
        return _arabic(line)
    piece = _left_to_right(line, linked)
    if line.runs and all(run.arabic for run in line.runs):
        # Isolated, it says nothing of its direction to the line that it is alone on.
        return _Piece.of(RIGHT_TO_LEFT_MARK).joined(piece, "")
    return piece


def _left_to_right(line: Line, linked: bool) -> _Piece:
    runs = list(line.runs)
    if line.role in SIGNS:
        runs.insert(0, Run(SIGNS[line.role] + " "))
    if line.role in (Role.HEADER, Role.HEADLINE, Role.LIST):
        # Nothing in these is linked, so that the whole line can stand in one tag.
        return _Piece.of("".join(shown(run.text, run.arabic) for run in runs), "b")
    if line.role is Role.FOOTER:
        return _Piece.of("".join(shown(run.text, run.arabic) for run in runs), "i")
    return _together([_run(run, linked) for run in runs], "")


def _run(run: Run, linked: bool) -> _Piece:
    text = shown(run.text, run.arabic)
    if run.url and linked:
        return _Piece.of(text, f'a href="{html.escape(run.url)}"')
    if run.quiet:
        space = text[: len(text) - len(text.lstrip())]
        return _Piece.of(space).joined(_Piece.of(text.lstrip(), "i"), "")
    return _Piece.of(text)


def _arabic(line: Line) -> _Piece:
    """A quotation of its own. The mark makes clients set the paragraph from the right, which
    they decide by its first strong character and an isolate hides."""
    text = "".join(shown(run.text, run.arabic) for run in line.runs)
    folded = line.role is Role.SOURCE or utf16_length(text) > FOLDED_UNITS
    return _Piece.of(RIGHT_TO_LEFT_MARK + text, "blockquote expandable" if folded else "blockquote")


# ------------------------------------------------------------------------------------- packing


def _pages(blocks: Sequence[Block]) -> list[_Piece]:
    room = MESSAGE_UNITS - MARKER_UNITS
    pages: list[_Piece] = []
    for part in (part for block in blocks for part in _parts(block, room)):
        longer = pages[-1].joined(part, "\n\n") if pages else part
        if pages and longer.within(room, MESSAGE_ENTITIES - 1):
            pages[-1] = longer
        else:
            pages.append(part)
    return pages


def _parts(block: Block, room: int) -> Iterator[_Piece]:
    """The block in one piece, or in as few as fit, each after the first headed so."""
    head = _line(block.continued, linked=False) if block.continued else None
    current: _Piece | None = None
    for item in block.items:
        reserved = head.units + 1 if head else 0
        piece = _fitted(item, room - reserved, MESSAGE_ENTITIES - 2)
        if current is None:
            current = piece
        elif (longer := current.joined(piece)).within(room, MESSAGE_ENTITIES - 1):
            current = longer
        else:
            yield current
            current = head.joined(piece) if head else piece
    if current is not None:
        yield current


def _fitted(item: Item, units: int, entities: int) -> _Piece:
    """The item as one piece within the limits, its runs cut only where it must be.

    Links go before words do. The longest runs are cut first, all to one length, so that
    neither a statement nor its Arabic crowds the other out.
    """
    piece = _item(item)
    if piece.within(units, entities):
        return piece
    for longest, runs in _measures(item, units):
        piece = _item(_capped(item, longest, runs), linked=False)
        if piece.within(units, entities):
            break
    return piece


def _measures(item: Item, units: int) -> Iterator[tuple[int, int]]:
    """Ever shorter runs, then ever fewer runs a line: (units a run, runs a line)."""
    longest, runs = units, max(len(line.runs) for line in item.lines)
    while longest > SHORTEST_CUT:
        yield longest, runs
        longest = longest * 9 // 10
    while runs:
        yield SHORTEST_CUT, runs
        runs = runs * 9 // 10


def _capped(item: Item, longest: int, most: int) -> Item:
    """The item with no run over `longest` units and no line over `most` runs."""
    lines = []
    for line in item.lines:
        runs = [replace(run, text=cut(run.text, longest)) for run in line.runs[:most]]
        runs += [Run(ELLIPSIS)] if len(line.runs) > most else []
        lines.append(replace(line, runs=tuple(runs)))
    return Item(tuple(lines))
