"""Verbs of saying in both languages, from `arabic_saying.tsv` and `english_saying.tsv`."""

from __future__ import annotations

from typing import Literal

from bot.language.lexicon import rows
from bot.language.patterns import Language, alternation

Reader = Literal["attribution", "speaker", "border", "paragraph", "report"]
"""Who asks for Arabic verbs, as the table names them."""


def arabic_verbs(reader: Reader) -> str:
    """Forms of Arabic verbs by "|", as they are written, for a regular expression."""
    return "|".join(
        form
        for row in rows("arabic_saying")
        if reader in row.listed("readers")
        for form in row.listed("forms")
    )


def english_words_of_saying() -> str:
    """A group of a regular expression over English: any word that gives a thing as said."""
    return alternation(
        [pattern for row in rows("english_saying") for pattern in row.listed("anywhere")],
        Language.ENGLISH,
    )


def english_verbs_beside() -> str:
    """English forms by "|" that stand right behind the name of who says it."""
    return "|".join(form for row in rows("english_saying") for form in row.listed("beside"))
