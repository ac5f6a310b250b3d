"""The memory of the C library: CTranslate2, NumPy and large objects of Python take theirs there.

Where the C library is not glibc nothing is done.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h


def share_one_heap() -> None:
    """Have all threads served from one heap: each thread's own keeps what its largest piece of
    work took, 40 MB and more. Only threads without one yet are reached: call it first of all."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 1)


def give_memory_back() -> None:
    """Freed pieces of many sizes lie between used ones and add up to 100 MB and more from batch
    to batch: glibc hands them back only when told. Takes a few milliseconds."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
