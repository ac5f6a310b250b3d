"""A cache of what was used last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A cache of the values that were used last. For one thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def made(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made where it is not here."""
        held = self.held(key)
        return self.put(key, make()) if held is None else held

    def held(self, key: K) -> V | None:
        """The value of a key; None where it is not here."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    async def get(self, key: K, make: Callable[[], Awaitable[V | None]]) -> V | None:
        """The same of what is waited for. None is not remembered."""
        if (held := self.held(key)) is not None:
            return held
        made = await make()
        return None if made is None else self.put(key, made)

    def put(self, key: K, value: V) -> V:
        """The value, which is here from now on."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        self._kept.clear()
