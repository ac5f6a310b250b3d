"""The engines as the shell sees them: how they are, and what is built once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.config import Settings
from bot.records import Progress
from bot.translation import engines
from bot.translation.cascade.engine import NAME as CASCADE
from bot.translation.chat.engine import NAME as CHAT
from bot.translation.translator import EngineStatus as EngineStatus


def all_engines(settings: Settings) -> Sequence[EngineStatus]:
    """All there are, the configured one first. Raises UnknownEngine."""
    return engines.engine_statuses(settings)


def engines_in_use(settings: Settings) -> Sequence[EngineStatus]:
    """Those that may be asked: the configured one, or the members of a cascade in their order.

    Raises UnknownEngine.
    """
    return [each for each in engines.statuses_in_use(settings) if each.name != CASCADE]


def says_what_it_spent(engine: EngineStatus) -> bool:
    """Whether its detail is worth telling however the engine is: a paid endpoint's use."""
    return engine.name == CHAT


def build(settings: Settings, progress: Progress, *, force: bool) -> Path:
    """Do now what the configured engine otherwise does on first use; returns its folder.

    Raises `bot.errors.ModelError`.
    """
    return engines.build_engine(settings, progress, force=force)
