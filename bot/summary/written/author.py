"""Whoever writes lines of an article: what it is given, what it gives back, and the seam."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.records import Cited, Flag, TranslatedSegment


class NoAnswer(Exception):
    """The model gave nothing that can be used; its words say why. Never leaves the summariser."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence of an article under the number that a line cites."""

    number: int
    article: str
    """`Article.id`"""
    outlet: str
    segment: TranslatedSegment
    english: str
    """With its speaker named; empty where none is shown."""
    names: tuple[tuple[str, str], ...]
    """Arabic, and the spelling that readers get."""
    title: bool
    question: bool
    """An interviewer's."""
    named_by: TranslatedSegment | None = None
    """The sentence whose English gave the speaker's name, where another did."""

    @property
    def cited(self) -> Cited:
        return Cited(self.segment.segment.source, self.english)


@dataclass(frozen=True, slots=True)
class Material:
    """An article as an author gets it."""

    outlet: str
    """Empty where the sentences are of several."""
    published: str | None
    sentences: tuple[Numbered, ...]

    @property
    def titled(self) -> bool:
        """Of one article, whose headline readers have above each line; its first sentence."""
        return bool(self.outlet)

    def cited(self, numbers: Sequence[int]) -> list[Numbered]:
        """Those of these numbers, in the article's order."""
        return [each for each in self.sentences if each.number in numbers]


@dataclass(frozen=True, slots=True)
class Draft:
    """One line as a model wrote it."""

    text: str
    cites: tuple[int, ...]
    speaker: str = ""
    """Whose words it tells; empty where it tells nobody's."""


@dataclass(frozen=True, slots=True)
class Drafted:
    headline: Draft | None
    points: tuple[Draft, ...]
    """The most important first."""

    @property
    def lines(self) -> tuple[Draft, ...]:
        return self.points if self.headline is None else (self.headline, *self.points)


class Author(Protocol):
    """Writes a brief of one article."""

    @property
    def name(self) -> str:
        """For readers: "tiny (chat), summarise 1"; with the version of what it was told."""
        ...

    @property
    def heads(self) -> bool:
        """Whether it is to write headlines, too."""
        ...

    def write(self, material: Material, points: int) -> Drafted:
        """A headline and at most `points` points.

        Raises NoAnswer, or `bot.errors.ModelError` where the model cannot be used.
        """
        ...

    def again(
        self, material: Material, points: int, before: Drafted, wrong: Mapping[str, Sequence[Flag]]
    ) -> Drafted:
        """Once more, told what was wrong with which lines, by their text. Raises as `write`."""
        ...

    def doubts(self, said: str, cited: Sequence[Numbered], title: str) -> tuple[Flag, ...]:
        """What it finds wrong with a line that it reads beside its Arabic alone, whoever wrote it;
        nothing where it finds it right, or is not to be asked. `title`: what readers have above the
        line, in Arabic, or "". Called from several threads.

        Raises `bot.errors.ModelError` where the model cannot be used.
        """
        ...
