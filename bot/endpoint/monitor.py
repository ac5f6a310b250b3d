"""The seam between monitoring over HTTP and what it tells; here, since FastAPI is optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from prometheus_client import Metric

OK = "ok"


class Monitor(Protocol):
    """What this process knows of the whole. Nothing is raised; each bounds what it costs."""

    async def gauges(self) -> Sequence[Metric]:
        """How the work stands."""
        ...

    async def readiness(self) -> Mapping[str, str]:
        """Each thing that work needs, and OK or what is wrong with it."""
        ...
