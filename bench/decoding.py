"""What each way of searching for hypotheses gains and costs: BLEU, chrF and words per second.

    python bench/decoding.py SOURCE.ar REFERENCE.en [--limit 120]
    python bench/decoding.py TESTSET.tsv

The engine's first answers alone, with no hints and no checks. `bot/translation/rounds.py` takes
its searches from these figures.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import sacrebleu

from bot.config import load_settings
from bot.evaluation.testset import load_pairs
from bot.pipeline.rooms import silent
from bot.translation.engines.configured import load_engines
from bot.translation.engines.translator import BEAM, GREEDY, SAMPLE
from bot.translation.rounds import FIRST


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("testset", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--engine", default="embedded")
    arguments = parser.parse_args()
    pairs = load_pairs(arguments.testset, arguments.limit)
    sources = [source for source, _ in pairs]
    references = [[reference for _, reference in pairs]]
    words = sum(len(source.split()) for source in sources)
    settings = load_settings(None, translation={"engine": arguments.engine})
    engine = load_engines(settings, silent).first.translator()
    engine.translate(sources[:2], GREEDY)
    print(f"{engine.identity.label}, {len(pairs)} sentences, {words} source words")
    for decoding in (GREEDY, FIRST, BEAM, SAMPLE):
        started = time.monotonic()
        answers = [found[0].text for found in engine.translate(sources, decoding)]
        seconds = time.monotonic() - started
        bleu = sacrebleu.corpus_bleu(answers, references).score
        chrf = sacrebleu.corpus_chrf(answers, references).score
        print(f"BLEU {bleu:.1f}  chrF {chrf:.1f}  {words / seconds:.0f} words/s  {decoding}")
    engine.close()


if __name__ == "__main__":
    main()
