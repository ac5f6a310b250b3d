"""Translation -> Brief: the room's door for one article."""

from __future__ import annotations

from bot.records import Brief, Encoder, Translation
from bot.summary.summariser import summariser


def summarise(
    translation: Translation, encoder: Encoder, points: int = 3, kind: str = "extractive"
) -> Brief:
    """Condense one article to a headline and at most `points` points.

    Raise BadSettings where no summariser is called `kind`, ValueError where `points` is
    negative. Whoever has many articles makes one `summariser` and keeps it.
    """
    return summariser(kind, encoder).summarise(translation, points)
