"""What a name goes by in the other language, for whoever looks out for it.

Every settled spelling counts and every Arabic writing of it, the family name where that alone was
given; nothing is guessed by sound, since what is looked for must not find somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.language.arabic.fold import for_search
from bot.translation.names import tables
from bot.translation.names.as_written import as_written
from bot.translation.names.terms import Term, key_of
from bot.translation.names.words import surname

MOST_FORMS = 16


def known_as(name: str, terms: Iterable[Term] = ()) -> tuple[str, ...]:
    """The name as it is given, then its other forms. `terms`: of the glossary in use.

    Words that are no name have none but themselves.
    """
    listed = tuple(terms)
    key = key_of(name)
    found = _of_arabic(key, listed) if key else _of_english(name, listed)
    once: dict[str, str] = {for_search(name): name}
    for form in found:
        once.setdefault(for_search(form), as_written(form, name))
    return tuple(once.values())[:MOST_FORMS]


def _plain(spelling: str) -> str:
    return " ".join(spelling.split()).removeprefix("the ")


def _same(spelling: str, name: str) -> bool:
    """Capitals alone are an acronym: UN is not the Un of Kim Jong Un."""
    one, other = _plain(spelling), _plain(name)
    return one == other if other.isupper() else one.casefold() == other.casefold()


def _of_english(name: str, terms: tuple[Term, ...]) -> Iterator[str]:
    """Its Arabic writings."""
    yield from (term.arabic for term in terms if _same(term.english, name))
    known = False
    country = any(_same(spelling, name) for spelling in tables.country_names())
    for arabic, entry in tables.entries().items():
        if any(_same(spelling, name) for spelling in entry.spellings):
            known = True
            # "America" is good enough for the Gulf of America, and the gulf is not America.
            if not country or entry.kind == "country":
                yield arabic
        # Hussein of Jordan is no family of that name.
        elif entry.surname and any(
            " of " not in each and _same(surname(each), name) for each in entry.spellings
        ):
            known = True
            yield " ".join(entry.surname)
    # A word of the dictionary may be somebody's name in a list of names, and mostly is not.
    if not known and name.casefold() not in tables.english():
        yield from (word for word, of in tables.words().items() if _same(of.split("|")[0], name))


def _of_arabic(key: str, terms: tuple[Term, ...]) -> Iterator[str]:
    """Its English spellings, and other Arabic writings of them."""
    given = [term.english for term in terms if term.key == key]
    entry = tables.entries().get(key)
    if entry is not None:
        given += [_plain(spelling) for spelling in entry.spellings]
    elif key in tables.words() and key not in tables.ordinary():
        given += [tables.words()[key].split("|")[0]]
    for spelling in given:
        yield spelling
        yield from _of_english(spelling, terms)
