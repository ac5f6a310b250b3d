"""Who speaks, where a sentence read alone would say "he", "the source" or "the ministry".

The name comes from the sentences before: from their Arabic, with its settled spelling, or from
their English where that is plain. Where nobody can be named the sentence does not stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.openings import SAID, refers_back
from bot.language.quantities import tokens
from bot.language.vouching import voucher
from bot.records import Named, Standing, TranslatedSegment
from bot.summary.candidates import Prose
from bot.summary.context import without_connective
from bot.summary.trimming import padded_out, without_office
from bot.summary.turns import is_heading, spoken_english, without_yes_or_no

_SAYING = (
    r"said|says|added|explained|stressed|noted|told|continued|announced|confirmed|stated|pointed|"
    r"indicated|revealed|warned|affirmed|emphasi[sz]ed|reported|declared|described|considered|"
    r"called|denied|expressed|expects?|expected|went on|clarified|concluded|recalled|urged|asked|"
    r"accused|demanded|promised|insisted|wrote|mentioned|praised|criticised|criticized"
)
_PRONOUN = re.compile(rf"^(?:He|She|They|It)\s+(?P<also>also\s+)?(?=(?:{_SAYING})\b)")
_VAGUE = (
    "ministry|network|chamber|bank|agency|commission|committee|authority|organi[sz]ation|company|"
    "group|movement|party|union|council|court|army|force|department|office|fund|minister|"
    "ambassador|envoy|spokesman|spokeswoman|spokesperson|president|governor|source|official|"
    "newspaper|command|coalition|federation|association|club|statement|service"
)
_BARE = re.compile(
    rf"^The (?P<head>{_VAGUE})\s+(?P<also>also\s+)?"
    rf"(?=(?:{_SAYING}|will|has|had|is|was|decided|requires)\b)",
    re.IGNORECASE,
)
MUST_BE_NAMED = frozenset(
    [
        "ministry",
        "source",
        "minister",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "network",
        "agency",
    ]
)
"""Heads that tell a reader nothing; "the court" or "the bank" of a story is known from it."""
_BODIES = frozenset(["ministry", "network", "agency"])
"""Heads that speak through somebody and are not he."""
_SOURCE = re.compile(
    r"\b(?:an?|the)\s+(?:[\w-]+\s+){0,2}source\s+(?:in|at|from|of|within|close to)\s+(?:the\s+)?"
    r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3}",
)
_SAME = re.compile(r"^(?P<opening>According to|Quoting) the same (?:source|statement)s?(?=,)")
_SUBJECT = re.compile(rf"^(?P<subject>[A-Z“\"].{{2,110}}?)\s+(?:also\s+)?(?:{_SAYING})\b")
_CAPITALS = re.compile(
    r"(?:[A-Z][\w'’.-]*|al-[\w'’-]+)"
    r"(?:\s+(?:[A-Z][\w'’.-]*|al-[\w'’-]+|bin|ben|el|de|von|of the|of|for|and))*"
    r"\s+(?:[A-Z][\w'’.-]*|al-[\w'’-]+)"
)
_STEP = re.compile(r"\s+\S+")
_THAT = re.compile(r"\s+(?:إن|أن|بأن|إنه|إنها|أنه|أنها)\b")
_NOBODY = re.compile(r"(?:He|She|It|They|There|This)\b")
_ON_A_DAY = re.compile(r",? on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$")
_PROPER = (
    r"(?!(?:An?|The|One|Another|Some|This|That|These|Those|His|Her|Its|Their)\b)"
    r"[A-Z][\w.-]*(?:['’]s?)?"
)
_OF_THE_QUESTION = re.compile(r"^(?:[^\s,.;]+\s+){1,5}(?:it|them)\b")
"""An answer that opens with what the question names: "We ended all contracts with it"."""
_NO_NAMES = frozenset(
    ["The", "A", "An", "We", "It", "There", "This", "That", "These", "Those", "They", "He", "She",
     "You", "My", "Our", "His", "Her", "Its", "Their", "In", "On", "At", "For", "From", "With",
     "About", "After", "Before", "Since", "When", "While", "If", "As", "Because", "Some", "Most",
     "Many", "All", "Both", "Only", "What", "Who", "No", "Not", "One", "Two", "Three"]
)  # fmt: skip
"""Words that begin with a capital only because a sentence does."""
ANSWER_WORDS = 7
"""Arabic words under which an answer that points back says nothing by itself."""
SPEAKER_WORDS = 14
"""Arabic words behind a verb of saying in which its subject's name may stand."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The English of a sentence with its speaker named."""

    text: str
    relies: int | None = None
    """The place of the sentence whose English gave the name, if one did."""


