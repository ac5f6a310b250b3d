"""The table of formats for one whole translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.records import Translation
from bot.translation.render.html import page
from bot.translation.render.json import json_text
from bot.translation.render.terminal import terminal
from bot.translation.render.tsv import tsv


class TranslationRenderer(Protocol):
    """Translation -> the whole text of one format, ending in a newline.

    `article_fields` are what `mujaz read --json` says of the article. `width` in cells and
    `colour` (ANSI) are for formats that are set for a screen.
    """

    def __call__(
        self,
        translation: Translation,
        article_fields: Mapping[str, object],
        *,
        width: int = 80,
        colour: bool = False,
    ) -> str: ...


TRANSLATION_RENDERERS: dict[str, TranslationRenderer] = {
    "terminal": terminal,
    "html": page,
    "json": json_text,
    "tsv": tsv,
}
