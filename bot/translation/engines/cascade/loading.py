"""The cascade for the table of engines: put together, built and described from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.config import Settings
from bot.errors import BuildInterrupted, ModelError, UnknownEngine
from bot.records import Progress
from bot.translation.engines.cascade.engine import NAME, Cascade
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.translator import EngineStatus, Translator


class Engine(Protocol):
    """A row of the table of engines."""

    @property
    def load(self) -> Callable[[Settings, Progress], Translator]: ...

    @property
    def build(self) -> Callable[[Settings, Progress, bool], Path]: ...

    @property
    def status(self) -> Callable[[Settings], EngineStatus]: ...


def load(settings: Settings, progress: Progress, engines: Mapping[str, Engine]) -> Cascade:
    """Every engine is made when it is first needed. Raises UnknownEngine."""
    pause = 60 * settings.translation.cascade.retry_minutes
    return Cascade(
        [
            Member(name, partial(engine.load, settings, progress), pause)
            for name, engine in _chosen(settings, engines).items()
        ]
    )


def build(
    settings: Settings, progress: Progress, force: bool, engines: Mapping[str, Engine]
) -> Path:
    """Build what can be built; returns where the first of them is.

    Raises the last error where none can.
    """
    places, failed = [], None
    for engine in _chosen(settings, engines).values():
        try:
            places.append(engine.build(settings, progress, force))
        except BuildInterrupted:
            raise
        except ModelError as error:
            failed = error
    if failed is not None and not places:
        raise failed
    return places[0]


def status(settings: Settings, engines: Mapping[str, Engine]) -> EngineStatus:
    """Usable where one of its engines is; raises nothing."""
    try:
        statuses = [engine.status(settings) for engine in _chosen(settings, engines).values()]
    except UnknownEngine as error:
        return EngineStatus(NAME, NAME, False, False, None, 0, "", str(error))
    usable = [each for each in statuses if each.usable]
    out = [f"{each.name} cannot be used: {each.detail}" for each in statuses if not each.usable]
    return EngineStatus(
        NAME,
        ", then ".join(each.label for each in statuses) + f" ({NAME})",
        bool(usable),
        bool(usable) and all(each.built for each in usable),
        None,
        0,
        "; ".join(dict.fromkeys(each.licence for each in statuses if each.licence)),
        " ".join(out),
    )


def _chosen(settings: Settings, engines: Mapping[str, Engine]) -> dict[str, Engine]:
    names = settings.translation.cascade.engines
    for name in names:
        if name not in engines:
            known = ", ".join(sorted(set(engines) - {NAME}))
            raise UnknownEngine(
                f'There is no translation engine "{name}", which translation.cascade.engines '
                f"names; there are: {known}."
            )
    return {name: engines[name] for name in names}
