"""The cascade: an order of engines, and who is asked next is `rounds`' to say.

To whoever sees only a Translator it is the first of its engines that can be used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from bot.errors import BuildInterrupted, EngineUnavailable, ModelError
from bot.records import EngineIdentity, Hypothesis
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.translator import GREEDY, Decoding, Translator

NAME = "cascade"


class Cascade:
    """A Translator of several."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = tuple(members)

    @property
    def identity(self) -> EngineIdentity:
        """Of the order; each sentence says itself which engine it came from."""
        identities = [member.identity for member in self.members]
        version = hashlib.sha256(repr(identities).encode()).hexdigest()[:16]
        labels = ", then ".join(identity.label for identity in identities)
        return EngineIdentity(NAME, version, f"{labels} ({NAME})")

    def wrap(self, around: Callable[[Translator], Translator]) -> None:
        """Put a memory around each engine by itself, so that no two share one."""
        for member in self.members:
            member.wrapped(around)

    def unavailable(self) -> EngineUnavailable:
        """The error where no engine is left."""
        names = ", ".join(member.name for member in self.members)
        reasons = [f"\n  {member.name}: {member.why}" for member in self.members if member.why]
        again = [member.again_at for member in self.members if member.again_at]
        return EngineUnavailable(
            f"No engine of the cascade ({names}) can be used:{''.join(reasons)}",
            again_at=min(again, default=None),
        )

    @property
    def max_pieces(self) -> int:
        return self._first().max_pieces

    def pieces(self, source: str) -> int:
        return self._first().pieces(source)

    def fits(self, source: str) -> bool:
        return self._first().fits(source)

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        for member in self.members:
            try:
                return member.translator().translate(sources, decoding, progress)
            except BuildInterrupted:
                raise
            except ModelError as error:
                member.failed(error)
        raise self.unavailable()

    def close(self) -> None:
        for member in self.members:
            member.close()

    def _first(self) -> Translator:
        for member in self.members:
            try:
                return member.translator()
            except ModelError as error:
                member.failed(error)
        raise self.unavailable()
