"""What is found of names in Arabic: a mention, and what an article makes certain."""

from __future__ import annotations

from dataclasses import dataclass

from bot.translation.names.glossary import Occurring
from bot.translation.names.origins import Origin


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `source[start:end] == text`, clitic included."""

    start: int
    end: int
    text: str
    clitic: str
    """The letters before the name that are not of it: "و", "ل", "وبال"; "" for none."""
    spellings: tuple[str, ...]
    """Accepted English, the preferred one first."""
    kind: str
    """person, place, organisation, outlet, title, treaty, country, demonym, other or word."""
    certain: bool
    name: str = ""
    """The folded Arabic name without the clitic."""
    origin: Origin = Origin.SEED
    """Whose spelling it is."""
    replaced: tuple[str, ...] = ()
    """Other spellings of the same name, which give way to the preferred one."""

    @property
    def surname(self) -> bool:
        """A person mentioned by one word or a particle and a word."""
        return self.kind == "person" and " " not in self.name


@dataclass(frozen=True, slots=True)
class Scope:
    """What an article makes certain beyond the tables.

    `full`: folded full names that occur; `glossed`: Arabic name and English spelling where the
    article itself gives it, as in جيك سوليفان (Jake Sullivan); `terms`: the entries of the
    glossary that occur, and no others.
    """

    full: frozenset[str] = frozenset()
    glossed: tuple[tuple[str, str], ...] = ()
    terms: Occurring = ()


@dataclass(frozen=True, slots=True)
class Inlined:
    """A source with English spellings in it, and the mentions that were replaced."""

    text: str
    mentions: tuple[Mention, ...] = ()
