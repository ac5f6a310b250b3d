"""The table of digest formats.

A format of ours is one module and one row; another package adds one by an entry point of the
group "mujaz.renderers".
"""

from __future__ import annotations

from typing import Protocol

from bot.errors import BadSettings
from bot.plugins import Kinds
from bot.records import Digest


class Renderer(Protocol):
    """Digest -> the whole text of one format, ending in a newline.

    `width` in cells and `colour` (ANSI) are for formats that are set for a screen; the
    others take no notice of them. `arabic`, which is given only where it is asked for: the Arabic
    of what is doubtful stands under it.
    """

    def __call__(
        self, digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False
    ) -> str: ...


RENDERERS: Kinds[Renderer] = Kinds(
    "mujaz.renderers",
    {
        "terminal": "bot.digest.render.terminal:terminal",
        "telegram": "bot.digest.render.telegram:telegram",
        "markdown": "bot.digest.render.markdown:markdown",
        "json": "bot.digest.render.json:json_text",
        "html": "bot.digest.render.html:html",
    },
    needs=("__call__",),
)


def renderer(name: str) -> Renderer:
    """The renderer of a format. Raises BadSettings where there is none that can be used."""
    found = RENDERERS.get(name)
    if found is None:
        known = ", ".join(RENDERERS.all())
        raise BadSettings(f"No format of a digest is called {name!r}; there are: {known}.")
    return found
