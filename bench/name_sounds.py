"""How far apart the sound of a name and of another lies, on (Arabic word, spelling) pairs.

    python bench/name_sounds.py NAMES.tsv

The thresholds of `bot/translation/names/sound.py` and `bench/build_names.py` come from it; false
alarms and recall of the name checks from `bench/checks.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.language.arabic.fold import for_names as fold
from bot.translation.names.sound import similarity


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", type=Path)
    path = parser.parse_args().names
    pairs = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    sample = random.Random(1).sample(pairs, min(3000, len(pairs)))
    others = [spelling for _, spelling in sample]
    random.Random(2).shuffle(others)
    own = [similarity(fold(a), e) for a, e in sample]
    chance = [similarity(fold(a), e) for (a, _), e in zip(sample, others, strict=True)]
    print("similarity  own spelling  another's")
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9):
        rates = [sum(s >= least for s in scores) / len(sample) for scores in (own, chance)]
        print(f"  >= {least:.2f}     {rates[0]:.3f}         {rates[1]:.4f}")


if __name__ == "__main__":
    main()
