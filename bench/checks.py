"""How often the checks find seeded errors, and how often they are wrong about good sentences.

    python bench/checks.py SOURCE REFERENCE            two line-aligned files of good pairs
    python bench/checks.py TESTSET.tsv                 source, reference a line
    python bench/checks.py ... --hypotheses FILE       a system's English for the same sources
    python bench/checks.py ... --half odd              every second pair, lines counted from 0
    python bench/checks.py ... --show change_digit     misses of a damage, or alarms of a check
    python bench/checks.py ... --json FILE --seed 0 --cases 300

First the share of undamaged pairs that each check flags: false alarms, where the pairs are good.
Then each kind of damage of `bench/damage.py`, done to at most `--cases` references drawn by
`--seed`: `found` where a check that should see it says ERROR, `noticed` where any check says
anything that it did not say of the undamaged pair. References that the named checks already
flag are left out: there a hit would prove nothing. No translation model is needed.

The checks were fitted to references. With `--hypotheses` the good English is another system's,
line by line, where it has at least `--good` chrF against the reference: nothing was fitted to it,
but some of it is wrong in what the checks look at, so its false alarms are an upper bound.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import damage, figures, reversals
from bench.damage import Case, Damage
from bot.commands.console import ProgressDisplay
from bot.evaluation.testset import Pair, load_pairs
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Flag, Severity
from bot.translation.checks import CHECKS, run_checks
from bot.translation.consensus import chrf
from bot.translation.names import Names, name_checks
from bot.translation.resemblance import contexts

NUMBERS, NAMES = (
    ("numbers", "dates"),
    ("names_lost", "names_invented", "nation_changed", "names_order", "speaker"),
)
WHOLE = (
    *("length", "truncation", "meaning", "clauses", "negation", "relations", "contrast", "claims"),
    *(*NUMBERS, *NAMES),
)
DAMAGES: dict[str, dict[Damage, tuple[str, ...]]] = {
    "numbers": {
        damage.change_digit: NUMBERS,
        reversals.year_off: NUMBERS,
        reversals.change_decade: NUMBERS,
        reversals.change_ordinal: NUMBERS,
        damage.change_number_word: NUMBERS,
        damage.change_magnitude: NUMBERS,
        damage.drop_number: NUMBERS,
        damage.change_month: NUMBERS,
        damage.change_weekday: NUMBERS,
        damage.change_unit: ("units", "contrast", *NUMBERS),
        reversals.change_currency: ("units", "contrast", *NUMBERS),
        reversals.drop_percent: NUMBERS,
        reversals.change_bound: ("bounds",),
    },
    "names": {
        damage.replace_name: NAMES,
        damage.drop_name: NAMES,
        damage.swap_names: NAMES,
        reversals.change_nation: NAMES,
        reversals.drop_speaker: ("attribution", *NAMES, "clauses", "length", "meaning"),
    },
    "negation": {damage.drop_negation: ("negation",), damage.add_negation: ("negation",)},
    "additions": {
        damage.add_number: NUMBERS,
        damage.add_name: NAMES,
        damage.add_clause: WHOLE,
        damage.repeat_phrase: ("repetition",),
        damage.add_insult: ("offensive",),
    },
    "omissions": {
        damage.cut_in_half: WHOLE,
        damage.stop_early: WHOLE,
        damage.drop_clause: WHOLE,
    },
    "wording": {
        damage.change_term: ("contrast",),
        reversals.make_opposite: ("contrast",),
        damage.leave_arabic: ("untranslated",),
        damage.break_bytes: ("garbled",),
        damage.other_language: ("language",),
        damage.other_sentence: WHOLE,
    },
    "form": {
        damage.make_statement: ("question",),
        damage.make_question: ("question",),
        damage.drop_quotes: ("quotation",),
    },
}
"""Group, ways to do damage, and the checks that should see it. Those of form only take notes."""

NAME_CHECKS = (*NAMES, "names_misspelled", "office_changed", "counterpart")

OWN: dict[str, tuple[str, ...]] = {
    "numbers": ("numbers", "dates", "relative_dates", "units", "bounds", "sequences"),
    "names": NAME_CHECKS,
    "negation": ("negation", "denials"),
    "additions and omissions": ("clauses", "length", "truncation", "repetition", "offensive"),
    "meaning and wording": (
        *(
            "meaning",
            "phrases",
            "claims",
            "relations",
            "contrast",
            "attribution",
            "empty",
            "copied",
            "untranslated",
        ),
        *("garbled", "language"),
    ),
}
"""What each check is there for; those that only take notes are in none."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Of one pair, by name of check."""

    errors: frozenset[str]
    all: frozenset[str]

    @staticmethod
    def of(flags: Sequence[Flag]) -> Findings:
        wrong = frozenset(flag.check for flag in flags if flag.severity is Severity.ERROR)
        return Findings(wrong, frozenset(flag.check for flag in flags))


