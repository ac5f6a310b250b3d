"""How many misleading sentences the judge marks, and how many faithful ones.

    python bench/triples.py FILE.tsv            Arabic, faithful English, misleading English, kind
    python bench/triples.py FILE.tsv --show only_lost    what that kind got, sentence by sentence
    python bench/triples.py FILE.tsv --without contrast  as if that check were not there
    python bench/triples.py FILE.tsv --rules             without the embedded model's reading

Each English is judged as a translation of an engine whose English was not measured. Marked is a
sentence that is not shown plainly. By kind: how many, the share of the misleading found and of the
faithful marked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.records import Flag, Hypothesis, Standing, standing_of
from bot.translation.judge import Judge


@dataclass(frozen=True, slots=True)
class Triple:
    source: str
    faithful: str
    misleading: str
    kind: str


def load_triples(path: Path) -> list[Triple]:
    """The lines of a file of four columns; others stop the script with their number."""
    triples = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 4:
            sys.exit(f"{path}, line {number}: {len(cells)} columns, not the four of a triple.")
        triples.append(Triple(*cells))
    return triples


def judged(pairs: Sequence[tuple[str, str]], read: bool = False) -> list[tuple[Flag, ...]]:
    """What the judge finds in each (source, English); `read`: the embedded model with it."""
    rooms = Rooms(load_settings(), silent)
    try:
        judge = Judge(rooms.names, rooms.encoder, rooms.checker if read else None)
        scopes = [rooms.names.scope([source]) for source, _ in pairs]
        cases = [(s, Hypothesis(e, None), at) for (s, e), at in zip(pairs, scopes, strict=True)]
        found = judge.candidates(cases)
        cases = [(s, each, at) for (s, _), each, at in zip(pairs, found, scopes, strict=True)]
        return [each.flags for each in judge.weighed(cases)]
    finally:
        rooms.close()


def marked(flags: Sequence[Flag], without: Sequence[str] = ()) -> bool:
    """Whether a sentence with these findings, those of `without` left out, is not shown plainly."""
    left = tuple(flag for flag in flags if flag.check not in without)
    return standing_of(left) is not Standing.PLAIN


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", metavar="KIND")
    parser.add_argument("--without", metavar="CHECK", action="append", default=[])
    parser.add_argument("--rules", action="store_true")
    given = parser.parse_args()
    triples = load_triples(given.file)
    read = not given.rules
    right = judged([(triple.source, triple.faithful) for triple in triples], read)
    wrong = judged([(triple.source, triple.misleading) for triple in triples], read)
    if given.show:
        show(triples, right, wrong, given.show)
    print(f"{'kind':<26}{'cases':>6}{'found':>8}{'alarms':>8}")
    for kind in sorted({triple.kind for triple in triples}):
        at = [number for number, triple in enumerate(triples) if triple.kind == kind]
        found = sum(marked(wrong[n], given.without) for n in at) / len(at)
        alarms = sum(marked(right[n], given.without) for n in at) / len(at)
        print(f"{kind:<26}{len(at):>6}{found:>8.0%}{alarms:>8.0%}")
    found = sum(marked(flags, given.without) for flags in wrong) / len(triples)
    alarms = sum(marked(flags, given.without) for flags in right) / len(triples)
    print(f"all {len(triples)}: found {found:.0%}, false alarms {alarms:.0%}")


def show(
    triples: Sequence[Triple],
    right: Sequence[tuple[Flag, ...]],
    wrong: Sequence[tuple[Flag, ...]],
    kind: str,
) -> None:
    for triple, of_right, of_wrong in zip(triples, right, wrong, strict=True):
        if triple.kind != kind:
            continue
        print(f"\n{triple.source}")
        for english, flags in ((triple.faithful, of_right), (triple.misleading, of_wrong)):
            print(f"{'⚠' if marked(flags) else ' '} {english}")
            for flag in flags:
                print(f"    {flag.severity} {flag.check}: {flag.detail}")
    print()


if __name__ == "__main__":
    main()
