"""What English names in the Arabic are worth to an engine, by kind of name.

    python bench/inlining.py SET.tsv ... [--limit 300] [--engine embedded] [--json FILE]
    python bench/inlining.py SOURCE.ar,REFERENCE.en SET.tsv --kinds person phrase
    python bench/inlining.py SET.tsv --answers answers.json       an interrupted run goes on

Each set is translated greedily as it stands, then with the names of one kind in English, then with
those of all kinds together and of the default (`bot/translation/names/lookup.py`). A sentence that
a kind does not change is not asked again. Of the changed sentences: BLEU and chrF against the
reference without and with, and the ERRORs of the name checks, names put right as always. Word
names, which no table is sure of, are tried with the likeliest spelling.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.evaluation.testset import Pair, load_pairs
from bot.pipeline.documents import silent
from bot.records import Severity
from bot.translation.engines.configured import load_engines
from bot.translation.engines.translator import GREEDY, Translator
from bot.translation.names import Names, name_checks, repair
from bot.translation.names.lookup import INLINED

KINDS = (
    "person",
    "organisation",
    "outlet",
    "place",
    "country",
    "treaty",
    "title",
    "phrase",
    "word",
)
MOST = 300
"""Sentences of a set, its first."""
TOGETHER = 128
"""Sentences that the engine is asked at a time."""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of the sentences that a kind changes, without and with it."""

    kind: str
    sentences: int
    bleu: tuple[float, float]
    chrf: tuple[float, float]
    errors: tuple[int, int]
    """Of the name checks."""
    better: tuple[int, int]
    """Sentences whose chrF fell and rose by a point or more."""


class Inlining:
    """Translations of sentences with and without names, each asked for once."""

    def __init__(self, translator: Translator, kept: Path | None) -> None:
        self._translator = translator
        self._names = Names.load()
        self._kept = kept
        self._answers: dict[str, str] = {}
        if kept is not None and kept.exists():
            self._answers = json.loads(kept.read_text(encoding="utf-8"))

    def ask(self, pairs: Sequence[Pair], ways: Sequence[Collection[str]]) -> None:
        """Have everything translated that the rows will need: many at a time are faster."""
        wanted: dict[str, None] = {}
        for source, _ in pairs:
            forms = [self.inlined(source, kinds) for kinds in ways]
            if any(form != source for form in forms):
                wanted.update(dict.fromkeys([source, *forms]))
        new = sorted((s for s in wanted if s not in self._answers), key=len)
        for start in range(0, len(new), TOGETHER):
            some = new[start : start + TOGETHER]
            for source, found in zip(some, self._translator.translate(some, GREEDY), strict=True):
                self._answers[source] = found[0].text
            print(f"{start + len(some)} of {len(new)} translated", file=sys.stderr, flush=True)
            if self._kept is not None:
                self._kept.write_text(json.dumps(self._answers), encoding="utf-8")

    def inlined(self, source: str, kinds: Collection[str]) -> str:
        return self._names.inline(source, self._names.scope([source]), kinds)

    def mended(self, source: str, english: str) -> str:
        mentions = self._names.find(source, known=self._names.scope([source]))
        return repair(source, english, mentions)

    def errors(self, source: str, english: str) -> int:
        checks = name_checks(self._names, self._names.scope([source]))
        flags = [flag for check in checks for flag in check(source, english, None)]
        return sum(flag.severity is Severity.ERROR for flag in flags)

    def row(self, label: str, kinds: Collection[str], pairs: Sequence[Pair]) -> Row:
        changed = [(s, r) for s, r in pairs if self.inlined(s, kinds) != s]
        sources, references = [s for s, _ in changed], [r for _, r in changed]
        if not changed:
            return Row(label, 0, (0.0, 0.0), (0.0, 0.0), (0, 0), (0, 0))
        sides = []
        for asked in (sources, [self.inlined(s, kinds) for s in sources]):
            said = [self._answers[form] for form in asked]
            sides.append([self.mended(s, e) for s, e in zip(sources, said, strict=True)])
        bleu = [sacrebleu.corpus_bleu(side, [references]).score for side in sides]
        chrf = [sacrebleu.corpus_chrf(side, [references]).score for side in sides]
        errors = [sum(map(self.errors, sources, side)) for side in sides]
        alone = [
            [sacrebleu.sentence_chrf(e, [r]).score for e, r in zip(side, references, strict=True)]
            for side in sides
        ]
        gains = [after - before for before, after in zip(*alone, strict=True)]
        return Row(
            label,
            len(changed),
            (bleu[0], bleu[1]),
            (chrf[0], chrf[1]),
            (errors[0], errors[1]),
            (sum(gain <= -1 for gain in gains), sum(gain >= 1 for gain in gains)),
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--limit", type=int, default=MOST)
    parser.add_argument("--words", type=int, default=200, help="leave longer sentences out")
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--answers", type=Path, help="keep the translations here")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    settings = load_settings(None, translation={"engine": given.engine})
    engine = load_engines(settings, silent).first.translator()
    inlining = Inlining(engine, given.answers)
    sets = {}
    for name in given.sets:
        pairs = load_pairs([Path(part) for part in name.split(",")])[: given.limit]
        sets[name] = [pair for pair in pairs if len(pair[0].split()) <= given.words]
    sets = sets if len(sets) == 1 else {**sets, "all": [p for s in sets.values() for p in s]}
    rows: dict[str, list[Row]] = {}
    ways = [*((kind, {kind}) for kind in given.kinds), ("all kinds", set(given.kinds))]
    ways.append(("default", set(INLINED)))
    for pairs in sets.values():
        inlining.ask(pairs, [kinds for _, kinds in ways])
    for name, pairs in sets.items():
        print(f"{engine.identity.label}, {Path(name).name}, {len(pairs)} sentences", flush=True)
        print("kind          changed   BLEU          chrF          errors     chrF worse, better")
        rows[name] = []
        for label, kinds in ways:
            row = inlining.row(label, kinds, pairs)
            rows[name].append(row)
            print(
                f"{label:<14}{row.sentences:>7}   {row.bleu[0]:>5.1f} {row.bleu[1]:>5.1f}"
                f"   {row.chrf[0]:>5.1f} {row.chrf[1]:>5.1f}"
                f"   {row.errors[0]:>4} {row.errors[1]:>4}"
                f"   {row.better[0]:>4} {row.better[1]:>4}",
                flush=True,
            )
    engine.close()
    if given.json:
        made = {name: [asdict(row) for row in some] for name, some in rows.items()}
        given.json.write_text(json.dumps(made, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
