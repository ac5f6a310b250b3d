"""The time as everything here keeps it."""

from __future__ import annotations

from datetime import UTC, datetime


def now_utc() -> datetime:
    """Aware, in UTC. What waits or expires takes it as an argument, so that tests set the time."""
    return datetime.now(UTC)
