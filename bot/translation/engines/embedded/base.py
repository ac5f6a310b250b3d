"""The base model: a GGUF file that comes in parts from a package, checked, and its tensors.

Ends at float32 tensors and the shape of the network; what becomes of them is `build`'s.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import DamagedModel
from bot.records import Progress
from bot.translation.engines.embedded.gguf_file import GgufFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ARCHITECTURE = "gemma3"
EMBEDDING = "token_embd.weight"

_READ_BYTES = 8 << 20

_LOCAL_ROPE_BASE = 10_000.0
"""Gemma 3's rotary base in layers with a window, where the file does not state it: the Gemma 3
report (arXiv 2503.19786), section 2; llama.cpp's key for it is `rope.freq_base_swa`."""
_FULL_ATTENTION_EVERY = 6
"""Five layers with a window, then one without: the same section."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The network's hyper-parameters, as the GGUF file states them."""

    layers: int
    hidden: int
    feed_forward: int
    heads: int
    key_value_heads: int
    head_size: int
    window: int
    """Positions seen in a layer with local attention."""
    full_attention_every: int
    rope_base: float
    local_rope_base: float
    norm_epsilon: float

    def has_full_attention(self, layer: int) -> bool:
        return (layer + 1) % self.full_attention_every == 0


def part_paths(package: str) -> list[Path]:
    """The files that make up the GGUF, in order. Raises DamagedModel where the package or one
    of its files is not there."""
    try:
        paths = [Path(part) for part in import_module(package.replace("-", "_")).chunk_paths()]
    except (ImportError, AttributeError) as error:
        raise DamagedModel(
            f"The base model package {package} is not usable. {_reinstall(package)}"
        ) from error
    for path in paths:
        if not path.is_file():
            raise DamagedModel(f"The base model file {path} is missing. {_reinstall(package)}")
    return paths


def check_base(package: str, sha256: str, progress: Progress) -> list[Path]:
    """`part_paths(package)`, after their SHA-256, one after another, was found to be `sha256`.

    Raises DamagedModel where it is not.
    """
    parts = part_paths(package)
    total = sum(part.stat().st_size for part in parts)
    digest, done = hashlib.sha256(), 0
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(_READ_BYTES):
                digest.update(block)
                done += len(block)
                progress("checking the base model", done >> 20, total >> 20)
    if digest.hexdigest() != sha256:
        raise DamagedModel(
            f"The base model in {parts[0].parent} is damaged or of another version. "
            + _reinstall(package)
        )
    return parts


class Base:
    """An open base model. Tensors are read from disk when asked for, one at a time."""

    def __init__(self, parts: Sequence[Path]) -> None:
        """Raises DamagedModel where `parts` are no GGUF file of a known architecture."""
        try:
            self._file = GgufFile(parts)
        except (OSError, ValueError) as error:
            raise DamagedModel(f"The base model cannot be read: {error}.") from error
        self.shape = self._read_shape()

    def close(self) -> None:
        self._file.close()

    def tensor(self, name: str) -> Floats:
        """The whole tensor, rows first."""
        self._check_has(name)
        return self._file.tensor(name)

    def rows(self, name: str, index: NDArray[np.int32], at_once: int) -> Iterator[Floats]:
        """Some rows of a matrix, `at_once` at a time: the others are never dequantised."""
        self._check_has(name)
        try:
            yield from self._file.rows(name, index, at_once)
        except IndexError as error:
            raise DamagedModel(f"The model keeps pieces the base does not have: {error}.") from (
                error
            )

    def weights(self, pieces: int) -> int:
        """How many numbers the model has when its vocabulary has `pieces` rows."""
        return sum(
            pieces * tensor.shape[-1] if name == EMBEDDING else math.prod(tensor.shape)
            for name, tensor in self._file.tensors.items()
        )

    def _check_has(self, name: str) -> None:
        if name not in self._file.tensors:
            raise DamagedModel(f"The base model has no tensor {name}.")

    def _read_shape(self) -> Shape:
        architecture = self._file.metadata.get("general.architecture")
        if architecture != ARCHITECTURE:
            raise DamagedModel(f"The base model is a {architecture}, not a {ARCHITECTURE}.")
        return Shape(
            layers=int(self._stated("block_count")),
            hidden=int(self._stated("embedding_length")),
            feed_forward=int(self._stated("feed_forward_length")),
            heads=int(self._stated("attention.head_count")),
            key_value_heads=int(self._stated("attention.head_count_kv")),
            head_size=int(self._stated("attention.key_length")),
            window=int(self._stated("attention.sliding_window")),
            full_attention_every=int(
                self._stated("attention.sliding_window_pattern", _FULL_ATTENTION_EVERY)
            ),
            rope_base=self._stated("rope.freq_base"),
            local_rope_base=self._stated("rope.freq_base_swa", _LOCAL_ROPE_BASE),
            norm_epsilon=self._stated("attention.layer_norm_rms_epsilon"),
        )

    def _stated(self, key: str, default: float | None = None) -> float:
        value = self._file.metadata.get(f"{ARCHITECTURE}.{key}", default)
        if value is None or isinstance(value, str):
            raise DamagedModel(f"The base model does not state {ARCHITECTURE}.{key}.")
        return float(value)


def _reinstall(package: str) -> str:
    return f"Reinstall it: pip install --force-reinstall {package}"
