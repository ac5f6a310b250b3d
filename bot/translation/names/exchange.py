"""Glossaries as files: TSV for people and spreadsheets, TBX (ISO 30042) for translators' tools.

Either is read whole or in part: a row that cannot be an entry is refused with its reason and
the others are kept. Nothing outside the file is read, and XML entities are refused.

TBX is read in its second and third edition and written in the third. Its dialects differ in the
names of their elements and agree in the order of things: a concept holds languages, and these
hold terms. That order is what is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bot.errors import BadTerm, NotAGlossary
from bot.language.lettering import clean
from bot.records import Skipped
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import KINDS, Term, checked

LARGEST = 4_000_000
"""Bytes; twenty thousand entries have about one million."""
_MOST_ROWS = 20_000
HEAD = "# Arabic\tEnglish\tkind\torigin"
_HEADS = frozenset({"arabic", "ar", "source", "العربية"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = frozenset({"martif", "tbx"})
_CONCEPTS = frozenset({"termEntry", "conceptEntry", "entry"})
_LANGUAGES = frozenset({"langSet", "langSec", "langGroup"})


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry as a file states it."""

    place: str
    """Where in the file, in words that the user would recognise."""
    arabic: str
    english: str
    kind: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file gave: entries, one a name, and the rows that are none."""

    terms: tuple[Term, ...]
    refused: tuple[Skipped, ...] = ()


def read_glossary(data: bytes) -> Listing:
    """Read a TSV or TBX file, told apart by what is in it. Raises NotAGlossary."""
    if len(data) > LARGEST:
        raise NotAGlossary(f"It is larger than {LARGEST // 1_000_000} MB. Send it in parts.")
    start = data.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe \t\r\n\x00")[:1]
    return _gathered(_tbx_rows(data) if start == b"<" else _tsv_rows(_decoded(data)))


def _gathered(rows: Iterable[_Row | Skipped]) -> Listing:
    """Rows as entries; of two for one name the first holds."""
    terms: dict[str, Term] = {}
    refused: list[Skipped] = []
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            refused.append(Skipped("the rest", "TooMany", f"Only {_MOST_ROWS:,} rows are read."))
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


def write_tbx(terms: Iterable[Term]) -> bytes:
    """The entries as TBX-Basic, DCA style, in UTF-8."""
    root = etree.Element(
        f"{{{_NAMESPACE}}}tbx", nsmap={None: _NAMESPACE}, type="TBX-Basic", style="dca"
    )
    root.set(_LANG, "ar")
    source = _add(_add(_add(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _add(source, "p").text = "Glossary of Mujaz: Arabic names and their English spelling."
    body = _add(_add(root, "text"), "body")
    for number, term in enumerate(terms, start=1):
        concept = _add(body, "conceptEntry", id=f"c{number}")
        _add(concept, "descrip", type="subjectField").text = term.kind
        _add(concept, "admin", type="source").text = str(term.origin)
        for language, text in (("ar", term.arabic), ("en", term.english)):
            section = _add(concept, "langSec")
            section.set(_LANG, language)
            _add(_add(section, "termSec"), "term").text = text
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _add(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", **attributes)


def _origin(named: str) -> SpellingOrigin:
    # An entry whose origin a file does not state is its owner's.
    learnt = {str(origin): origin for origin in (SpellingOrigin.STATED, SpellingOrigin.REMEMBERED)}
    return learnt.get(named.strip().casefold(), SpellingOrigin.OPERATOR)


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


def _tsv_rows(text: str) -> Iterator[_Row | Skipped]:
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
        yield _Row(place, cells[0], cells[1], kind, origin)


def _tbx_rows(data: bytes) -> Iterator[_Row | Skipped]:
    """A row for each Arabic term, with the first English one. Raises NotAGlossary."""
    for number, concept in enumerate(_concepts(_root(data)), start=1):
        terms: dict[str, list[str]] = {}
        for section in concept.iterchildren():
            if _name(section) in _LANGUAGES:
                language = str(section.get(_LANG) or "").casefold().replace("_", "-")
                terms.setdefault(language.partition("-")[0], []).extend(_terms(section))
        arabic, english = terms.get("ar", []), terms.get("en", [])
        place = f"entry {number}: {clean((arabic or english or [''])[0])[:60]}"
        if not arabic or not english:
            missing = "Arabic" if not arabic else "English"
            yield Skipped(place, "BadTerm", f"It has no {missing} term.")
            continue
        kind = _stated(concept, "subjectField")
        for each in arabic:
            known = kind if kind in KINDS else ""
            yield _Row(place, each, english[0], known, _stated(concept, "source"))


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    # No glossary needs entities of its own, and bombs are made of them.
    if re.search(rb"<!\s*ENTITY|<\0?!\0?E\0?N\0?T", data, re.IGNORECASE):
        raise NotAGlossary("It defines entities of its own, which a glossary does not need.")
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise NotAGlossary("It is no well-formed XML. Export the glossary again as TBX.") from error
    if _name(root).casefold() not in _ROOTS:
        raise NotAGlossary("It is XML, but no TBX. Export the glossary as TBX or TSV.")
    return root


def _concepts(root: Any) -> Iterator[Any]:
    return (node for node in root.iter() if _name(node) in _CONCEPTS)


def _terms(section: Any) -> list[str]:
    texts = ("".join(n.itertext()).strip() for n in section.iter() if _name(n) == "term")
    return [text for text in texts if text]


def _stated(concept: Any, what: str) -> str:
    """A property of the concept, as `type` of a descrip or admin, or as an element's own name."""
    for node in concept.iterchildren():
        if what in (node.get("type"), _name(node)):
            return "".join(node.itertext()).strip().casefold()
    return ""


def _name(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
