"""A line against the Arabic it cites: the checks of the translations, in one direction.

A check that asks what is lost is not asked, since a summary leaves out; what is added, or became
something else, is found as in a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.records import Flag, Severity
from bot.translation.checks.bounds import bounds
from bot.translation.checks.context import Context
from bot.translation.checks.contrast import contrast
from bot.translation.checks.form import attribution
from bot.translation.checks.numbers import added, sequences
from bot.translation.checks.relative_dates import relative_dates
from bot.translation.checks.units import units
from bot.translation.names import NameMention
from bot.translation.names.checks.changed import nation_changed, office_changed
from bot.translation.names.checks.invented import invented
from bot.translation.names.checks.roles import counterpart_changed, names_turned, speaker_changed

_MEASURES = (bounds, relative_dates, units)
_IN = re.compile(r"(?<=\d) in\b")
"""Behind a score or a year it is no inch."""


_ALIKE = (("person", "country", "organisation", "outlet"), ("place", "country"))
"""Kinds of names that can do what another of them does. A place stands where it likes."""


def _is_said(mention: NameMention, said: str) -> bool:
    """A country by its name: "the Iraqi army" says of Iraq only whose it is."""
    name = re.escape(mention.spellings[0])
    return mention.kind != "country" or re.search(rf"(?<!\w){name}(?!\w)", said) is not None


def unfounded(source: str, mentions: Sequence[NameMention], said: str) -> Iterator[Flag]:
    """What the line says and its Arabic does not, in the words of each check."""
    yield from added(source, said)
    measured = _IN.sub(" within", said)
    for check in _MEASURES:
        yield from (f for f in check(source, measured, Context()) if f.severity is Severity.ERROR)
    # That scores stand the other way round is a warning only of a translation.
    yield from (f for f in sequences(source, said, Context()) if f.severity is Severity.WARNING)
    yield from (f for f in invented(source, mentions, said) if f.severity is Severity.ERROR)


def turned(
    source: str, mentions: Sequence[NameMention], said: str, *, several: bool
) -> Iterator[Flag]:
    """What became something else in the line. `several`: the Arabic is several sentences; who
    does what, and who says so, is asked of one alone, since a line of several has an order of its
    own."""
    yield from (f for f in contrast(source, said, Context()) if f.severity is Severity.ERROR)
    for check in (nation_changed, office_changed, counterpart_changed):
        yield from check(source, mentions, said)
    if not several:
        for kinds in _ALIKE:
            among = [m for m in mentions if m.kind in kinds and _is_said(m, said)]
            yield from names_turned(source, among, said)
        yield from speaker_changed(source, mentions, said)
        yield from attribution(source, said, Context())
