"""Fits the probability that a sentence does not mislead: `python -m training.trust`.

Reads what people judged (`training/judged/`), lets the embedded model read every sentence, and
writes `bot/translation/trust/weights.json`. Three logistic regressions: for English that the
embedded model wrote, for that of a Firefox model, and for English of others (faithful and
misleading versions of a sentence, and Firefox's). Each is calibrated on judged translations and
gets two thresholds. What it prints is cross-validated by Arabic sentence: no sentence is judged by
weights that saw it.

    python -m training.trust                  # half an hour
    python -m training.trust --dry-run        # print, write nothing
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.config import load_settings
from bot.pipeline.rooms import Rooms
from bot.records import EngineIdentity, Hypothesis
from bot.translation.judge import Judge, hard, with_turned
from bot.translation.trust import SIGNALS, Reading, signals

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "bot" / "translation" / "trust" / "weights.json"

RIDGE = 4.0
"""Strength of the penalty on the weights of standardised signals."""

FOLDS, REPEATS = 10, 4

READ = ("read-articles.tsv", "read-samples.tsv", "read-samples-more.tsv", "read-searches.tsv")

OWN, FIREFOX, OTHER = "aren", "firefox", ""
"""Names of engines, as their identities have them; "" is for all others."""


@dataclass(frozen=True, slots=True)
class Case:
    """One English sentence with what people said of it."""

    origin: str
    """Who wrote it: OWN, FIREFOX, or OTHER."""
    source: str
    english: str
    good: bool
    """It does not mislead (faithful or imperfect)."""
    figures: tuple[float, ...] = ()
    flagged: bool = False
    """The checks mark it, whatever its probability."""


def judged(path: Path, origin: str) -> list[Case]:
    """Columns: id, Arabic, human English, machine English, verdict F, I or M, and more."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        found.append(Case(origin, cells[1], cells[3], cells[4] != "M"))
    return found


def reversals(path: Path) -> list[Case]:
    """Columns: Arabic, faithful English, misleading English, kind."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        arabic, faithful, misleading = line.split("\t")[:3]
        found += [Case(OTHER, arabic, faithful, True), Case(OTHER, arabic, misleading, False)]
    return found


def read(path: Path) -> list[Case]:
    """What readers get of the embedded model, names put in and the answer chosen: a file of
    `bench/reading.py`, whose first line names its columns."""
    head, *lines = path.read_text("utf-8").splitlines()
    names = head.split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=True)) for line in lines]
    return [
        Case(OWN, row["arabic"], row["english"], row["verdict"] != "M")
        for row in rows
        if row["verdict"]
    ]


def measured(cases: Sequence[Case]) -> list[Case]:
    """The same cases with their figures; takes half an hour. What cannot be read is left out."""
    settings = load_settings()
    rooms = Rooms(settings)
    try:
        judge = Judge(rooms.names, rooms.encoder)
        scopes = [rooms.names.scope([case.source]) for case in cases]
        candidates = judge.candidates(
            [
                (case.source, Hypothesis(case.english, None), scope)
                for case, scope in zip(cases, scopes, strict=True)
            ]
        )
        pairs = [
            (rooms.names.inline(case.source, scope), candidate.text)
            for case, scope, candidate in zip(cases, scopes, candidates, strict=True)
        ]
        readings = _readings(rooms, pairs)
        assert rooms.checker is not None
        engines = [EngineIdentity(case.origin, "", case.origin) for case in cases]
        turned = with_turned(
            rooms.checker,
            pairs,
            [replace(c, engine=e) for c, e in zip(candidates, engines, strict=True)],
            readings,
        )
        return [
            replace(case, figures=tuple(signals(reading, c.flags)), flagged=hard(c.flags))
            for case, c, reading in zip(cases, turned, readings, strict=True)
            if reading is not None
        ]
    finally:
        rooms.close()


def _readings(rooms: Rooms, pairs: Sequence[tuple[str, str]]) -> list[Reading | None]:
    checker = rooms.checker
    assert checker is not None
    new = list(dict.fromkeys(pairs))
    known: dict[tuple[str, str], Reading | None] = {}
    for start in range(0, len(new), 64):
        some = new[start : start + 64]
        known.update(zip(some, checker.read(some), strict=True))
        print(f"read {start + len(some)} of {len(new)}", flush=True)
    return [known[pair] for pair in pairs]


# -- fitting


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression over standardised signals."""

    mean: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    bias: float

    def sums(self, figures: np.ndarray) -> np.ndarray:
        standard: np.ndarray = (figures - self.mean) / self.spread
        total: np.ndarray = self.bias + standard @ self.weights
        return total


