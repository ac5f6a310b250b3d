"""A folder with a model in it, and what can be said of it without loading it.

Either pulled by us, with a manifest that says where it is from, or any folder of the user's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import DamagedModel
from bot.translation.model_store.files import digest_of

MANIFEST = "mujaz.json"
"""In a folder of ours: where the model is from, and every file's size and SHA-256."""

_OWN = (MANIFEST, "canary.json")
"""Files that do not change what the model says."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    path: Path
    name: str
    """"Helsinki-NLP/opus-mt-ar-en", or the path of a folder of the user's."""
    revision: str
    """The hub's commit; "" where unknown."""
    quantization: str
    """"int8", or "" where unknown or none."""
    licence: str
    positions: int
    """The longest sequence the network takes, END and tags included; 0 where unknown."""
    manifest: Mapping[str, Any]

    @property
    def short_name(self) -> str:
        return self.name.rstrip("/").rpartition("/")[2]

    @property
    def digest(self) -> str:
        """SHA-256 over every file that says what the model answers."""
        stated = self.manifest.get("files")
        if stated:
            text = json.dumps({name: entry["sha256"] for name, entry in sorted(stated.items())})
            return hashlib.sha256(text.encode()).hexdigest()
        return digest_of(files_of(self.path))


def read_folder(path: Path, name: str = "") -> ModelFolder:
    """Raises DamagedModel where the folder's manifest cannot be understood, or a file it lists
    is not there in its size."""
    manifest = _json(path / MANIFEST) if (path / MANIFEST).exists() else {}
    try:
        for file, entry in manifest.get("files", {}).items():
            if (path / file).stat().st_size != entry["size"]:
                raise DamagedModel(f"{path / file} is damaged. Remove the model and pull it again.")
        return ModelFolder(
            path,
            name=str(manifest.get("name") or name or path),
            revision=str(manifest.get("revision", "")),
            quantization=str(manifest.get("quantization", "")),
            licence=str(manifest.get("licence", "")),
            positions=int(manifest.get("positions", 0)),
            manifest=manifest,
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedModel(f"{path} holds no whole model: {error}. Pull it again.") from error


def files_of(path: Path) -> list[Path]:
    """The model's own files, sorted; no hidden ones."""
    return sorted(
        file
        for file in path.iterdir()
        if file.is_file() and file.name not in _OWN and not file.name.startswith(".")
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedModel(f"{path} cannot be read: {error}. Pull the model again.") from error
    if not isinstance(found, dict):
        raise DamagedModel(f"{path} is no manifest. Pull the model again.")
    return found
