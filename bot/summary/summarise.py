"""Translation -> Brief: the room's door.

`Summariser` is the seam; the table maps a configured name to its kind. Adding a kind is one
new module and one row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.errors import BadSettings
from bot.records import Brief, Encoder, Translation


class Summariser(Protocol):
    """Condenses one article. Every statement it returns points at the segments it stands on."""

    def __call__(self, translation: Translation, encoder: Encoder, points: int) -> Brief:
        """A headline and at most `points` points, or the whole of an article too short."""
        ...


def _extractive() -> Summariser:
    from bot.summary.extractive import Extractive

    return Extractive()


SUMMARISERS: dict[str, Callable[[], Summariser]] = {"extractive": _extractive}
"""By configured name. A factory a row, so that a kind loads only what it needs itself."""


def summarise(
    translation: Translation, encoder: Encoder, points: int = 3, kind: str = "extractive"
) -> Brief:
    """Condense one article to a headline and at most `points` points, in the article's order.

    Raise BadSettings where no summariser is called `kind`, ValueError where `points` is
    negative.
    """
    if points < 0:
        raise ValueError("points must not be negative")
    if kind not in SUMMARISERS:
        known = ", ".join(sorted(SUMMARISERS))
        raise BadSettings(f"No summariser is called {kind!r}; there is: {known}.")
    return SUMMARISERS[kind]()(translation, encoder, points)
