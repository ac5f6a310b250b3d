"""What the runner works with and whom it tells, as it sees them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ModelError
from bot.records import Article, Brief, Digest, Encoder, EngineIdentity, Speller, Translation
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term

Written = Callable[[], tuple[Brief, Mapping[str, Brief]]]
"""Makes an article's brief in the default style, and in others by their names."""


class Models(Protocol):
    """What the worker thread does; `bot.pipeline.rooms.Rooms` is one."""

    @property
    def encoder(self) -> Encoder: ...

    @property
    def speller(self) -> Speller: ...

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        """Articles, or translations of which sentences are pending. `points`: only as far as
        briefs of so many points need; None: whole."""
        ...

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        """Nothing of the texts is remembered or learnt. `may_leave`: to a remote engine."""
        ...

    def renewers(self) -> Collection[EngineIdentity]:
        """The engines that translate what nobody waits for: articles of older models again, and
        the rest of those translated in part; none where that is not to be done."""
        ...

    def brief(self, translations: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        """`stays`: nothing of the texts leaves this machine."""
        ...

    def writing(
        self, translation: Translation, styles: Sequence[str], *, stays: bool = False
    ) -> Written:
        """Makes the brief, and that of each style, with the names that are known now; it may take
        an endpoint's time and works in any thread. `stays`: nothing of the text leaves this
        machine."""
        ...

    def edited(self, digest: Digest, private: Collection[str], style: str) -> Digest:
        """The digest with what a model writes over it, which may take its time; as it is where none
        does. `private`: ids of articles that no remote endpoint may have."""
        ...

    def use(self, terms: Sequence[Term]) -> None:
        """Spell names by these entries of the glossary from now on."""
        ...

    def lessons(self) -> Sequence[Learnt]:
        """Spellings that translations have taught since this was last asked."""
        ...

    def passed_over(self) -> Mapping[str, str]:
        """Engines that are left alone for now, by their configured names, and why."""
        ...

    def stop(self) -> None:
        """From any thread: what endpoints are asked to write is broken off, and no more of it is
        asked; whoever waits for it has BrokenOff."""
        ...

    def close(self) -> None: ...


class Runner(Protocol):
    """Brings stored articles to their briefs, each once, in the order of their urgency."""

    def nudge(self) -> None:
        """There may be work; it is in the database already."""
        ...

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for."""
        ...


class Listener(Protocol):
    """Whoever waits for articles."""

    def progress(self, article: int, stage: str, done: int, total: int) -> None:
        """On the event loop; must return quickly."""
        ...

    async def briefed(self, c: AsyncConnection, article: int, brief: Brief) -> None:
        """In the transaction that records the brief."""
        ...

    async def whole(self, c: AsyncConnection, article: int) -> None:
        """In the transaction that records the rest of its translation."""
        ...

    async def failed(self, c: AsyncConnection, article: int, reason: str | None) -> None:
        """In the transaction that gives the article up. `reason`: a sentence for the user."""
        ...

    async def settled(self, article: int) -> None:
        """After that transaction."""
        ...

    async def postponed(self, article: int, until: datetime) -> None:
        """It waits for a time that is known; nothing was given up."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """An engine that could not be used."""

    at: datetime
    error: ModelError
