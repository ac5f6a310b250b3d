"""What choosing among hypotheses gains: score or consensus, checks first or not, with samples.

    python bench/choosing.py SOURCE.ar REFERENCE.en [--limit 200] [--samples N] [--json FILE]
    python bench/choosing.py SOURCE.ar REFERENCE.en --remembered COPY_OF_MEMORY.sqlite

The rounds of `bot/translation/rounds.py` are asked once, through the translation memory named (or
a new one), and every rule chooses among the same hypotheses. With `--remembered` alone the engine
is never asked: sentences that the memory does not hold are left out. `--samples` also draws that
many hypotheses for each sentence whose answers all fail a check. `seconds` is what choosing itself
took, the checks not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.records import Hypothesis
from bot.translation.clauses import split_long
from bot.translation.consensus import chrf, expected_chrf
from bot.translation.engines import load_engine
from bot.translation.judge import Candidate, Choice, Judge, best
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.names import Names, Scope
from bot.translation.rounds import FIRST
from bot.translation.translator import BEAM, SAMPLE, Decoding
from bot.vectors import SentenceEncoder
from bot.work.pipeline import silent

RULES: dict[str, Callable[[Sequence[Candidate]], Candidate]] = {
    "first answer": lambda found: found[0],
    "score alone": lambda found: max(found, key=lambda c: c.score),
    "consensus alone": lambda found: max(
        zip(found, expected_chrf([c.text for c in found]), strict=True),
        key=lambda pair: (pair[1], pair[0].score),
    )[0],
    "checks, score": lambda found: best(found, Choice.SCORE),
    "checks, consensus, score": lambda found: best(found, Choice.CONSENSUS),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--samples", type=int, default=0)
    parser.add_argument("--memory", type=Path, default=Path("choosing.sqlite"))
    parser.add_argument("--remembered", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    sides = [p.read_text("utf-8").splitlines() for p in (given.source, given.reference)]
    pairs = list(zip(*sides, strict=True))
    step = max(1, len(pairs) // given.limit)
    asked = Asked(given.remembered or given.memory, only_remembered=bool(given.remembered))
    pairs, found = asked.candidates(pairs[::step][: given.limit], given.samples)
    report(pairs, found, given.json)


class Asked:
    """The rounds, with every hypothesis kept."""

    def __init__(self, path: Path, only_remembered: bool) -> None:
        self.engine = load_engine(load_settings(None), silent)
        self.memory = Memory(path)
        self.translator = RememberingTranslator(self.engine, self.memory)
        self.only_remembered = only_remembered
        self.names = Names.load()
        self.judge = Judge(self.names, SentenceEncoder())

    def candidates(
        self, pairs: Sequence[tuple[str, str]], samples: int
    ) -> tuple[list[tuple[str, str]], list[list[Candidate]]]:
        hinted = [self.names.inline(source, self._scope(source)).text for source, _ in pairs]
        # A sentence that is split has no hypotheses of its own.
        whole = [len(split_long(text, self.translator.fits)) == 1 for text in hinted]
        kept = [(p, h) for p, h, one in zip(pairs, hinted, whole, strict=True) if one]
        first = self._ask([h for _, h in kept], FIRST)
        kept = [k for k, answer in zip(kept, first, strict=True) if answer]
        found = self._judged(kept, [answer for answer in first if answer])
        for decoding in (BEAM, *([replace(SAMPLE, hypotheses=samples)] if samples else [])):
            failing = [n for n, some in enumerate(found) if all(c.errors for c in some)]
            more = self._ask([kept[n][1] for n in failing], decoding)
            for n, extra in zip(
                failing, self._judged([kept[n] for n in failing], more), strict=True
            ):
                found[n] += extra
        return [pair for pair, _ in kept], found

    def _scope(self, source: str) -> Scope:
        return self.names.scope([source])

    def _ask(self, texts: Sequence[str], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        if not self.only_remembered:
            return self.translator.translate(texts, decoding)
        keys = [self.translator._key(text, decoding) for text in texts]
        known = self.memory.get(keys)
        return [known.get(key, ()) for key in keys]

    def _judged(
        self,
        cases: Sequence[tuple[tuple[str, str], str]],
        answers: Sequence[tuple[Hypothesis, ...]],
    ) -> list[list[Candidate]]:
        flat = [
            (pair[0], hypothesis, self._scope(pair[0]))
            for (pair, _), some in zip(cases, answers, strict=True)
            for hypothesis in some
        ]
        judged = iter(self.judge.candidates(flat))
        return [[next(judged) for _ in some] for some in answers]


def report(
    pairs: Sequence[tuple[str, str]], found: Sequence[Sequence[Candidate]], path: Path | None
) -> None:
    references = [reference for _, reference in pairs]
    several = [n for n, some in enumerate(found) if len({c.text for c in some}) > 2]
    print(
        f"{len(pairs)} sentences, {sum(map(len, found))} hypotheses; "
        f"{len(several)} sentences with more than two different ones"
    )
    rows: dict[str, dict[str, float]] = {}
    chosen: dict[str, list[Candidate]] = {}
    for name, rule in RULES.items():
        started = time.process_time()
        chosen[name] = [rule(some) for some in found]
        rows[name] = figures(chosen[name], references) | {"seconds": time.process_time() - started}
    oracle = [
        max(some, key=lambda c, r=reference: chrf(c.text, r))
        for some, reference in zip(found, references, strict=True)
    ]
    rows["best chrF there is"] = figures(oracle, references)
    print(f"{'rule':<26}{'BLEU':>7}{'chrF':>7}{'flagged':>9}{'seconds':>9}")
    for name, row in rows.items():
        print(
            f"{name:<26}{row['BLEU']:>7.2f}{row['chrF']:>7.2f}{row['flagged']:>9.1%}"
            f"{row.get('seconds', 0):>9.2f}"
        )
    names = ("checks, score", "checks, consensus, score")
    low, high = difference(*(chosen[name] for name in names), references)
    print(f"chrF of “{names[1]}” less “{names[0]}”: {low:+.2f} to {high:+.2f} (95%, bootstrap)")
    if path:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def figures(chosen: Sequence[Candidate], references: Sequence[str]) -> dict[str, float]:
    texts = [candidate.text for candidate in chosen]
    return {
        "BLEU": sacrebleu.corpus_bleu(texts, [references]).score,
        "chrF": sacrebleu.corpus_chrf(texts, [references]).score,
        "flagged": sum(bool(c.errors) for c in chosen) / len(chosen),
    }


def difference(
    ours: Sequence[Candidate], theirs: Sequence[Candidate], references: Sequence[str]
) -> tuple[float, float]:
    """95% interval of the difference `theirs - ours` in mean sentence chrF."""
    gains = [
        chrf(b.text, r) - chrf(a.text, r) for a, b, r in zip(ours, theirs, references, strict=True)
    ]
    rng = random.Random(0)
    means = sorted(sum(rng.choices(gains, k=len(gains))) / len(gains) for _ in range(1000))
    return means[25], means[974]


if __name__ == "__main__":
    main()
