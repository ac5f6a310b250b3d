"""The Firefox engine for the table of engines: loaded, tried, and described."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from bot.errors import MujazError
from bot.records import Progress
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.firefox.engine import NAME, FirefoxTranslator, label_of
from bot.translation.engines.pieces import ready
from bot.translation.engines.translator import EngineStatus
from bot.translation.model_store.firefox import check_library, files_in, folder_of
from bot.translation.model_store.firefox_offer import LICENCE


def load(settings: Settings, progress: Progress) -> FirefoxTranslator:
    """The engine as it is configured. Raises MissingLibrary, ModelNotHere, DamagedModel."""
    check_library()
    workers = settings.translation.firefox.workers or usable_cores()
    return FirefoxTranslator(folder_of(settings), settings.cache_dir, workers)


def build(settings: Settings, progress: Progress, force: bool) -> Path:
    """Nothing is built; the model is loaded once and asked the canaries, again if `force`."""
    translator = load(settings, progress)
    try:
        if force:
            translator.forget()
        return translator.load()
    finally:
        translator.close()


def status(settings: Settings) -> EngineStatus:
    """The engine as it stands; loads nothing and raises nothing."""
    try:
        check_library()
        folder = folder_of(settings)
        files_in(folder)
    except MujazError as error:
        label = f"Firefox ar-en ({NAME})"
        return EngineStatus(NAME, label, False, False, None, 0, LICENCE, str(error))
    return ready(NAME, label_of(folder), folder, settings.cache_dir)
