"""Plots as inline SVG: no script, no library, colours from the page's style sheet.

Sizes are in CSS pixels; series are told apart by class "s0", "s1", ... and named in the legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.formats.html import escape

WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 130, 20, 8, 26
_BAR = 13


@dataclass(frozen=True, slots=True)
class Bar:
    value: float
    margin: float = 0.0
    """Half the width of its error bar."""


def bars(title: str, rows: Sequence[tuple[str, Sequence[Bar]]], most: float, unit: str = "") -> str:
    """Grouped horizontal bars: (label, a bar a series) a row; the axis runs from 0 to `most`."""
    step = _BAR * max((len(row) for _, row in rows), default=1) + 10
    height = _TOP + step * len(rows) + _BOTTOM
    parts = [_axis(most, height, unit)]
    for number, (label, row) in enumerate(rows):
        top = _TOP + number * step
        middle = top + (step - 10) / 2 + 4
        parts.append(f'<text x="{_LEFT - 8}" y="{middle:.1f}" class="end">{escape(label)}</text>')
        for place, bar in enumerate(row):
            parts.append(_bar(bar, place, top + place * _BAR, most, unit))
    return _svg(title, height, parts)


def _bar(bar: Bar, place: int, top: float, most: float, unit: str) -> str:
    end, middle = _x(bar.value, most), top + (_BAR - 3) / 2
    shown = f"{bar.value:.1f}{unit}" + (f" ± {bar.margin:.1f}" if bar.margin else "")
    drawn = (
        f'<rect class="s{place}" x="{_LEFT}" y="{top:.1f}" width="{max(end - _LEFT, 0):.1f}" '
        f'height="{_BAR - 3}"><title>{escape(shown)}</title></rect>'
    )
    if bar.margin:
        low, high = _x(bar.value - bar.margin, most), _x(bar.value + bar.margin, most)
        drawn += (
            f'<path class="mark" d="M{low:.1f} {middle:.1f}H{high:.1f}'
            f'M{low:.1f} {middle - 3:.1f}v6M{high:.1f} {middle - 3:.1f}v6"/>'
        )
    return drawn


def _x(value: float, most: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(value / most, 0.0), 1.0)


def _axis(most: float, height: float, unit: str) -> str:
    parts = []
    for tick in _ticks(most):
        x = _x(tick, most)
        parts.append(f'<path class="grid" d="M{x:.1f} {_TOP - 4}V{height - _BOTTOM + 2}"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{height - 8}" class="middle">{tick:g}{escape(unit)}</text>'
        )
    return "".join(parts)


def _ticks(most: float) -> list[float]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 1e4, 1e9) if most / s <= 8)
    return [step * n for n in range(int(most / step) + 1)]


def histogram(title: str, series: Sequence[Sequence[float]], bins: int = 20) -> str:
    """How values from 0 to 100 are spread: a stepped line a series, in sentences a bin."""
    counts = [[0] * bins for _ in series]
    for row, values in zip(counts, series, strict=True):
        for value in values:
            row[min(int(value * bins / 100), bins - 1)] += 1
    most = max((max(row) for row in counts), default=1) or 1
    height, floor = 220, 220 - _BOTTOM
    tall = floor - _TOP
    parts = [_axis(100.0, height, "")]
    for tick in _ticks(most)[1:]:
        y = floor - tall * tick / most
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" class="end">{tick:g}</text>')
    for place, row in enumerate(counts):
        path = f"M{_LEFT} {floor}"
        for bin_, count in enumerate(row):
            path += f"V{floor - tall * count / most:.1f}H{_x(100 * (bin_ + 1) / bins, 100):.1f}"
        parts.append(f'<path class="line l{place}" d="{path}V{floor}"/>')
    return _svg(title, height, parts)


def scatter(
    title: str, across: Sequence[float], up: Sequence[float], names: tuple[str, str]
) -> str:
    """A point a sentence, both axes from 0 to 100, with the diagonal."""
    side, left, top = 300, 60, 10

    def at(value: float) -> float:
        return side * min(max(value, 0.0), 100.0) / 100

    parts = []
    for tick in (0, 25, 50, 75, 100):
        x, y = left + at(tick), top + side - at(tick)
        parts.append(f'<path class="grid" d="M{x:.0f} {top}v{side}M{left} {y:.0f}h{side}"/>')
        parts.append(f'<text x="{x:.0f}" y="{top + side + 16}" class="middle">{tick}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" class="end">{tick}</text>')
    parts.append(f'<path class="mark" d="M{left} {top + side}l{side} {-side}"/>')
    parts += [
        f'<circle class="s0" cx="{left + at(x):.1f}" cy="{top + side - at(y):.1f}" r="2.5"/>'
        for x, y in zip(across, up, strict=True)
    ]
    parts.append(f'<text x="{left + side + 10}" y="{top + side}">{escape(names[0])} →</text>')
    parts.append(f'<text x="{left}" y="{top + side + 34}">↑ {escape(names[1])}</text>')
    return _svg(title, top + side + 42, parts)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
