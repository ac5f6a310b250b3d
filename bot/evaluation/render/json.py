"""Evaluation -> JSON, every sentence included."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.evaluation.results import EngineResult, Evaluation


def to_json(evaluation: Evaluation) -> str:
    return json.dumps(
        {
            "testset": evaluation.testset,
            "sentences": len(evaluation.pairs),
            "signatures": evaluation.signatures,
            "notes": list(evaluation.notes),
            "engines": [_engine(result) for result in evaluation.engines],
            "worst": evaluation.worst(20),
            "pairs": [{"source": s, "reference": r} for s, r in evaluation.pairs],
        },
        ensure_ascii=False,
        indent=1,
    )


def _engine(result: EngineResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "engine": asdict(result.identity),
        "words_per_second": result.words_per_second,
        "peak_memory_bytes": result.peak_memory,
        "scores": {metric: asdict(score) for metric, score in result.scores.items()},
        "flags": {check: asdict(figures) for check, figures in result.flags.items()},
        "translations": [
            {
                "target": segment.target,
                "score": segment.score,
                "chrf": round(chrf, 2),
                "flags": [asdict(flag) for flag in segment.flags],
            }
            for segment, chrf in zip(result.segments, result.chrf, strict=True)
        ],
    }
