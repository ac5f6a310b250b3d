"""The seam between the kinds of summariser.

The table maps a configured name to its kind. A kind of ours is one module and one row; another
package adds one by an entry point of the group "mujaz.summarisers".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.errors import BadSettings
from bot.plugins import Kinds
from bot.records import Brief, Encoder, Speller, Translation


class Summariser(Protocol):
    """Condenses one article. Every statement it returns points at the segments it stands on.

    One with a true `works_in_part` chooses on the Arabic: given a translation with pending
    sentences, its brief stands on those whose English it would tell, and articles are translated
    no further than that. Any other is given whole translations.
    """

    def summarise(self, translation: Translation, points: int) -> Brief:
        """A headline and at most `points` points in the article's order, or the whole of an
        article too short to summarise. Raise ValueError where `points` is negative."""
        ...


SUMMARISERS: Kinds[Callable[[Encoder, Speller], Summariser]] = Kinds(
    "mujaz.summarisers", {"extractive": "bot.summary.extractive:Extractive"}, needs=("__call__",)
)
"""By configured name: what makes a summariser, which a class does."""


WRITTEN = ("chat", "seq2seq")
"""Summarisers in which a model writes; `bot.pipeline.writing` makes them, since they need one."""
ASKED = ("chat",)
"""Those of them that ask an endpoint, which may take its time."""


def summariser(name: str, encoder: Encoder, speller: Speller) -> Summariser:
    """The summariser of a configured name. Raise BadSettings where there is none."""
    make = SUMMARISERS.get(name)
    if make is None:
        known = ", ".join(sorted((*SUMMARISERS.all(), *WRITTEN)))
        raise BadSettings(f"No summariser is called {name!r}; there is: {known}.")
    return make(encoder, speller)
