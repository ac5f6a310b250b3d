"""How often Arabic news has each stem: writes bot/language/data/stems.tsv.

From the sentences written for this project that the embedded model learns from
(training/sets.tar.xz, Apache-2.0), `W1` to `W24`: news, opinion, official texts. Grouping asks the
table what a word that two reports share is worth.

    python -m bench.build_stems
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from pathlib import Path

from bot.language.content_words import content_words

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "bot" / "language" / "data" / "stems.tsv"
LEAST = 60
"""Sentences in 100,000 that a stem of the table stands in."""
HEAD = """\
# How common stems are in Arabic news. Made by bench/build_stems.py from the sentences of
# training/sets.tar.xz, which were written for this project (Apache-2.0).
#: stem | key | as bot/language/content_words.py makes it
#: per_100000 | number | sentences in 100,000 that have it, 60 or more
"""


def main() -> None:
    counted: Counter[str] = Counter()
    sentences = 0
    with tarfile.open(ROOT / "training" / "sets.tar.xz") as sets:
        for member in sets:
            if member.name.startswith("W") and (file := sets.extractfile(member)):
                for line in file:
                    sentences += 1
                    counted.update(content_words(json.loads(line)[0]))
    shares = {stem: round(n * 100_000 / sentences) for stem, n in counted.items()}
    kept = sorted(((n, stem) for stem, n in shares.items() if n >= LEAST), reverse=True)
    TABLE.write_text(HEAD + "".join(f"{stem}\t{n}\n" for n, stem in kept), "utf-8")
    print(f"{sentences:,} sentences, {len(kept):,} stems")


if __name__ == "__main__":
    main()
