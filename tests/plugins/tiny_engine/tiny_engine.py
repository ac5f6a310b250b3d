"""An engine in a package of its own: it translates by a word list and says what it does not know.

The module is the engine: it has `load`, `build` and `status`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.config import Settings
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.engines.translator import GREEDY, Decoding, EngineStatus, Translator

WORDS = {"روسيا": "Russia", "واشنطن": "Washington", "موسكو": "Moscow", "في": "in"}


class TinyTranslator(Translator):
    def __init__(self, unknown: str) -> None:
        self._unknown = unknown

    @property
    def identity(self) -> EngineIdentity:
        return EngineIdentity("tiny", f"1 {self._unknown}", "tiny 1 (a plugin)")

    @property
    def max_pieces(self) -> int:
        return 100

    def pieces(self, source: str) -> int:
        return len(source.split())

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        if progress:
            progress(len(sources))
        return [(Hypothesis(self._english(source), None),) for source in sources]

    def _english(self, source: str) -> str:
        # Names may stand in the Arabic in English already.
        words = source.split()
        return " ".join(w if w.isascii() else WORDS.get(w, self._unknown) for w in words)


def load(settings: Settings, progress: Progress) -> TinyTranslator:
    """Its settings are `[translation.plugins.tiny]`."""
    own = settings.translation.plugins.get("tiny", {})
    return TinyTranslator(str(own.get("unknown", "something")))


def build(settings: Settings, progress: Progress, force: bool) -> Path:
    """There is nothing to build."""
    return Path(__file__)


def status(settings: Settings) -> EngineStatus:
    here = Path(__file__)
    size = here.stat().st_size
    return EngineStatus("tiny", "tiny 1 (a plugin)", True, True, here, size, "Apache-2.0", "")
