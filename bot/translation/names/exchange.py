"""Glossaries as files: TSV for people and spreadsheets, TBX (ISO 30042) for translators' tools.

Either is read whole or in part: a row that cannot be an entry is refused with its reason and
the others are kept. Nothing outside the file is asked, and nothing in it is obeyed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import BadTerm, NotAGlossary
from bot.language.lettering import clean
from bot.records import Skipped
from bot.translation.names.origins import Origin
from bot.translation.names.terms import Term, checked

LARGEST = 4_000_000
"""Bytes; twenty thousand entries have about one million."""
MOST_ROWS = 20_000
HEAD = "# Arabic\tEnglish\tkind\torigin"
_HEADS = frozenset({"arabic", "ar", "source", "العربية"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a file states it. `place`: what the user would recognise."""

    place: str
    arabic: str
    english: str
    kind: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file gave: entries, one a name, and rows that are none."""

    terms: tuple[Term, ...]
    refused: tuple[Skipped, ...] = ()


def read_glossary(data: bytes) -> Listing:
    """Read a TSV or TBX file, told apart by what is in it. Raises NotAGlossary."""
    if len(data) > LARGEST:
        raise NotAGlossary(f"It is larger than {LARGEST // 1_000_000} MB. Send it in parts.")
    start = data.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe \t\r\n\x00")[:1]
    if start == b"<":
        from bot.translation.names.tbx import rows_of

        return gathered(rows_of(data))
    return gathered(_tsv_rows(_decoded(data)))


def gathered(rows: Iterable[Row | Skipped]) -> Listing:
    """Rows as entries; of two for one name the first holds."""
    terms: dict[str, Term] = {}
    refused: list[Skipped] = []
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            refused.append(Skipped("the rest", "TooMany", f"Only {MOST_ROWS:,} rows are read."))
            break
        if isinstance(row, Skipped):
            refused.append(row)
            continue
        try:
            term = checked(row.arabic, row.english, row.kind, _origin(row.origin))
        except BadTerm as error:
            refused.append(Skipped(row.place, error.name, str(error)))
            continue
        held = terms.setdefault(term.key, term)
        if held is not term and held.english != term.english:
            reason = f"The name is in the file already, as {held.english}."
            refused.append(Skipped(row.place, "Repeated", reason))
    return Listing(tuple(terms.values()), tuple(refused))


def write_tsv(terms: Iterable[Term]) -> bytes:
    """The entries a line each, in UTF-8; what `read_glossary` reads back."""
    lines = [f"{t.arabic}\t{t.english}\t{t.kind}\t{t.origin}" for t in terms]
    return ("\n".join([HEAD, *lines]) + "\n").encode()


def _origin(named: str) -> Origin:
    # An entry whose origin a file does not state is its owner's.
    learnt = {str(origin): origin for origin in (Origin.STATED, Origin.REMEMBERED)}
    return learnt.get(named.strip().casefold(), Origin.OPERATOR)


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("windows-1256", "replace")
    if "\x00" in text:
        raise NotAGlossary("It is no text. Save the glossary as TSV in UTF-8, or as TBX.")
    return text


def _tsv_rows(text: str) -> Iterator[Row | Skipped]:
    seen = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip().strip('"') for cell in line.split("\t")]
        if not seen and cells[0].casefold() in _HEADS:
            seen = True
            continue
        seen = True
        place = f"line {number}: {clean(cells[0])[:60]}"
        if len(cells) < 2:
            reason = "It has one column: put a tab between the Arabic and the English."
            yield Skipped(place, "BadTerm", reason)
            continue
        kind, origin = ([*cells[2:4], "", ""])[:2]
        yield Row(place, cells[0], cells[1], kind, origin)
