"""What a PDF page shows, by pypdf: runs of glyphs with their places.

pypdf's own `extract_text` turns right-to-left text around as it goes, run by run, and misplaces
the numbers in it (py-pdf/pypdf issues 1629 and 1638). So its decoded runs are taken with their
places on the page, and `visual` puts each line in order. These are pypdf's layout mode's parts,
which are not of its public interface: the version is pinned, and tests read real pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

_CLOSE: tuple[list[Any], bytes] = ([], b"Q")


@dataclass(frozen=True, slots=True)
class PdfRun:
    """Glyphs shown together, from left to right. Lengths are in the page's units."""

    glyphs: tuple[str, ...]
    left: float
    right: float
    base: float
    """The height of the base line; larger is higher on the page."""
    size: float


def runs(page: Any) -> Iterator[PdfRun]:
    """The runs of one page (a pypdf PageObject) in the order they are drawn."""
    from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op
    from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
    from pypdf.generic import ContentStream

    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if contents is None:
        return
    fonts = page._layout_mode_fonts()
    stream = ContentStream(contents, page.pdf, "bytes").operations
    operations = iter(stream)
    state = TextStateManager()
    # Read as one saved state, to be closed by its end; a state closed too early opens another.
    for first in operations:
        rest = chain([first], operations, [_CLOSE])
        _, shown = recurse_to_target_op(rest, state, b"Q", fonts)
        for one in shown:
            if one.font.interpretable and not one.rotated:
                yield _run(one)


def _run(shown: Any) -> PdfRun:
    return PdfRun(
        glyphs=tuple(_glyphs(shown)),
        left=min(shown.tx, shown.displaced_tx),
        right=max(shown.tx, shown.displaced_tx),
        base=shown.ty * (-1 if shown.flip_vertical else 1),
        size=abs(shown.font_height) or 1.0,
    )


def _glyphs(shown: Any) -> Iterator[str]:
    """Each glyph's letters. pypdf joins them, and a ligature's must stay together."""
    font = shown.font
    value = shown.value
    if isinstance(value, str):
        yield from value
        return
    if isinstance(font.encoding, str):
        raw = value.decode(font.encoding, "replace")
    else:
        raw = [font.encoding.get(byte, chr(byte)) for byte in value]
    for sign in raw:
        yield font.character_map.get(sign, sign)
