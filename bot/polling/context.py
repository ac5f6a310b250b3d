"""What every step of polling works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import SourcesSettings
from bot.intake.asking import Aside, Fetches
from bot.store.source import Source
from bot.store.store import Store

Slots = Callable[[AsyncConnection, Source], Awaitable[datetime | None]]
"""The soonest digest of a chat that takes the source."""


@dataclass(frozen=True, slots=True)
class PollContext:
    store: Store
    fetcher: Fetches
    settings: SourcesSettings
    nudge: Callable[[], None]
    """Articles have come in."""
    slots: Slots
    now: Callable[[], datetime]
    aside: Aside
    claimant: str
    """This process, in claims."""
