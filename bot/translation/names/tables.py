"""The packaged name data, read once and on first use.

The tables `seed`, `institutions` and `countries` of `bot/language/data/` are kept by hand and are
certain; `words.tsv.gz` is cleaned from Wikidata labels and is not; `ordinary.txt` lists Arabic
words that are also names and prove nothing alone; `shared.txt` lists surnames never resolved
without the full name; `english.txt.gz` holds ordinary English words and `capitals.txt` those
capitalised without naming anyone. Origins and licences: README.md beside this file.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.language.arabic.fold import for_names as fold
from bot.language.lexicon import rows
from bot.translation.names.words import PARTICLES, arabic_surname, surname

_ARABIC = re.compile("[ء-ي]")
HAMZAS = frozenset("أإآؤئء")
"""Letters that folding makes one with others."""


class SpellingOrigin(StrEnum):
    """Whose spelling of a name it is; of two for one name the earlier listed wins."""

    OPERATOR = "operator"
    STATED = "stated"
    """An article gave the name in Latin letters, as in جيك سوليفان (Jake Sullivan)."""
    REMEMBERED = "remembered"
    """A verified sentence spelled an unknown name as the tables would."""
    SEED = "seed"


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name: every accepted English spelling, the preferred one first."""

    spellings: tuple[str, ...]
    kind: str
    surname: tuple[str, ...] = ()
    """Folded Arabic surname words of a full person name; empty otherwise."""
    merged: bool = False
    """Two meanings in one: عمان is Oman and Amman."""
    origin: SpellingOrigin = SpellingOrigin.SEED
    replaced: tuple[str, ...] = ()
    """Other spellings of the same name, which give way to the preferred one."""
    certain: bool = True
    """False for a name that is an ordinary word or another's name as well."""
    owed: bool = True
    """False where good English often says it in other words: it is not missed then."""


def _text(name: str) -> str:
    data = files(__package__).joinpath(name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _text(name).splitlines() if line and not line.startswith("#"))


@cache
def ordinary() -> frozenset[str]:
    """Folded Arabic words that are common words as well as names."""
    return frozenset(fold(word) for line in _lines("ordinary.txt") for word in line.split())


@cache
def shared() -> frozenset[str]:
    """Folded surnames that several people in the news bear, spelled differently in English."""
    return frozenset(map(fold, _lines("shared.txt")))


@cache
def english() -> frozenset[str]:
    """Ordinary English words, lower case."""
    return frozenset(_text("english.txt.gz").split())


@cache
def capitals() -> tuple[frozenset[str], frozenset[str]]:
    """English words capitalised without naming anyone (case-folded), and general acronyms."""
    parted = (line.partition("\t") for line in _lines("capitals.txt"))
    listed = {name: frozenset(words.split()) for name, _, words in parted}
    return listed["words"], listed["acronyms"]


@cache
def words() -> dict[str, str]:
    """Folded Arabic name word to its English spellings joined by "|", most plausible first."""
    table: dict[str, str] = {}
    for line in _text("words.tsv.gz").splitlines():
        word, _, spellings = line.partition("\t")
        table[word] = spellings
    return table


@cache
def entries() -> dict[str, KnownName]:
    """Folded Arabic name (words joined by one space) to its entry.

    The tables kept by hand go before the gazetteers. A name whose English begins with a title
    is found with that title before it too.
    """
    known = dict(gazetteer()) | by_hand()
    return dict(_titled(known)) | known


def _titled(known: Mapping[str, KnownName]) -> Iterator[tuple[str, KnownName]]:
    titles = [(fold(row["arabic"]), row.listed("english")) for row in rows("titles")]
    for name, entry in known.items():
        for arabic, english in titles if entry.kind == "person" else ():
            begins = any(entry.spellings[0].startswith(f"{each} ") for each in english)
            if begins and not name.startswith(arabic):
                yield f"{arabic} {name}", entry


@cache
def by_hand() -> dict[str, KnownName]:
    """The entries of the tables that are kept by hand."""
    return _entries("seed", "institutions")


