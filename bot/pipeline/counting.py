"""Counts what was translated, for whoever watches the machines."""

from __future__ import annotations

from collections.abc import Collection

from bot.metrics import SENTENCES, WORDS
from bot.records import Translation
from bot.store.figures import made_of


def count(translation: Translation, only: Collection[int] | None = None) -> None:
    """Call it when the translation is committed. `only`: as `made_of` takes."""
    for segment in made_of(translation, only):
        SENTENCES.labels(segment.standing).inc()
        WORDS.inc(len(segment.segment.source.split()))
