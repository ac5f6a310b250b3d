"""Interface texts by language, from texts/*.toml. Values are escaped as they are put in."""

from __future__ import annotations

import html
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ar")
DEFAULT = "en"


def language_of(code: str | None) -> str:
    """The interface language for Telegram's `language_code`, e.g. "ar-EG"."""
    primary = (code or "").partition("-")[0].lower()
    return primary if primary in LANGUAGES else DEFAULT


def tell(language: str, key: str, **values: object) -> str:
    """Telegram HTML. Raises KeyError for a text that no file has."""
    safe = {name: html.escape(_clean(value), quote=False) for name, value in values.items()}
    return texts(language)[key].format(**safe)


def plain(language: str, key: str, **values: object) -> str:
    """For buttons and toasts, which know no markup."""
    return texts(language)[key].format(**{name: _clean(value) for name, value in values.items()})


def check_name(language: str, check: str) -> str:
    """What a check of the translation found, for readers; the name itself of one unknown here,
    as on an article that was kept from another version."""
    return texts(language).get(f"checks.{check}", check)


def _clean(value: object) -> str:
    from bot.lettering import clean

    return clean(str(value))


@cache
def texts(language: str) -> dict[str, str]:
    """ "section.name" -> text, of one language."""
    file = files("bot.delivery.texts").joinpath(f"{language}.toml")
    loaded = tomllib.loads(file.read_text("utf-8"))
    return {
        f"{section}.{name}": text for section, of in loaded.items() for name, text in of.items()
    }
