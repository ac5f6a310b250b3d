"""Reading a GGUF file that lies in several parts, without putting it together.

Why not `gguf.GGUFReader`: it wants one file, and it makes an array of every string of the
tokeniser's metadata, which for this model costs 22 s and 700 MB before the first tensor. Only
the header is read here by hand; what the bytes of a quantised tensor mean stays with `gguf`.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3, little-endian.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]

Metadata = dict[str, str | int | float | bool]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_DEFAULT_ALIGNMENT = 32
_SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_STRING, _ARRAY = 8, 9

_READ_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies and how it is stored."""

    kind: int
    """`gguf.GGMLQuantizationType`"""
    shape: tuple[int, ...]
    """As numpy has it: rows first."""
    offset: int
    """In bytes from the start of the file."""


class GgufFile:
    """An open GGUF file: its metadata, and its tensors in float32 when asked for.

    Arrays in the metadata (the tokeniser's pieces) are passed over.
    """

    def __init__(self, parts: Sequence[Path]) -> None:
        """Raises ValueError where `parts` one after another are no GGUF file, OSError where
        they cannot be read."""
        self._stream = io.BufferedReader(_Joined(parts), buffer_size=1 << 20)
        try:
            self.metadata, self.tensors = _read_header(cast(BinaryIO, self._stream))
        except (struct.error, KeyError, UnicodeDecodeError, OverflowError) as error:
            raise ValueError(f"not a readable GGUF header: {error!r}") from error

    def close(self) -> None:
        self._stream.close()

    def tensor(self, name: str) -> Floats:
        """The whole tensor. Raises KeyError where there is none of that name."""
        import numpy as np

        tensor = self.tensors[name]
        raw = self._read(tensor.offset, _row_bytes(tensor) * math.prod(tensor.shape[:-1]))
        values = _dequantised(raw.reshape(*tensor.shape[:-1], -1), tensor)
        return np.ascontiguousarray(values)

    def rows(self, name: str, index: NDArray[np.integer[Any]], at_once: int) -> Iterator[Floats]:
        """The rows `index` of a matrix, in that order, `at_once` of them at a time.

        The matrix is read through once; only the wanted rows stay in memory, as they are
        stored. Raises IndexError where a row is not in the matrix.
        """
        import numpy as np

        tensor = self.tensors[name]
        count, size = tensor.shape[0], _row_bytes(tensor)
        if len(index) and (index.min() < 0 or index.max() >= count):
            raise IndexError(f"{name} has {count} rows, asked for {index.min()} to {index.max()}")
        kept = np.empty((len(index), size), dtype=np.uint8)
        order = np.argsort(index, kind="stable")
        ascending = index[order]
        step = max(1, _READ_BYTES // size)
        for start in range(0, count, step):
            stop = min(start + step, count)
            low, high = np.searchsorted(ascending, (start, stop))
            block = self._read(tensor.offset + start * size, (stop - start) * size)
            kept[order[low:high]] = block.reshape(-1, size)[ascending[low:high] - start]
        for first in range(0, len(index), at_once):
            yield _dequantised(kept[first : first + at_once], tensor)

    def _read(self, offset: int, size: int) -> Bytes:
        import numpy as np

        self._stream.seek(offset)
        data = self._stream.read(size)
        if len(data) != size:
            raise ValueError("the GGUF file ends within a tensor")
        return np.frombuffer(data, dtype=np.uint8)


class _Joined(io.RawIOBase):
    """Several files read as one."""

    def __init__(self, parts: Sequence[Path]) -> None:
        self._ends: list[int] = []
        self._files: list[io.FileIO] = []
        self._position = 0
        end = 0
        for part in parts:
            self._files.append(io.FileIO(part))
            end += part.stat().st_size
            self._ends.append(end)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = origin + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        start = 0
        for file, end in zip(self._files, self._ends, strict=True):
            if self._position < end:
                file.seek(self._position - start)
                read = file.readinto(view[: end - self._position])
                self._position += read
                return read
            start = end
        return 0

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()

    @property
    def _size(self) -> int:
        return self._ends[-1] if self._ends else 0


def _read_header(stream: BinaryIO) -> tuple[Metadata, dict[str, Tensor]]:
    magic, version = stream.read(4), _scalar(stream, "I")
    if magic != _MAGIC or version not in _VERSIONS:
        raise ValueError(f"not a GGUF file of version 2 or 3: {magic!r}, version {version}")
    tensor_count, field_count = _scalar(stream, "Q"), _scalar(stream, "Q")
    metadata: Metadata = {}
    for _ in range(field_count):
        key, kind = _string(stream), _scalar(stream, "I")
        if kind == _ARRAY:
            _skip_array(stream)
        else:
            metadata[key] = _string(stream) if kind == _STRING else _scalar(stream, _SCALARS[kind])
    tensors = {}
    for _ in range(tensor_count):
        name, dimensions = _string(stream), _scalar(stream, "I")
        shape = tuple(_scalar(stream, "Q") for _ in range(dimensions))[::-1]
        tensors[name] = Tensor(_scalar(stream, "I"), shape, _scalar(stream, "Q"))
    alignment = int(metadata.get("general.alignment", _DEFAULT_ALIGNMENT))
    start = -(-stream.tell() // alignment) * alignment
    return metadata, {
        name: Tensor(tensor.kind, tensor.shape, start + tensor.offset)
        for name, tensor in tensors.items()
    }


def _scalar(stream: BinaryIO, code: str) -> Any:
    return struct.unpack(f"<{code}", stream.read(struct.calcsize(f"<{code}")))[0]


def _string(stream: BinaryIO) -> str:
    return stream.read(_scalar(stream, "Q")).decode("utf-8")


def _skip_array(stream: BinaryIO) -> None:
    kind, length = _scalar(stream, "I"), _scalar(stream, "Q")
    if kind in _SCALARS:
        stream.seek(length * struct.calcsize(f"<{_SCALARS[kind]}"), io.SEEK_CUR)
        return
    for _ in range(length):
        if kind == _STRING:
            stream.seek(_scalar(stream, "Q"), io.SEEK_CUR)
        elif kind == _ARRAY:
            _skip_array(stream)
        else:
            raise ValueError(f"unknown GGUF type {kind}")


def _row_bytes(tensor: Tensor) -> int:
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    block, size = GGML_QUANT_SIZES[GGMLQuantizationType(tensor.kind)]
    return tensor.shape[-1] // block * size


def _dequantised(raw: Bytes, tensor: Tensor) -> Floats:
    import numpy as np
    from gguf import GGMLQuantizationType, dequantize

    return np.asarray(dequantize(raw, GGMLQuantizationType(tensor.kind)), dtype=np.float32)
