"""Buttons of the settings menu, which its own pages and those of sources are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.delivery.sending.screens import Choice
from bot.delivery.visit import Visit


def button(visit: Visit, label: str, data: dict[str, Any]) -> Choice:
    """It holds the version of the settings that it was drawn for."""
    return Choice(label, "settings", {**data, "version": visit.chat.settings_version})


def setter(visit: Visit, label: str, name: str, value: Any, back: str = "main") -> Choice:
    """A button that sets this, and shows the page `back` after it."""
    return button(visit, label, {"set": name, "value": value, "page": back})


def in_rows(choices: Sequence[Choice], width: int) -> list[list[Choice]]:
    return [list(choices[at : at + width]) for at in range(0, len(choices), width)]
