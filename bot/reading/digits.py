"""Digits as they are written in Arabic and Persian text, read as the digits 0 to 9."""

from __future__ import annotations

_WESTERN = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}


def western(text: str) -> str:
    """Arabic-Indic (٠-٩) and Persian (۰-۹) digits as 0-9; every offset stays as it was."""
    return text.translate(_WESTERN)
