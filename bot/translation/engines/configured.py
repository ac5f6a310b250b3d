"""The engines that the settings name: loaded, built, and described.

They are always a list. `translation.engine` names one engine, a list of one; the name "cascade"
stands for those of `translation.cascade.engines`, and "auto" for the best whose files are here,
with the others to stand in for it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bot.config import Settings
from bot.errors import BuildInterrupted, ModelError, UnknownEngine
from bot.records import Progress
from bot.translation.engines.automatic import AUTO, Automatic, automatic
from bot.translation.engines.cascade import CASCADE
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.cascade.status import status_of_all
from bot.translation.engines.registry import ENGINES, Engine
from bot.translation.engines.translator import EngineStatus


def load_engines(settings: Settings, progress: Progress) -> Members:
    """The configured engines. Each is made when it is first needed, and loads its model when it
    first translates. Raises UnknownEngine."""
    pause = 60 * settings.translation.cascade.retry_minutes
    members = (
        Member(name, partial(engine.load, settings, progress), pause)
        for name, engine in _configured(settings).items()
    )
    return Members(members, stand_in=settings.translation.engine == AUTO)


def build_engines(settings: Settings, progress: Progress, force: bool = False) -> Path:
    """Do now what the configured engines otherwise do on first use, as far as they can; returns
    where the first of them is. Of "auto" those that stand in are built too, so that they can.

    Raises `bot.errors.ModelError`, the last one where no engine can be built.
    """
    places, failed = [], None
    for engine in _configured(settings).values():
        try:
            places.append(engine.build(settings, progress, force))
        except BuildInterrupted:
            raise
        except ModelError as error:
            failed = error
    if failed is not None and not places:
        raise failed
    return places[0]


def engine_statuses(settings: Settings) -> list[EngineStatus]:
    """All engines and the cascade, what is configured first, of "auto" the one that translates.

    Raises UnknownEngine.
    """
    chosen = engine_in_use(settings)
    rows = {name: engine.status(settings) for name, engine in ENGINES.all().items()}
    rows[CASCADE] = _cascade_status(settings)
    return [rows.pop(chosen), *rows.values()]


def statuses_in_use(settings: Settings) -> list[EngineStatus]:
    """The configured engines in their order; what a cascade names and nobody has is left out.

    Raises UnknownEngine.
    """
    if settings.translation.engine == AUTO:
        return list(automatic(settings).usable)
    if settings.translation.engine == CASCADE:
        found = map(ENGINES.get, _names_of_the_cascade(settings))
        return [engine.status(settings) for engine in found if engine is not None]
    return [engine.status(settings) for engine in _configured(settings).values()]


def engine_in_use(settings: Settings) -> str:
    """The configured engine's name, of "auto" that of the one that translates.

    Raises UnknownEngine where a single engine is configured that is not there.
    """
    chosen = settings.translation.engine
    if chosen == AUTO:
        return automatic(settings).first.name
    if chosen != CASCADE:
        _configured(settings)
    return chosen


def automatic_choice(settings: Settings) -> Automatic | None:
    """What "auto" stands for now; None where something else is configured."""
    return automatic(settings) if settings.translation.engine == AUTO else None


def automatic_line(settings: Settings) -> tuple[str, ...]:
    """The engines that "auto" stands for now, each with its model; none where it is not set."""
    chosen = automatic_choice(settings)
    return tuple(f"{each.name} {each.label}" for each in chosen.usable) if chosen else ()


def _cascade_status(settings: Settings) -> EngineStatus:
    try:
        engines = _members_of_the_cascade(settings)
    except UnknownEngine as error:
        return EngineStatus(CASCADE, CASCADE, False, False, None, 0, "", str(error))
    return status_of_all([engine.status(settings) for engine in engines.values()])


def _configured(settings: Settings) -> dict[str, Engine]:
    name = settings.translation.engine
    if name == CASCADE:
        return _members_of_the_cascade(settings)
    if name == AUTO:
        listed = ((each.name, ENGINES.get(each.name)) for each in automatic(settings).usable)
        return {name: engine for name, engine in listed if engine is not None}
    engine = ENGINES.get(name)
    if engine is None:
        known = ", ".join(sorted((*ENGINES.all(), AUTO, CASCADE)))
        raise UnknownEngine(f'There is no translation engine "{name}"; there are: {known}.')
    return {name: engine}


def _members_of_the_cascade(settings: Settings) -> dict[str, Engine]:
    found = {}
    for name in _names_of_the_cascade(settings):
        engine = ENGINES.get(name)
        if engine is None:
            raise UnknownEngine(
                f'There is no translation engine "{name}", which translation.cascade.engines '
                f"names; there are: {', '.join(sorted(ENGINES.all()))}."
            )
        found[name] = engine
    return found


def _names_of_the_cascade(settings: Settings) -> tuple[str, ...]:
    """With the engine that "auto" stands for in its place, unless it is named itself."""
    named = settings.translation.cascade.engines
    if AUTO not in named:
        return named
    best = automatic(settings).first.name
    return tuple(dict.fromkeys(best if name == AUTO else name for name in named))
