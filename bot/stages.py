"""The steps of the work as an operator sees them: timed, counted, and spans of a trace where
tracing is on.

    with stage("translate", article=12):
        ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import Any, Literal

from bot.metrics import STAGE_FAILURES, STAGE_SECONDS

Stage = Literal["poll", "entry", "translate", "brief", "write", "compose", "send"]
Span = Callable[[str, dict[str, int]], AbstractContextManager[Any]]
"""Opens a span of this name with these ids."""


def _untraced(name: str, ids: dict[str, int]) -> AbstractContextManager[Any]:
    return nullcontext()


_span: Span = _untraced


def trace_with(span: Span | None) -> None:
    """From now on every step is a span too; None: none is."""
    global _span
    _span = span or _untraced


@contextmanager
def stage(name: Stage, together: int = 1, **ids: int | None) -> Iterator[None]:
    """Time one step. `together`: of so many things in one go, each of which has its share. `ids`:
    the numbers of what it works on, as they stand in the logs."""
    known = {key: value for key, value in ids.items() if value is not None}
    with _span(name, known):
        began = monotonic()
        try:
            yield
        except Exception:
            STAGE_FAILURES.labels(name).inc()
            raise
        finally:
            share = (monotonic() - began) / together
            for _ in range(together):
                STAGE_SECONDS.labels(name).observe(share)
