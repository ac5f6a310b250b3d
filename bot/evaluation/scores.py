"""Automatic metrics: BLEU, chrF and chrF++ by sacrebleu, COMET where it is installed.

sacrebleu comes with the extra `mujaz[eval]`, so it is imported only here.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Sequence
from typing import Any

from bot.errors import MissingExtra
from bot.evaluation.results import Score

_LOG = logging.getLogger(__name__)

RESAMPLES = 1000
COMET_MODEL = "Unbabel/wmt22-comet-da"

Systems = Sequence[tuple[str, Sequence[str]]]
"""(name, its translations); the first is the one that the others are compared with."""


def require_sacrebleu() -> None:
    """Raises MissingExtra where it is not installed, before anything is translated."""
    for module in ("sacrebleu", "psutil"):
        if importlib.util.find_spec(module) is None:
            raise MissingExtra(
                f"Measuring needs {module}, which is not installed. Install it with: "
                'pip install ".[eval]" in Mujaz\'s folder.'
            )


def corpus_scores(
    systems: Systems, references: Sequence[str]
) -> tuple[list[dict[str, Score]], dict[str, str]]:
    """The scores of each system with 95% intervals and p-values, and the metrics' signatures.

    The p-values and intervals are sacrebleu's paired bootstrap (Koehn, 2004) with the same
    resamples for all systems.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest

    metrics = {"BLEU": BLEU(), "chrF": CHRF(), "chrF++": CHRF(word_order=2)}
    # Names may repeat where one engine is measured twice.
    named: list[tuple[str, Sequence[str]]] = [
        (f"{n} {name}", list(texts)) for n, (name, texts) in enumerate(systems)
    ]
    test = PairedTest(named, metrics, [list(references)], "bs", RESAMPLES)
    signatures, columns = test()
    # sacrebleu calls them by its own names, "chrF2" and "chrF2++", in the order given.
    titles = dict(zip((c for c in columns if c != "System"), metrics, strict=True))
    rows = [
        {titles[c]: _score(columns[c][place], columns[c][0]) for c in titles}
        for place in range(len(systems))
    ]
    return rows, {titles[c]: str(signatures[c]) for c in titles}


def _score(result: Any, first: Any) -> Score:
    p_value = None if result.p_value is None else float(result.p_value)
    if p_value is not None and (result.score, result.mean) == (first.score, first.mean):
        # sacrebleu counts resamples with a difference above the one seen: of two that are the
        # same there is none, and it would call that certain.
        p_value = 1.0
    return Score(float(result.score), float(result.mean), float(result.ci), p_value)


def sentence_scores(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[float, ...]:
    """Sentence chrF of each, 0 to 100."""
    from sacrebleu.metrics.chrf import CHRF

    metric = CHRF()
    return tuple(
        float(metric.sentence_score(hypothesis, [reference]).score)
        for hypothesis, reference in zip(hypotheses, references, strict=True)
    )


def comet_scores(
    systems: Systems, sources: Sequence[str], references: Sequence[str]
) -> tuple[list[float] | None, str]:
    """COMET of each system, 0 to 100, or None and why not."""
    if importlib.util.find_spec("comet") is None:
        return None, "COMET is not installed (pip install unbabel-comet), so it is not shown."
    try:
        import comet

        model = comet.load_from_checkpoint(comet.download_model(COMET_MODEL))
        scores = []
        for _, texts in systems:
            data = [
                {"src": source, "mt": text, "ref": reference}
                for source, text, reference in zip(sources, texts, references, strict=True)
            ]
            answer = model.predict(data, batch_size=8, gpus=0, progress_bar=False)
            scores.append(100 * float(answer.system_score))
    except Exception as error:
        # Its model comes from a hub and runs on torch: a hundred things may fail, none of which
        # should cost the user the figures that are there.
        _LOG.warning("COMET failed", exc_info=True)
        return None, f"COMET ({COMET_MODEL}) could not be used: {error}"
    return scores, f"COMET: {COMET_MODEL}, times 100."
