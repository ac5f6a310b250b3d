"""From what is written in `translation.ENGINE.model` to a folder with a model in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.config import Settings
from bot.errors import ModelNotHere
from bot.records import Progress
from bot.translation.model_store import conversion
from bot.translation.model_store.folder import MANIFEST, ModelFolder, files_of, read_folder
from bot.translation.model_store.presets import hub_name, preset_of
from bot.translation.model_store.pulled import (
    ORIGINAL,
    READY,
    alone_with,
    check_room,
    find,
    place_of,
)
from bot.translation.model_store.store import put

MODEL_FILE = "model.bin"


def folder_named(name: str) -> Path | None:
    """The folder that `name` means; None where it is the name of a preset or a hub's model."""
    path = Path(name).expanduser()
    return path if path.is_absolute() or name.startswith(".") else None


def original_of(name: str, settings: Settings) -> ModelFolder:
    """The model as it was published. Raises ModelNotHere, DamagedModel."""
    folder = folder_named(name)
    if folder is None:
        try:
            return find(settings.cache_dir, hub_name(name), (ORIGINAL,))
        except ModelNotHere:
            raise ModelNotHere(
                f"The model {name} is not here as it was published. Get it: "
                f"mujaz models pull {name} --quantization {ORIGINAL}"
            ) from None
    if not (folder / "config.json").is_file() or (folder / MODEL_FILE).is_file():
        raise ModelNotHere(
            f"{folder} holds no model for transformers: no config.json with weights."
        )
    return read_folder(folder, str(folder))


def converted_of(name: str, settings: Settings) -> ModelFolder:
    """The model as CTranslate2 runs it, without making anything.

    Raises ModelNotHere where it was never pulled, or is a folder still to be converted.
    """
    folder, form = folder_named(name), settings.translation.ctranslate2.quantization
    if folder is None:
        preset = preset_of(name)
        try:
            return find(settings.cache_dir, hub_name(name), (form, READY))
        except ModelNotHere:
            size = f" (about {preset.download_mb} MB, {preset.licence})" if preset else ""
            raise ModelNotHere(
                f"The model {name} is not here in {form}. Get it: mujaz models pull {name}{size}"
            ) from None
    if (folder / MODEL_FILE).is_file():
        return read_folder(folder, str(folder))
    if not (folder / "config.json").is_file():
        raise ModelNotHere(f"{folder} is no folder with a model. Name one, or a model of the hub.")
    place = _place_for(folder, settings)
    if not (place / MANIFEST).exists():
        raise ModelNotHere(f"{folder} is not converted yet: mujaz models build")
    return read_folder(place)


def can_be_converted(folder: Path) -> bool:
    """Whether `folder` holds published weights, and no CTranslate2 model."""
    return (folder / "config.json").is_file() and not (folder / MODEL_FILE).is_file()


def ensure_converted(
    name: str, settings: Settings, progress: Progress, force: bool = False
) -> ModelFolder:
    """`converted_of`, after converting a folder of published weights where that is not done.

    Raises `bot.errors.ModelError`, CannotWrite.
    """
    folder = folder_named(name)
    if folder is None or not can_be_converted(folder):
        return converted_of(name, settings)
    place = _place_for(folder, settings)
    if (place / MANIFEST).exists() and not force:
        return read_folder(place)
    conversion.check_can_convert(folder, {path.name for path in files_of(folder)})
    form = settings.translation.ctranslate2.quantization
    config = conversion.config_of(folder)
    about = {
        "name": str(folder),
        "revision": "",
        "licence": "",
        "quantization": form,
        "form": form,
        "model_type": str(config.get("model_type", "")),
        "positions": conversion.positions(folder),
    }

    def fill(output: Path) -> None:
        progress(f"converting to {form}", 0, 0)
        conversion.convert(folder, output, form)

    with alone_with(settings.cache_dir, place.parent.name, progress):
        check_room(settings.cache_dir, sum(path.stat().st_size for path in files_of(folder)))
        put(place, about, fill, progress)
    return read_folder(place)


def _place_for(folder: Path, settings: Settings) -> Path:
    """Another place for files that changed: their sizes and times are in its name."""
    stamps = [(f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files_of(folder)]
    digest = hashlib.sha256(repr((str(folder.resolve()), stamps)).encode()).hexdigest()[:16]
    form = settings.translation.ctranslate2.quantization
    return place_of(settings.cache_dir, f"local/{folder.name}-{digest}", form)
