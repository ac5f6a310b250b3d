"""A chart of horizontal bars in characters, for places that show no picture."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 14
"""Characters of the longest bar: with number and name a line of a phone."""
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LEFT_TO_RIGHT = "\u200e"


def bars(counted: Sequence[tuple[str, int]], width: int = WIDTH) -> list[str]:
    """A line for each (name, number): bar, number, name. The bar stands first, so that lines keep
    their columns whatever script a name is in. What is not nothing has a bar."""
    most = max((number for _, number in counted), default=0)
    places = len(str(most))
    return [
        f"{_LEFT_TO_RIGHT}{_bar(number, most, width):<{width}} {number:>{places}} {name}"
        for name, number in counted
    ]


def _bar(number: int, most: int, width: int) -> str:
    eighths = -(-number * width * 8 // most) if number > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]
