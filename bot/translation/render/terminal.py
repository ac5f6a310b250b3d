"""Translation -> a terminal, through rich: English and Arabic side by side, paragraph by
paragraph, or one above the other where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.formats.marks import marked, not_shown
from bot.formats.rows import SentenceRow, byline, credit, rows
from bot.formats.terminal import text_of
from bot.language.lettering import POP_ISOLATE, RIGHT_TO_LEFT_ISOLATE, clean, isolate_spans
from bot.records import ParagraphKind, Part, TranslatedSegment, Translation

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

SIDE_BY_SIDE = 100
"""Cells from which two columns are wide enough to read."""
_READABLE = 160
_GAP = 4
_STYLES = {ParagraphKind.PROSE: "", ParagraphKind.HEADING: "bold", ParagraphKind.CAPTION: "italic"}


def terminal(
    translation: Translation,
    article_fields: Mapping[str, object],
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """The translation for a screen `width` cells wide, without trailing spaces."""
    return text_of(TranslationScreen(translation), width=width, colour=colour)


class TranslationScreen:
    """A translation as a rich renderable."""

    def __init__(self, translation: Translation) -> None:
        self._translation = translation

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        width = min(options.max_width, _READABLE)
        about = " · ".join(isolate_spans(clean(part)) for part in byline(self._translation))
        for row in rows(self._translation):
            yield from _row(row, width)
            if row.part is Part.TITLE and about:
                yield Text(about, style="dim")
                about = ""
            yield ""
        if about:
            yield Text(about, style="dim")
        yield Text(clean(credit(self._translation)), style="dim")


def _row(row: SentenceRow, width: int) -> Iterator[RenderableType]:
    from rich.table import Table

    if row.passed_through:
        yield _as_it_was(row)
        return
    if width < SIDE_BY_SIDE:
        yield _english(row)
        yield _arabic(row, width)
        return
    column = (width - _GAP) // 2
    beside = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    beside.add_column(width=column, overflow="fold")
    beside.add_column(width=column, overflow="fold", justify="right")
    beside.add_row(_english(row), _arabic(row, column))
    yield beside


def _style(row: SentenceRow) -> str:
    return "bold cyan" if row.part is Part.TITLE else _STYLES[row.kind]


def _label(row: SentenceRow) -> tuple[str, str]:
    return ("Caption: " if row.kind is ParagraphKind.CAPTION else "", "dim")


def _as_it_was(row: SentenceRow) -> Text:
    from rich.text import Text

    text = isolate_spans(clean("".join(piece.text for piece in row.pieces)))
    return Text.assemble(_label(row), (text, _style(row)), (f" ({row.as_it_was})", "dim"))


def _english(row: SentenceRow) -> Text:
    from rich.text import Text

    text = Text(style=_style(row), overflow="fold")
    text.append(*_label(row))
    for position, sentence in enumerate(row.sentences):
        text.append(" " if position else "")
        text.append_text(_sentence(sentence))
    return text


def _sentence(sentence: TranslatedSegment) -> Text:
    from rich.text import Text

    target = isolate_spans(clean(sentence.target)) or "(no translation)"
    if withheld := not_shown(sentence):
        # Its Arabic stands beside it.
        return Text(withheld, "yellow")
    if mark := marked(sentence):
        # No quotation marks: the sentence may have its own, and stands among others.
        return Text.assemble((f"{mark}: ", "bold yellow"), (target, "yellow"))
    return Text(target)


def _arabic(row: SentenceRow, width: int) -> Text:
    """Wrapped here, since every line on the screen needs an isolate of its own."""
    from rich.console import Console
    from rich.text import Text

    text = Text(style=f"{_style(row)} dim".strip(), overflow="fold")
    for piece in row.pieces:
        flagged = piece.segment is not None and bool(marked(piece.segment))
        text.append(_spaced(piece.text), "yellow not dim" if flagged else "")
    isolated = []
    for line in text.wrap(Console(width=width), width, overflow="fold"):
        line.rstrip()
        isolated.append(Text.assemble(RIGHT_TO_LEFT_ISOLATE, line, POP_ISOLATE))
    return Text("\n").join(isolated)


def _spaced(text: str) -> str:
    """Clean, but with the space that parts it from its neighbours."""
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{clean(text)}{after}" if clean(text) else " "
