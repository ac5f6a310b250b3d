"""`translation.engine = "auto"`: the best engine whose files are here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.config import Settings
from bot.translation.engines.registry import ENGINES
from bot.translation.engines.translator import EngineStatus

AUTO = "auto"
"""Its name in `translation.engine`, and in a cascade."""

BEST_FIRST = ("firefox", "ctranslate2", "embedded")
"""All of them work on this machine. The last needs nothing that is not installed."""


@dataclass(frozen=True, slots=True)
class Automatic:
    """What "auto" stands for now."""

    usable: tuple[EngineStatus, ...]
    """The best first, which translates; each next one stands in where it fails."""
    better: tuple[EngineStatus, ...]
    """Better ones than the first, and what they lack."""

    @property
    def first(self) -> EngineStatus:
        return self.usable[0]


def automatic(settings: Settings) -> Automatic:
    """Looks at the engines' files; loads nothing, and raises nothing."""
    *others, last = [_status(name, settings) for name in BEST_FIRST]
    # Where not even the last can be used, it says itself what it lacks.
    usable = (*(each for each in others if each.usable), last)
    better = others[: others.index(usable[0])] if usable[0] in others else others
    return Automatic(usable, tuple(better))


def _status(name: str, settings: Settings) -> EngineStatus:
    engine = ENGINES.get(name)
    assert engine is not None, f"{name} is of our own table"
    return engine.status(settings)