@cache
def _entries(*files: str) -> dict[str, KnownName]:
    table: dict[str, KnownName] = {}
    for row in rows("countries"):
        spellings = row.listed("english") + row.listed("demonyms")
        for name in map(fold, row.listed("arabic")):
            entry = KnownName(tuple(dict.fromkeys(spellings)), "country")
            table[name] = _merged(table.get(name), entry)
    for row in (row for file in files for row in rows(file)):
        variants, arabic = row.listed("variants"), row["arabic"]
        listed = [row["english"], *(v for v in variants if not _ARABIC.search(v))]
        for name in [arabic, *(v for v in variants if _ARABIC.search(v))]:
            folded = " ".join(fold(name).split())
            parts = tuple(folded.split())
            full = row["kind"] == "person" and len(parts) > 1 and " " in row["english"]
            family = arabic_surname(parts) if full and not arabic.startswith("بن ") else ()
            entry = KnownName(
                tuple(listed), row["kind"], family if len(family) < len(parts) else ()
            )
            table[folded] = _merged(table.get(folded), entry)
    return table


@cache
def hamzas() -> dict[str, frozenset[str]]:
    """Folded names of one word that are kept by hand, and the hamzas that they are written with.

    The first letter does not count: writers put a hamza there or leave it out.
    """
    found: dict[str, frozenset[str]] = {}
    for row in (row for file in ("seed", "institutions") for row in rows(file)):
        for name in (row["arabic"], *row.listed("variants")):
            if _ARABIC.search(name) and " " not in name:
                mine = frozenset(name[1:]) & HAMZAS
                found[fold(name)] = found.get(fold(name), frozenset()) | mine
    return found


def gazetteer() -> Iterator[tuple[str, KnownName]]:
    """The names of `gazetteer.tsv.gz`, folded; bench/build_names.py says what a line holds."""
    for line in _text("gazetteer.tsv.gz").splitlines():
        arabic, english, kind, use = line.split("\t")
        spellings = tuple(english.split("|"))
        certain, owed = use != "doubtful", use == "owed"
        plain = KnownName(spellings, kind, certain=certain, owed=owed)
        for name in arabic.split("|"):
            if kind == "person" and " " in name and " " in spellings[0]:
                parts = tuple(name.split(" "))
                family = arabic_surname(parts) if parts[0] != "بن" else ()
                family = family if len(family) < len(parts) else ()
                yield name, KnownName(spellings, kind, family, certain=certain, owed=owed)
            else:
                yield name, plain


@cache
def _known() -> tuple[KnownName, ...]:
    """The entries and the adjectives, of those that several forms share one."""
    listed = (*entries().values(), *adjectives().values())
    return tuple({entry.spellings: entry for entry in listed}.values())


def _merged(one: KnownName | None, two: KnownName) -> KnownName:
    """An Arabic name with two meanings accepts the spellings of both: عمان, الخليل."""
    if one is None:
        return two
    spellings = tuple(dict.fromkeys(two.spellings + one.spellings))
    # Variants that fold alike (أوكرانيا, اوكرانيا) are one name that stands twice.
    both = one.merged or not set(_bare(one.spellings[:1])) & set(_bare(two.spellings))
    return KnownName(spellings, two.kind, two.surname, merged=both)


def _bare(spellings: tuple[str, ...]) -> list[str]:
    return [spelling.removeprefix("the ") for spelling in spellings]


@cache
def country_names() -> frozenset[str]:
    """English names of countries; their other spellings say their people and things as well."""
    return frozenset(name for row in rows("countries") for name in row.listed("english"))


@cache
def adjectives() -> dict[str, KnownName]:
    """Folded Arabic adjective stems of countries ("روسي") to their entries."""
    table: dict[str, KnownName] = {}
    for row in rows("countries"):
        if not row["demonyms"]:
            continue
        spellings = tuple(dict.fromkeys(row.listed("demonyms") + row.listed("english")))
        stems = list(map(fold, row.listed("adjectives")))
        for name in row.listed("arabic"):
            folded = fold(name)
            # مالي is the country and the ordinary word "financial".
            if " " not in folded and _adjective(folded) != folded:
                stems.append(_adjective(folded))
        for stem in stems:
            entry = KnownName(spellings, "demonym")
            table[stem] = _merged(table.get(stem), entry)
    return table


