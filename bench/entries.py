"""Which entries of the gazetteers and of the phrases are wrong about good pairs.

    python bench/entries.py PAIRS.tsv ...            source <TAB> good English, a pair a line
    python bench/entries.py PAIRS.tsv --phrases --least 2

Every name that is owed, and every phrase, is looked up in the Arabic, and its English in the
English beside it. Listed are entries that the English lacks at least `--least` times: how often
they stood there, how often they were missed, and one pair. Judge each for `bench/names/apart.tsv`:
a loose translation is no fault of the entry. Last the sums. `--write FILE` makes the table
`phrases-met.tsv` of it.

    python bench/entries.py PAIRS.tsv ... --alarms [--without]

How many of the good pairs the name checks find wrong, by check; `--without` the gazetteers.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.evaluation.testset import Pair
from bot.translation.checks.phrases import english_words, stands
from bot.translation.names import Match, Names, match, name_checks, tables
from bot.translation.names.phrases import phrases as phrases_of


def names_met(pairs: list[Pair]) -> Iterator[tuple[str, bool, Pair]]:
    """Folded name of the gazetteers, whether the English has it, and where."""
    by_hand, names = tables.by_hand(), Names.load()
    for source, english in pairs:
        mentions = names.find(source, known=names.scope([source]))
        for m in mentions:
            if (
                m.certain
                and m.owed
                and m.name in tables.entries()
                and m.name not in by_hand
                and m.kind != "word"
            ):
                yield (
                    f"{m.name} ({m.spellings[0]})",
                    match(m, english) is not Match.LOST,
                    (source, english),
                )


def phrases_met(pairs: list[Pair], owed: bool = False) -> Iterator[tuple[str, bool, Pair]]:
    """The same of phrases, all or those that are owed."""
    for source, english in pairs:
        for mention in phrases_of(source):
            if owed and not mention.phrase.owed:
                continue
            kept = stands(mention.phrase.english, english_words(english))
            yield mention.phrase.arabic, kept, (source, english)


def write_met(path: Path, met: Counter[str], missed: Counter[str], pairs: int) -> None:
    """The table by which bench/build_names.py decides what a phrase is good for."""
    with path.open("w", encoding="utf-8") as out:
        out.write(f"# How phrases fared in {pairs:,} good pairs.\n")
        out.write(
            "# Folded Arabic, pairs that have it, those whose English has nothing accepted.\n"
        )
        out.writelines(f"{each}\t{met[each]}\t{missed[each]}\n" for each in sorted(met))


def columns(path: Path, arabic: int, english: int) -> list[Pair]:
    """The pairs of two columns of a TSV, counted from 0."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return [(row[arabic], row[english]) for row in rows if len(row) > max(arabic, english)]


def alarms(pairs: list[Pair]) -> None:
    """Print the share of pairs with an ERROR and with a WARNING of each name check."""
    names = Names.load()
    found: Counter[tuple[str, str]] = Counter()
    for source, english in pairs:
        flags = [
            f for c in name_checks(names, names.scope([source])) for f in c(source, english, None)
        ]
        found.update({(f.check, f.severity.value) for f in flags})
        found.update({("any", severity) for severity in {f.severity.value for f in flags}})
    for (check, severity), times in sorted(found.items()):
        print(f"{check:<18}{severity:<9}{times:>5}{times / len(pairs):>8.2%}")
    print(f"{len(pairs)} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("--phrases", action="store_true", help="phrases in place of names")
    parser.add_argument("--owed", action="store_true", help="only phrases that are owed")
    parser.add_argument("--write", type=Path, help="with --phrases: the table of what was met")
    parser.add_argument("--columns", type=int, nargs=2, default=(0, 1), help="Arabic and English")
    parser.add_argument("--alarms", action="store_true", help="what the name checks find wrong")
    parser.add_argument("--without", action="store_true", help="without the gazetteers")
    given = parser.parse_args()
    pairs = [pair for path in given.pairs for pair in columns(path, *given.columns)]
    if given.without:
        tables.gazetteer = lambda: iter(())
    if given.alarms:
        alarms(pairs)
        return
    met: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    shown: dict[str, Pair] = {}
    found = phrases_met(pairs, given.owed) if given.phrases else names_met(pairs)
    wrong = set()
    for entry, kept, pair in found:
        met[entry] += 1
        if not kept:
            wrong.add(pair)
            missed[entry] += 1
            shown[entry] = pair
    for entry, times in missed.most_common():
        if times >= given.least:
            print(entry, met[entry], times, *shown[entry], sep="\t")
    if given.write:
        write_met(given.write, met, missed, len(pairs))
    print(
        f"{len(pairs)} pairs: {len(met)} entries stood there {met.total()} times, "
        f"{len(missed)} of them missed {missed.total()} times, in {len(wrong)} pairs"
    )


if __name__ == "__main__":
    main()
