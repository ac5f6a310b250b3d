"""What each check adds to the others: what it alone finds, and what it alone marks wrongly.

    python bench/marginal.py --triples reversals.tsv --pairs SOURCE REFERENCE --every 3
        --judged judged.tsv --judged judged-firefox.tsv [--check negation --check terms]

`--triples` as for bench/triples.py; `--pairs`, line by line, good translations, of which every
so-manieth is taken; `--judged` (id, Arabic, human English, machine English, verdict F faithful, I
imperfect or M misleading, ...): F and I are good, M is to be found. For each set first the share
of misleading found and of good marked by all checks together, then for each check that marks
anything: found and marked by it, by it alone, and by all others, in sentences.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.triples import judged, load_triples, marked
from bot.evaluation.testset import load_pairs
from bot.records import Flag, Severity


@dataclass(frozen=True, slots=True)
class Measured:
    """A set with what the checks said of it."""

    name: str
    misleading: Sequence[tuple[Flag, ...]]
    good: Sequence[tuple[Flag, ...]]


def measured(
    name: str, misleading: Sequence[tuple[str, str]], good: Sequence[tuple[str, str]]
) -> Measured:
    return Measured(name, judged(misleading) if misleading else (), judged(good))


def from_triples(path: Path) -> Measured:
    triples = load_triples(path)
    wrong = [(triple.source, triple.misleading) for triple in triples]
    return measured(path.name, wrong, [(triple.source, triple.faithful) for triple in triples])


def from_judged(path: Path) -> Measured:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    wrong = [(row[1], row[3]) for row in rows if row[4] == "M"]
    return measured(path.name, wrong, [(row[1], row[3]) for row in rows if row[4] in ("F", "I")])


def alone(flags: Sequence[tuple[Flag, ...]], check: str) -> int:
    """How many sentences nothing but this check marks."""
    return sum(marked(some) and not marked(some, (check,)) for some in flags)


def by(flags: Sequence[tuple[Flag, ...]], check: str) -> int:
    return sum(
        any(f.check == check and f.severity is not Severity.NOTE for f in some) for some in flags
    )


def report(found: Measured, checks: Sequence[str]) -> None:
    wrong, good = found.misleading, found.good
    for name, flags in (("misleading", wrong), ("good", good)):
        if flags:
            share = sum(map(marked, flags)) / len(flags)
            print(f"{found.name}: {len(flags)} {name}, {share:.1%} marked")
    print(f"{'check':<18}{'found':>7}{'alone':>7}{'alarms':>8}{'alone':>7}")
    every = {f.check for flags in (*wrong, *good) for f in flags if f.severity is not Severity.NOTE}
    for check in checks or sorted(every):
        figures = (by(wrong, check), alone(wrong, check), by(good, check), alone(good, check))
        print("{:<18}{:>7}{:>7}{:>8}{:>7}".format(check, *figures))
    print()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=Path, action="append", default=[])
    parser.add_argument("--judged", type=Path, action="append", default=[])
    parser.add_argument("--pairs", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--check", action="append", default=[])
    given = parser.parse_args()
    for path in given.triples:
        report(from_triples(path), given.check)
    for path in given.judged:
        report(from_judged(path), given.check)
    if given.pairs:
        good = load_pairs(given.pairs)[:: given.every]
        report(measured(given.pairs[-1].name, (), good), given.check)


if __name__ == "__main__":
    main()
