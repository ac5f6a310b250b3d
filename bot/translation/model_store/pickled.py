"""Tensors out of a `pytorch_model.bin`, without torch and without running what the file says.

torch saves a pickle, and a pickle can call any function. Only the few names that a plain dict of
tensors needs are known here; everything else is refused. Both layouts are read: the ZIP archive
of torch 1.6 and later, and the older stream of pickles that many OPUS-MT models still are
(`_legacy_save` and `_rebuild_tensor_v2` in torch's `serialization.py` and `_utils.py`).
"""

from __future__ import annotations

import io
import math
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensor = NDArray[np.generic]

_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_PICKLES_BEFORE = 3
"""Magic number, protocol version and the saving machine's sizes come before the tensors."""

_TYPES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "?",
}


class _Lazy:
    """A view on a storage whose bytes may still follow further on in the file."""

    def __init__(self, storage: _Storage, offset: int, shape: tuple[int, ...], strides: Any):
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = tuple(strides)

    def tensor(self) -> Tensor:
        import numpy as np

        flat = self.storage.values()
        reach = sum((n - 1) * step for n, step in zip(self.shape, self.strides, strict=True))
        if math.prod(self.shape) and not 0 <= self.offset + reach < len(flat):
            raise pickle.UnpicklingError("a tensor reaches beyond its storage")
        steps = tuple(step * flat.itemsize for step in self.strides)
        view = np.lib.stride_tricks.as_strided(flat[self.offset :], self.shape, steps)
        return np.ascontiguousarray(view)


class _Storage:
    def __init__(self, kind: str, read: Callable[[], bytes]):
        self.kind = kind
        self.read = read

    def values(self) -> Tensor:
        import numpy as np

        return np.frombuffer(self.read(), dtype=_TYPES[self.kind])


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: BinaryIO, storage: Callable[[str, str], _Storage]):
        super().__init__(stream)
        self._storage = storage

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return lambda tensor, *_: tensor
        if module == "torch" and name in _TYPES:
            return name
        raise pickle.UnpicklingError(f"it names {module}.{name}, which no model's weights need")

    def persistent_load(self, pid: Any) -> _Storage:
        kind, storage_type, key = pid[:3]
        if kind != "storage" or storage_type not in _TYPES:
            raise pickle.UnpicklingError("it holds storages of an unknown kind")
        return self._storage(storage_type, str(key))


def _rebuild(storage: _Storage, offset: int, shape: Any, strides: Any, *_: Any) -> _Lazy:
    return _Lazy(storage, offset, tuple(shape), strides)


def read_tensors(path: Path) -> dict[str, Callable[[], Tensor]]:
    """The tensors of a saved state dict by name; each is read when called, on its own.

    Raises ValueError where the file is no such thing, or asks for more than tensors.
    """
    try:
        state = _read_zip(path) if zipfile.is_zipfile(path) else _read_legacy(path)
    except (pickle.UnpicklingError, zipfile.BadZipFile, EOFError, KeyError, struct.error) as error:
        raise ValueError(f"{path.name} holds no plain tensors: {error}") from error
    except (AttributeError, IndexError, TypeError) as error:
        raise ValueError(f"{path.name} is damaged: {error}") from error
    return {name: value.tensor for name, value in state.items() if isinstance(value, _Lazy)}


def _read_zip(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        (pickled,) = [name for name in archive.namelist() if name.endswith("/data.pkl")] or [""]
        folder = pickled.removesuffix("data.pkl")
        stream = io.BytesIO(archive.read(pickled))

    def storage(kind: str, key: str) -> _Storage:
        def read() -> bytes:
            with zipfile.ZipFile(path) as archive:
                return archive.read(f"{folder}data/{key}")

        return _Storage(kind, read)

    return dict(_Unpickler(stream, storage).load())


def _read_legacy(path: Path) -> dict[str, Any]:
    places: dict[str, tuple[int, int]] = {}
    kinds: dict[str, str] = {}

    def storage(kind: str, key: str) -> _Storage:
        kinds[key] = kind

        def read() -> bytes:
            start, size = places[key]
            with path.open("rb") as stream:
                stream.seek(start)
                return stream.read(size)

        return _Storage(kind, read)

    with path.open("rb") as stream:
        magic, *_ = [_Unpickler(stream, storage).load() for _ in range(_LEGACY_PICKLES_BEFORE)]
        if magic != _LEGACY_MAGIC:
            raise pickle.UnpicklingError("it does not begin as torch's files do")
        state = dict(_Unpickler(stream, storage).load())
        keys = _Unpickler(stream, storage).load()
        for key in keys:
            (count,) = struct.unpack("<q", stream.read(8))
            size = count * _item_size(kinds[str(key)])
            places[str(key)] = (stream.tell(), size)
            stream.seek(size, io.SEEK_CUR)
    return state


def _item_size(kind: str) -> int:
    import numpy as np

    return np.dtype(_TYPES[kind]).itemsize
