"""The rows of the tables in `data/`.

A table has one rule a line and tabs between its cells. Its head names the columns, one a line, in
their order: "#: name | kind | what it holds". Other lines with "#" are remarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, by the names of its columns."""

    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def listed(self, column: str) -> tuple[str, ...]:
        """The words of a cell, which have "|" between them; none where it is empty."""
        return tuple(self.cells[column].split("|")) if self.cells[column] else ()


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of `data/TABLE.tsv`. Raises ValueError for one with too many cells."""
    text = (files("bot.language") / "data" / f"{table}.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    columns = [line[2:].split("|")[0].strip() for line in lines if line.startswith("#:")]
    found = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise ValueError(f"{table}.tsv, line {number}: {len(cells)} cells")
        cells += [""] * (len(columns) - len(cells))
        found.append(Row(dict(zip(columns, cells, strict=True))))
    return tuple(found)
