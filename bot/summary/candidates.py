"""What of an article may be said of it: its prose sentences, and its title.

Captions, headings and empty translations are never said. Which sentences are worth saying is
decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.openings import HOUSE
from bot.records import (
    Evidence,
    Flag,
    Named,
    ParagraphKind,
    Part,
    Speller,
    Standing,
    TranslatedSegment,
    Translation,
    Turn,
    standing_of,
)
from bot.summary.doubts import doubted
from bot.summary.turns import is_answer, is_question

NO_LETTER = "\ufffd"
"""What stands where bytes were no text."""
FEWEST_SENTENCES = 3
FEWEST_CHARACTERS = 200
"""Of prose. Under either, an article is shown whole."""


def prose(translation: Translation) -> tuple[TranslatedSegment, ...]:
    """The body sentences that stand in paragraphs of prose, in the article's order."""
    paragraphs = translation.article.paragraphs
    return tuple(
        doubted(segment)
        for segment in sorted(translation.segments, key=lambda s: s.segment.index)
        if segment.segment.part is Part.BODY
        and segment.segment.paragraph is not None
        and paragraphs[segment.segment.paragraph].kind is ParagraphKind.PROSE
        and segment.segment.source.strip()
    )


@dataclass(frozen=True, slots=True)
class Prose:
    """An article's prose with the names in it."""

    translation: Translation
    sentences: tuple[TranslatedSegment, ...]
    names: Sequence[tuple[Named, ...]]
    """Of each sentence."""
    voices: Sequence[str | None] = ()
    """Of each sentence the settled name of whoever answers with it; empty where nobody does."""

    def turn(self, place: int) -> Turn | None:
        return turn_of(self.translation, self.sentences[place])

    def asks(self, place: int) -> bool:
        """Whether a sentence is an interviewer's."""
        turn = self.turn(place)
        return turn.question if turn else is_question(self.sentences[place].segment.source)

    def signs(self, place: int) -> bool:
        """Whether a line is nothing but a name: whoever signed a decree."""
        source = HOUSE.sub("", self.sentences[place].segment.source).strip(" .،")
        return any(name.end - name.start >= len(source) for name in self.names[place])

    def answers(self, place: int) -> bool:
        """Whether a sentence is what the one who is asked says."""
        turn = self.turn(place)
        return not turn.question if turn else is_answer(self.sentences[place].segment.source)


def with_names(translation: Translation, speller: Speller) -> tuple[Prose, tuple[Named, ...]]:
    """An article's prose with the names in it and who answers where; the names of its title."""
    sentences, top = prose(translation), title(translation)
    turns = [turn_of(translation, s) for s in sentences]
    voices = sorted({turn.speaker for turn in turns if turn and turn.speaker})
    sources = [s.segment.source for s in sentences]
    named, *found = speller.named([top.source if top else "", *voices, *sources])
    spelt = dict(zip(voices, map(_person, found), strict=False))
    told_by = [spelt.get(t.speaker or "") if t and not t.question else None for t in turns]
    return Prose(translation, sentences, found[len(voices) :], told_by), named


def _person(names: Sequence[Named]) -> str | None:
    """The settled spelling of the one person among names."""
    people = {name.english for name in names if name.certain and name.kind == "person"}
    return people.pop() if len(people) == 1 else None


def turn_of(translation: Translation, segment: TranslatedSegment) -> Turn | None:
    paragraph = segment.segment.paragraph
    return None if paragraph is None else translation.article.paragraphs[paragraph].turn


def too_short(translation: Translation) -> bool:
    """Under 3 sentences or 200 characters of prose: there is nothing to leave out."""
    sentences = prose(translation)
    characters = sum(len(s.segment.source) for s in sentences)
    return len(sentences) < FEWEST_SENTENCES or characters < FEWEST_CHARACTERS


def readable(segment: TranslatedSegment) -> bool:
    """Whether there is English to show: a translation, or a passage that was English."""
    if not segment.target.strip() or NO_LETTER in segment.target:
        return False
    return not segment.passed_through or segment.segment.language == "en"


@dataclass(frozen=True, slots=True)
class Title:
    """The title's segments taken together."""

    segments: tuple[TranslatedSegment, ...]

    @property
    def source(self) -> str:
        return " ".join(s.segment.source.strip() for s in self.segments)

    @property
    def target(self) -> str:
        """The parts' English, a semicolon between two that the splitter took for sentences."""
        parts = [s.target.strip() for s in self.segments]
        return "; ".join([*(part.rstrip(" .…;") for part in parts[:-1]), parts[-1]])

    @property
    def readable(self) -> bool:
        return all(map(readable, self.segments))

    @property
    def pending(self) -> bool:
        return any(s.pending for s in self.segments)

    @property
    def standing(self) -> Standing:
        return standing_of(self.flags)

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(flag for s in self.segments for flag in s.flags)


def title(translation: Translation) -> Title | None:
    segments = tuple(map(doubted, translation.of_part(Part.TITLE)))
    return Title(segments) if segments else None


def evidence(translation: Translation, *segments: TranslatedSegment) -> tuple[Evidence, ...]:
    return tuple(Evidence(translation.article.id, s.segment.index) for s in segments)
