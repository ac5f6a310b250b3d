"""What CTranslate2 alone needs for the sentences of some articles: `bench/alone.py PATH...`.

The same sentences, with the same names put in and the same search as in `mujaz digest`, handed to
the built model at once: no checks, no reading, nothing remembered. `bench/digest.py` runs it beside
a digest. Prints seconds from loading the model to the last answer; what comes before is not
counted.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.config import load_settings
from bot.pipeline.documents import find_all, read_all
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.embedded.built import place_of
from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.prompt import Prompter
from bot.translation.engines.embedded.searcher import Tuning
from bot.translation.names import Names
from bot.translation.segments import TRANSLATED, segments_of

BATCH_PIECES = 1024
"""In one batch: what is fastest on two cores, whatever memory it takes."""


def prompts(paths: list[str], prompter: Prompter) -> list[list[str]]:
    """Of every sentence that a digest of these paths translates."""
    names = Names.load()
    found = []
    for article in read_all(find_all(paths)).articles:
        parts = [article.kicker, article.title, *(p.text for p in article.paragraphs)]
        scope = names.scope([part for part in parts if part])
        found += [
            prompter.prompt(names.inline(segment.source, scope))
            for segment in segments_of(article)
            if segment.language == TRANSLATED
        ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--beam", type=int, default=2)
    parser.add_argument(
        "--pieces", type=int, default=BATCH_PIECES, help="of prompts in one batch, times the beam"
    )
    options = parser.parse_args()
    settings, card = load_settings(), load_card()
    asked = prompts(options.paths, Prompter(card))
    import ctranslate2

    started, cpu = time.monotonic(), time.process_time()
    model = ctranslate2.Generator(
        str(place_of(card, settings.cache_dir)),
        compute_type="int8",
        inter_threads=usable_cores(),
        intra_threads=1,
    )
    model.generate_batch(
        asked,
        beam_size=options.beam,
        num_hypotheses=options.beam,
        max_batch_size=options.pieces // options.beam,
        batch_type="tokens",
        end_token=card.end,
        include_prompt_in_result=False,
        max_length=Tuning().longest_answer(max(map(len, asked))),
    )
    print(f"{len(asked)} {time.monotonic() - started:.2f} {time.process_time() - cpu:.2f}")


if __name__ == "__main__":
    main()
