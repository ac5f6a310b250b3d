"""What a model writes by itself, set by set and search by search: no names put in, no checks.

`bench/quality.py --first` prints it. Versions of the embedded model are compared by it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import sacrebleu

from bot.config import load_settings
from bot.errors import BadTestset
from bot.evaluation.testset import Pair, load_pairs
from bot.pipeline.documents import silent
from bot.translation.engines.configured import load_engines
from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.translator import Decoding, Translator


def print_first_answers(
    paths: Sequence[Path], limit: int | None, engine: str, model: Path | None, beams: Sequence[int]
) -> None:
    """BLEU, chrF and source words a second of every set with every width, and their means over
    the sets, which decide between two models."""
    translator = translator_of(engine, model)
    sets = list(sets_of(paths, limit))
    print(translator.identity.label, "first answers")
    for beam in beams:
        scored = [one_set(translator, name, pairs, beam) for name, pairs in sets]
        bleu, chrf = (sum(column) / len(scored) for column in zip(*scored, strict=True))
        print(f"mean of {len(sets)} sets{'':<18}beam {beam}  BLEU {bleu:.1f}  chrF {chrf:.1f}")
    translator.close()


def translator_of(engine: str, model: Path | None) -> Translator:
    """The engine of that name, or the embedded one over another model folder."""
    settings = load_settings(None, translation={"engine": engine})
    if model is None:
        return load_engines(settings, silent).first.translator()
    return EmbeddedTranslator(load_card(model), settings.cache_dir, silent)


def sets_of(paths: Sequence[Path], limit: int | None) -> Iterator[tuple[str, list[Pair]]]:
    """Every TSV is a set; other files come in twos, of sources and of references."""
    waiting = list(paths)
    while waiting:
        count = 1 if waiting[0].suffix == ".tsv" else 2
        some, waiting = waiting[:count], waiting[count:]
        if len(some) < count:
            raise BadTestset(f"{some[0]} has no file of references behind it.")
        yield some[0].name, load_pairs(some, limit)


def one_set(
    translator: Translator, name: str, pairs: Sequence[Pair], beam: int
) -> tuple[float, float]:
    sources = [source for source, _ in pairs]
    references = [[reference for _, reference in pairs]]
    translator.translate(sources[:2])
    started = time.monotonic()
    answers = [found[0].text for found in translator.translate(sources, Decoding(beam=beam))]
    speed = sum(len(source.split()) for source in sources) / (time.monotonic() - started)
    bleu = sacrebleu.corpus_bleu(answers, references).score
    chrf = sacrebleu.corpus_chrf(answers, references).score
    print(
        f"{name:<24}{len(pairs):>5} pairs  beam {beam}  BLEU {bleu:.1f}  chrF {chrf:.1f}  "
        f"{speed:.0f} words/s",
        flush=True,
    )
    return bleu, chrf
