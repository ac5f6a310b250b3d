"""The seam between the translation room and whatever model does the translating.

An engine takes sentences and gives hypotheses. It does not know of articles, checks or memory:
those stand around it and are the same for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.records import EngineIdentity, Hypothesis


@dataclass(frozen=True, slots=True)
class Decoding:
    """How hypotheses are searched for. One with `temperature` above 0 draws at random."""

    beam: int = 1
    """Width of the beam; 1 is greedy."""
    hypotheses: int = 1
    """How many are asked for; with a beam, at most its width."""
    temperature: float = 0.0
    """0: no sampling. Above it, logits are divided by this before drawing."""
    top_p: float = 1.0
    """Sampling draws from the likeliest pieces that together have this probability."""
    seed: int = 0
    """Of the draws: the same seed and the same sources give the same hypotheses."""

    def __post_init__(self) -> None:
        if self.beam < 1 or self.hypotheses < 1:
            raise ValueError("beam and hypotheses are at least 1")
        if self.temperature < 0 or not 0 < self.top_p <= 1:
            raise ValueError("temperature is at least 0, top_p above 0 and at most 1")
        if self.sampled and self.beam != 1:
            raise ValueError("sampling and beam search exclude each other")
        if not self.sampled and self.hypotheses > self.beam:
            raise ValueError("a search without sampling gives at most `beam` hypotheses")

    @property
    def sampled(self) -> bool:
        return self.temperature > 0


GREEDY = Decoding()
"""The first try, for every sentence."""

BEAM = Decoding(beam=3, hypotheses=3)
"""A second opinion: slower, wider, and three answers to choose from."""

SAMPLE = Decoding(hypotheses=4, temperature=0.6, top_p=0.9)
"""A third: hypotheses that differ more from each other than a beam's."""


class Translator(Protocol):
    """A loaded or loadable engine for one language pair. Not safe to share between threads.

    A class that names this one as its base need not write what has a body here.
    """

    @property
    def identity(self) -> EngineIdentity:
        """Known without loading the model."""
        ...

    @property
    def max_pieces(self) -> int:
        """The longest source, in the model's own pieces, that it was trained on."""
        ...

    def pieces(self, source: str) -> int:
        """How many pieces the model sees in `source`."""
        ...

    def fits(self, source: str) -> bool:
        """Whether it can be translated in one piece; what does not fit is to be split first."""
        return self.pieces(source) <= self.max_pieces

    @property
    def informed(self) -> Informed | None:
        """The same engine where it can be told spellings beside the sentence; None where it
        cannot."""
        return None

    @property
    def copies_english(self) -> bool:
        """Whether names may be put into the Arabic in their English spelling, since it copies
        them. Where it does not, names are only put right in its English."""
        return True

    @property
    def searches(self) -> bool:
        """Whether another `Decoding` may find another answer."""
        return True

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses for each source, in the order of `sources`, the best first.

        `Hypothesis.score` is the mean natural log-probability per produced piece, the end sign
        included, whatever the decoding, so that scores of one engine can be compared; None where
        the engine does not say. A sentence an engine has no answer for has an empty hypothesis
        with its `problem`. A blank
        source has one empty hypothesis with score 0. `progress` is told how many more sources
        are done, from the calling thread. A source that does not fit is translated all the
        same, never cut, but worse.

        Raises `bot.errors.ModelError` where the engine cannot be used.
        """
        ...

    def close(self) -> None:
        """Give the memory back; a later `translate` loads again."""
        return


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence with what is known of it, for engines that can be told."""

    text: str
    """The Arabic as it was written."""
    terms: tuple[tuple[str, str], ...] = ()
    """Names and glossary entries that occur in it: Arabic, and the English spelling to use."""


class Informed(Protocol):
    """An engine that reads the Arabic as it stands and is told the spellings beside it."""

    @property
    def at_once(self) -> int:
        """How many sources keep it busy when handed over together."""
        ...

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """As `Translator.translate`."""
        ...


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What can be said of an engine without loading it."""

    name: str
    """As it is configured."""
    label: str
    """For readers: "aren 0.2 (embedded)"."""
    usable: bool
    """It can translate, perhaps after something is built, which it does by itself."""
    built: bool
    """Nothing is left to build."""
    path: Path | None
    """Where its built files are or will be."""
    size_bytes: int
    """Of the built files; 0 where there are none."""
    licence: str
    detail: str
    """One sentence: what is wrong, or what happens next; may be empty."""
    tried_at: datetime | None = None
    """When it translated the ten sentences of `canary`; None where it has not."""
