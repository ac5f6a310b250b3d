"""A test set: Arabic sentences with the English a human made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.errors import BadTestset

Pair = tuple[str, str]
"""(source, reference)"""


def load_pairs(paths: Sequence[Path], limit: int | None = None) -> list[Pair]:
    """The pairs of one TSV (source, tab, reference, ...) or of two files line by line.

    `limit` takes that many spread evenly over the set. Pairs with an empty side are left out.
    Raises BadTestset.
    """
    if len(paths) == 1:
        rows = [line.split("\t") for line in _lines(paths[0])]
        pairs = [(row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2]
    elif len(paths) == 2:
        sides = [_lines(path) for path in paths]
        if len(sides[0]) != len(sides[1]):
            raise BadTestset(
                f"{paths[0]} has {len(sides[0])} lines and {paths[1]} {len(sides[1])}: they must "
                "be line by line the same sentences."
            )
        pairs = [(s.strip(), r.strip()) for s, r in zip(*sides, strict=True)]
    else:
        raise BadTestset("Give one TSV file, or a file of sources and a file of references.")
    pairs = [pair for pair in pairs if all(pair)]
    if not pairs:
        raise BadTestset(
            f"{paths[0]} has no line with a sentence and its reference. A test set is a TSV file "
            "(Arabic, tab, English), or two files with one sentence a line."
        )
    if limit is None or limit >= len(pairs):
        return pairs
    return [pairs[place * len(pairs) // limit] for place in range(limit)]


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines: U+2028 and the like inside a sentence end no line.
        lines = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise BadTestset(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise BadTestset(f"{path} cannot be read: {error.strerror}. Check its path.") from error
    return lines[:-1] if lines[-1] == "" else lines
