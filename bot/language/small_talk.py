"""What people say to a bot that is no article: a greeting, thanks, a question about the bot.

From `small_talk.tsv`.
"""

from __future__ import annotations

from functools import cache

from bot.language.arabic.characters import words
from bot.language.arabic.fold import for_tables as fold
from bot.language.arabic.script import arabic_share
from bot.language.lexicon import RuleRow, rows
from bot.language.patterns import Finder, Language, arabic_words, english_words

MOST_WORDS = 10
"""A longer message is something to read."""
UNCLEAR = "unclear"
"""A few words without an Arabic letter: no article, and nothing that the table knows."""


@cache
def _table() -> tuple[tuple[RuleRow, ...], Finder, Finder]:
    table = rows("small_talk")
    return (
        table,
        Finder([row.listed("arabic") for row in table], Language.ARABIC),
        Finder([row.listed("english") for row in table], Language.ENGLISH),
    )


@cache
def _alone() -> dict[str, str]:
    """Kinds by messages that say no more: in a headline the same word is news."""
    return {fold(said): row["kind"] for row in rows("small_talk") for said in row.listed("alone")}


def kind_of(text: str) -> str | None:
    """The kind of small talk, a `kind` of the table or UNCLEAR; None where it is none."""
    if not text.strip() or len(text.split()) > MOST_WORDS:
        return None
    whole = " ".join(words(fold(text)))
    if whole in _alone():
        return _alone()[whole]
    table, arabic, english = _table()
    found = {**arabic.find(arabic_words(text)[1]), **english.find(english_words(text))}
    if found:
        return table[min(found)]["kind"]
    return None if arabic_share(text) else UNCLEAR
