"""Verbs of saying, from `data/verbs_of_saying.tsv`, as they are written."""

from __future__ import annotations

from bot.language.rows import rows

_VERBS = [(row["sense"], row.listed("past")) for row in rows("verbs_of_saying")]

SENSES = ("says", "denies", "writes", "opens")
"""What the table's column `sense` holds; the table's head says what each means."""


def past(*senses: str) -> tuple[str, ...]:
    """The past forms of the verbs with these senses; of all verbs where none is named."""
    return tuple(form for sense, forms in _VERBS if sense in (senses or SENSES) for form in forms)
