"""Engines on a test set, from translations of it in files: BLEU, chrF and chrF++ by sacrebleu.

    python bench/engines.py SOURCE.ar REFERENCE.en NAME=TRANSLATION.en ...

and what putting names right after the translation (bot/translation/names/repair.py) does to each:
how many sentences it changes, and whether their sentence chrF rises or falls. --show N prints N of
the changed ones, to be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.translation.names import Names, repair

Changed = tuple[int, str, str, float]
"""Line, before, after, and by how much sentence chrF rose."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("engines", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    sources, references = lines_of(arguments.source), lines_of(arguments.reference)
    for named in arguments.engines:
        name, _, path = named.partition("=")
        english = lines_of(Path(path))
        if not len(sources) == len(references) == len(english):
            sys.exit(f"{path} has {len(english)} lines, the set {len(sources)}.")
        changed = repaired(sources, references, english)
        print(f"{name:16} {scores(english, references)}  {told(changed)}")
        for line, before, after, gain in changed[: arguments.show]:
            print(f"  {line + 1} {gain:+.1f}\n    {sources[line]}\n    ref {references[line]}")
            print(f"    -   {before}\n    +   {after}")


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def scores(english: Sequence[str], references: Sequence[str]) -> str:
    given = list(english), [list(references)]
    return (
        f"BLEU {sacrebleu.corpus_bleu(*given).score:.1f}  "
        f"chrF {sacrebleu.corpus_chrf(*given).score:.1f}  "
        f"chrF++ {sacrebleu.corpus_chrf(*given, word_order=2).score:.1f}"
    )


def repaired(
    sources: Sequence[str], references: Sequence[str], english: Sequence[str]
) -> list[Changed]:
    names = Names.load()
    changed = []
    for line, (source, reference, before) in enumerate(
        zip(sources, references, english, strict=True)
    ):
        after = repair(source, before, names.find(source, known=names.scope([source])))
        if after != before:
            gain = chrf(after, reference) - chrf(before, reference)
            changed.append((line, before, after, gain))
    return changed


def chrf(english: str, reference: str) -> float:
    return float(sacrebleu.sentence_chrf(english, [reference]).score)


def told(changed: Sequence[Changed]) -> str:
    better = sum(gain > 0 for *_, gain in changed)
    worse = sum(gain < 0 for *_, gain in changed)
    return f"names put right in {len(changed)}: {better} nearer the reference, {worse} farther"


if __name__ == "__main__":
    main()
