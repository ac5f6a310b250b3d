"""A folder of published weights becomes an engine, where torch and transformers are installed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.config import Settings
from bot.errors import DamagedModel, MissingLibrary, MujazError
from bot.records import Progress
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.canary import CANARIES, Canary
from bot.translation.engines.families import adjusted, family_of
from bot.translation.engines.pieces import Parts, PieceTranslator, notes_of, ready
from bot.translation.engines.transformers.searcher import Running, TransformersSearcher
from bot.translation.engines.translator import EngineStatus
from bot.translation.model_store.choosing import original_of
from bot.translation.model_store.conversion import config_of, positions
from bot.translation.model_store.files import FAST_FILE, MARIAN_FILES, SHARED_FILES
from bot.translation.model_store.folder import ModelFolder

NAME = "transformers"
LIBRARIES = ("torch", "transformers")
EXTRA = ".[torch]"


def translator_of(
    folder: ModelFolder, settings: Settings, canaries: Sequence[Canary] = CANARIES
) -> PieceTranslator:
    """Raises MissingLibrary, and DamagedModel where the folder is no model of a known family."""
    check_libraries()
    own = settings.translation.transformers
    config = config_of(folder.path)
    family = adjusted(
        family_of(vocabulary(folder.path), str(config.get("model_type", ""))),
        own.source_tag,
        own.target_tag,
        own.prompt,
    )
    running = Running(own.device, own.dtype, settings.translation.threads or usable_cores())
    parts = Parts(
        folder,
        family,
        TransformersSearcher(folder.path, family.target, running),
        NAME,
        (*LIBRARIES, "sentencepiece", "tokenizers"),
        notes_of(settings.cache_dir, folder, NAME),
        own.batch_tokens,
        positions(folder.path),
    )
    return PieceTranslator(parts, canaries)


def check_libraries() -> None:
    """Raises MissingLibrary."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise MissingLibrary(
            f'The engine transformers needs {" and ".join(missing)}: pip install "{EXTRA}". '
            "Most models also run with the engine ctranslate2, which needs neither."
        )


def vocabulary(folder: Path) -> frozenset[str]:
    """The pieces a published model's tokenizer files name; what transformers adds by itself,
    NLLB's and M2M100's language codes, it also writes into those files.

    Raises DamagedModel where no file names any.
    """
    found: set[str] = set()
    try:
        if (folder / "vocab.json").is_file():
            found.update(json.loads((folder / "vocab.json").read_text("utf-8")))
        if (folder / FAST_FILE).is_file():
            raw = json.loads((folder / FAST_FILE).read_text("utf-8"))
            found.update(entry["content"] for entry in raw.get("added_tokens", []))
        for name in ("special_tokens_map.json", "added_tokens.json", "tokenizer_config.json"):
            if (folder / name).is_file():
                found.update(_strings(json.loads((folder / name).read_text("utf-8"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(f"The tokenizer in {folder} is damaged: {error}.") from error
    if not found:
        known = ", ".join((*MARIAN_FILES, *SHARED_FILES, FAST_FILE))
        raise DamagedModel(f"{folder} has no tokenizer that is known: one of {known}.")
    return frozenset(found)


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for key, item in value.items() for text in {str(key), *_strings(item)}}
    if isinstance(value, list):
        return {text for item in value for text in _strings(item)}
    return set()


def load(settings: Settings, progress: Progress) -> PieceTranslator:
    """The engine as it is configured. Raises `bot.errors.ModelError`."""
    check_libraries()
    return translator_of(original_of(settings.translation.transformers.model, settings), settings)


def build(settings: Settings, progress: Progress, force: bool) -> Path:
    """Nothing is built; the model is loaded once and asked the canaries."""
    translator = load(settings, progress)
    try:
        return translator.load()
    finally:
        translator.close()


def status(settings: Settings) -> EngineStatus:
    """The engine as it stands; loads nothing and raises nothing."""
    model = settings.translation.transformers.model
    try:
        check_libraries()
        folder = original_of(model, settings)
    except MujazError as error:
        return EngineStatus(NAME, f"{model} ({NAME})", False, False, None, 0, "", str(error))
    label = f"{folder.short_name} ({NAME})"
    return ready(NAME, label, folder, settings.cache_dir)