def naming(prose: Prose, place: int) -> Speech | None:
    """A sentence with its speaker named; None where that would be needed and nobody is known."""
    this = prose.sentences[place]
    text = without_connective(padded_out(spoken_english(this.target.strip(), this.segment.source)))
    if prose.answers(place):
        who = _voice(prose, place)
        if who is None or _answers_only(this.segment.source) or _OF_THE_QUESTION.search(text):
            return None
        said = _lower_unless_name(without_yes_or_no(text))
        return replace(who, text=f"{who.text}: {said}")
    found = _PRONOUN.match(text)
    if found:
        who = _speaker_before(prose, place)
        return who and replace(who, text=f"{who.text} {found['also'] or ''}{text[found.end() :]}")
    same = _SAME.match(text)
    if same:
        who = next(filter(None, (_by_name(prose, n) for n in range(place - 1, -1, -1))), None)
        return who and replace(who, text=f"{same['opening']} {who.text}{text[same.end() :]}")
    bare = _BARE.match(text)
    if bare:
        head = bare["head"].lower()
        if head == "source":
            # Whoever quotes a source is not the source.
            who = _source_before(prose, place)
        else:
            who = _whole_name(head, place, prose)
            if who is None and head in MUST_BE_NAMED:
                who = _speaker_before(prose, place)
                if who is not None and head in _BODIES and _is_person(prose, who.text):
                    who = replace(who, text=f"{who.text}'s {head}")
        if who is None and head in MUST_BE_NAMED:
            return None
        if who is not None:
            named = f"{who.text[0].upper()}{who.text[1:]}"
            return replace(who, text=f"{named} {bare['also'] or ''}{text[bare.end() :]}")
    return Speech(text)


def _is_person(prose: Prose, name: str) -> bool:
    return any(n.kind == "person" and n.english == name for names in prose.names for n in names)


def _lower_unless_name(text: str) -> str:
    first = text.split(" ", 1)[0] if text else ""
    return text[0].lower() + text[1:] if first in _NO_NAMES else text


def _voice(prose: Prose, place: int) -> Speech | None:
    """Whoever answers: as the page names them, or the only one who is asked."""
    if prose.voices and (named := prose.voices[place]):
        return Speech(without_office(named))
    asked = {
        turn.speaker
        for turn in map(prose.turn, range(len(prose.sentences)))
        if turn is not None and not turn.question
    }
    who = _speaker_before(prose, place) if len(asked) < 2 else None
    return who and replace(who, text=without_office(who.text))


def _answers_only(source: str) -> bool:
    """ "I do not think so": nothing without its question."""
    return refers_back(source) and len(source.split()) < ANSWER_WORDS


def _speaker_before(prose: Prose, place: int) -> Speech | None:
    for before in range(place - 1, -1, -1):
        source = prose.sentences[before].segment.source
        if prose.asks(before) or prose.answers(before) or is_heading(source):
            continue
        by_arabic = _speaker_in(source, prose.names[before])
        if by_arabic:
            return Speech(by_arabic)
        by_english = _subject_of(prose.sentences[before])
        if by_english:
            return Speech(by_english, before)
        if not refers_back(source):
            return None
    return None


