"""How an engine on this machine's processors puts sentences into batches and keeps cores busy.

Ends at positions and sizes: what a batch is given to, and what comes back, is the engine's.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from bot.heap import give_memory_back


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


def side_by_side(
    batches: Sequence[tuple[int, list[int]]],
    ask: Callable[[list[int]], list[Any]],
    workers: int,
    room: int,
) -> Iterator[tuple[list[int], list[Any]]]:
    """Each batch with its results as it is done, as many at once as there are workers and as
    their weights, given with them, fit into `room`: the first that still fits is next, and one
    that fits nowhere goes alone."""
    waiting = list(batches)
    under_way: dict[Future[list[Any]], tuple[int, list[int]]] = {}
    threads = ThreadPoolExecutor(workers, "translation")
    try:
        while waiting or under_way:
            left = room - sum(weight for weight, _ in under_way.values())
            chosen = next((w for w in waiting if w[0] <= left or not under_way), None)
            if chosen is not None and len(under_way) < workers:
                waiting.remove(chosen)
                under_way[threads.submit(ask, chosen[1])] = chosen
                continue
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                _, batch = under_way.pop(done)
                results = done.result()
                give_memory_back()
                yield batch, results
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _finished(under_way: deque[tuple[list[int], list[Any]]]) -> tuple[list[int], list[Any]]:
    batch, futures = under_way.popleft()
    results = [future.result() for future in futures]
    give_memory_back()
    return batch, results


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
