"""The kinds of one thing, by name: our own, and those that other installed packages add.

Our own are rows of a table. Another package names its kinds as entry points of the same group,
and `pip install` is all it takes. Nothing is imported before somebody asks for it by its name or
asks for all of them. What a kind is for is not known here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar, cast

K = TypeVar("K")

_LOG = logging.getLogger(__name__)


class Kinds(Generic[K]):
    """One table and the entry points of one group."""

    def __init__(self, group: str, own: Mapping[str, str], needs: Sequence[str]) -> None:
        """`group`: "mujaz.engines". `own`: a name, and where its object is: "module" or
        "module:attribute", as entry points write it. `needs`: what every object must have that
        can be called; "__call__" is the object itself."""
        self._group = group
        self._own = own
        self._needs = needs

    def get(self, name: str) -> K | None:
        """The kind of that name; None where there is none that can be used."""
        if name in self._own:
            return self._ours(name)
        return next((self._theirs(point) for point in self._added() if point.name == name), None)

    def all(self) -> dict[str, K]:
        """Every kind that can be used, ours first, in the order of the table."""
        found = {name: self._ours(name) for name in self._own}
        for point in self._added():
            if (kind := self._theirs(point)) is not None:
                found[point.name] = kind
        return found

    def names(self) -> tuple[str, ...]:
        """As they are configured; of other packages' kinds also those that would not load."""
        return (*self._own, *(point.name for point in self._added()))

    def _ours(self, name: str) -> K:
        return cast(K, EntryPoint(name, self._own[name], self._group).load())

    def _added(self) -> Iterator[EntryPoint]:
        """The entry points of other packages, sorted; of two with one name only the first."""
        taken = dict.fromkeys(self._own, "Mujaz")
        for point in sorted(entry_points(group=self._group), key=lambda p: (p.name, _package(p))):
            if point.name in taken:
                self._leave_out(point, f"{taken[point.name]} has one of that name")
                continue
            taken[point.name] = _package(point)
            yield point

    def _theirs(self, point: EntryPoint) -> K | None:
        try:
            found = point.load()
        except Exception as error:
            # A package that is not ours may fail in any way; ours goes on without it.
            self._leave_out(point, f"{type(error).__name__}: {error}")
            return None
        missing = [name for name in self._needs if not callable(getattr(found, name, None))]
        if missing:
            self._leave_out(point, f"{point.value} has no {', '.join(missing)}")
            return None
        return cast(K, found)

    def _leave_out(self, point: EntryPoint, why: str) -> None:
        _LOG.warning(
            'The package %s offers "%s" for %s, which is left out: %s',
            _package(point),
            point.name,
            self._group,
            " ".join(why.split()),
        )


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
