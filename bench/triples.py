"""How many misleading sentences the judge marks, and how many faithful ones.

    python bench/triples.py FILE.tsv            Arabic, faithful English, misleading English, kind
    python bench/triples.py FILE.tsv --show only_lost    what that kind got, sentence by sentence
    python bench/triples.py FILE.tsv --without terms     as if that check were not there

Each English is judged as a translation is, with no engine's score. Marked is a sentence that is
not shown plainly: it has an error or a warning. By kind: how many, the share of the misleading
found and of the faithful marked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.pipeline.vectors import SentenceEncoder
from bot.records import Flag, Hypothesis, Severity
from bot.translation.judge import Judge
from bot.translation.names import Names


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


def judged(pairs: Sequence[tuple[str, str]]) -> list[tuple[Flag, ...]]:
    """What the judge finds in each (source, English)."""
    names = Names.load()
    cases = [
        (source, Hypothesis(english, None), names.scope([source])) for source, english in pairs
    ]
    return [found.flags for found in Judge(names, SentenceEncoder()).candidates(cases)]


def marked(flags: Sequence[Flag], without: Sequence[str] = ()) -> bool:
    """Whether a sentence with these findings, those of `without` left out, is not shown plainly."""
    return any(f.severity is not Severity.NOTE and f.check not in without for f in flags)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", metavar="KIND")
    parser.add_argument("--without", metavar="CHECK", action="append", default=[])
    given = parser.parse_args()
    triples = load_triples(given.file)
    right = judged([(triple.source, triple.faithful) for triple in triples])
    wrong = judged([(triple.source, triple.misleading) for triple in triples])
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
