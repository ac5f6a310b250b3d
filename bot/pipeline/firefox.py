"""Firefox's model: when it is worth offering, and how `mujaz models get firefox` gets it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.errors import DamagedModel, ModelNotHere, MujazError
from bot.records import Progress
from bot.translation.engines.configured import automatic_choice
from bot.translation.engines.firefox.loading import build
from bot.translation.model_store import firefox
from bot.translation.model_store.firefox_offer import (
    LICENCE,
    SERVICE,
    FirefoxModel,
    is_address,
    look_up,
)


@dataclass(frozen=True, slots=True)
class FirefoxOffer:
    """What would be downloaded, and where to."""

    model: FirefoxModel
    place: Path
    here: bool
    """Exactly this is there already."""

    @property
    def licence(self) -> str:
        return LICENCE


def worth_getting(settings: Settings) -> str:
    """The command that gets the model, where nothing but the embedded engine translates because
    the model is not here; "" elsewhere."""
    chosen = automatic_choice(settings)
    if chosen is None or chosen.first.name != "embedded":
        return ""
    try:
        firefox.check_library()
        firefox.folder_of(settings)
    except (ModelNotHere, DamagedModel):
        return firefox.command(settings)
    except MujazError:
        return ""
    return ""


def first_time(settings: Settings) -> bool:
    """Whether it was never asked before; noted in the cache."""
    try:
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
        (settings.cache_dir / "firefox-offered").touch(exist_ok=False)
    except OSError:
        # Also a cache that cannot be written, which would be told it every time.
        return False
    return True


def offered(settings: Settings, to: Path | None) -> FirefoxOffer:
    """`to`: a folder of the user's; None for the one the engine uses.

    Raises HubRefused, MissingLibrary.
    """
    firefox.check_library()
    source = settings.translation.firefox.source
    model = look_up(source if is_address(source) else SERVICE)
    place = to or firefox.place_of(settings)
    return FirefoxOffer(model, place, firefox.is_here(model, place))


def get(settings: Settings, offer: FirefoxOffer, progress: Progress) -> Path:
    """Download, check and unpack it, unless it is there; returns its folder.

    Raises CannotWrite, `bot.errors.ModelError`.
    """
    return firefox.get(offer.model, offer.place, settings.cache_dir, progress)


def fault(settings: Settings, progress: Progress) -> str:
    """What the ten test sentences find wrong with the engine's model; "" where it translates."""
    try:
        build(settings, progress, force=False)
    except MujazError as error:
        return str(error)
    return ""
