"""Digits of any script, read as 0 to 9, and the signs that Arabic sets inside a number."""

from __future__ import annotations

import re
import unicodedata

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")

ARABIC_DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}
"""For `str.translate`: Arabic-Indic (٠-٩) and Persian (۰-۹) digits and no others."""

SEPARATORS = {"٫": ".", "٬": ","}
"""The Arabic decimal point and thousands separator, and what English has for them."""


def western(text: str) -> str:
    """Decimal digits of every script as 0-9; every offset stays as it was."""
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
