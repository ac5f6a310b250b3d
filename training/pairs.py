"""Pairs of a sentence and its translation, and the files they come in.

A set is a file of JSON lines like `[arabic, english, [[start, end, clitics, spelling, ...], ...]]`:
the third part names stretches of the Arabic whose English stands in the translation. Amendments
are a TSV of Arabic and English, as `mujaz amendments export` writes it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language.arabic.normalise import normalise

_QUOTES = str.maketrans("“”‘’–—", "\"\"''--")


class BadSet(Exception):
    """A file that holds no pairs; says its name, the line, and what a line is."""


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of the Arabic whose English is known."""

    start: int
    end: int
    clitics: str
    """Arabic letters of the stretch that are no part of the name, kept before the English."""
    spelling: str


@dataclass(frozen=True, slots=True)
class Pair:
    arabic: str
    english: str
    names: tuple[Name, ...] = ()


def read_set(path: Path) -> tuple[Pair, ...]:
    """The pairs of a `.jsonl` or `.tsv` file in their order. Raises BadSet."""
    read = _of_tsv if path.suffix == ".tsv" else _of_json_lines
    try:
        pairs = tuple(read(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"{path} cannot be read: {error}.") from error
    if not pairs:
        raise BadSet(f"{path} holds no pairs.")
    return pairs


def clean_english(text: str) -> str:
    """NFC, straight quotes, plain hyphens, white space collapsed: as the model is to write."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def _of_tsv(path: Path) -> Iterator[Pair]:
    """Lines that begin with # are comments; columns beyond the second are passed over."""
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        arabic, _, rest = line.partition("\t")
        pair = Pair(normalise(arabic), clean_english(rest.split("\t")[0]))
        if not pair.arabic or not pair.english:
            raise BadSet(f"{path}, line {number}: a line is the Arabic, a tab, and its English.")
        yield pair


def _of_json_lines(path: Path) -> Iterator[Pair]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            arabic, english, *rest = json.loads(line)
            names = tuple(_name(arabic, row) for row in (rest[0] if rest else ()))
        except (ValueError, TypeError, IndexError) as error:
            raise BadSet(
                f"{path}, line {number}: a line is [arabic, english, [[start, end, clitics, "
                f"spelling], ...]] as JSON ({error})."
            ) from error
        yield Pair(arabic, english, tuple(sorted(names, key=lambda name: name.start)))


def _name(arabic: str, row: list[Any]) -> Name:
    start, end, clitics, spelling = row[:4]
    if not 0 <= start < end <= len(arabic):
        raise ValueError(f"no stretch from {start} to {end}")
    return Name(int(start), int(end), str(clitics), str(spelling))


def _lines(path: Path) -> list[str]:
    # Not splitlines: U+2028 and the like inside a sentence end no line.
    return path.read_text("utf-8-sig").replace("\r\n", "\n").split("\n")
