"""The table of digest formats."""

from __future__ import annotations

from typing import Protocol

from bot.digest.render.json import json_text
from bot.digest.render.markdown import markdown
from bot.digest.render.telegram import telegram
from bot.digest.render.terminal import terminal
from bot.records import Digest


class Renderer(Protocol):
    """Digest -> the whole text of one format, ending in a newline.

    `width` in cells and `colour` (ANSI) are for formats that are set for a screen; the
    others take no notice of them.
    """

    def __call__(self, digest: Digest, *, width: int = 80, colour: bool = False) -> str: ...


RENDERERS: dict[str, Renderer] = {
    "terminal": terminal,
    "telegram": telegram,
    "markdown": markdown,
    "json": json_text,
}
