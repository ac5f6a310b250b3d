"""What asking again gains and costs: `bench/again.py FILE.tsv... [--limit 60] [--cache FOLDER]`.

Files of two or more columns, Arabic and English (or SOURCE.ar:REFERENCE.en). Every sentence goes
the way a sentence of an article goes: with the first search alone, and asked again where a check
fails. Prints BLEU, chrF, the share that is marked or withheld, the estimated share that misleads
(one less the mean trust) and processor seconds, of asking again those that it adds; then the same
of the sentences alone whose English it changes. The embedded engine, with a memory in the folder:
an interrupted run goes on, and its seconds are of what was not remembered.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.quality import translated
from bench.searches import pairs_of
from bot.config import load_settings
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.records import Standing, TranslatedSegment, standing_of

ROW = "{:30}{:5} sentences  BLEU {:5.2f}  chrF {:5.2f}  marked {:4.0%}  est. to mislead {:6.1%}"


def asked(sources: Sequence[str], folder: Path, **chosen: int) -> tuple[list, float]:
    """What is shown of each, and the processor seconds that it took."""
    model = load_settings().cache_dir / "models"
    if not (folder / "models").exists() and model.is_dir():
        (folder / "models").symlink_to(model)
    settings = load_settings(None, cache_dir=folder, translation={"engine": "embedded", **chosen})
    rooms = Rooms(settings, silent)
    started = time.process_time()
    found = translated(rooms, list(sources))
    spent = time.process_time() - started
    rooms.close()
    return found, spent


def row(name: str, found: Sequence[TranslatedSegment], references: Sequence[str]) -> str:
    texts = [each.target for each in found]
    return ROW.format(
        name,
        len(found),
        sacrebleu.corpus_bleu(texts, [references]).score,
        sacrebleu.corpus_chrf(texts, [references]).score,
        sum(standing_of(each.flags) is not Standing.PLAIN for each in found) / len(found),
        1 - sum(each.trust or 0.0 for each in found) / len(found),
    )


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("files", nargs="+")
    made.add_argument("--limit", type=int, default=60, help="sentences of each file")
    made.add_argument("--cache", type=Path, help="keep the memory here")
    options = made.parse_args()
    pairs = [pair for name in options.files for pair in pairs_of(name, options.limit)]
    sources, references = ([pair[side] for pair in pairs] for side in (0, 1))
    with tempfile.TemporaryDirectory(prefix="mujaz-bench-") as folder:
        cache = options.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        once, first = asked(sources, cache, beam_again=0)
        again, more = asked(sources, cache)
    print(row("first search alone", once, references), f" {first:.0f} s")
    print(row("asked again where it fails", again, references), f" +{more:.0f} s")
    changed = [n for n, (a, b) in enumerate(zip(once, again, strict=True)) if a.target != b.target]
    if changed:
        own = [references[n] for n in changed]
        print(row("changed: first search", [once[n] for n in changed], own))
        print(row("changed: asked again", [again[n] for n in changed], own))


if __name__ == "__main__":
    main()
