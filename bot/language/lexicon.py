"""The rule tables in `data/`: read in one way, and wrong rows told by file and line.

A table is a file of tab-separated columns. Its head says the columns, one a line, in their order:

    #: name | kind | what it holds

Kinds: `text`; `key`, a text that no other row has; `number`, whole or a fraction ("1/2"), several
by "|"; `one of A B C`; `words`, texts by "|"; `arabic` and `english`, patterns by "|" in the
language of `patterns`. After a comma: `optional`, the cell may be empty; `once`, no entry of the
cell stands in another row, or else the two rows contradict each other; `once per COLUMN`, only
rows with the same COLUMN do; `pair`, exactly two rows have the value. Other lines with "#" are
remarks. Anybody who reads no Python finds this in docs/rules.md.

`python -m bot.language.lexicon` checks every shipped table, or the files it is given.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.errors import BadRule
from bot.language.arabic.fold import for_checks as fold
from bot.language.patterns import Finder, Hit, Language, fault, words_of

_DATA = files("bot.language") / "data"
_KINDS = ("text", "key", "number", "words", "arabic", "english")
_OPTIONS = re.compile(r"optional|pair|once(?: per (?P<group>\w+))?")
_NUMBER = re.compile(r"\d+(?:/[1-9]\d*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    values: tuple[str, ...] = ()
    """What a cell of the kind "one of" may be."""
    optional: bool = False
    pair: bool = False
    once: bool = False
    group: str = ""
    """The column whose value two rows must share to contradict each other; empty: any two do."""

    @property
    def language(self) -> Language | None:
        return Language(self.kind) if self.kind in ("arabic", "english") else None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule, by the names of its columns."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def listed(self, column: str) -> tuple[str, ...]:
        """The entries of a cell; none where it is empty."""
        return tuple(self.cells[column].split("|")) if self.cells[column] else ()

    def numbers(self, column: str) -> tuple[Fraction, ...]:
        return tuple(map(Fraction, self.listed(column)))


@cache
def rows(table: str) -> tuple[RuleRow, ...]:
    """The rows of `data/TABLE.tsv` in their order. Raises BadRule for the first that is wrong.

    Rows are looked at one by one here; whether they go together is asked of `problems`, by `make
    lint` and the tests.
    """
    name = f"{table}.tsv"
    _, found, wrong = _read(name, (_DATA / name).read_bytes())
    if wrong:
        raise wrong[0]
    return found


def rows_in(path: Path) -> tuple[RuleRow, ...]:
    """The rows of somebody's own table. Raises BadRule for the first that is wrong, OSError where
    it cannot be read."""
    _, found, wrong = _read(path.name, path.read_bytes())
    if wrong:
        raise wrong[0]
    return found


def problems(file: str, data: bytes) -> list[BadRule]:
    """What is wrong with a table, by line: with rows alone, or else with one beside another.

    `file` is for the messages.
    """
    columns, found, wrong = _read(file, data)
    wrong = wrong or [BadRule(file, *problem) for problem in _rules(columns, found)]
    return sorted(wrong, key=lambda problem: problem.line)


def _read(file: str, data: bytes) -> tuple[list[Column], tuple[RuleRow, ...], list[BadRule]]:
    try:
        # Editors of Windows may put a mark before the text.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        at = data[: broken.start].count(b"\n") + 1
        return [], (), [BadRule(file, at, "the text is not UTF-8", "save the file as UTF-8")]
    columns: list[Column] = []
    found: list[RuleRow] = []
    wrong: list[BadRule] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if line.startswith("#:"):
                columns.append(_column(file, number, line))
            elif line and not line.startswith("#"):
                found.append(_row(file, number, line, columns))
        except BadRule as problem:
            wrong.append(problem)
    if not columns:
        instead = "write “#: name | kind | what it holds” (docs/rules.md)"
        wrong.insert(0, BadRule(file, 1, "no column is named", instead))
    named = [column.name for column in columns]
    for column in columns:
        if column.group and column.group not in named:
            instead = f"name one of {', '.join(named)}"
            wrong.insert(0, BadRule(file, 1, f"{column.name}: no column {column.group}", instead))
    return columns, tuple(found), wrong


def _column(file: str, line: int, text: str) -> Column:
    parts = [part.strip() for part in text.removeprefix("#:").split("|", 2)]
    kind, *options = parts[1].split(", ") if len(parts) == 3 else ("",)
    matched = [_OPTIONS.fullmatch(option) for option in options]
    values = tuple(kind.removeprefix("one of ").split()) if kind.startswith("one of ") else ()
    if not (values or kind in _KINDS) or None in matched:
        instead = "write “#: name | kind | what it holds” (docs/rules.md)"
        raise BadRule(file, line, "this is no column", instead)
    groups = [option["group"] for option in matched if option and option[0].startswith("once")]
    return Column(
        parts[0],
        "one of" if values else kind,
        values,
        optional="optional" in options,
        pair="pair" in options,
        once=bool(groups) or kind == "key",
        group=(groups[0] or "") if groups else "",
    )


def _row(file: str, line: int, text: str, columns: Sequence[Column]) -> RuleRow:
    cells = text.split("\t")
    needed = max((n for n, c in enumerate(columns, 1) if not c.optional), default=0)
    if not needed <= len(cells) <= len(columns):
        wanted = ", ".join(column.name for column in columns)
        raise BadRule(
            file,
            line,
            f"{len(cells)} columns",
            f"write {len(columns)} with a tab between: {wanted}",
        )
    cells += [""] * (len(columns) - len(cells))
    for column, cell in zip(columns, cells, strict=True):
        if (problem := _cell_fault(column, cell)) is not None:
            raise BadRule(file, line, f"{column.name}: {problem[0]}", problem[1])
    return RuleRow(line, {column.name: cell for column, cell in zip(columns, cells, strict=True)})


def _cell_fault(column: Column, cell: str) -> tuple[str, str] | None:
    if not cell:
        return None if column.optional else ("nothing", "write something")
    if column.kind in ("text", "key"):
        return _entry_fault(cell)
    if column.kind == "one of":
        named = " or ".join(column.values)
        return None if cell in column.values else (f"“{cell}” is not known", f"write {named}")
    entries = cell.split("|")
    if column.kind == "number":
        bad = next((e for e in entries if not _NUMBER.fullmatch(e)), None)
        return None if bad is None else (f"“{bad}” is no number", "write 12 or 1/2")
    for entry in entries:
        problem = _entry_fault(entry)
        if problem is None and column.language:
            problem = fault(entry, column.language)
        if problem is not None:
            return problem
    twice = next((e for n, e in enumerate(entries) if e in entries[:n]), None)
    return None if twice is None else (f"“{twice}” stands twice", "write it once")


def _entry_fault(entry: str) -> tuple[str, str] | None:
    if entry and entry == " ".join(entry.split()):
        return None
    return (f"“{entry}” is empty or has spaces too many", "take away the sign “|” or the spaces")


def _rules(columns: Sequence[Column], found: Sequence[RuleRow]) -> Iterator[tuple[int, str, str]]:
    """(line, what is wrong, what to write) of rows that are sound alone."""
    yield from _idle(columns, found)
    yield from _without_english(columns, found)
    for column in columns:
        if column.pair:
            yield from _unpaired(column.name, found)
        if column.once:
            groups: dict[str, list[RuleRow]] = {}
            for row in found:
                groups.setdefault(row[column.group] if column.group else "", []).append(row)
            for rows_together in groups.values():
                yield from _contradictions(column, rows_together)


def _without_english(
    columns: Sequence[Column], found: Sequence[RuleRow]
) -> Iterator[tuple[int, str, str]]:
    """Rows without English where a table has several columns for it: one of them must have some."""
    english = [column.name for column in columns if column.kind == "english"]
    for row in found:
        if len(english) > 1 and not any(row[name] for name in english):
            yield row.line, "it has no English", f"write some below {' or '.join(english)}"


def _unpaired(column: str, found: Sequence[RuleRow]) -> Iterator[tuple[int, str, str]]:
    values = [row[column] for row in found]
    for row in found:
        if values.count(row[column]) != 2:
            yield row.line, f"“{row[column]}” is not on two rows", f"write both rows of a {column}"


def _contradictions(column: Column, found: Sequence[RuleRow]) -> Iterator[tuple[int, str, str]]:
    """Entries of a row that another row has as well; of patterns also those it covers."""
    language = column.language
    entries = [
        row.listed(column.name) if column.kind != "key" else (row[column.name],) for row in found
    ]
    finder = Finder(entries, language) if language else None
    first: dict[str, int] = {}
    told: set[tuple[int, int, str]] = set()
    for number, listed in enumerate(entries):
        for entry in listed:
            if language and entry.startswith("!"):
                continue
            others = {first.setdefault(fold(entry), number)}
            if language and finder:
                words = words_of(entry, language)
                others |= {n for n, at in finder.find(words).items() if Hit(0, len(words)) in at}
            told |= {(max(n, number), min(n, number), entry) for n in others if n != number}
    for later, earlier, entry in sorted(told):
        wrong = f"{column.name}: line {found[earlier].line} says “{entry}” as well"
        yield found[later].line, wrong, "write it in one row only"


def _idle(columns: Sequence[Column], found: Sequence[RuleRow]) -> Iterator[tuple[int, str, str]]:
    """Exceptions within which nothing of their row stands, and patterns that they rule out."""
    for language in Language:
        named = [column.name for column in columns if column.language is language]
        for row in found:
            patterns = [pattern for name in named for pattern in row.listed(name)]
            exempt = [pattern for pattern in patterns if pattern.startswith("!")]
            if not exempt:
                continue
            others = [pattern for pattern in patterns if pattern not in exempt]
            alone, together = Finder([others], language), Finder([patterns], language)
            for pattern in exempt:
                if not any(
                    alone.find(words_of(pattern, language, inflected))
                    for inflected in (False, True)
                ):
                    wrong = f"“{pattern}” excepts nothing: no pattern of the row stands in it"
                    yield row.line, wrong, "take it away, or write the whole phrase"
            for pattern in others:
                # With a sign it has forms that the exception may not reach.
                if not set(pattern) & set("*~+") and not together.find(words_of(pattern, language)):
                    wrong = f"“{pattern}” never counts: an exception of the row stands in it"
                    yield row.line, wrong, "take one of the two away"


def main(arguments: Sequence[str] = ()) -> int:
    """Print what is wrong with the given files, or else with every shipped table."""
    shipped = Path(str(_DATA))
    paths = [Path(argument) for argument in arguments] or sorted(shipped.glob("*.tsv"))
    wrong = [problem for path in paths for problem in problems(_shown(path), path.read_bytes())]
    for problem in wrong:
        print(problem)
    return 1 if wrong else 0


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
