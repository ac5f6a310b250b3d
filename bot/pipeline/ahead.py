"""What a process has still to do when nobody waits for anything."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta

REST = timedelta(hours=1)
"""After an engine that cannot be used."""


class Ahead(ABC):
    """Work of one kind, one article after the other."""

    def __init__(self) -> None:
        self._not_before: datetime | None = None

    @abstractmethod
    def passed(self, number: int) -> None:
        """This article could not be done, or is."""

    def rest(self, now: datetime) -> None:
        """The engine cannot be used: go on later."""
        self._not_before = now + REST

    def resting(self, now: datetime) -> bool:
        return self._not_before is not None and now < self._not_before
