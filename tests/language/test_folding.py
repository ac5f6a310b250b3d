"""What every way to fold a word, or to read a digit, makes of the spellings that tell them apart.

The tables in `golden/` have one written form a row and one variant a column; what cannot be seen
is escaped as Python does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.digest import corrections
from bot.intake import identity
from bot.language import search as searched
from bot.language.arabic import fold
from bot.language.arabic.normalise import normalise
from bot.language.content_words import content_words
from bot.language.digits import western
from bot.language.figures import figures
from bot.polling import filters

GOLDEN = Path(__file__).parent / "golden"


def _joined(words: Callable[[str], object]) -> Callable[[str], str]:
    def made(text: str) -> str:
        found = words(text)
        assert isinstance(found, list | tuple | frozenset)
        return "|".join(sorted(found) if isinstance(found, frozenset) else found)

    return made


FOLDS: dict[str, Callable[[str], str]] = {
    "tables": fold.for_tables,
    "tables with offsets": lambda text: fold.with_offsets(text).text,
    "checks": fold.for_checks,
    "names": fold.for_names,
    "search": _joined(searched.words),
    "identity": _joined(identity.words),
    "correction": _joined(corrections._words),
    "content": _joined(content_words),
    "filter": filters._bare,
    "normalise": normalise,
}
DIGITS: dict[str, Callable[[str], str]] = {
    "western": western,
    "normalise": normalise,
    "search": FOLDS["search"],
    "identity": FOLDS["identity"],
    "correction": FOLDS["correction"],
    "figures": _joined(figures),
    "tables": fold.for_tables,
}


def _shown(cell: str) -> str:
    return re.sub(
        r"\\(n|x..|u....)", lambda found: found[0].encode().decode("unicode_escape"), cell
    )


def _cases(table: str, variants: dict[str, Callable[[str], str]]) -> list[tuple[str, str, str]]:
    head, *rows = (GOLDEN / table).read_text(encoding="utf-8").splitlines()
    names = head.split("\t")[1:]
    assert names == list(variants)
    return [
        (name, _shown(written), _shown(made))
        for written, *cells in (row.split("\t") for row in rows)
        for name, made in zip(names, cells, strict=True)
    ]


@pytest.mark.parametrize(("variant", "written", "folded"), _cases("folds.tsv", FOLDS))
def test_a_folding_makes_of_a_spelling(variant: str, written: str, folded: str) -> None:
    assert FOLDS[variant](written) == folded


@pytest.mark.parametrize(("variant", "written", "read"), _cases("digits.tsv", DIGITS))
def test_a_reader_makes_of_digits(variant: str, written: str, read: str) -> None:
    assert DIGITS[variant](written) == read
