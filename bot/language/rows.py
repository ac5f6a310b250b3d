"""The rows of the tables in `data/`.

A table is tab-separated; lines that begin with "#" say what its columns are, and the first line
after them names the columns. Cells with several words have "|" between them.
"""

from __future__ import annotations

from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Each row of `data/name` as column to cell. Raises ValueError for a row of another width."""
    text = (files("bot.language") / "data" / name).read_text(encoding="utf-8")
    head, *lines = (
        line.split("\t") for line in text.splitlines() if line and not line.startswith("#")
    )
    for number, cells in enumerate(lines, 1):
        if len(cells) != len(head):
            raise ValueError(f"{name}, row {number}: {len(cells)} cells, {len(head)} expected")
    return [dict(zip(head, cells, strict=True)) for cells in lines]


def several(cell: str) -> list[str]:
    """The words of a cell."""
    return cell.split("|") if cell else []
