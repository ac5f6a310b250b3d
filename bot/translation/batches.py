"""How an engine on this machine's processors puts sentences into batches and keeps cores busy.

Ends at positions and sizes: what a batch is given to, and what comes back, is the engine's.
"""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any


def by_size(sizes: Mapping[int, int], limit: int, workers: int = 1) -> list[list[int]]:
    """The keys of `sizes` in batches of at most `limit` pieces, a longer one alone.

    Neighbours in length together, the longest first: the last batch is then a short one, and
    no worker waits long for another. With few sentences every worker gets a share.
    """
    order = sorted(sizes, key=lambda i: sizes[i], reverse=True)
    limit = min(limit, sum(sizes.values()) // workers + 1)
    batches: list[list[int]] = []
    room = 0
    for i in order:
        if sizes[i] > room:
            batches.append([])
            room = max(limit, sizes[i])
        batches[-1].append(i)
        room -= sizes[i]
    return batches


def run(
    batches: Sequence[list[int]], submit: Callable[[list[int]], list[Any]], workers: int
) -> Iterator[tuple[list[int], list[Any]]]:
    """Each batch with its results; `submit` gives CTranslate2's futures for one. Enough are
    under way to keep every worker busy."""
    under_way: deque[tuple[list[int], list[Any]]] = deque()
    for batch in batches:
        if len(under_way) > 2 * workers:
            yield _finished(under_way)
        under_way.append((batch, submit(batch)))
    while under_way:
        yield _finished(under_way)


def _finished(under_way: deque[tuple[list[int], list[Any]]]) -> tuple[list[int], list[Any]]:
    batch, futures = under_way.popleft()
    results = [future.result() for future in futures]
    _give_memory_back()
    return batch, results


def _give_memory_back() -> None:
    """Freed pieces of many sizes lie between used ones and add up to 100 MB and more from batch
    to batch: glibc hands them back only when told. Takes a few milliseconds a batch."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
