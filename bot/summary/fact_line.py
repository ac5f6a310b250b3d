"""A fact in a line that translates nothing: figures with what they count, the event, place, source.

Every part stands in the Arabic and is shown by its row of `facts.tsv` or its settled spelling, so
the line invents nothing. Where the sentence denies, supposes, expects or demands, no line is made;
nor where its figures count nothing known. What an article adds behind a joint ("while ...") is
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.arabic.countries import english_name, places
from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.quotes import QUOTED
from bot.language.counts import Count, counts_among, hits
from bot.language.lexicon import RuleRow
from bot.language.negation import negated
from bot.language.patterns import Hit
from bot.language.quantities import Token, tokens
from bot.language.vouching import said_on, voucher, weekday
from bot.records import Named
from bot.summary.turns import spoken

PLACES, COUNTS = 2, 4
"""Shown at most."""
MEASURED_WITHIN = 14
"""Tokens between an amount and the word for what it is of; twice that for "from 27.8 billion"."""
_FLOW = dict(
    zip(map(fold, ("إلى", "مقابل", "بمقدار", "عند")), ("to", "from", "by", "at"), strict=True)
)
_REACHED = frozenset(map(fold, ("بلغ", "بلغت", "يبلغ", "تبلغ", "بلغا", "وصل", "وصلت")))
"""Behind them stands the amount itself and not how far it moved."""
_LOCATIVE = frozenset(
    map(fold, ("في", "مدينة", "محافظة", "ولاية", "بلدة", "قرية", "منطقة", "إقليم", "عاصمة", "قرب",
               "جنوب", "شمال", "شرق", "غرب", "جنوبي", "شمالي", "شرقي", "غربي", "وسط", "قبالة",
               "سواحل", "ساحل", "قطاع", "مستشفى", "ضرب", "ضربت", "يضرب", "تضرب", "هز", "هزت"))
)  # fmt: skip
"""Words before the name of where something happened."""
_ON = fold("على")
PLACE_WITHIN, FURTHER_WITHIN = 8, 4
"""Tokens between a place and what happened there, and between it and the next, which is that of the
first ("capital of North Kordofan"); what stands further off has its own verb."""
_SIDES = dict(
    zip(map(fold, ("شمال", "جنوب", "شرق", "غرب")), ("North", "South", "East", "West"), strict=True)
)
_AREAS = frozenset(map(fold, ("ولاية", "محافظة", "إقليم", "منطقة")))
_TOWNS = frozenset(map(fold, ("مدينة", "بلدة", "قرية")))
"""They may be part of the name: "the city of El Obeid"."""
_TWO_PLACES = frozenset(map(fold, ("عمان", "القنيطرة", "قنيطرة")))
"""Amman is written as Oman is, Kenitra as Quneitra."""
_FUTURE = tuple(map(fold, ("سي", "ست", "سن")))
_NO_FUTURE = tuple(
    map(fold, ("سياس", "سيار", "سيد", "سيول", "ستين", "سيناء", "سيطر", "ستون", "سين", "سنو", "سنة"))
)
"""Other words that begin as a verb of what is to come does."""
_PLACE_KINDS = frozenset(("place", "country"))
_DURATIONS = frozenset(("years", "months", "days", "hours", "year", "month", "day", "hour"))


@dataclass(frozen=True, slots=True)
class FactLine:
    text: str
    counts: int
    """How many figures it gives."""


def fact_line(source: str, names: Sequence[Named], words: int) -> FactLine | None:
    """The line of one Arabic sentence, at most `words` words long; None where none is certain.

    `names`: those in `source`.
    """
    clause = _clause(source)
    if clause is None:
        return None
    listed, end = clause
    found = [count for count in counts_among(listed) if not count.part]
    if _same_twice(found):
        return None
    told, befell, measured = _told(listed, found)
    if not told:
        return None
    events = hits("event", listed)
    event = next((row["english"] for _, row in events), "")
    if not (befell or measured or _counts_the_event(listed, events, found)):
        return None
    known = [n for n in names if n.certain and n.end <= end]
    happened = [*(hit.end for hit, _ in events), *(count.quantity.end for count in found)]
    where = [] if measured and not befell else list(_places(source, listed, known, happened))
    who: list[str] = []
    if measured and not befell:
        # The bank in a verdict may be whom somebody slandered, and not who pays.
        who = _bodies(source[:end], [] if _is_sentence(told) else known)
    # A rate that is said to be cut is not said again to be a "rate cut".
    parts = [", ".join(told[:COUNTS]), "" if measured and not befell else event]
    source_named = voucher(listed)
    # The day of saying it stands beside who said so, else it would read as that of the event.
    day, said = weekday(listed), said_on(listed)
    said_by = f"{source_named}, {day}" if said and source_named else source_named
    parts += [*who, ", ".join(where[:PLACES]), "" if said else day, said_by]
    if (befell or _is_sentence(told)) and not any((*parts[1:-2], source_named)):
        # "4 acquitted; Monday" and "Compensation 140,000 dirhams" say of whom and where nothing.
        return None
    if befell and _counts_no_dead(listed, found):
        return None
    line = _joined(list(dict.fromkeys(parts)), words)
    return FactLine(line, min(len(told), COUNTS)) if line else None


def _joined(parts: Sequence[str], words: int) -> str | None:
    """As many parts as there is room for; the figures must fit."""
    kept: list[str] = []
    for part in filter(None, parts):
        if sum(len(p.split()) for p in (*kept, part)) <= words:
            kept.append(part)
        elif not kept:
            return None
    line = "; ".join(kept)
    return line[:1].upper() + line[1:] if line else None


def _clause(source: str) -> tuple[list[Token], int] | None:
    """The tokens up to the first joint and where they end; None where no plain fact is told."""
    bare = spoken(source)
    offset = len(source) - len(bare)
    blanked = QUOTED.sub(lambda quoted: " " * len(quoted[0]), bare)
    listed = [Token(t.start + offset, t.end + offset, t.folded, t.stems) for t in tokens(blanked)]
    joints = [hit.start for hit, _ in hits("joint", listed)]
    cut = next((at for at in joints if at > 3), len(listed))
    listed = listed[:cut]
    if not listed:
        return None
    end = listed[-1].end
    if hits("bar", listed) or negated(source[:end]) or _future(listed):
        return None
    return listed, end


def _future(listed: Sequence[Token]) -> bool:
    return any(
        stem.startswith(_FUTURE) and len(stem) >= 5 and not stem.startswith(_NO_FUTURE)
        for token in listed
        for stem in (token.folded.removeprefix(fold("و")),)
    )


def _told(listed: Sequence[Token], found: Sequence[Count]) -> tuple[list[str], bool, bool]:
    """The figures as they are shown, whether one tells of people what befell them, and whether
    one is an amount whose kind is known."""
    measures, moves = hits("measure", listed), hits("move", listed)
    told: list[str] = []
    befell = measured = False
    labelled = -1
    for count in found:
        at = count.quantity.start
        if count.role:
            told.append(count.words)
            befell = True
            continue
        flow = next((_FLOW[t.folded] for t in listed[at - 1 : at] if t.folded in _FLOW), "")
        near = MEASURED_WITHIN * (2 if flow == "from" else 1)
        label = next(((h, r) for h, r in reversed(measures) if 0 <= at - h.end <= near), None)
        lasts = count.noun in _DURATIONS
        if label is None or lasts != (label[1]["english"] == "prison"):
            if not lasts and count.noun != "percent":
                told.append(count.words)
            continue
        measured = True
        if label[0].start == labelled:
            told[-1] += f", {flow} {count.words}" if flow else f" ({count.words})"
            continue
        labelled = label[0].start
        direction = next((r["english"] for h, r in reversed(moves) if h.end <= at), "")
        if any(_REACHED.intersection(t.stems) for t in listed[label[0].end : at]):
            direction = flow = ""
        said = filter(None, (label[1]["english"], direction, flow, count.words))
        told.append(" ".join(said))
    return told, befell, measured


def _same_twice(found: Sequence[Count]) -> bool:
    """ "12 dead in Gaza and 9 in Rafah": side by side nobody knows what each counts."""
    roles = [(count.role, count.noun.removeprefix("people")) for count in found if count.role]
    return len(set(roles)) < len(roles)


def _is_sentence(told: Sequence[str]) -> bool:
    """ "Prison 7 years", "compensation 140,000 dirhams": nobody's without a name."""
    return told[0].startswith(("prison", "fine", "compensation"))


