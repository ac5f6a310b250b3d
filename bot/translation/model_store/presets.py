"""Short names for models that are known to be of use, with what was published of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("presets.toml")
_SUMMARIES = Path(__file__).with_name("summary_presets.toml")


@dataclass(frozen=True, slots=True)
class Preset:
    """A row of presets.toml, where the sources are stated."""

    name: str
    hub: str
    download_mb: int
    int8_mb: int
    licence: str
    commercial: bool
    bleu: float
    chrf: float
    source: str
    good_for: str


@dataclass(frozen=True, slots=True)
class SummaryPreset:
    """A row of summary_presets.toml, where the sources are stated."""

    name: str
    hub: str
    download_mb: int
    int8_mb: int
    licence: str
    rouge: str
    """As published; empty where nothing was found that is sure."""
    source: str
    needs_torch: bool
    """To be converted, once."""
    good_for: str


@cache
def summary_presets() -> tuple[SummaryPreset, ...]:
    rows = tomllib.loads(_SUMMARIES.read_text("utf-8"))
    return tuple(SummaryPreset(name, **row) for name, row in rows.items())


@cache
def presets() -> tuple[Preset, ...]:
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    return tuple(Preset(name, **row) for name, row in rows.items())


def hub_name(name: str) -> str:
    """The hub's name of a preset; any other name as it is."""
    found = preset_of(name)
    return found.hub if found is not None else name


def preset_of(name: str) -> Preset | SummaryPreset | None:
    """By its short or its hub's name."""
    known: tuple[Preset | SummaryPreset, ...] = (*presets(), *summary_presets())
    return next((preset for preset in known if name in (preset.name, preset.hub)), None)
