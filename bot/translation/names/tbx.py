"""TBX, TermBase eXchange (ISO 30042): read in its second and third edition, written in the third.

The dialects differ in the names of their elements and agree in the order of things: a concept
holds languages, and these hold terms. That order is what is read, with every entity off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from bot.errors import NotAGlossary
from bot.language.lettering import clean
from bot.records import Skipped
from bot.translation.names.exchange import Row
from bot.translation.names.terms import KINDS, Term

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = frozenset({"martif", "tbx"})
_CONCEPTS = frozenset({"termEntry", "conceptEntry", "entry"})
_LANGUAGES = frozenset({"langSet", "langSec", "langGroup"})


def rows_of(data: bytes) -> Iterator[Row | Skipped]:
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
            yield Row(place, each, english[0], known, _stated(concept, "source"))


def write_tbx(terms: Iterable[Term]) -> bytes:
    """The entries as TBX-Basic, DCA style, in UTF-8."""
    root = etree.Element(
        f"{{{NAMESPACE}}}tbx", nsmap={None: NAMESPACE}, type="TBX-Basic", style="dca"
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
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", **attributes)


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
