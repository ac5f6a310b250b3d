"""Contrasts: "resumed" for "suspended", "train" for "car", "former" left out.

The rows of `contrast.tsv` say which English may stand for which Arabic; rows of a group exclude one
another. An Arabic word that has none of its English is a doubt. Where the English has a word of
another row of the group besides, and nothing in the Arabic gives it, the sentence says another
thing: an error. What either side denies may stand for its contrary ("did not fall" for "rose"), so
that is a doubt only. Which word became which is not worked out: what both sides say is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.language.inflection import arabic_forms, english_forms
from bot.language.lexicon import rows
from bot.language.patterns import Finder, Hit, Language, arabic_words, english_words, meets
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


class SenseClass(StrEnum):
    """What a sense owes the English."""

    OWED = "owed"
    """Lost it is an ERROR: its few English words can be counted on."""
    STRICT = "strict"
    """Lost it is a WARNING."""
    LOOSE = "loose"
    """Lost it is a NOTE: good English often says it in another way."""
    MAY = "may"
    """Nothing: it only says where its English may come from."""
    BARE = "bare"
    """Nothing, but that the others of its group are not said: "the ministry" is no ministry of
    defence."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of the table."""

    group: str
    arabic: tuple[str, ...]
    """Forms, and with "!" before them words that only look like those."""
    english: tuple[str, ...]
    """What may stand for it; the first names it to a reader."""
    distinctive: tuple[str, ...]
    """Of these what says this and little else."""
    kind: SenseClass


@cache
def senses() -> tuple[Sense, ...]:
    return tuple(
        Sense(
            row["group"],
            (*row.listed("arabic"), *(f"!{word}" for word in row.listed("lookalikes"))),
            row.listed("english") + row.listed("vague"),
            row.listed("english"),
            SenseClass(row["class"]),
        )
        for row in rows("contrast")
    )


@dataclass(frozen=True, slots=True)
class _Finders:
    arabic: Finder
    english: Finder
    distinctive: Finder


@cache
def finders() -> _Finders:
    """Where the words of the table stand, by the number of their sense."""
    table = senses()
    return _Finders(
        Finder((sense.arabic for sense in table), Language.ARABIC, arabic_forms),
        Finder((sense.english for sense in table), Language.ENGLISH, english_forms),
        Finder((sense.distinctive for sense in table), Language.ENGLISH, english_forms),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the Arabic says something, and what it may mean there."""

    hit: Hit
    senses: frozenset[int]
    said: frozenset[Hit]
    """The English of any of these senses."""


def contrast(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for each word that became its contrary, WARNING or NOTE for each that is lost."""
    written, stems = arabic_words(source)
    english = english_words(hypothesis)
    if not stems or not english:
        return ()
    find, table = finders(), senses()
    ours, theirs = longest(find.arabic.find(stems)), find.english.find(english)
    places = list(_places(ours, theirs))
    given = [hit for sense in ours for hit in theirs.get(sense, ())]
    foreign = {s: hits for s, hits in find.distinctive.find(english).items() if s not in ours}
    strange = {
        sense: left
        for sense, hits in foreign.items()
        if (left := [hit for hit in hits if not meets(hit, given)])
    }
    # A ministry is named by two words; one alone is what every ministry is.
    fields = {s: [hit for hit in hits if hit.end - hit.start > 1] for s, hits in foreign.items()}
    plain = [word[0] for word in english]
    flags = []
    for place in places:
        bare = any(table[sense].kind is SenseClass.BARE for sense in place.senses)
        lost = not place.said and not bare
        if not lost and not bare and not _taken(place, places):
            continue
        groups = {table[sense].group for sense in place.senses}
        contrary = _contrary(groups, fields if bare else strange, _denied(stems, place.hit), plain)
        shown = " ".join(written[place.hit.start : place.hit.end])
        named = f"“{shown}” ({table[min(place.senses)].english[0]})"
        if contrary:
            said = " ".join(plain[contrary.start : contrary.end])
            flags.append(Flag("contrast", Severity.ERROR, f"{named} became “{said}”"))
        elif lost:
            severity = _severity({table[sense].kind for sense in place.senses})
            flags.append(Flag("contrast", severity, f"{named} is not in the English"))
    return tuple(flags)


def _severity(lost: set[SenseClass]) -> Severity:
    """Of a word that is lost, by the classes of what it may mean."""
    if SenseClass.OWED in lost:
        return Severity.ERROR
    return Severity.NOTE if lost == {SenseClass.LOOSE} else Severity.WARNING


def longest(found: Mapping[int, Sequence[Hit]]) -> dict[int, list[Hit]]:
    """What stands, without what stands only within a longer phrase of its group: in "غير قانوني"
    (illegal) nothing is legal."""
    phrases: dict[str, list[Hit]] = {}
    for sense, hits in found.items():
        phrases.setdefault(senses()[sense].group, []).extend(h for h in hits if h.end - h.start > 1)
    kept = {
        sense: [hit for hit in hits if not _within(hit, phrases[senses()[sense].group])]
        for sense, hits in found.items()
    }
    return {sense: hits for sense, hits in kept.items() if hits}


def _within(hit: Hit, longer: Iterable[Hit]) -> bool:
    return any(o.start <= hit.start and hit.end <= o.end and o != hit for o in longer)


def _places(
    found: Mapping[int, Sequence[Hit]], theirs: Mapping[int, Sequence[Hit]]
) -> Iterator[_Place]:
    """Each word or phrase of the Arabic that owes something, in its longest reading."""
    at: dict[Hit, set[int]] = {}
    for sense, hits in found.items():
        for hit in hits:
            at.setdefault(hit, set()).add(sense)
    for hit in sorted(at, key=lambda hit: (hit.start, hit.end)):
        meant = frozenset(at[hit])
        if not _within(hit, at) and all(
            senses()[sense].kind is not SenseClass.MAY for sense in meant
        ):
            said = (english for sense in meant for english in theirs.get(sense, ()))
            yield _Place(hit, meant, frozenset(said))


def _taken(place: _Place, places: Sequence[_Place]) -> bool:
    """Whether all its English is needed for other words, which have no other: in "accepted the
    opposition's request" that is no "opposition" left for a refusal."""
    others = [p.said for p in places if not p.senses & place.senses and len(p.said) == 1]
    return all(any(hit in said for said in others) for hit in place.said)


def _contrary(
    groups: set[str], strange: Mapping[int, Sequence[Hit]], denied: bool, english: Sequence[str]
) -> Hit | None:
    """Where the English says what this excludes: both deny it or neither does."""
    for sense, hits in strange.items():
        if senses()[sense].group in groups:
            for hit in hits:
                before = english[max(0, hit.start - 4) : hit.start]
                if bool(_ENGLISH_DENIALS.intersection(before)) == denied:
                    return hit
    return None


_ENGLISH_DENIALS = frozenset(
    ["not", "no", "never", "none", "without", "nor", "neither", "cannot", "t", "lest"]
)


def _denied(stems: Sequence[Sequence[str]], hit: Hit) -> bool:
    before = stems[max(0, hit.start - 2) : hit.start]
    return any(stem in _arabic_denials() for word in before for stem in word)


@cache
def _arabic_denials() -> frozenset[str]:
    return frozenset(
        word
        for row in rows("negators")
        if row["language"] == "ar" and row["kind"] != "refusing"
        for word in row.listed("words")
    )
