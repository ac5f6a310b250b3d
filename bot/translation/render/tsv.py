"""Translation -> tab-separated values, one sentence a line, for spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Mapping

from bot.formats.encodable import encodable
from bot.records import Flag, TranslatedSegment, Translation

COLUMNS = ("part", "paragraph", "source", "target", "score", "flags", "engine")
# Every character that str.splitlines ends a line at, so that no reader splits a row.
_ESCAPES = str.maketrans({
    "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\v": "\\x0b", "\f": "\\x0c",
    "\x1c": "\\x1c", "\x1d": "\\x1d", "\x1e": "\\x1e", "\x85": "\\x85",
    "\u2028": "\\u2028", "\u2029": "\\u2029",
})  # fmt: skip


def tsv(
    translation: Translation,
    article_fields: Mapping[str, object],
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """A header row, then a row a sentence; `paragraph` is empty for the kicker and the title,
    `score` and `engine` for what was passed through.

    Tabs, line ends and backslashes within a field are escaped as in Python. `flags` are
    "severity check: detail", parted by " | ".
    """
    table = ["\t".join(COLUMNS), *(_row(s, translation) for s in translation.segments)]
    return encodable("\n".join(table) + "\n")


def _row(translated: TranslatedSegment, translation: Translation) -> str:
    segment = translated.segment
    engine = translation.translator_of(translated)
    cells = (
        segment.part.value,
        "" if segment.paragraph is None else str(segment.paragraph),
        segment.source,
        translated.target,
        "" if translated.score is None else f"{translated.score:.4f}",
        " | ".join(_flag(flag) for flag in translated.flags),
        engine.label if engine else "",
    )
    return "\t".join(cell.translate(_ESCAPES) for cell in cells)


def _flag(flag: Flag) -> str:
    return f"{flag.severity.value} {flag.check}: {flag.detail}"
