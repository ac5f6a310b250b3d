"""What readers found beside the Arabic, by the way a sentence was translated, and what was marked.

    python bench/reading.py translate PATH... --way NAME > rows.tsv    rows with room for a verdict
    python bench/reading.py judge FILE.tsv --engine NAME > rows.tsv    marked as it would be now
    python bench/reading.py table FILE.tsv...                          the table of what was read

A row: id, ways (parted by `|`; all that gave this English), trust, standing (plain, doubtful,
withheld; empty where nothing was checked), Arabic, human English where there is one, English,
verdict (F faithful, I imperfect, M misleading) and the wrong words. The verdict is strict: one
wrong detail that a reader would take away makes M.

`found`: the misleading ones that are marked or withheld; `alarms`: the others that are; `of
unmarked`: how many of the unmarked mislead. `estimate` is one less the mean trust: no reading. Rows
without a verdict are not counted, and a line says how many there are. The readings that were kept
are in training/judged.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import add_option, record
from bench.judged import weighed
from bot.config import load_settings
from bot.pipeline.documents import read_path, silent
from bot.pipeline.rooms import Rooms
from bot.records import Standing, Translation, standing_of

COLUMNS = ("id", "ways", "trust", "standing", "arabic", "reference", "english", "verdict", "wrong")


@dataclass(frozen=True, slots=True)
class Read:
    """One English sentence with what its reader said of it."""

    id: str
    ways: tuple[str, ...]
    trust: float | None
    standing: str
    verdict: str

    @property
    def misleads(self) -> bool:
        return self.verdict == "M"

    @property
    def plain(self) -> bool:
        return self.standing == Standing.PLAIN.value


def load(path: Path) -> list[Read]:
    """Raises ValueError where the columns are others, or a verdict is none of the three."""
    head, *lines = path.read_text("utf-8").splitlines()
    if tuple(head.split("\t")) != COLUMNS:
        raise ValueError(f"{path}: the columns are not {' '.join(COLUMNS)}")
    found = []
    for number, line in enumerate(lines, 2):
        row = dict(zip(COLUMNS, line.split("\t"), strict=True))
        if row["verdict"] not in ("", "F", "I", "M"):
            raise ValueError(f"{path}, line {number}: verdict {row['verdict']!r}")
        trust = float(row["trust"]) if row["trust"] else None
        ways = tuple(row["ways"].split("|"))
        found.append(Read(row["id"], ways, trust, row["standing"], row["verdict"]))
    return found


def table(rows: Sequence[Read]) -> Iterator[str]:
    names = ("read", "F", "I", "M", "misleads", "estimate", "found", "alarms", "of unmarked")
    yield f"{'way':34}" + "".join(f"{name:>{len(name) + 4}}" for name in names)
    for way, found in figures_of(rows).items():
        cells = (
            "" if name not in found else f"{found[name]:.0f}" + "%" * (place > 3)
            for place, name in enumerate(names)
        )
        yield f"{way:34}" + "".join(
            f"{cell:>{len(name) + 4}}" for name, cell in zip(names, cells, strict=True)
        )
    unread = sum(not row.verdict for row in rows)
    if unread:
        yield f"{unread} rows have no verdict"


def figures_of(rows: Sequence[Read]) -> dict[str, dict[str, float]]:
    """Of each way how many were read, with which verdict, and shares in per cent."""
    ways = dict.fromkeys(way for row in rows for way in row.ways)
    own = {way: [row for row in rows if way in row.ways and row.verdict] for way in ways}
    return {way: _figures(some) for way, some in own.items() if some}


def _figures(own: Sequence[Read]) -> dict[str, float]:
    judged = [row for row in own if row.standing]
    trusts = [row.trust for row in own if row.trust is not None]
    shares: dict[str, Sequence[float]] = {
        "misleads": [row.misleads for row in own],
        "estimate": [1 - trust for trust in trusts],
        "found": [not row.plain for row in judged if row.misleads],
        "alarms": [not row.plain for row in judged if not row.misleads],
        "of unmarked": [row.misleads for row in judged if row.plain],
    }
    counts = {verdict: sum(row.verdict == verdict for row in own) for verdict in "FIM"}
    means = {name: 100 * sum(some) / len(some) for name, some in shares.items() if some}
    return {"read": len(own), **counts, **means}


def recorded(path: Path) -> dict[str, dict[str, float]]:
    """The row of bench/figures.json of that name, with the figures of all ways."""
    return {
        path.stem.replace("-", "_"): {
            re.sub(r"\W+", "_", f"{way} {name}"): value
            for way, found in figures_of(load(path)).items()
            for name, value in found.items()
        }
    }


def rows_of(translation: Translation, name: str, way: str) -> Iterator[str]:
    """What was translated; what passed through as it was is nothing to read."""
    for number, each in enumerate(translation.segments):
        if translation.translator_of(each) is None:
            continue
        trust = "" if each.trust is None else f"{each.trust:.3f}"
        cells = [f"{name}.{number}", way, trust, each.standing.value]
        yield "\t".join([*cells, each.segment.source, "", each.target, "", ""])


def judged(path: Path, engine: str) -> Iterator[str]:
    """The rows with the trust and the standing that the sentences of this engine have now."""
    head, *lines = path.read_text("utf-8").splitlines()
    yield head
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]
    rooms = Rooms(load_settings(), silent)
    found = weighed(rooms, [(row["arabic"], row["english"]) for row in rows], engine)
    rooms.close()
    for row, each in zip(rows, found, strict=True):
        standing = standing_of(each.flags).value
        told = {**row, "trust": f"{each.trust or 0.0:.3f}", "standing": standing}
        yield "\t".join(told[column] for column in COLUMNS)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("translate", "judge", "table"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--way", default="now", help="what to call this way of translating")
    parser.add_argument("--engine", help="that translates; who wrote what is judged")
    add_option(parser)
    given = parser.parse_args()
    if given.what == "table":
        print("\n".join(table([row for path in given.files for row in load(path)])))
        for path in given.files if given.record else ():
            record(recorded(path))
        return
    if given.what == "judge":
        print(
            "\n".join(line for path in given.files for line in judged(path, given.engine or "aren"))
        )
        return
    settings = load_settings(None, translation={"engine": given.engine or "embedded"})
    articles = [read_path(str(path), sys.stdin.buffer, settings.sources) for path in given.files]
    rooms = Rooms(settings, silent)
    translations = rooms.translate(articles)
    rooms.close()
    print("\t".join(COLUMNS))
    for path, translation in zip(given.files, translations, strict=True):
        print("\n".join(rows_of(translation, path.stem, given.way)))


if __name__ == "__main__":
    main()