def _by_name(prose: Prose, place: int) -> Speech | None:
    """Whoever one sentence lets speak, only by name."""
    sentence = prose.sentences[place]
    if name := _speaker_in(sentence.segment.source, prose.names[place]):
        return Speech(name)
    subject = _subject_of(sentence)
    named = subject is not None and (sentence.pending or _CAPITALS.fullmatch(subject))
    return Speech(subject or "", place) if named else None


def _speaker_in(source: str, names: Sequence[Named]) -> str | None:
    """The settled name of whoever a sentence lets speak: a person before "that", or a body right
    behind the verb."""
    verb = SAID.search(source)
    if verb is None:
        return None
    reach, steps = verb.end(), []
    for _ in range(SPEAKER_WORDS):
        step = _STEP.match(source, reach)
        if step is None or _THAT.match(step[0]):
            break
        reach = step.end()
        steps.append(reach)
    near = [n for n in names if verb.end() <= n.start < reach]
    people = [n for n in near if n.kind == "person"]
    beside = steps[0] if steps else verb.end()
    bodies = [n for n in near if n.kind in ("organisation", "title") and n.start < beside]
    return next((name.english for name in (*people, *bodies)), None)


def _source_before(prose: Prose, place: int) -> Speech | None:
    """ "A source in the White House", "the medical source", as a sentence before has it."""
    for before in range(place - 1, -1, -1):
        sentence = prose.sentences[before]
        if sentence.pending:
            return Speech(sentence.segment.source, before)
        if sentence.standing is not Standing.WITHHELD:
            found = _SOURCE.search(sentence.target)
            if found:
                return Speech(found[0], before)
        vouching = voucher(tokens(sentence.segment.source))
        if vouching.endswith(" source"):
            return Speech(f"the {vouching}")
    return None


def _subject_of(sentence: TranslatedSegment) -> str | None:
    """Whoever the English of a sentence lets speak, by name where it has one."""
    if sentence.pending:
        return sentence.segment.source
    if sentence.standing is Standing.WITHHELD:
        return None
    found = _SUBJECT.match(padded_out(spoken_english(sentence.target.strip())))
    if found is None or _NOBODY.match(found["subject"]):
        return None
    subject = _ON_A_DAY.sub("", found["subject"]).rstrip(" ,")
    capitals = _CAPITALS.findall(subject)
    if capitals and subject.endswith(capitals[-1]):
        return str(capitals[-1])
    return subject if len(subject.split()) <= 6 else None


def _whole_name(head: str, place: int, prose: Prose) -> Speech | None:
    """A body's name in the plain English of what came before: "the Sudan Doctors Network"."""
    pattern = re.compile(
        rf"(?P<the>[Tt]he )?(?:(?:{_PROPER}|of|and|for) )*{_PROPER} (?i:{head})\b"
        r"(?: (?:of|for) [A-Z]\w+(?: (?:and )?[A-Z]\w+)*)?"
        rf"|(?P<also>[Tt]he )?(?i:{head}) of [A-Z]\w+(?:,? (?:and )?[A-Z]\w+)*"
    )
    for before in range(place - 1, -1, -1):
        sentence = prose.sentences[before]
        if sentence.pending:
            return Speech(sentence.segment.source, before)
        if sentence.standing is Standing.WITHHELD:
            continue
        for found in pattern.finditer(sentence.target):
            name = re.sub(r"^(?:(?:of|and|for) )+", "", found[0].strip())
            settled = {body.english for body in prose.names[before] if body.certain}
            # What the Arabic names so does not lean on that sentence's English.
            relies = None if {name, name[4:]} & settled else before
            return Speech(name if name[:4].lower() == "the " else _with_article(name), relies)
    return None


def _with_article(name: str) -> str:
    return name if re.match(r"\w+['’]s?\b", name) else f"the {name}"
