"""The table by which articles get their topics: the shipped one, or the operator's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.config import Settings
from bot.digest.topics import Topics as Topics
from bot.errors import BadSettings
from bot.language.lexicon import RuleRow, rows, rows_in

_COLUMNS = {"topic", "arabic", "typical"}


def topic_table(settings: Settings) -> Sequence[RuleRow]:
    """Raises BadRule for a row that is wrong, and BadSettings where there is no such table."""
    if not settings.digest.topics:
        return rows("topics")
    path = Path(settings.digest.topics).expanduser()
    try:
        table = rows_in(path)
    except OSError as error:
        raise BadSettings(f"digest.topics: {path} cannot be read: {error.strerror}.") from error
    if not table or not table[0].cells.keys() >= _COLUMNS:
        raise BadSettings(
            f"digest.topics: {path} is no table of topics. Begin with a copy of "
            "bot/language/data/topics.tsv."
        )
    return table


def topic_names(table: Sequence[RuleRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["topic"] for row in table))
