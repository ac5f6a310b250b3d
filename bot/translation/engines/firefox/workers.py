"""The processes that translate: started when they are needed, replaced when one dies."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import cast

from bot.errors import DamagedModel, EngineRefused
from bot.records import Hypothesis
from bot.translation.engines.firefox.worker import DONE, READY, serve
from bot.translation.model_store.pinned import ModelFiles

DIED = "the translation engine broke down at this sentence"

_DEATHS = 3
"""In a row, with no answer in between, before the engine is given up: a sentence may kill, but
hardly four of them."""

_END_SECONDS = 2.0
"""An idle worker ends at once when its connection is closed; a busy one is made to."""


class Workers:
    """At most `count` processes, each with the model loaded."""

    def __init__(self, files: ModelFiles, count: int) -> None:
        self._files = files
        self._count = count
        self._running: list[_Worker] = []
        self._deaths = 0

    def _start(self, wanted: int) -> None:
        """Have as many as `wanted` sentences can keep busy. Raises DamagedModel, EngineRefused."""
        new = [_Worker(self._files) for _ in range(min(wanted, self._count) - len(self._running))]
        self._running += new
        for worker in new:
            worker.await_ready()

    def close(self) -> None:
        for worker in self._running:
            worker.close()
        self._running = []

    def translate(self, sources: Sequence[str]) -> Iterator[tuple[int, Hypothesis]]:
        """Each source's number and translation, as they are done.

        A sentence at which a worker dies, or that it cannot translate, has a problem. Whatever
        is raised, or when nobody asks on, all workers are ended.
        """
        self._deaths = 0
        try:
            self._start(len(sources))
            yield from self._answers(sources)
        except BaseException:
            self.close()
            raise

    def _answers(self, sources: Sequence[str]) -> Iterator[tuple[int, Hypothesis]]:
        # The longest first, so that no worker is left alone with one at the end.
        waiting = deque(sorted(range(len(sources)), key=lambda k: -len(sources[k])))
        busy: dict[Connection, tuple[_Worker, int]] = {}
        while waiting or busy:
            asked = {worker for worker, _ in busy.values()}
            for worker in [worker for worker in self._running if worker not in asked]:
                if not waiting:
                    break
                if worker.ask(sources[waiting[0]]):
                    busy[worker.connection] = worker, waiting.popleft()
                else:
                    self._replace(worker)
            for connection in cast("list[Connection]", wait(list(busy)) if busy else []):
                worker, number = busy.pop(connection)
                answer = worker.answer()
                if answer is None:
                    self._replace(worker)
                else:
                    self._deaths = 0
                yield number, answer or Hypothesis("", None, DIED)

    def _replace(self, dead: _Worker) -> None:
        """Raises EngineRefused where one after the other dies."""
        dead.close()
        self._running.remove(dead)
        self._deaths += 1
        if self._deaths > _DEATHS:
            raise EngineRefused(
                "The processes that run the Firefox model end whenever they are asked. Try "
                "mujaz models build --force, or set another translation.engine."
            )
        worker = _Worker(self._files)
        self._running.append(worker)
        worker.await_ready()


class _Worker:
    def __init__(self, files: ModelFiles) -> None:
        # A fork would copy the threads' locks of this process, but not the threads.
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self._process = context.Process(
            target=serve, args=(other, files), name="mujaz-firefox", daemon=True
        )
        self._process.start()
        other.close()

    def await_ready(self) -> None:
        try:
            kind, text = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(_END_SECONDS)
            raise EngineRefused(
                f"The process for the Firefox model ended while it loaded (exit code "
                f"{self._process.exitcode}). The package fxtranslate needs a processor with AVX2; "
                "set another translation.engine."
            ) from None
        if kind != READY:
            raise DamagedModel(
                f"The Firefox model does not load: {text}. Get it again: mujaz models get firefox"
            )

    def ask(self, source: str) -> bool:
        """False where the process is dead."""
        try:
            self.connection.send(source)
        except OSError:
            # One that was killed while it had nothing to do is no sentence's fault.
            return False
        return True

    def answer(self) -> Hypothesis | None:
        """None where the process is dead."""
        try:
            kind, text = self.connection.recv()
        except (EOFError, OSError):
            return None
        return Hypothesis(text, None) if kind == DONE else Hypothesis("", None, f"{DIED}: {text}")

    def close(self) -> None:
        self.connection.close()
        # Only an idle one notices.
        self._process.terminate()
        self._process.join(_END_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
