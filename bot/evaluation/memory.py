"""The largest resident size of this process while something runs."""

from __future__ import annotations

import threading
from types import TracebackType

EVERY = 0.05
"""Seconds between two looks; what is held for a shorter time is not seen."""


class PeakMemory:
    """`with PeakMemory() as peak: ...; peak.bytes`"""

    def __init__(self) -> None:
        import psutil

        self._process = psutil.Process()
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self.bytes = 0

    def __enter__(self) -> PeakMemory:
        self._take()
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watch.join()
        self._take()

    def _look(self) -> None:
        while not self._done.wait(EVERY):
            self._take()

    def _take(self) -> None:
        self.bytes = max(self.bytes, int(self._process.memory_info().rss))
