"""What CTranslate2 needs of a GPU, and what is wrong where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import EngineRefused, EngineUnavailable

_OF_THE_GPU = ("cuda", "cublas", "cudnn")
"""Of these one stands in what CTranslate2 says where a library is missing, or memory."""


def require_gpu(device: str) -> None:
    """Raises EngineRefused where the device is a GPU and none can be used."""
    if device != "cuda":
        return
    import ctranslate2

    if not ctranslate2.get_cuda_device_count():
        raise EngineRefused(
            "No GPU that CTranslate2 can use was found. Install NVIDIA's driver (nvidia-smi then "
            'names the GPU), or set translation.ctranslate2.device to "cpu" or "auto".'
        )


@contextmanager
def gpu_faults() -> Iterator[None]:
    """What CTranslate2 says of the GPU, as EngineUnavailable with what to do."""
    try:
        yield
    except RuntimeError as error:
        if not any(word in str(error).lower() for word in _OF_THE_GPU):
            raise
        raise EngineUnavailable(
            f"The GPU cannot be used: {error}. It needs CUDA 12 with cuBLAS (docs/cluster.md, "
            '"A machine with a GPU"); where its memory is too small, make '
            "translation.ctranslate2.batch_tokens smaller."
        ) from error
