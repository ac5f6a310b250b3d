"""What is done for each task on the queue, as whoever does it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.store.jobs import Queue


class Again(Exception):
    """The job is to be worked again at a time; nothing is wrong."""

    def __init__(self, at: datetime) -> None:
        super().__init__("again")
        self.at = at


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done for one task."""

    name: str
    queue: Queue
    do: Callable[[int, int], Awaitable[None]]
    """Given the number in the job, and how often it was begun before and failed or never ended.
    Raises Again."""
    tries: int | None = None
    """After so many a job that fails is a dead letter; None: it is tried for ever."""
    every: str = ""
    """Where it comes on its own: a crontab of six fields, the last one seconds. Then what fails
    is not tried again before its next time."""
    also: Queue | None = None
    """Another queue that its jobs come on."""
    alone: bool = True
    """Of what comes on its own: never worked twice at once."""
