"""The engines as the shell sees them: how they are, and what is built once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.config import Settings
from bot.records import Progress
from bot.translation.engines.chat.engine import NAME as CHAT
from bot.translation.engines.configured import (
    automatic_choice,
    build_engines,
    engine_in_use,
    engine_statuses,
    statuses_in_use,
)
from bot.translation.engines.ctranslate2.gpu import require_gpu
from bot.translation.engines.ctranslate2.loading import NAME as CTRANSLATE2
from bot.translation.engines.translator import EngineStatus as EngineStatus


def all_engines(settings: Settings) -> Sequence[EngineStatus]:
    """All there are, the configured one first. Raises UnknownEngine."""
    return engine_statuses(settings)


def engines_in_use(settings: Settings) -> Sequence[EngineStatus]:
    """Those that may be asked: the configured one, or the members of a cascade in their order.

    Raises UnknownEngine.
    """
    return statuses_in_use(settings)


def check_device(settings: Settings) -> None:
    """Raises EngineRefused where a model is to run on a GPU, and there is none."""
    device = settings.translation.ctranslate2.device
    if device != "cuda":
        return
    summarises = settings.summary.engine == "seq2seq"
    if summarises or any(each.name == CTRANSLATE2 for each in statuses_in_use(settings)):
        require_gpu(device)


def named_in_use(settings: Settings) -> str:
    """The configured engine's name for readers: "embedded", or "firefox (auto)".

    Raises UnknownEngine.
    """
    name = engine_in_use(settings)
    return f"{name} ({settings.translation.engine})" if is_automatic(settings) else name


def is_automatic(settings: Settings) -> bool:
    """Whether the engine is chosen by the files that are here."""
    return automatic_choice(settings) is not None


def in_use(settings: Settings) -> Settings:
    """The same settings with the engine that "auto" stands for now, which nothing stands in for."""
    changed = settings.translation.model_copy(update={"engine": engine_in_use(settings)})
    return settings.model_copy(update={"translation": changed})


def says_what_it_spent(engine: EngineStatus) -> bool:
    """Whether its detail is worth telling however the engine is: a paid endpoint's use."""
    return engine.name == CHAT


def build(settings: Settings, progress: Progress, *, force: bool) -> Path:
    """Do now what the configured engines otherwise do on first use; returns the first's folder.

    Raises `bot.errors.ModelError`.
    """
    return build_engines(settings, progress, force=force)
