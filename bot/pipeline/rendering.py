"""What was made, as text in the form that the command line is asked for.

`width` in cells and `colour` (ANSI) are for the forms that are set for a screen.
"""

from __future__ import annotations

import json

from rich.console import RenderableType

from bot.digest.render.renderers import RENDERERS, Renderer, renderer
from bot.reading import report
from bot.records import Article, Digest, Translation
from bot.translation.render.html import page
from bot.translation.render.renderers import TRANSLATION_RENDERERS


def digest_formats() -> tuple[str, ...]:
    """Their names, ours and those of other packages."""
    return RENDERERS.names()


def digest_renderer(kind: str) -> Renderer:
    """By its name, ours or another package's. Raises BadSettings where there is none."""
    return renderer(kind)


def digest_text(
    digest: Digest, kind: str, *, width: int, colour: bool, arabic: bool = False
) -> str:
    """`arabic`: with the source of what is doubtful."""
    # Formats of other packages may know nothing of it.
    asked = {"arabic": True} if arabic else {}
    return renderer(kind)(digest, width=width, colour=colour, **asked)


def translation_text(translation: Translation, kind: str, *, width: int, colour: bool) -> str:
    """`kind`: a row of bot/translation/render/renderers.py."""
    fields = report.to_json(translation.article)
    return TRANSLATION_RENDERERS[kind](translation, fields, width=width, colour=colour)


def translation_page(translation: Translation) -> str:
    """The whole translation side by side, as one HTML file."""
    return page(translation, {})


def article_json(article: Article) -> str:
    """What was understood of a document, indented."""
    return json.dumps(report.to_json(article), ensure_ascii=False, indent=2)


def article_report(article: Article) -> RenderableType:
    """The same for a terminal."""
    return report.to_terminal(article)
