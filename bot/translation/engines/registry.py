"""The translation engines there are, by the name they are configured with.

A new engine is one module that makes a `Translator`, and one row in `ENGINES`. Nothing of an
engine is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.errors import UnknownEngine
from bot.records import Progress
from bot.translation.engines.translator import EngineStatus, Translator


@dataclass(frozen=True, slots=True)
class Engine:
    """What the command line does with an engine."""

    load: Callable[[Settings, Progress], Translator]
    build: Callable[[Settings, Progress, bool], Path]
    """Do what is done once, again if the flag says so, and return where the files are."""
    status: Callable[[Settings], EngineStatus]


def _load_embedded(settings: Settings, progress: Progress) -> Translator:
    from bot.translation.engines.embedded.card import load_card
    from bot.translation.engines.embedded.engine import EmbeddedTranslator, Tuning

    chosen = settings.translation
    tuning = Tuning(batch_pieces=chosen.batch_pieces)
    return EmbeddedTranslator(load_card(), settings.cache_dir, progress, chosen.threads, tuning)


def _build_embedded(settings: Settings, progress: Progress, force: bool) -> Path:
    from bot.translation.engines.embedded.status import build

    return build(settings.cache_dir, progress, force)


def _status_embedded(settings: Settings) -> EngineStatus:
    from bot.translation.engines.embedded.status import status

    return status(settings.cache_dir)


def _load_ctranslate2(settings: Settings, progress: Progress) -> Translator:
    from bot.translation.engines.ctranslate2.loading import load

    return load(settings, progress)


def _build_ctranslate2(settings: Settings, progress: Progress, force: bool) -> Path:
    from bot.translation.engines.ctranslate2.loading import build

    return build(settings, progress, force)


def _status_ctranslate2(settings: Settings) -> EngineStatus:
    from bot.translation.engines.ctranslate2.loading import status

    return status(settings)


def _load_transformers(settings: Settings, progress: Progress) -> Translator:
    from bot.translation.engines.transformers.loading import load

    return load(settings, progress)


def _build_transformers(settings: Settings, progress: Progress, force: bool) -> Path:
    from bot.translation.engines.transformers.loading import build

    return build(settings, progress, force)


def _status_transformers(settings: Settings) -> EngineStatus:
    from bot.translation.engines.transformers.loading import status

    return status(settings)


def _load_chat(settings: Settings, progress: Progress) -> Translator:
    from bot.translation.engines.chat.loading import load

    return load(settings, progress)


def _build_chat(settings: Settings, progress: Progress, force: bool) -> Path:
    from bot.translation.engines.chat.loading import build

    return build(settings, progress, force)


def _status_chat(settings: Settings) -> EngineStatus:
    from bot.translation.engines.chat.loading import status

    return status(settings)


def _load_cascade(settings: Settings, progress: Progress) -> Translator:
    from bot.translation.engines.cascade.loading import load

    return load(settings, progress, ENGINES)


def _build_cascade(settings: Settings, progress: Progress, force: bool) -> Path:
    from bot.translation.engines.cascade.loading import build

    return build(settings, progress, force, ENGINES)


def _status_cascade(settings: Settings) -> EngineStatus:
    from bot.translation.engines.cascade.loading import status

    return status(settings, ENGINES)


ENGINES = {
    "embedded": Engine(_load_embedded, _build_embedded, _status_embedded),
    "ctranslate2": Engine(_load_ctranslate2, _build_ctranslate2, _status_ctranslate2),
    "transformers": Engine(_load_transformers, _build_transformers, _status_transformers),
    "chat": Engine(_load_chat, _build_chat, _status_chat),
    "cascade": Engine(_load_cascade, _build_cascade, _status_cascade),
}


def load_engine(settings: Settings, progress: Progress) -> Translator:
    """The configured engine; it loads its model on first use.

    Raises UnknownEngine, or DamagedModel where its files are not there.
    """
    return _configured(settings).load(settings, progress)


def build_engine(settings: Settings, progress: Progress, force: bool = False) -> Path:
    """Do now what the configured engine otherwise does on first use; returns its folder.

    Raises `bot.errors.ModelError`.
    """
    return _configured(settings).build(settings, progress, force)


def engine_statuses(settings: Settings) -> list[EngineStatus]:
    """All engines, the configured one first. Raises UnknownEngine."""
    chosen = _configured(settings)
    others = [engine for engine in ENGINES.values() if engine is not chosen]
    return [engine.status(settings) for engine in (chosen, *others)]


def statuses_in_use(settings: Settings) -> list[EngineStatus]:
    """The configured engine, and behind a cascade its members in their order.

    Raises UnknownEngine.
    """
    chosen = _configured(settings)
    own = settings.translation
    names = own.cascade.engines if own.engine == "cascade" else ()
    return [
        each.status(settings) for each in (chosen, *(ENGINES[n] for n in names if n in ENGINES))
    ]


def _configured(settings: Settings) -> Engine:
    name = settings.translation.engine
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise UnknownEngine(f'There is no translation engine "{name}"; there are: {known}.')
    return ENGINES[name]