def _counts_no_dead(listed: Sequence[Token], found: Sequence[Count]) -> bool:
    """Somebody died, and no number says how many: "6 missing" alone would hide the dead."""
    said = [row["english"] for _, row in (*hits("role", listed), *hits("role", listed, "said"))]
    return "dead" in said and all(count.role != "dead" for count in found)


def _counts_the_event(
    listed: Sequence[Token], events: Sequence[tuple[Hit, RuleRow]], found: Sequence[Count]
) -> bool:
    """ "320 aid trucks": the number's own noun is the event's word."""
    starts = {count.quantity.end for count in found}
    return any(hit.start in starts for hit, _ in events)


def _places(
    source: str, listed: Sequence[Token], known: Sequence[Named], happened: Sequence[int]
) -> Iterator[str]:
    """Where it happened: names behind a word of place or behind the event ("quake of", "strike
    on"), near what happened. `happened`: where event and figures end."""
    near, reach = list(happened), PLACE_WITHIN
    for name in known:
        at = next((n for n, token in enumerate(listed) if token.end >= name.start + 1), 0)
        before = listed[at - 1].folded if at else ""
        inside = listed[at].start < name.start and source[listed[at].start : name.start].endswith(
            "ب"
        )
        if name.kind not in _PLACE_KINDS or is_two_places(name, source):
            continue
        of_event = at in happened or (before == _ON and at - 1 in happened)
        called = _TOWNS.intersection(listed[at].stems)
        behind = _LOCATIVE.intersection((before, *(listed[at - 1].stems if at else ())))
        if not (inside or of_event or called or behind):
            continue
        if not any(abs(at - place) <= reach for place in near):
            continue
        near, reach = [at], FURTHER_WITHIN
        side = _SIDES.get(before, "") if at > 1 and set(listed[at - 2].stems) & _AREAS else ""
        yield f"{side} {_bare(name)}".strip()


def is_two_places(name: Named, source: str) -> bool:
    """Whether a name in `source` is written as that of another place."""
    return fold(source[name.start : name.end]) in _TWO_PLACES


def _bodies(source: str, known: Sequence[Named]) -> list[str]:
    """Whose amount it is: the first body named, or the only country."""
    bodies = [_bare(name) for name in known if name.kind == "organisation"]
    countries = [english_name(code) for code in places(source)]
    return bodies[:1] or (countries if len(countries) == 1 else [])


def _bare(name: Named) -> str:
    return name.english.removeprefix("the ")
