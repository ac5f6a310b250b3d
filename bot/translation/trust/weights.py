"""The fitted model: from the figures of a sentence to a probability, and from that to a verdict.

`weights.json` is data. `python -m training.trust` writes it; its head says of what it was fitted.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from bot.records import EngineIdentity
from bot.translation.trust.signals import SIGNALS


class Verdict(StrEnum):
    """What a probability means for a reader."""

    TRUSTED = "trusted"
    DOUBTED = "doubted"
    """Marked."""
    WITHHELD = "withheld"
    """Not shown."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How English of one origin is judged: what the embedded model wrote itself it finds likely,
    so that its own English is measured otherwise than that of others."""

    name: str
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    slope: float
    offset: float
    """Calibration: probability = logistic(slope * sum + offset)."""
    doubt: float
    withhold: float
    """Below these probabilities a sentence is marked, and not shown."""
    measured: bool
    """The rate was measured on English of this engine."""

    def trust(self, figures: Sequence[float]) -> float:
        """The probability, 0 to 1, that the sentence does not mislead."""
        total = self.bias + sum(
            weight * (figure - mean) / spread
            for figure, mean, spread, weight in zip(
                figures, self.mean, self.spread, self.weights, strict=True
            )
        )
        return 1.0 / (1.0 + math.exp(-(self.slope * total + self.offset)))


def scale_of(engine: EngineIdentity | None) -> Scale:
    """The scale of an engine; that of English of unknown origin where none was fitted to it."""
    scales = _scales()
    # A Firefox model is named with its architecture: "firefox-base-memory".
    name = engine.name.partition("-")[0] if engine else ""
    return scales.get(name, scales[""])


def verdict(trust: float, scale: Scale) -> Verdict:
    if trust < scale.withhold:
        return Verdict.WITHHELD
    return Verdict.DOUBTED if trust < scale.doubt else Verdict.TRUSTED


@cache
def _scales() -> Mapping[str, Scale]:
    """By the engine's name; "" is for all others."""
    raw = json.loads((files("bot.translation.trust") / "weights.json").read_text("utf-8"))
    if tuple(raw["signals"]) != SIGNALS:
        raise ValueError("weights.json was fitted to other signals: run python -m training.trust")
    return {each["engine"]: _scale(each) for each in raw["scales"]}


def _scale(raw: Mapping[str, Any]) -> Scale:
    return Scale(
        name=raw["engine"],
        mean=tuple(raw["mean"]),
        spread=tuple(raw["spread"]),
        weights=tuple(raw["weights"]),
        bias=raw["bias"],
        slope=raw["slope"],
        offset=raw["offset"],
        doubt=raw["doubt"],
        withhold=raw["withhold"],
        measured=raw["measured"],
    )
