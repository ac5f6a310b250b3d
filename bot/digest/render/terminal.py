"""Digest -> a terminal, through rich: wrapped to its width, Arabic on lines of its own.

Where the output is no terminal the text is the same without ANSI, and addresses stand in
plain sight since there are no links to carry them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.digest.render.layout import layout
from bot.digest.render.lines import SIGNS, Block, Line, Role, Run
from bot.formats.terminal import text_of
from bot.language.lettering import isolate_arabic, shown
from bot.records import Digest

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

_STYLES = {
    Role.HEADER: "bold",
    Role.HEADLINE: "bold cyan",
    Role.SOURCES: "dim",
    Role.NOTE: "yellow",
    Role.DIFFERENCE: "magenta",
    Role.EARLIER: "dim",
    Role.LIST: "bold",
    Role.FOOTER: "dim",
}
_SIGN_STYLES = {Role.UNVERIFIED: "bold yellow", Role.DIFFERENCE: "bold magenta"}
_INDENT = 4
"""Cells before the text of a story, where its signs hang."""
_READABLE = 100
"""Cells; a wider terminal does not get longer lines."""


def terminal(digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False) -> str:
    """The digest for a screen `width` cells wide, without trailing spaces."""
    return text_of(DigestScreen(digest, arabic), width=width, colour=colour)


class DigestScreen:
    """A digest as a rich renderable, for consoles and their recordings."""

    def __init__(self, digest: Digest, arabic: bool = False) -> None:
        self._digest = digest
        self._with_arabic = arabic

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, _READABLE)
        for position, block in enumerate(layout(self._digest, self._with_arabic)):
            if position:
                yield ""
            yield from _block(block, width, console.is_terminal)


def _block(block: Block, width: int, linked: bool) -> Iterator[RenderableType]:
    for item in block.items:
        for line in item.lines:
            if line.role in (Role.ARABIC, Role.SOURCE):
                yield from _arabic(line, width)
            else:
                yield _line(line, width)
    if not linked:
        yield from _addresses(block)


def _line(line: Line, width: int) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    sign, text = _sign(line)
    if line.role in (Role.HEADER, Role.LIST, Role.FOOTER):
        return text
    hung = Table.grid(padding=0)
    hung.add_column(width=_INDENT, no_wrap=True)
    hung.add_column(width=max(1, width - _INDENT), overflow="fold")
    hung.add_row(Text(sign, style=_SIGN_STYLES.get(line.role, _STYLES.get(line.role, ""))), text)
    return hung


def _sign(line: Line) -> tuple[str, Text]:
    """What hangs before the line, and the line."""
    from rich.text import Text

    runs = list(line.runs)
    sign = f"  {SIGNS[line.role]}" if line.role in SIGNS else ""
    if line.role is Role.HEADLINE and len(runs) > 1:
        sign = runs.pop(0).text.rstrip(" ·").rjust(3)
    text = Text(style=_STYLES.get(line.role, ""), overflow="fold")
    for run in runs:
        text.append(shown(run.text, run.arabic), _style(run))
    return sign, text


def _style(run: Run) -> str:
    if run.url:
        return f"link {run.url}"
    return "dim" if run.quiet else ""


def _arabic(line: Line, width: int) -> Iterator[RenderableType]:
    """Wrapped here, since each line on the screen is a paragraph to the terminal and needs
    its own isolate."""
    from rich.console import Console
    from rich.text import Text

    text = Text("".join(run.text for run in line.runs), overflow="fold")
    for wrapped in text.wrap(Console(width=width), max(1, width - _INDENT), overflow="fold"):
        yield Text(" " * _INDENT + isolate_arabic(wrapped.plain.strip()), style="yellow")


def _addresses(block: Block) -> Iterator[RenderableType]:
    from rich.text import Text

    runs = (run for item in block.items for line in item.lines for run in line.runs)
    for name, url in dict.fromkeys((run.text, run.url) for run in runs if run.url):
        yield Text(" " * _INDENT + f"{shown(name)}: {url}", no_wrap=True, overflow="ignore")