class Bench:
    """The checks as a translation meets them, over pairs with no engine's score."""

    def __init__(self) -> None:
        self.names = Names.load()
        self.checks = name_checks(self.names)
        self.encoder = SentenceEncoder()

    def flags(self, pairs: Sequence[Pair]) -> list[tuple[Flag, ...]]:
        if not pairs:
            return []
        measured = contexts(self.encoder, [(source, target, None) for source, target in pairs])
        return [
            run_checks(source, target, context, self.checks)
            for (source, target), context in zip(pairs, measured, strict=True)
        ]


def good_hypotheses(testset: Sequence[Path], hypotheses: Path, least: float) -> list[Pair]:
    """(source, hypothesis) where the hypothesis is near its reference."""
    if len(testset) != 2:
        sys.exit("With --hypotheses give the sources and the references as two files.")
    references = dict(load_pairs(testset))
    found = [(source, unescape(said)) for source, said in load_pairs([testset[0], hypotheses])]
    good = [
        (s, said) for s, said in found if s in references and chrf(said, references[s]) >= least
    ]
    if not good:
        sys.exit(f"No line of {hypotheses} has {least} chrF against its reference.")
    return good


def false_alarms(flags: Sequence[tuple[Flag, ...]]) -> dict[str, dict[str, float]]:
    """By check: share of pairs with its ERROR, WARNING, NOTE."""
    rows: dict[str, dict[str, float]] = {}
    for check in (*CHECKS, *NAME_CHECKS):
        said = [{f.severity for f in found if f.check == check} for found in flags]
        rows[check] = {s.value: sum(s in some for some in said) / len(flags) for s in Severity}
    wrong = [Findings.of(found).errors for found in flags]
    for group, checks in OWN.items():
        rows[f"any of {group}"] = {"error": sum(bool(w & set(checks)) for w in wrong) / len(flags)}
    rows["any"] = {"error": sum(map(bool, wrong)) / len(flags)}
    return rows


