"""What of an article is its news, decided on the Arabic before anybody asks how it translates.

News puts first what matters, so the order of the article is the start of ours; what takes a
sentence's place away is that it is something else than news: history, an office somebody holds,
condolences, "no comment", a question. Ranking replaces background, it does not look for gems.
Words that tell are `importance.tsv`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.language.arabic.quotes import QUOTED
from bot.language.content_words import content_words, shared_share
from bot.language.counts import counts_among, hits
from bot.language.denials import opens_with_denial, tells_of_report
from bot.language.figures import figures
from bot.language.lexicon import rows
from bot.language.negation import negated
from bot.language.patterns import Finder, Language, arabic_words
from bot.language.quantities import tokens
from bot.summary.turns import is_heading, is_question, spoken


class Slot(StrEnum):
    """What a sentence is to its article."""

    EVENT = "event"
    """What happened, as the first sentence tells it."""
    TOLL = "toll"
    SUM = "sum"
    """An amount of what the economy is measured by: inflation, a deficit, reserves."""
    DECISION = "decision"
    CAUSE = "cause"
    AHEAD = "ahead"
    REACTION = "reaction"
    OTHER = "other"
    """News without a word that says of which kind."""
    BACKGROUND = "background"
    ASIDE = "aside"
    NONE = "none"
    """A question, the heading of a list: nothing that can be told."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence of an article's prose."""

    place: int
    """Among the sentences weighed, from 0."""
    slot: Slot
    weight: float


FIRST_FOUR = (4.0, 3.0, 2.7, 2.4)
"""What place gives. The first four sentences of an article hold more of its facts than any
choice that was tried instead, so the others have to be better by a good deal."""
FALLING = 0.85
"""From one sentence to the next after those."""
LATER = 1.6
WORTH = {
    Slot.EVENT: 2.0, Slot.TOLL: 0.7, Slot.DECISION: 0.6, Slot.SUM: 0.4, Slot.CAUSE: 0.8,
    Slot.AHEAD: 0.2, Slot.OTHER: -0.2, Slot.REACTION: 0.0, Slot.BACKGROUND: -2.6, Slot.ASIDE: -2.2,
    Slot.NONE: -99.0,
}  # fmt: skip
FIGURE, MOST_FIGURES = 0.3, 2
"""For a number that neither the title nor the lead has."""
SHARED = 0.6
"""For having all its words from title and lead; a sentence of the event speaks of the event."""
QUOTATION = 0.9
"""Taken from what is nothing but a quotation."""
MEASURED_WITHIN = 8
"""Words between an amount and what it is of."""
OPENING_WORDS = 2
"""Words in which a cue of the kind "opening" must begin."""
_PAST = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLUPERFECT = re.compile(r"^[وف]?(?:كان|كانت|كانوا|سبق)\s+(?:\S+\s+){0,8}?(?:قد|أن)\s")

_BESIDE = re.compile(r"،?\s(?:فيما|بينما|في حين|لكن)\s")
_IF_NOT = re.compile(r"\b(?:إذا|إن|ما|حال)\s+لم\s+\S+")
""" "If no decision is issued" is no "no statement was issued"."""
_RECORD = re.compile(
    r"\b(?:ال)?(?:أعلى|أدنى|أكبر|أقل|أسوأ|أفضل|أول|أولى)(?:\s+\S+){0,4}?\s+منذ\s+(?:عام\s+|سنة\s+)?\d{4}"
)
""" "The highest since 2012": what it measures is of now."""


@cache
def _cues() -> tuple[Finder, tuple[tuple[Slot, bool], ...]]:
    table = rows("importance")
    finder = Finder([row.listed("arabic") for row in table], Language.ARABIC)
    return finder, tuple((Slot(row["slot"]), row["place"] == "opening") for row in table)


