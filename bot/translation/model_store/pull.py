"""`mujaz models pull`: from a name to a model that an engine can use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import LicenceNotAccepted
from bot.records import Progress
from bot.translation.model_store import conversion
from bot.translation.model_store.download import fetch
from bot.translation.model_store.files import size_of
from bot.translation.model_store.folder import MANIFEST, ModelFolder, read_folder
from bot.translation.model_store.pulled import (
    ORIGINAL,
    READY,
    alone_with,
    check_room,
    download_of,
    place_of,
)
from bot.translation.model_store.remote import HubFile, HubModel
from bot.translation.model_store.store import put

_SPARE_BYTES = 64 << 20
_CONVERTED_SHARE = {"float32": 1.0, "float16": 0.5, "bfloat16": 0.5, "int16": 0.5}
"""Of the published weights' size, at most, taken as float32; int8 in all its forms: 0.3."""

Accept = Callable[[HubModel], bool]


def form_of(model: HubModel, quantization: str) -> str:
    """`quantization`: one of CTranslate2's, or ORIGINAL."""
    return READY if model.converted and quantization != ORIGINAL else quantization


def pull(
    model: HubModel,
    quantization: str,
    cache_dir: Path,
    accept: Accept,
    progress: Progress,
) -> ModelFolder:
    """Download, check, convert and keep `model`, unless exactly this is here already.

    `accept` is asked with the licence before the first byte; where it says no,
    LicenceNotAccepted is raised. Stopped half way, the next call goes on with the download.
    Raises `bot.errors.ModelError`, CannotWrite.
    """
    form = form_of(model, quantization)
    place = place_of(cache_dir, model.name, form)
    if (here := _here(place, model)) is not None:
        return here
    if not accept(model):
        raise LicenceNotAccepted(f"{model.name} was not downloaded: its licence was not accepted.")
    with alone_with(cache_dir, model.name, progress):
        if (here := _here(place, model)) is not None:
            return here
        source = download_of(cache_dir, model.name, model.revision)
        source.mkdir(parents=True, exist_ok=True)
        share = _CONVERTED_SHARE.get(form, 0.3) if form not in (READY, ORIGINAL) else 0.0
        check_room(cache_dir, model.size - size_of(source) + int(model.size * share) + _SPARE_BYTES)
        if form not in (READY, ORIGINAL):
            # Before gigabytes are downloaded that could not be converted.
            fetch(replace(model, files=tuple(filter(_is_config, model.files))), source, silent)
            conversion.check_can_convert(source, {file.name for file in model.files})
        fetch(model, source, progress)
        put(place, _about(model, form, source), _filling(source, form, progress), progress)
        shutil.rmtree(source)
        return read_folder(place)


def is_here(model: HubModel, quantization: str, cache_dir: Path) -> bool:
    """Whether `pull` would have nothing to do. Raises DamagedModel."""
    form = form_of(model, quantization)
    return _here(place_of(cache_dir, model.name, form), model) is not None


def silent(stage: str, done: int, total: int) -> None:
    """A Progress for what takes no time."""


def _is_config(file: HubFile) -> bool:
    return file.name == "config.json"


def _here(place: Path, model: HubModel) -> ModelFolder | None:
    if not (place / MANIFEST).exists():
        return None
    folder = read_folder(place)
    return folder if folder.revision == model.revision else None


def _filling(source: Path, form: str, progress: Progress) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        if form in (READY, ORIGINAL):
            for path in source.iterdir():
                if path.is_file():
                    path.replace(folder / path.name)
            return
        progress(f"converting to {form}", 0, 0)
        conversion.convert(source, folder, form)

    return fill


def _about(model: HubModel, form: str, source: Path) -> dict[str, Any]:
    converted = form not in (READY, ORIGINAL)
    config = {} if form == READY else conversion.config_of(source)
    return {
        "name": model.name,
        "revision": model.revision,
        "hub": model.address,
        "licence": model.licence,
        "quantization": form if converted else "",
        "form": form,
        "model_type": str(config.get("model_type", "")),
        "positions": 0 if form == READY else conversion.positions(source),
    }
