"""What of an article may be said of it: its prose sentences, and its title.

Captions, headings and empty translations are never said. Which sentences are worth saying is
decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.records import (
    Evidence,
    Flag,
    ParagraphKind,
    Part,
    Statement,
    TranslatedSegment,
    Translation,
)

FEWEST_SENTENCES = 3
FEWEST_CHARACTERS = 200
"""Of prose. Under either, an article is shown whole."""


def prose(translation: Translation) -> tuple[TranslatedSegment, ...]:
    """The body sentences that stand in paragraphs of prose, in the article's order."""
    paragraphs = translation.article.paragraphs
    return tuple(
        segment
        for segment in sorted(translation.segments, key=lambda s: s.segment.index)
        if segment.segment.part is Part.BODY
        and segment.segment.paragraph is not None
        and paragraphs[segment.segment.paragraph].kind is ParagraphKind.PROSE
        and segment.segment.source.strip()
    )


def too_short(translation: Translation) -> bool:
    """Under 3 sentences or 200 characters of prose: there is nothing to leave out."""
    sentences = prose(translation)
    characters = sum(len(s.segment.source) for s in sentences)
    return len(sentences) < FEWEST_SENTENCES or characters < FEWEST_CHARACTERS


def readable(segment: TranslatedSegment) -> bool:
    """Whether there is English to show: a translation, or a passage that was English."""
    if not segment.target.strip():
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
    def verified(self) -> bool:
        return all(s.verified and readable(s) for s in self.segments)

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(flag for s in self.segments for flag in s.flags)


def title(translation: Translation) -> Title | None:
    segments = translation.of_part(Part.TITLE)
    return Title(segments) if segments else None


def evidence(translation: Translation, *segments: TranslatedSegment) -> tuple[Evidence, ...]:
    return tuple(Evidence(translation.article.id, s.segment.index) for s in segments)


def as_statement(translation: Translation, segment: TranslatedSegment) -> Statement:
    """A sentence as it is shown: its English, or its own words where there is no English."""
    shown = readable(segment)
    return Statement(
        text=(segment.target if shown else segment.segment.source).strip(),
        source=segment.segment.source.strip(),
        language="en" if shown else segment.segment.language,
        evidence=evidence(translation, segment),
        flags=segment.flags if shown else (),
    )


def gist(translation: Translation) -> Statement | None:
    """What the article is about, for readers without Arabic where its headline is left in it:
    the English of the title, or of the first sentence, whatever the checks say of it, and with
    what they say. None where neither has any."""
    found = title(translation)
    titles = found.segments if found is not None and len(found.segments) == 1 else ()
    for segment in (*titles, *prose(translation)[:1]):
        if readable(segment):
            return as_statement(translation, segment)
    return None
