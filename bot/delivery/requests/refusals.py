"""Why something could not be read, in the reader's language.

Errors are written in English, for users, and say what is particular to the case; other languages
have a sentence of their own for each kind of error in texts/refusals.LANGUAGE.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.delivery.wording import DEFAULT
from bot.errors import MujazError


def reason(language: str, error: MujazError) -> str:
    """A sentence or two, without markup."""
    return reason_named(language, [kind.__name__ for kind in type(error).__mro__], str(error))


def reason_named(language: str, names: list[str], english: str) -> str:
    """The same of an error on record: the first of its names that has a text.

    Where the language has none of them, what was said in English stands: better than silence.
    """
    if language == DEFAULT:
        return english
    known = _texts(language)
    return next((known[name] for name in names if name in known), english)


@cache
def _texts(language: str) -> dict[str, str]:
    file = files("bot.delivery.texts").joinpath(f"refusals.{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))