def _adjective(country: str) -> str:
    stem = country.removeprefix("ال") if len(country) > 4 else country
    for ending in ("يا", "ا", "ه", "و"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem[: -len(ending)] + "ي"
    return stem if stem.endswith("ي") else stem + "ي"


@cache
def longest() -> dict[str, int]:
    """First word of each entry's name to the most words any name starting with it has."""
    lengths: dict[str, int] = {}
    for name in entries():
        first, count = name.split(" ", 1)[0], name.count(" ") + 1
        lengths[first] = max(lengths.get(first, 0), count)
    return lengths


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Folded Arabic surname to the full names (keys of `entries`) that bear it."""
    table: dict[str, tuple[str, ...]] = {}
    for name, entry in entries().items():
        if entry.surname:
            key = " ".join(entry.surname)
            table[key] = (*table.get(key, ()), name)
    return table


@cache
def given() -> frozenset[str]:
    """Folded first words of the full names of persons, but no titles."""
    first = (name.split(" ", 1)[0] for name, entry in entries().items() if entry.surname)
    return frozenset(first) - {fold(row["arabic"]) for row in rows("titles")}


@cache
def english_names() -> frozenset[str]:
    """Words of the certain English spellings that are no ordinary words; case-folded."""
    found: set[str] = set()
    for entry in _known():
        for spelling in entry.spellings:
            found.update(w.casefold() for w in re.findall(r"[^\W\d_]{2,}", spelling))
    return frozenset(found - english() - PARTICLES)


@cache
def solo() -> frozenset[str]:
    """Names that are ordinary English words in lower case: trump, turkey, polish; case-folded.

    Of the gazetteers there are too many: Apple, Young, Field.
    """
    found: set[str] = set()
    for entry in (*by_hand().values(), *adjectives().values()):
        if entry.kind in ("person", "place", "country", "demonym"):
            spelled = map(surname, entry.spellings) if entry.kind == "person" else entry.spellings
            found.update(name.casefold() for name in spelled if " " not in name)
    return frozenset((found & english()) - capitals()[0] - {"pole", "poles", "nice", "west"})


@cache
def acronyms() -> frozenset[str]:
    """Capital spellings of certain names without their dots: US, NATO, UNHCR."""
    bare = {s.replace(".", "") for entry in by_hand().values() for s in entry.spellings}
    long = frozenset(s for s in bare if s.isupper() and s.isalpha() and len(s) > 2)
    return long | {"US", "UN", "EU", "UK"}


@cache
def phrases() -> frozenset[str]:
    """Certain names made of ordinary words only, which no single word gives away.

    Those of institutions are too common for that: many states have a presidential council.
    """
    found: set[str] = set()
    known = english() | PARTICLES
    for entry in _entries("seed").values():
        if entry.kind in ("person", "title", "outlet"):
            continue
        for spelling in entry.spellings:
            name = spelling.removeprefix("the ")
            parts = re.findall(r"[^\W\d_]+", name)
            if len(parts) > 1 and all(part.casefold() in known for part in parts):
                found.add(name)
    return frozenset(found)


@cache
def forms() -> dict[str, list[str]]:
    """English name word, case-folded, to the folded Arabic words the tables write it with."""
    table: dict[str, list[str]] = {}
    for name, entry in (*entries().items(), *adjectives().items()):
        arabic = name.split()
        for spelling in entry.spellings:
            for part in re.findall(r"[^\W\d_]{2,}", spelling):
                table.setdefault(part.casefold(), []).extend(arabic)
    for word, spellings in words().items():
        for spelling in spellings.casefold().split("|"):
            table.setdefault(spelling, []).append(word)
    return table
