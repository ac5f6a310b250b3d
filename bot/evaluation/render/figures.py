"""How an evaluation's numbers are written, the same on a terminal and on the page."""

from __future__ import annotations

from bot.evaluation.results import EngineResult, Evaluation, Score

NOTHING = "–"
SURE = 0.05
"""p-value under which a difference counts as one."""

EXPLAINED = {
    "score": "± is half the 95% interval (1,000 bootstrap resamples).",
    "paired": "p: how likely a difference this large is by chance (paired bootstrap); "
    "* under 0.05.",
    "flags": "Share of sentences with an error of each check; “references”: of the human "
    "translations, so false alarms.",
}


def score(value: Score) -> str:
    if not value.margin:
        return f"{value.value:.1f}"
    text = f"{value.value:.1f} ± {value.margin:.1f}"
    if value.p_value is None:
        return text
    sure = "*" if value.p_value < SURE else ""
    shown = "< 0.001" if value.p_value < 0.001 else f"= {value.p_value:.3f}"
    return f"{text} (p {shown}{sure})"


def speed(result: EngineResult) -> str:
    return NOTHING if result.words_per_second is None else f"{result.words_per_second:,.1f}"


def memory(result: EngineResult) -> str:
    return NOTHING if result.peak_memory is None else f"{result.peak_memory / 1e6:,.0f}"


def share(value: float | None) -> str:
    return NOTHING if value is None else f"{100 * value:.1f}%"


def checks(evaluation: Evaluation) -> list[str]:
    """Every check that flags anything, the most flagged first, "any" at the head."""
    found = {check for result in evaluation.engines for check in result.flags} - {"any"}

    def most(check: str) -> float:
        return max(r.flags[check].flagged for r in evaluation.engines if check in r.flags)

    return ["any", *sorted(found, key=lambda check: (-most(check), check))]


def flagged(result: EngineResult, check: str) -> float:
    return result.flags[check].flagged if check in result.flags else 0.0


def references(evaluation: Evaluation, check: str) -> float:
    """The same for every engine: it is said of the references."""
    return max(r.flags[check].references for r in evaluation.engines if check in r.flags)


def rows(evaluation: Evaluation) -> list[tuple[str, list[str]]]:
    """The main table: what is measured, and a cell an engine."""
    engines = evaluation.engines
    metrics = list(engines[0].scores)
    table = [(metric, [score(r.scores[metric]) for r in engines]) for metric in metrics]
    table.append(("source words/s", [speed(r) for r in engines]))
    table.append(("peak memory, MB", [memory(r) for r in engines]))
    return table