def fit(figures: np.ndarray, good: np.ndarray, weight: np.ndarray, ridge: float = RIDGE) -> Fit:
    """No weight is negative: every signal is made so that more of it is better, and a sum must
    not trust a sentence because the model doubts it more. A signal that would get a negative
    weight beside the others is left out, the most negative first."""
    mean, spread = figures.mean(axis=0), np.maximum(figures.std(axis=0), 0.05)
    standard = (figures - mean) / spread
    kept = np.arange(figures.shape[1])
    while True:
        beta = _newton(standard[:, kept], good, weight, ridge)
        if not len(kept) or beta[1:].min() >= 0:
            break
        kept = np.delete(kept, beta[1:].argmin())
    weights = np.zeros(figures.shape[1])
    weights[kept] = beta[1:]
    return Fit(mean, spread, weights, float(beta[0]))


def _newton(standard: np.ndarray, good: np.ndarray, weight: np.ndarray, ridge: float) -> np.ndarray:
    """Bias and weights by Newton's method (iteratively reweighted least squares)."""
    design = np.c_[np.ones(len(standard)), standard]
    penalty = np.eye(design.shape[1]) * ridge
    penalty[0, 0] = 1e-6
    beta = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (weight * (good - chance)) - penalty @ beta
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + penalty
        beta += np.linalg.solve(curve, slope)
    return beta


def cross_validated(
    figures: np.ndarray, good: np.ndarray, weight: np.ndarray, groups: Sequence[str]
) -> np.ndarray:
    """The sum of each case by weights that saw no case of its group, over `REPEATS` splits."""
    numbers = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    group = np.array([numbers[each] for each in groups])
    total = np.zeros(len(figures))
    for seed in range(REPEATS):
        fold = (np.random.default_rng(seed).permutation(len(numbers)) % FOLDS)[group]
        for each in range(FOLDS):
            held = fold == each
            made = fit(figures[~held], good[~held], weight[~held])
            total[held] += made.sums(figures[held])
    return total / REPEATS


