"""What asking for more hypotheses and choosing among them gains, and what it costs.

    python bench/choosing.py SOURCE.ar REFERENCE.en --all --limit 150 --samples 4 --samples 8
    python bench/choosing.py SOURCE.ar REFERENCE.en --remembered COPY_OF_MEMORY.sqlite --limit 997

Each way of asking (the beam of 2 for every sentence; a wider beam, or samples, for those that
fail, or for all) meets each rule of choosing, over the same hypotheses. `--all` asks every search
for every sentence, through the memory named, so that an interrupted run goes on; without it only
what the ways need. With `--remembered` the engine is never asked: sentences that the memory does
not hold are left out. `flagged` is the share with an error; `CPU` is what asking took, in seconds
a sentence, kept beside the memory from the runs that asked. `choosing` is what the
rule itself took.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.language.arabic.normalise import normalise
from bot.language.clauses import split_long
from bot.pipeline.documents import silent
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Hypothesis
from bot.translation.consensus import chrf, expected_chrf
from bot.translation.engines.configured import load_engines
from bot.translation.engines.translator import BEAM, SAMPLE, Decoding
from bot.translation.judge import Candidate, Chosen, Judge, best
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.names import Names
from bot.translation.rounds import FIRST

Pair = tuple[str, str]
Rule = Callable[[Sequence[Candidate]], Candidate]

RULES: dict[str, Rule] = {
    "score alone": lambda found: max(found, key=lambda c: c.score),
    "consensus alone": lambda found: max(
        zip(found, expected_chrf([c.text for c in found]), strict=True),
        key=lambda pair: (pair[1], pair[0].score),
    )[0],
    "checks, score": lambda found: best(found, Chosen.SCORE),
    "checks, consensus": lambda found: best(found, Chosen.CONSENSUS),
}
SCORE, CONSENSUS = "checks, score", "checks, consensus"
POOR = 40
"""Sentence chrF below which little of the reference is there."""
_SLICE = 32
"""Sentences between two notes of what asking cost; as many as the memory keeps at a time."""


@dataclass(frozen=True, slots=True)
class Way:
    """`first` asked of every sentence, `then` of those whose hypotheses all fail a check."""

    name: str
    first: tuple[Decoding, ...]
    then: tuple[Decoding, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--samples", type=int, action="append", default=[])
    parser.add_argument("--temperature", type=float, default=SAMPLE.temperature)
    parser.add_argument("--all", action="store_true", help="every search for every sentence")
    parser.add_argument("--memory", type=Path, default=Path("choosing.sqlite"))
    parser.add_argument("--remembered", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    sides = [p.read_text("utf-8").splitlines() for p in (given.source, given.reference)]
    pairs = list(zip(*sides, strict=True))
    step = max(1, len(pairs) // given.limit)
    draws = [replace(SAMPLE, hypotheses=n, temperature=given.temperature) for n in given.samples]
    asked = Asked(given.remembered or given.memory, only_remembered=bool(given.remembered))
    asked.begin(pairs[::step][: given.limit])
    if given.all:
        for decoding in (FIRST, BEAM, *draws):
            asked.ask(decoding, range(len(asked.pairs)))
    report(asked, ways(draws, given.all), given.json)


def ways(draws: Sequence[Decoding], everywhere: bool) -> list[Way]:
    found = [Way("beam of 2", (FIRST,)), Way("… beam of 3 where it fails", (FIRST,), (BEAM,))]
    for draw in draws:
        named = f"{draw.hypotheses} samples"
        found.append(Way(f"… {named} where it fails", (FIRST,), (draw,)))
        found.append(Way(f"… beam of 3 and {named}", (FIRST,), (BEAM, draw)))
    if everywhere:
        found.append(Way("beam of 3 for all", (BEAM,)))
        for draw in draws:
            found.append(Way(f"{draw.hypotheses} samples for all", (draw,)))
            found.append(Way(f"beam of 2 and {draw.hypotheses} samples", (FIRST, draw)))
    return found


class Asked:
    """What the engine answered to each search, judged, and what it cost."""

    def __init__(self, path: Path, only_remembered: bool) -> None:
        self.engine = load_engines(load_settings(None), silent).first.translator()
        self.memory = Memory(path)
        self.translator = RememberingTranslator(self.engine, self.memory)
        self.only_remembered = only_remembered
        self.names = Names.load()
        self.judge = Judge(self.names, SentenceEncoder())
        self.costs = path.with_suffix(".costs.json")
        self.pairs: list[Pair] = []
        self.hinted: list[str] = []
        self.found: dict[Decoding, dict[int, list[Candidate]]] = {}

    def begin(self, pairs: Sequence[Pair]) -> None:
        """Keeps the sentences that have hypotheses of their own: what is split has none."""
        hinted = [self.names.inline(s, self.names.scope([s])) for s, _ in pairs]
        whole = [len(split_long(text, self.translator.fits)) == 1 for text in hinted]
        self.pairs = [pair for pair, one in zip(pairs, whole, strict=True) if one]
        self.hinted = [text for text, one in zip(hinted, whole, strict=True) if one]
        self.ask(FIRST, range(len(self.pairs)))
        known = sorted(self.found[FIRST])
        self.pairs = [self.pairs[n] for n in known]
        self.hinted = [self.hinted[n] for n in known]
        self.found = {FIRST: dict(enumerate(self.found[FIRST][n] for n in known))}

    def ask(self, decoding: Decoding, places: Sequence[int]) -> None:
        """Judged hypotheses of the sentences at `places`; none of what is not remembered."""
        known = self.found.setdefault(decoding, {})
        new = [place for place in places if place not in known]
        answers = self._answers([self.hinted[place] for place in new], decoding)
        cases = [(p, h) for p, some in zip(new, answers, strict=True) for h in some]
        scopes = {place: self.names.scope([self.pairs[place][0]]) for place in new}
        judged = self.judge.candidates(
            [(self.pairs[p][0], h, scopes[p]) for p, h in cases], self.engine.identity
        )
        for (place, _), candidate in zip(cases, judged, strict=True):
            known.setdefault(place, []).append(candidate)

    def _answers(self, texts: Sequence[str], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        keys = [self.translator.key(decoding, normalise(text)) for text in texts]
        if not self.only_remembered:
            known = self.memory.get(keys, self.engine.identity)
            missing = [t for t, key in zip(texts, keys, strict=True) if key not in known]
            missing.sort(key=len)
            self.engine.load()
            for start in range(0, len(missing), _SLICE):
                some = missing[start : start + _SLICE]
                started = time.process_time()
                self.translator.translate(some, decoding)
                self._cost(decoding, time.process_time() - started, len(some))
        known = self.memory.get(keys, self.engine.identity)
        return [known.get(key, ()) for key in keys]

    def _cost(self, decoding: Decoding, seconds: float, sentences: int) -> None:
        costs = self._read_costs()
        before = costs.get(repr(decoding), [0.0, 0])
        costs[repr(decoding)] = [before[0] + seconds, before[1] + sentences]
        self.costs.write_text(json.dumps(costs, indent=1), encoding="utf-8")

    def _read_costs(self) -> dict[str, list[float]]:
        return json.loads(self.costs.read_text("utf-8")) if self.costs.is_file() else {}

    def cost(self, decoding: Decoding) -> float:
        """Seconds of CPU a sentence; not a number where it was only remembered."""
        seconds, sentences = self._read_costs().get(repr(decoding), (float("nan"), 1))
        return seconds / sentences

    def candidates(self, way: Way) -> tuple[list[list[Candidate]], float]:
        """(of each sentence, CPU seconds a sentence)."""
        everyone = range(len(self.pairs))
        for decoding in way.first:
            self.ask(decoding, everyone)
        found = [[c for d in way.first for c in self.found[d].get(n, ())] for n in everyone]
        cost = sum(self.cost(decoding) for decoding in way.first)
        for decoding in way.then:
            failing = [n for n in everyone if all(c.errors for c in found[n])]
            self.ask(decoding, failing)
            for n in failing:
                found[n] = found[n] + self.found[decoding].get(n, [])
            cost += self.cost(decoding) * len(failing) / len(found)
        return found, cost


def report(asked: Asked, some: Sequence[Way], path: Path | None) -> None:
    references = [reference for _, reference in asked.pairs]
    rows: list[dict[str, object]] = []
    chosen: dict[tuple[str, str], list[Candidate]] = {}
    print(f"{len(references)} sentences")
    print(
        f"{'asked':<34}{'rule':<20}{'BLEU':>7}{'chrF':>7}{'flagged':>9}{'CPU':>7}{'choosing':>10}"
    )

    def row(way: str, rule: str, cost: float, choose: Rule, found: list[list[Candidate]]) -> None:
        started = time.process_time()
        chosen[way, rule] = [choose(candidates) for candidates in found]
        took = time.process_time() - started
        values = figures(chosen[way, rule], references)
        rows.append({"asked": way, "rule": rule, **values, "CPU": cost, "choosing": took})
        print(
            f"{way:<34}{rule:<20}{values['BLEU']:>7.2f}{values['chrF']:>7.2f}"
            f"{values['flagged']:>9.1%}{cost:>7.2f}{took:>10.2f}"
        )

    for number, way in enumerate(some):
        found, cost = asked.candidates(way)
        if not number:
            row(way.name, "first answer", cost, lambda candidates: candidates[0], found)
        for name, rule in RULES.items():
            row(way.name, name, cost, rule, found)
        nearest = [
            [max(candidates, key=lambda c, r=reference: chrf(c.text, r))]
            for candidates, reference in zip(found, references, strict=True)
        ]
        row(way.name, "best chrF there is", cost, lambda candidates: candidates[0], nearest)
    default = chosen[some[1].name, SCORE]
    for (way, rule), other in chosen.items():
        if rule in (SCORE, CONSENSUS) and other is not default:
            low, high = difference(default, other, references)
            print(f"chrF of “{way}”, {rule}, less the default: {low:+.2f} to {high:+.2f} (95%)")
            print(f"    {passed(default, other, references)}")
    if path:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def figures(chosen: Sequence[Candidate], references: Sequence[str]) -> dict[str, float]:
    texts = [candidate.text for candidate in chosen]
    return {
        "BLEU": sacrebleu.corpus_bleu(texts, [references]).score,
        "chrF": sacrebleu.corpus_chrf(texts, [references]).score,
        "flagged": sum(bool(c.errors) for c in chosen) / len(chosen),
    }


def passed(
    ours: Sequence[Candidate], theirs: Sequence[Candidate], references: Sequence[str]
) -> str:
    """What a smaller flagged share is: better sentences, or worse ones that no check sees."""
    now = [(a, b, r) for a, b, r in zip(ours, theirs, references, strict=True) if not b.errors]
    new = [(chrf(a.text, r), chrf(b.text, r)) for a, b, r in now if a.errors]
    old = [chrf(b.text, r) for a, b, r in now if not a.errors]
    if not new or not old:
        return "no sentence passes that did not"
    means = [sum(values) / len(values) for values in (*zip(*new, strict=True), old)]
    poor = [sum(v < POOR for v in vs) / len(vs) for vs in ([b for _, b in new], old)]
    return (
        f"{len(new)} pass that did not: chrF {means[0]:.1f} before, {means[1]:.1f} now, "
        f"{poor[0]:.0%} under {POOR}; those that pass anyway {means[2]:.1f}, {poor[1]:.0%}"
    )


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
