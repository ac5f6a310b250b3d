"""What the packaged names cost: seconds to load them, milliseconds a sentence, bytes.

    python bench/names_speed.py TESTSET.tsv

The same in one run with the gazetteers and the phrases, and without them, each in processes of its
own, in turn; CPU time, the best of three. Loading is what the first sentence waits for: every table
that finding names and the checks of them read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

TIMES = 3
SENTENCES = 150


def measured(testset: Path, without: bool) -> dict[str, float]:
    """In this process: seconds to load, and milliseconds a sentence."""
    from bot.evaluation.testset import load_pairs
    from bot.records import Flag
    from bot.translation.checks.context import Context
    from bot.translation.checks.phrases import phrases
    from bot.translation.names import Names, name_checks, tables
    from bot.translation.names import phrases as packaged

    if without:
        tables.gazetteer = lambda: iter(())  # type: ignore[assignment]
        packaged.table = dict
    names = Names.load()
    checks = name_checks(names)

    def look(source: str, english: str) -> list[Flag]:
        names.inline(source, names.scope([source]))
        found = [flag for check in checks for flag in check(source, english, None)]
        return [*found, *phrases(source, english, Context())]

    pairs = load_pairs([testset], SENTENCES)
    started = time.process_time()
    look(*pairs[0])
    loaded = time.process_time()
    for source, english in pairs[1:]:
        look(source, english)
    each = (time.process_time() - loaded) / (len(pairs) - 1)
    return {"load": loaded - started, "sentence": 1000 * each}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("testset", type=Path)
    parser.add_argument("--one", choices=("with", "without"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(given.testset, given.one == "without")))
        return
    best: dict[str, dict[str, float]] = {}
    for _ in range(TIMES):
        for way in ("without", "with"):
            command = [sys.executable, __file__, str(given.testset), "--one", way]
            said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            held = best.setdefault(way, said)
            best[way] = {what: min(held[what], said[what]) for what in said}
    for way, figures in best.items():
        print(f"{way:<8} load {figures['load']:.3f} s, {figures['sentence']:.2f} ms a sentence")
    folder = files("bot.translation.names")
    for name in ("gazetteer.tsv.gz", "phrases.tsv.gz"):
        print(f"{name} {len(folder.joinpath(name).read_bytes())} bytes")


if __name__ == "__main__":
    main()