def area(sums: np.ndarray, good: np.ndarray) -> float:
    """The chance that a good case has a higher sum than one that misleads (AUC)."""
    above = sums[good == 1][:, None] - sums[good == 0][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def threshold(sums: np.ndarray, cases: Sequence[Case], allowed: float) -> float:
    """The highest that leaves at most `allowed` of the good cases marked, the checks' marks
    counted; where these alone mark nearly as many, `LEAST` of the good ones are given up."""
    good = [(s, case.flagged) for s, case in zip(sums, cases, strict=True) if case.good]
    room = int(allowed * len(good)) - sum(flagged for _, flagged in good)
    free = sorted(s for s, flagged in good if not flagged)
    return float(free[max(room, int(LEAST * len(good)))])


def told(name: str, sums: np.ndarray, cases: Sequence[Case], limit: float) -> None:
    """What is found at `limit`, for a reader."""
    good = np.array([case.good for case in cases])
    marked = np.array([case.flagged for case in cases]) | (sums < limit)
    line = f"{name}: {len(cases)} cases, AUC {area(sums, good.astype(float)):.3f}"
    for share in (0.05, 0.1, 0.15, 0.2):
        at = threshold(sums, [replace(c, flagged=False) for c in cases], share)
        line += f", {(sums[~good] < at).mean():.0%} at {share:.0%}"
    print(line)
    worth = (good & ~marked).sum() / max(1, (~marked).sum())
    print(f"  of {(~marked).sum()} without a mark {1 - worth:.0%} mislead")
    print(
        f"  at the threshold: found {marked[~good].mean():.0%}, false alarms "
        f"{marked[good].mean():.0%} (of these by the checks alone "
        f"{np.mean([c.flagged for c in cases if c.good]):.0%})"
    )


DOUBT = {OWN: 0.15, FIREFOX: 0.15, OTHER: 0.06}
"""Of the good sentences at most so many are marked."""

LEAST = 0.02

WITHHOLD = {OWN: 0.04, FIREFOX: 0.02, OTHER: 0.01}
"""At most so many are not shown."""


def main() -> None:
    options = _options()
    cases = [
        *judged(options.judged, OWN),
        *(case for path in options.firefox for case in judged(path, FIREFOX)),
        *reversals(options.reversals),
        *(case for path in options.read for case in read(path)),
    ]
    cases = measured(_once(cases))
    own = [case for case in cases if case.origin == OWN]
    firefox = [case for case in cases if case.origin == FIREFOX]
    others = [case for case in cases if case.origin != OWN]
    # English of unknown origin is taken for that of a good engine: its odds are Firefox's.
    scales = [_scale(own, OWN, OWN), _scale(firefox, FIREFOX, FIREFOX)]
    scales.append(_scale(others, OTHER, FIREFOX))
    if not options.dry_run:
        text = json.dumps({"signals": SIGNALS, "scales": scales}, indent=1)
        WEIGHTS.write_text(text + "\n", "utf-8")
        print(f"Written: {WEIGHTS}")


def _once(cases: Sequence[Case]) -> list[Case]:
    """Each translation by itself, though several files have it."""
    return list({(each.origin, each.source, each.english): each for each in cases}.values())


def _scale(cases: list[Case], engine: str, odds_of: str) -> dict[str, Any]:
    """A fit to all these cases, with the odds of the cases of `odds_of` and thresholds for those
    of `engine`."""
    figures = np.array([case.figures for case in cases])
    good = np.array([float(case.good) for case in cases])
    weight = _evened(cases)
    sums = cross_validated(figures, good, weight, [case.source for case in cases])
    made = fit(figures, good, weight)
    calibrated = [n for n, case in enumerate(cases) if case.origin == odds_of]
    slope, offset = _calibration(sums[calibrated], good[calibrated])
    mine = [n for n, case in enumerate(cases) if case.origin == engine]
    theirs, its = [cases[n] for n in mine], sums[mine]
    doubt = threshold(its, theirs, DOUBT[engine])
    withhold = threshold(its, [replace(c, flagged=False) for c in theirs], WITHHOLD[engine])
    told(engine or "others", its, theirs, doubt)
    for name, value in sorted(zip(SIGNALS, made.weights, strict=True), key=lambda w: -abs(w[1])):
        print(f"    {name:14} {value:+.2f}")
    return {
        "engine": engine,
        "measured": engine != OTHER,
        "mean": _rounded(made.mean),
        "spread": _rounded(made.spread),
        "weights": _rounded(made.weights),
        "bias": round(made.bias, 4),
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "doubt": _chance(doubt, slope, offset),
        "withhold": _chance(min(withhold, doubt), slope, offset),
    }


def _evened(cases: Sequence[Case]) -> np.ndarray:
    """Weights by which each of several origins counts as much as 200 cases."""
    origins = {case.origin for case in cases}
    weight = np.ones(len(cases))
    for origin in origins if len(origins) > 1 else ():
        mine = np.array([case.origin == origin for case in cases])
        weight[mine] = 200 / mine.sum()
    return weight


def _calibration(sums: np.ndarray, good: np.ndarray) -> tuple[float, float]:
    """Slope and offset after Platt, "Probabilistic Outputs for Support Vector Machines" (1999)."""
    made = fit(sums[:, None], good, np.ones(len(good)), ridge=0.1)
    # With few cases that mislead the slope may come out as chance has it: never below half.
    slope = max(float(made.weights[0] / made.spread[0]), 0.5)
    return slope, made.bias - slope * float(made.mean[0])


def _chance(total: float, slope: float, offset: float) -> float:
    """The probability at a sum."""
    return round(float(1 / (1 + np.exp(-(slope * total + offset)))), 4)


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 5) for value in values]


def _options() -> argparse.Namespace:
    made = argparse.ArgumentParser(prog="python -m training.trust", description=__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    at = HERE / "judged"
    made.add_argument("--judged", type=Path, default=at / "judged-dev.tsv")
    firefox = [at / "judged-firefox-dev.tsv", at / "judged-firefox-more.tsv"]
    made.add_argument("--firefox", type=Path, nargs="*", default=firefox)
    made.add_argument("--reversals", type=Path, default=at / "reversals-dev.tsv")
    made.add_argument("--read", type=Path, nargs="*", default=[at / name for name in READ])
    made.add_argument("--dry-run", action="store_true", help="print, write nothing")
    return made.parse_args()


if __name__ == "__main__":
    main()
