"""Whose spelling of a name it is."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Who says so; of two for one name the earlier listed wins."""

    OPERATOR = "operator"
    STATED = "stated"
    """An article gave the name in Latin letters, as in جيك سوليفان (Jake Sullivan)."""
    REMEMBERED = "remembered"
    """A verified sentence spelled an unknown name as the tables would."""
    SEED = "seed"
