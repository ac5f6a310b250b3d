"""The seam between the kinds of summariser.

The table maps a configured name to its kind. Adding a kind is one
new module and one row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.errors import BadSettings
from bot.records import Brief, Encoder, Translation


class Summariser(Protocol):
    """Condenses one article. Every statement it returns points at the segments it stands on."""

    def summarise(self, translation: Translation, points: int) -> Brief:
        """A headline and at most `points` points in the article's order, or the whole of an
        article too short to summarise. Raise ValueError where `points` is negative."""
        ...


def _extractive(encoder: Encoder) -> Summariser:
    from bot.summary.extractive import Extractive

    return Extractive(encoder)


SUMMARISERS: dict[str, Callable[[Encoder], Summariser]] = {"extractive": _extractive}
"""By configured name. A factory a row, so that a kind loads only what it needs itself."""


def summariser(name: str, encoder: Encoder) -> Summariser:
    """The summariser of a configured name. Raise BadSettings where there is none."""
    if name not in SUMMARISERS:
        known = ", ".join(sorted(SUMMARISERS))
        raise BadSettings(f"No summariser is called {name!r}; there is: {known}.")
    return SUMMARISERS[name](encoder)
