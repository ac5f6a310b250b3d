"""Short names for models that are known to be of use, with what was published of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("presets.toml")


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


@cache
def presets() -> tuple[Preset, ...]:
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    return tuple(Preset(name, **row) for name, row in rows.items())


def hub_name(name: str) -> str:
    """The hub's name of a preset; any other name as it is."""
    return next((preset.hub for preset in presets() if preset.name == name), name)


def preset_of(name: str) -> Preset | None:
    """By its short or its hub's name."""
    return next((preset for preset in presets() if name in (preset.name, preset.hub)), None)
