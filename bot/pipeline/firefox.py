"""Firefox's model, as `mujaz models get firefox` offers and gets it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.records import Progress
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
