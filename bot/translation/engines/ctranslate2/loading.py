"""A folder that CTranslate2 runs becomes an engine: its vocabulary tells what it wants said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.config import CTranslate2Settings, Settings
from bot.errors import DamagedModel, ModelNotHere, MujazError
from bot.records import Progress
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.canary import CANARIES, Canary
from bot.translation.engines.ctranslate2.gpu import require_gpu
from bot.translation.engines.ctranslate2.searcher import CTranslate2Searcher, Running
from bot.translation.engines.families import adjusted, family_of
from bot.translation.engines.pieces import Parts, PieceTranslator, notes_of, ready
from bot.translation.engines.translator import EngineStatus
from bot.translation.model_store.choosing import (
    can_be_converted,
    converted_of,
    ensure_converted,
    folder_named,
)
from bot.translation.model_store.folder import ModelFolder

NAME = "ctranslate2"
LIBRARIES = ("ctranslate2", "sentencepiece", "tokenizers")

_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")


def translator_of(
    folder: ModelFolder, settings: Settings, canaries: Sequence[Canary] = CANARIES
) -> PieceTranslator:
    """Raises DamagedModel where the folder is no CTranslate2 model of a known family."""
    own = settings.translation.ctranslate2
    return PieceTranslator(_parts(folder, own, settings), canaries)


def _parts(folder: ModelFolder, own: CTranslate2Settings, settings: Settings) -> Parts:
    family = adjusted(
        family_of(vocabulary(folder.path), str(folder.manifest.get("model_type", ""))),
        own.source_tag,
        own.target_tag,
        own.prompt,
    )
    running = Running(own.device, own.compute_type, settings.translation.threads or usable_cores())
    ends_itself = bool(_json(folder.path / "config.json").get("add_source_eos", False))
    searcher = CTranslate2Searcher(folder.path, family.target, ends_itself, running)
    return Parts(
        folder,
        family,
        searcher,
        NAME,
        LIBRARIES,
        notes_of(settings.cache_dir, folder, NAME),
        own.batch_tokens,
        folder.positions,
    )


def vocabulary(folder: Path) -> frozenset[str]:
    """All pieces of both languages. Raises DamagedModel where the folder has no vocabulary."""
    found: set[str] = set()
    for name in _VOCABULARIES:
        if (folder / f"{name}.json").is_file():
            found.update(map(str, _json(folder / f"{name}.json")))
        elif (folder / f"{name}.txt").is_file():
            found.update((folder / f"{name}.txt").read_text("utf-8").splitlines())
    if not found:
        raise DamagedModel(f"{folder} is no model that CTranslate2 converted: no vocabulary.")
    return frozenset(found)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise DamagedModel(f"{path} is damaged: {error}. Pull the model again.") from error


def load(settings: Settings, progress: Progress) -> PieceTranslator:
    """The engine as it is configured. Raises `bot.errors.ModelError`."""
    own = settings.translation.ctranslate2
    return translator_of(ensure_converted(own.model, settings, progress), settings)


def build(settings: Settings, progress: Progress, force: bool) -> Path:
    """Convert the configured folder, once, and ask the canaries; a hub's model is pulled."""
    own = settings.translation.ctranslate2
    folder = ensure_converted(own.model, settings, progress, force)
    translator = translator_of(folder, settings)
    try:
        return translator.load()
    finally:
        translator.close()


def status(settings: Settings) -> EngineStatus:
    """The engine as it stands; loads and makes nothing, and raises nothing."""
    own = settings.translation.ctranslate2
    label = f"{own.model} ({NAME})"
    try:
        folder = converted_of(own.model, settings)
        label = translator_of(folder, settings).identity.label
        require_gpu(own.device)
    except ModelNotHere as error:
        named = folder_named(own.model)
        usable = named is not None and can_be_converted(named)
        detail = "Converted on first use, or now with: mujaz models build" if usable else str(error)
        return EngineStatus(NAME, label, usable, False, None, 0, "", detail)
    except MujazError as error:
        return EngineStatus(NAME, label, False, False, None, 0, "", str(error))
    return ready(NAME, label, folder, settings.cache_dir)
