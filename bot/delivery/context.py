"""What every handler works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import now_utc
from bot.config import Settings
from bot.delivery.sending.direct import Direct
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class BotContext:
    """What only some handlers need is in bot/delivery/handlers/services.py."""

    settings: Settings
    store: Store
    direct: Direct
    """The way to Telegram beside the outbox."""
    wake: Callable[[], None]
    """New rows were committed to the outbox."""
    now: Callable[[], datetime] = now_utc