def weigh(
    title: str | None,
    sentences: Sequence[str],
    year: int | None = None,
    silent: frozenset[int] = frozenset(),
) -> list[Weighed]:
    """Each sentence of the prose with its slot and weight, in order. `year`: of publication;
    `silent`: the places of what tells no news: an interviewer's questions, signatures."""
    slots = [
        Slot.NONE if place in silent else slot_of(sentence, year)
        for place, sentence in enumerate(sentences)
    ]
    lead = next((n for n, slot in enumerate(slots) if slot not in _NO_LEAD), None)
    if lead is not None:
        slots[lead] = Slot.EVENT
        if opens_with_denial(spoken(sentences[lead])):
            slots = list(map(_unless_denied, slots, sentences))
    told = " ".join(filter(None, (title, sentences[lead] if lead is not None else "")))
    subject, known = content_words(told), figures(told)
    place = 0
    found = []
    for n, sentence in enumerate(sentences):
        weight = _by_place(place) + WORTH[slots[n]]
        place += slots[n] not in _NO_NEWS
        if n != lead:
            weight += SHARED * shared_share(content_words(sentence), subject)
            weight += FIGURE * min(MOST_FIGURES, len(figures(sentence) - known))
            weight -= QUOTATION * _is_quotation(sentence)
        found.append(Weighed(n, slots[n], weight))
    return found


def _unless_denied(slot: Slot, sentence: str) -> Slot:
    """What somebody reported before is news where it is denied."""
    return Slot.OTHER if slot is Slot.BACKGROUND and tells_of_report(sentence) else slot


_NO_LEAD = frozenset({Slot.NONE, Slot.ASIDE})
_NO_NEWS = frozenset({Slot.NONE, Slot.ASIDE, Slot.BACKGROUND})
"""What takes no place from the news behind it."""


def _by_place(place: int) -> float:
    if place < len(FIRST_FOUR):
        return FIRST_FOUR[place]
    return LATER * FALLING ** (place - len(FIRST_FOUR))


def best(weighed: Sequence[Weighed]) -> list[Weighed]:
    """What can be told, the most important first."""
    return sorted((w for w in weighed if w.slot is not Slot.NONE), key=lambda w: -w.weight)


def slot_of(sentence: str, year: int | None = None) -> Slot:
    """The slot that a sentence's own words give it."""
    if is_question(sentence) or is_heading(sentence):
        return Slot.NONE
    bare = spoken(sentence)
    outside = QUOTED.sub(" ", bare)
    found = _found(outside)
    if Slot.ASIDE in found and Slot.ASIDE in _found(_IF_NOT.sub(" ", _main(outside))):
        return Slot.ASIDE
    if Slot.BACKGROUND in found or _PLUPERFECT.match(outside) or _is_past(outside, year):
        return Slot.BACKGROUND
    order = (Slot.REACTION, Slot.TOLL, Slot.CAUSE, Slot.DECISION, Slot.AHEAD)
    slot = next((slot for slot in order if slot in found), Slot.OTHER)
    if slot is Slot.CAUSE and negated(outside):
        # Not known yet, or claimed by nobody.
        slot = Slot.OTHER
    return Slot.SUM if slot in (Slot.OTHER, Slot.AHEAD) and _is_sum(outside) else slot


def _main(sentence: str) -> str:
    """What stands before "while": what is told beside the news makes it no aside."""
    return _BESIDE.split(sentence, maxsplit=1)[0]


def _is_sum(sentence: str) -> bool:
    """Has an amount beside the word for what it is of."""
    listed = tokens(sentence)
    measures = [hit for hit, _ in hits("measure", listed)]
    return bool(measures) and any(
        not count.role and abs(count.quantity.start - hit.end) <= MEASURED_WITHIN
        for count in counts_among(listed)
        for hit in measures
    )


def _found(sentence: str) -> set[Slot]:
    finder, meant = _cues()
    _, stems = arabic_words(sentence)
    return {
        meant[row][0]
        for row, hits in finder.find(stems).items()
        if not meant[row][1] or any(hit.start < OPENING_WORDS for hit in hits)
    }


def _is_past(sentence: str, year: int | None) -> bool:
    """Names a year gone by and none that is not."""
    if year is None:
        return False
    named = [int(found) for found in _PAST.findall(_RECORD.sub(" ", sentence))]
    return bool(named) and max(named) < year


def _is_quotation(sentence: str) -> bool:
    """Hardly any word stands outside quotation marks."""
    outside = QUOTED.sub(" ", sentence)
    return outside != sentence and len(outside.split()) < 5
