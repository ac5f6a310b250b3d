"""Interface texts by language, from texts/*.toml. Values are escaped as they are put in."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

LANGUAGES = ("en", "ar")
DEFAULT = "en"


def language_of(code: str | None) -> str:
    """The interface language for Telegram's `language_code`, e.g. "ar-EG"."""
    primary = (code or "").partition("-")[0].lower()
    return primary if primary in LANGUAGES else DEFAULT


@dataclass(frozen=True, slots=True)
class Counted:
    """A text in which words agree with numbers.

    In the file a table: `text` with its values in braces, and for each value that counts a table
    of its forms by CLDR's names (zero, one, two, few, many, other). Without `text` the forms of
    the one value are the whole text.
    """

    text: str
    forms: dict[str, dict[str, str]]

    def format(self, language: str, values: dict[str, str]) -> str:
        chosen = {
            name: of.get(plural_form(language, values[name]), of["other"]).format(**values)
            for name, of in self.forms.items()
        }
        return self.text.format(**{**values, **chosen})


def plural_form(language: str, number: str) -> str:
    """CLDR's name of the form that words take beside a number; "other" where it is none."""
    try:
        counted = Decimal(number)
    except InvalidOperation:
        return "other"
    return Locale.parse(language).plural_form(counted) if counted.is_finite() else "other"


def tell(language: str, key: str, **values: object) -> str:
    """The text as Telegram HTML. Raises KeyError where the files have no such key."""
    safe = {name: html.escape(_clean(value), quote=False) for name, value in values.items()}
    return _filled(language, key, safe)


def plain(language: str, key: str, **values: object) -> str:
    """The text without markup, for buttons and toasts."""
    return _filled(language, key, {name: _clean(value) for name, value in values.items()})


def _filled(language: str, key: str, values: dict[str, str]) -> str:
    text = texts(language)[key]
    return text.format(**values) if isinstance(text, str) else text.format(language, values)


def check_name(language: str, check: str) -> str:
    """A check of the translation by a name for readers. A check that this version does not know,
    as on an article of another version, has its own name."""
    key = f"checks.{check}"
    return plain(language, key) if key in texts(language) else check


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Plain words in one language, for the pages that bot/pipeline/pages.py makes."""

    language: str

    def plain(self, key: str, **values: object) -> str:
        return plain(self.language, key, **values)

    def check(self, name: str) -> str:
        return check_name(self.language, name)


def _clean(value: object) -> str:
    from bot.language.lettering import clean

    return clean(str(value))


@cache
def texts(language: str) -> dict[str, str | Counted]:
    """ "section.name" -> text, of one language."""
    file = files("bot.delivery.texts").joinpath(f"{language}.toml")
    loaded = tomllib.loads(file.read_text("utf-8"))
    return {
        f"{section}.{name}": text if isinstance(text, str) else _counted(text)
        for section, of in loaded.items()
        for name, text in of.items()
    }


def _counted(table: dict[str, Any]) -> Counted:
    forms = {name: of for name, of in table.items() if name != "text"}
    return Counted(table.get("text", "{" + next(iter(forms)) + "}"), forms)
