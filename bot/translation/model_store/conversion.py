"""Published weights become a folder that CTranslate2 runs, once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.errors import DamagedModel, MissingLibrary
from bot.translation.model_store import bart, marian
from bot.translation.model_store.files import BPE_FILES, FAST_FILE, MARIAN_FILES, SHARED_FILES

LIBRARIES = ("torch", "transformers")
EXTRA = ".[convert]"


def check_can_convert(folder: Path, files: Collection[str]) -> bool:
    """Whether converting takes torch; `files` names those of the model, there or still to come.

    Raises MissingLibrary where it does and torch is not installed.
    """
    if marian.can_convert(folder, files) or bart.can_convert(folder, files):
        return False
    if not all(map(find_spec, LIBRARIES)):
        raise MissingLibrary(
            f"This model is converted with {' and '.join(LIBRARIES)}, which are not installed: "
            f'pip install "{EXTRA}". MarianMT (opus-mt-*) and BART models and ready-made '
            "CTranslate2 folders need neither."
        )
    return True


def convert(folder: Path, output: Path, quantization: str) -> None:
    """Convert the model in `folder` into the empty folder `output`, its tokenizer included.

    Raises MissingLibrary, and DamagedModel where the model is damaged or of a kind that
    CTranslate2 cannot run.
    """
    files = {path.name for path in folder.iterdir()}
    if check_can_convert(folder, files):
        _with_transformers(folder, output, quantization)
    elif bart.can_convert(folder, files):
        bart.convert(folder, output, quantization)
    else:
        marian.convert(folder, output, quantization)
    by_bytes = BPE_FILES if files.issuperset(BPE_FILES) else ()
    for name in (*MARIAN_FILES, *SHARED_FILES, *by_bytes, FAST_FILE):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, output / name)


def positions(folder: Path) -> int:
    """The longest sequence the network of a published model takes; 0 where there is no limit."""
    config = config_of(folder)
    if config.get("model_type") in ("t5", "mt5", "umt5"):
        return 0
    return int(config.get("max_position_embeddings") or 0)


def config_of(folder: Path) -> dict[str, Any]:
    """Raises DamagedModel where `folder` has no config.json that can be read."""
    try:
        found = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedModel(f"{folder / 'config.json'} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise DamagedModel(f"{folder / 'config.json'} is no configuration of a model.")
    return found


def _with_transformers(folder: Path, output: Path, quantization: str) -> None:
    from ctranslate2.converters import TransformersConverter

    try:
        TransformersConverter(str(folder)).convert(
            str(output), quantization=quantization, force=True
        )
    except (ValueError, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise DamagedModel(
            f"The model cannot be converted for CTranslate2: {error}. The engine transformers "
            "may run it as it is."
        ) from error
