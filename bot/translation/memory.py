"""Translation memory: what an engine answered is kept, so that nothing is translated twice.

A wrapper around any Translator with the same seam. What is kept are the engine's own
hypotheses, before any check: the checks are cheap, change often, and are run again.

`bot/translation/answers.py` is the file they are kept in.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar

from bot.language.arabic.normalise import normalise
from bot.records import EngineIdentity, Hypothesis
from bot.translation.answers import Memory as Memory
from bot.translation.engines.translator import (
    GREEDY,
    Decoding,
    Informed,
    SourceSentence,
    Translator,
)

S = TypeVar("S", str, SourceSentence)

_LOG = logging.getLogger(__name__)

_SLICE = 32
"""Sentences between two writes. Sorted by length, they batch as well as all at once; and an
interrupted run loses little."""


class RememberingTranslator:
    """A Translator that asks the memory first and the engine only for what is new."""

    def __init__(self, engine: Translator, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory
        self._usable = True
        self.translated = 0
        """Sentences the engine was asked for; 0 after a run means all were remembered."""

    @property
    def identity(self) -> EngineIdentity:
        return self._engine.identity

    @property
    def max_pieces(self) -> int:
        return self._engine.max_pieces

    def pieces(self, source: str) -> int:
        return self._engine.pieces(source)

    def fits(self, source: str) -> bool:
        return self._engine.fits(source)

    @property
    def informed(self) -> Informed | None:
        told = self._engine.informed
        return None if told is None else _RememberingInformed(self, told)

    @property
    def copies_english(self) -> bool:
        return self._engine.copies_english

    @property
    def searches(self) -> bool:
        return self._engine.searches

    def close(self) -> None:
        self._engine.close()

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        def ask(some: Sequence[str]) -> list[tuple[Hypothesis, ...]]:
            return self._engine.translate(some, decoding, progress)

        keys = [self.key(decoding, normalise(source)) for source in sources]
        # By length, as engines batch best; in slices, so that an interrupted run keeps its work.
        return self.answers(keys, sources, ask, progress, _SLICE, len)

    def answers(
        self,
        keys: Sequence[str],
        sources: Sequence[S],
        ask: Callable[[Sequence[S]], list[tuple[Hypothesis, ...]]],
        progress: Callable[[int], None] | None,
        slice_size: int,
        size: Callable[[S], int] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """What is remembered under `keys`; `ask` is asked for the rest, `slice_size` at a time.
        `size`: the largest are asked first; without it all stay in their order."""
        known = self._known(list(dict.fromkeys(keys)))
        missing = {k: s for k, s in zip(keys, sources, strict=True) if k not in known}
        if progress:
            progress(len(sources) - len(missing))
        waiting = list(missing)
        if size:
            waiting.sort(key=lambda key: size(missing[key]), reverse=True)
        for start in range(0, len(waiting), slice_size):
            some = waiting[start : start + slice_size]
            answers = ask([missing[key] for key in some])
            self.translated += len(some)
            new = dict(zip(some, answers, strict=True))
            # What the engine had no answer for is asked again another time.
            self._keep({k: a for k, a in new.items() if not any(h.problem for h in a)})
            known |= new
        return [known[key] for key in keys]

    def _known(self, keys: Sequence[str]) -> dict[str, tuple[Hypothesis, ...]]:
        try:
            return self._memory.get(keys, self.identity) if self._usable else {}
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)
            return {}

    def _keep(self, new: dict[str, tuple[Hypothesis, ...]]) -> None:
        try:
            if self._usable:
                self._memory.put(new, self.identity)
        except (OSError, sqlite3.Error) as error:
            self._do_without(error)

    def _do_without(self, error: Exception) -> None:
        """A full disk or a file taken away costs the next run's time, not this run's digest."""
        self._usable = False
        _LOG.warning(
            "The translation memory %s cannot be used (%s): the rest of this run does without it.",
            self._memory.path,
            error,
        )

    def key(self, decoding: Decoding, *asked: str) -> str:
        """What `asked` is remembered under."""
        identity = self._engine.identity
        parts = (identity.name, identity.version, repr(decoding), *asked)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class _RememberingInformed:
    """The same for an engine that is told spellings: a sentence is remembered with those it was
    given, so that a changed spelling asks again only where it occurs."""

    def __init__(self, remembering: RememberingTranslator, engine: Informed) -> None:
        self._remembering = remembering
        self._engine = engine

    @property
    def at_once(self) -> int:
        return self._engine.at_once

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        def ask(some: Sequence[SourceSentence]) -> list[tuple[Hypothesis, ...]]:
            return self._engine.translate_informed(some, decoding, progress)

        key = self._remembering.key
        keys = [key(decoding, normalise(s.text), repr(sorted(s.terms))) for s in sources]
        return self._remembering.answers(keys, sources, ask, progress, self.at_once)