def recall(
    bench: Bench, pairs: Sequence[Pair], clean: Sequence[Findings], given: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    """By kind of damage: group, cases, found, noticed."""
    rows: dict[str, dict[str, Any]] = {}
    others = [target for _, target in pairs]
    kinds = [(g, d, c) for g, some in DAMAGES.items() for d, c in some.items()]
    with ProgressDisplay() as progress:
        for number, (group, way, checks) in enumerate(kinds):
            progress("seeding errors", number, len(kinds))
            # Each kind has its own draws, so that a new kind changes no other's cases.
            rng = random.Random(f"{given.seed} {way.__name__}")
            places, damaged = [], []
            for place in rng.sample(range(len(pairs)), len(pairs)):
                source, target = pairs[place]
                if clean[place].errors & set(checks) or len(places) == given.cases:
                    continue
                broken = way(rng, Case(source, target, bench.names.find(source), others))
                if broken and broken != target:
                    places.append(place)
                    damaged.append((source, broken))
            found = [Findings.of(flags) for flags in bench.flags(damaged)]
            hits = [bool((f.all if group == "form" else f.errors) & set(checks)) for f in found]
            noticed = [
                bool(f.all - clean[p].all or h) for f, p, h in zip(found, places, hits, strict=True)
            ]
            if places:
                rows[way.__name__] = {
                    "group": group,
                    "cases": len(places),
                    "found": sum(hits) / len(hits),
                    "noticed": sum(noticed) / len(hits),
                }
            if given.show == way.__name__:
                missed = [n for n, hit in enumerate(hits) if not hit]
                for n in missed[: given.limit]:
                    print(f"\n{damaged[n][0]}\n- {pairs[places[n]][1]}\n+ {damaged[n][1]}")
        progress("seeding errors", len(kinds), len(kinds))
    return rows


def groups(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """All cases of a group together."""
    together: dict[str, Counter[str]] = {}
    for row in rows.values():
        sums = together.setdefault(row["group"], Counter())
        sums["cases"] += row["cases"]
        sums["found"] += round(row["found"] * row["cases"])
    return {g: {"cases": c["cases"], "found": c["found"] / c["cases"]} for g, c in together.items()}


def readme_figures(
    pairs: int,
    alarms: dict[str, dict[str, float]],
    found: dict[str, dict[str, Any]],
    of_hypotheses: bool,
) -> dict[str, dict[str, float]]:
    """A row of alarms and a row of errors found, of references or of a system's English."""
    english = "hypotheses" if of_hypotheses else "references"
    most = max(row["error"] for check, row in alarms.items() if not check.startswith("any"))
    together = groups(found)
    kinds = ("numbers", "names", "negation", "additions")
    return {
        f"alarms_{english}": {
            "any": 100 * alarms["any"]["error"],
            "pairs": pairs,
            "most": 100 * most,
        },
        f"found_{english}": {kind: 100 * together[kind]["found"] for kind in kinds},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("testset", nargs="+", type=Path)
    parser.add_argument("--hypotheses", type=Path, help="a system's English, line by line")
    parser.add_argument("--good", type=float, default=60, help="least chrF of those taken (60)")
    parser.add_argument("--half", choices=("even", "odd"), help="lines counted from 0")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=300, help="at most, of a kind (300)")
    parser.add_argument("--show", help="a kind of damage or a check, to see where it goes wrong")
    parser.add_argument("--limit", type=int, default=20, help="examples shown (20)")
    parser.add_argument("--json", type=Path)
    figures.add_option(parser)
    given = parser.parse_args()
    pairs = load_pairs(given.testset)
    if given.hypotheses:
        pairs = good_hypotheses(given.testset, given.hypotheses, given.good)
    if given.half:
        pairs = pairs[given.half == "odd" :: 2]
    bench = Bench()
    flags = bench.flags(pairs)
    alarms = false_alarms(flags)
    print(f"{len(pairs)} pairs\n{'check':<30}{'error':>8}{'warning':>9}{'note':>8}")
    for check, row in alarms.items():
        shares = [row.get(s.value) for s in Severity]
        print(f"{check:<30}" + "".join(f"{v:>8.2%} " if v is not None else "" for v in shares))
    if given.show in alarms:
        shown = [(p, f) for p, some in zip(pairs, flags, strict=True) for f in some]
        for (source, target), flag in [x for x in shown if x[1].check == given.show][: given.limit]:
            print(f"\n{flag.severity}: {flag.detail}\n{source}\n{target}")
    found = recall(bench, pairs, [Findings.of(some) for some in flags], given)
    print(f"\n{'damage':<20}{'group':<11}{'cases':>6}{'found':>8}{'noticed':>9}")
    for name, row in found.items():
        print(
            f"{name:<20}{row['group']:<11}{row['cases']:>6}{row['found']:>8.1%}{row['noticed']:>9.1%}"
        )
    for name, sums in groups(found).items():
        print(f"{'all':<20}{name:<11}{sums['cases']:>6}{sums['found']:>8.1%}")
    if given.record:
        figures.record(readme_figures(len(pairs), alarms, found, given.hypotheses is not None))
    if given.json:
        measured: dict[str, Any] = {"pairs": len(pairs), "half": given.half, "seed": given.seed}
        measured["hypotheses"] = str(given.hypotheses or "")
        measured |= {"false alarms": alarms, "damage": found, "groups": groups(found)}
        given.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
