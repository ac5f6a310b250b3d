"""What rich draws, as the text of a terminal or of a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


def text_of(renderable: RenderableType, *, width: int, colour: bool) -> str:
    """Set for a screen `width` cells wide, without trailing spaces; with ANSI where `colour`."""
    from rich.console import Console

    buffer = io.StringIO()
    console = Console(file=buffer, force_terminal=colour, no_color=not colour, width=width)
    console.print(renderable)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"
