"""What the marks are worth on translations that people judged: `bench/judged.py FILE.tsv`.

Columns: id, Arabic, human English, machine English, verdict (F faithful, I imperfect, M misleading)
and what else there may be. F and I count as good. Every sentence goes through the real judge: the
checks, then the embedded model's reading. A sentence is marked where it would be shown with a
mark, or not at all.

    python bench/judged.py training/judged/judged-dev.tsv
    python bench/judged.py training/judged/judged-firefox-dev.tsv --engine firefox

`--engine`: who wrote the English. Without it that is found out: the embedded model holds nearly
every piece of its own English the likeliest.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.config import load_settings
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.records import EngineIdentity, Hypothesis, Standing, standing_of
from bot.translation.judge import Candidate, Judge

OWN, FIREFOX = "aren", "firefox"
OWN_SHARE = 0.83
"""At least this share of pieces of its own English the model holds the likeliest."""


@dataclass(frozen=True, slots=True)
class Line:
    source: str
    english: str
    verdict: str

    @property
    def good(self) -> bool:
        return self.verdict != "M"


def lines_of(path: Path) -> list[Line]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Line(row[1], row[3], row[4].strip()) for row in rows if row[4].strip() in "FIM"]


def judged(rooms: Rooms, lines: Sequence[Line], engine: str | None) -> list[Candidate]:
    name = engine or written_by(rooms, lines)
    print(f"written by: {name}" + ("" if engine else " (found out; --engine says otherwise)"))
    return weighed(rooms, [(line.source, line.english) for line in lines], name)


def weighed(rooms: Rooms, pairs: Sequence[tuple[str, str]], engine: str) -> list[Candidate]:
    """(Arabic, English) checked, and with its trust as English of that engine."""
    judge = Judge(rooms.names, rooms.encoder, rooms.checker)
    writer = EngineIdentity(engine, "", engine)
    scopes = [rooms.names.scope([source]) for source, _ in pairs]
    found = judge.candidates(
        [
            (source, Hypothesis(english, None), scope)
            for (source, english), scope in zip(pairs, scopes, strict=True)
        ]
    )
    return judge.weighed(
        [
            (source, replace(candidate, engine=writer), scope)
            for (source, _), candidate, scope in zip(pairs, found, scopes, strict=True)
        ]
    )


def written_by(rooms: Rooms, lines: Sequence[Line], sample: int = 40) -> str:
    checker = rooms.checker
    assert checker is not None
    some = lines[:: max(1, len(lines) // sample)][:sample]
    pairs = [
        (rooms.names.inline(line.source, rooms.names.scope([line.source])), line.english)
        for line in some
    ]
    shares = [
        float((reading.likelihood >= reading.best - 1e-4).mean())
        for reading in checker.read(pairs)
        if reading is not None
    ]
    return OWN if float(np.mean(shares)) > OWN_SHARE else FIREFOX


def report(lines: Sequence[Line], found: Sequence[Candidate]) -> None:
    good = np.array([line.good for line in lines])
    trust = np.array([0.0 if c.trust is None else c.trust for c in found])
    standing = [standing_of(c.flags) for c in found]
    marked = np.array([s is not Standing.PLAIN for s in standing])
    above = trust[good][:, None] - trust[~good][None, :]
    print(f"AUC of the trust: {((above > 0) + 0.5 * (above == 0)).mean():.3f}")
    for share in (0.05, 0.10, 0.20):
        limit = np.quantile(trust[good], share)
        found_there = np.mean(trust[~good] < limit)
        print(f"  {share:.0%} of the good ones marked by trust alone: found {found_there:.0%}")
    for verdict in "FIM":
        mine = [s for s, line in zip(standing, lines, strict=True) if line.verdict == verdict]
        counts = ", ".join(f"{s.value} {n}" for s, n in Counter(mine).most_common())
        print(f"{verdict}: {len(mine)}, {counts}")
    plain = ~marked
    if plain.any():
        print(f"of {plain.sum()} without a mark {np.mean(~good[plain]):.0%} mislead (M)")
    calibration(trust, good)
    hits, alarms = np.mean(marked[~good]), np.mean(marked[good])
    print(f"all {len(lines)}: found {hits:.0%}, false alarms {alarms:.0%}")


def calibration(trust: np.ndarray, good: np.ndarray) -> None:
    """In fifths of the sentences by trust: what was said, and how many were good."""
    order = trust.argsort()
    for part in np.array_split(order, 5):
        said, least, most = trust[part].mean(), trust[part].min(), trust[part].max()
        print(f"  trust {least:.2f} to {most:.2f}: said {said:.2f}, good {good[part].mean():.2f}")


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("file", type=Path)
    made.add_argument("--engine", help="whose English it is: aren, firefox, or another's")
    options = made.parse_args()
    lines = lines_of(options.file)
    rooms = Rooms(load_settings(), silent)
    try:
        report(lines, judged(rooms, lines, options.engine))
    finally:
        rooms.close()


if __name__ == "__main__":
    main()
