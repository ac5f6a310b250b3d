"""The author that is an English summarisation model: text in, text out, and no word of sentences.

Each sentence of its summary is aligned to those of the article that it comes from, and cites them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bot.language.arabic.sentences import spans
from bot.records import Flag
from bot.summary.written.aligning import aligned
from bot.summary.written.author import Draft, Drafted, Material, NoAnswer, Numbered

_SPACED = re.compile(r"\s+([.,;:!?])")
"""As models put it that learnt from text cut into words."""


class SequenceModel(Protocol):
    """A summarisation model."""

    @property
    def label(self) -> str:
        """For readers: "distilbart-cnn-12-6 int8 (seq2seq)"."""
        ...

    def summary(self, sentences: Sequence[str]) -> str:
        """Of as many English sentences as it takes, the first ones. Raises
        `bot.errors.ModelError`."""
        ...


class SequenceAuthor:
    """An Author."""

    heads = False

    def __init__(self, model: SequenceModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.label

    def write(self, material: Material, points: int) -> Drafted:
        told = [s for s in material.sentences if s.english and not (s.title or s.question)]
        english = [sentence.english for sentence in told]
        summary = self._model.summary(english) if english else ""
        found = [(text, aligned(text, english)) for text in _sentences(summary)]
        # What shares no word with the article is of nothing in it.
        drafts = [
            Draft(text, tuple(told[at].number for at in places)) for text, places in found if places
        ]
        if not drafts:
            raise NoAnswer("the summary has nothing of the article")
        return Drafted(None, tuple(drafts[:points]))

    def again(
        self, material: Material, points: int, before: Drafted, wrong: Mapping[str, Sequence[Flag]]
    ) -> Drafted:
        raise NoAnswer("a summarisation model cannot be told what was wrong")

    def doubts(self, said: str, cited: Sequence[Numbered], title: str) -> tuple[Flag, ...]:
        return ()


def _sentences(summary: str) -> Iterator[str]:
    text = _SPACED.sub(r"\1", " ".join(summary.split()))
    return (text[start:end] for start, end in spans(text))
