"""The earlier story that a new one is set beside: of the same people, or of the same place and kind
of event.

One line, so it has to be certain that the two belong together. A name counts where it is full and
stands in a title or an opening; whoever stands in many earlier stories ties none of them, and one
tie alone is a chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.digest.background import of_day
from bot.digest.profile import day_of, opening, title_of, words_of
from bot.language.events import localities
from bot.recent import Recent
from bot.records import Brief, Form, Past, Speller, Standing, Statement

IN_MANY = 3
"""Earlier stories; whoever, or whatever place, is in more of them ties none to a new one."""
REMEMBERED = 1024
"""Reports whose names are not looked for again when the next digest is made."""


class People:
    """Who a report is about: the full names in its title and its opening, as they are settled."""

    def __init__(self, speller: Callable[[], Speller]) -> None:
        self._speller = speller
        self._known: Recent[tuple[str, str], frozenset[str]] = Recent(REMEMBERED)

    def of(self, brief: Brief) -> frozenset[str]:
        texts = title_of(brief), opening(brief)
        return self._known.made(texts, lambda: self._named(texts))

    def clear(self) -> None:
        self._known.clear()

    def _named(self, texts: tuple[str, str]) -> frozenset[str]:
        named = (name for names in self._speller().named(texts) for name in names)
        return frozenset(
            name.english
            for name in named
            if name.kind == "person" and name.certain and " " in name.english
        )


@dataclass(frozen=True, slots=True)
class _About:
    people: frozenset[str]
    places: frozenset[str]
    """Below the nation, as the text introduces them: "the city of Nasiriyah"."""
    countries: frozenset[str]
    events: frozenset[str]


class Ties:
    """Of a digest: the earlier stories that may stand behind its new ones."""

    def __init__(self, earlier: Sequence[Sequence[Brief]], people: People) -> None:
        """`earlier`: the reports of each story that the reader was sent, and may see; those that go
        on apart."""
        self._people = people
        self._earlier = [(reports, self._about(reports)) for reports in earlier]
        self._in = Counter(
            each for _, about in self._earlier for each in (*about.people, *about.places)
        )

    def background(self, new: Sequence[Brief]) -> Past | None:
        """A headline of the story that has most in common with a new one, on its last day before
        that; None where nothing is certain."""
        began = min(filter(None, map(day_of, new)), default=None)
        if began is None:
            return None
        about = self._about(new)
        tied = [
            (ties, day, reports)
            for reports, of in self._earlier
            if (ties := self._ties(about, of)) and (day := _last(reports)) and day < began
        ]
        if not tied:
            return None
        _, day, reports = max(tied, key=lambda each: each[:2])
        said = of_day(day, [brief for brief in reports if day_of(brief) == day])
        return said if _is_plain(said.statement) else None

    def _ties(self, new: _About, earlier: _About) -> int:
        """How many; 0 where those there are make nothing certain."""
        people = self._telling(new.people & earlier.people)
        places = self._telling(new.places & earlier.places)
        where = bool(places or new.countries & earlier.countries)
        events = len(new.events & earlier.events)
        if len(people) > 1 or (people and (where or events)) or (places and events):
            return 2 * len(people) + len(places) + where + events
        return 0

    def _telling(self, shared: frozenset[str]) -> frozenset[str]:
        return frozenset(each for each in shared if self._in[each] <= IN_MANY)

    def _about(self, reports: Sequence[Brief]) -> _About:
        words = [words_of(title_of(brief), opening(brief)) for brief in reports]
        named = (localities(f"{title_of(brief)} . {opening(brief)}") for brief in reports)
        return _About(
            frozenset().union(*map(self._people.of, reports)),
            frozenset().union(*named),
            frozenset().union(*(each.countries for each in words)),
            frozenset().union(*(each.events for each in words)),
        )


def _last(reports: Sequence[Brief]) -> date | None:
    return max(filter(None, map(day_of, reports)), default=None)


def _is_plain(said: Statement) -> bool:
    told = said.language == "en" and said.form is not Form.REPORT
    return told and said.standing is Standing.PLAIN and bool(said.evidence)
