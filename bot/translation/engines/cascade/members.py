"""The engines in the order in which they are asked; who is asked next is `rounds`' to say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from bot.errors import BuildInterrupted, EngineUnavailable, ModelError
from bot.records import EngineIdentity
from bot.translation.engines.cascade import CASCADE
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.translator import Translator


class Members:
    """One engine, or several that stand in for each other."""

    def __init__(self, members: Iterable[Member], stand_in: bool = False) -> None:
        """`stand_in`: one translates everything, and each next one only where those before it
        cannot be used."""
        self._members = tuple(members)
        self.stand_in = stand_in

    @classmethod
    def only(cls, engine: Translator) -> Members:
        """A list of one engine that is made already."""
        return cls([Member(engine.identity.name, lambda: engine, pause=0)])

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    @property
    def first(self) -> Member:
        return self._members[0]

    @property
    def identity(self) -> EngineIdentity:
        """Of the only engine, which is made if need be, or of the order; each sentence says itself
        which engine it came from. Raises ModelError where an only engine cannot be made."""
        if len(self) == 1:
            return self.first.translator().identity
        if self.stand_in:
            return self._at_work()
        identities = [member.identity for member in self]
        version = hashlib.sha256(repr(identities).encode()).hexdigest()[:16]
        labels = ", then ".join(identity.label for identity in identities)
        return EngineIdentity(CASCADE, version, f"{labels} ({CASCADE})")

    def _at_work(self) -> EngineIdentity:
        """Of the first that can be made, which may have to be tried."""
        found: list[EngineIdentity] = []
        for member in self:
            if self.use(member, lambda engine: found.append(engine.identity)):
                return found[0]
        raise self.unavailable()

    def wrap(self, around: Callable[[Translator], Translator]) -> None:
        """Put a memory around each engine by itself, so that no two share one."""
        for member in self:
            member.wrapped(around)

    def use(self, member: Member, work: Callable[[Translator], object]) -> bool:
        """Give `work` the member's engine. Where that cannot be used, the member is left alone
        for a while and False is returned: others are there to be asked.

        Raises ModelError where it is the only one, and BuildInterrupted.
        """
        try:
            work(member.translator())
        except BuildInterrupted:
            raise
        except ModelError as error:
            if len(self) == 1:
                raise
            # Engines that stand in work on this machine: no answer of an endpoint is in the reason.
            member.failed(error, tell_why=self.stand_in)
            if self.stand_in:
                # Its files may have been replaced when it is tried again.
                member.close()
            return False
        return True

    def unavailable(self) -> EngineUnavailable:
        """The error where no engine is left."""
        names = ", ".join(member.name for member in self)
        of = "that are here" if self.stand_in else "of the cascade"
        reasons = [f"\n  {member.name}: {member.why}" for member in self if member.why]
        again = [member.again_at for member in self if member.again_at]
        return EngineUnavailable(
            f"None of the engines {of} ({names}) can be used:{''.join(reasons)}",
            again_at=min(again, default=None),
        )

    def close(self) -> None:
        for member in self:
            member.close()
