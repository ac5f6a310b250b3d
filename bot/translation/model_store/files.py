"""Files of models: their sizes, their checksums, and what is known by them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# How a model's folder names the files that its text is cut into pieces by.
MARIAN_FILES = ("source.spm", "target.spm")
SHARED_FILES = (
    "sentencepiece.bpe.model",
    "sentencepiece.model",
    "spiece.model",
    "tokenizer.model",
)
"""What M2M100 and NLLB, mBART, T5, and others call their SentencePiece model."""
BPE_FILES = ("vocab.json", "merges.txt")
"""Of byte-level BPE, as BART and GPT-2 have it."""
FAST_FILE = "tokenizer.json"


def size_of(place: Path) -> int:
    """Bytes of all files below `place`; 0 where there is no such folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def file_sha256(path: Path) -> str:
    """Hex digest of the file's bytes. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(paths: Iterable[Path], head: str = "") -> str:
    """SHA-256 over `head` and every file's name and content. Files are read once per process
    unless their sizes or times change: a gigabyte takes a second or two. Raises OSError."""
    return _digest(head, tuple((path, *_stamp(path)) for path in paths))


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@cache
def _digest(head: str, stamped: tuple[tuple[Path, int, int], ...]) -> str:
    total = hashlib.sha256(head.encode())
    for path, *_ in stamped:
        total.update(f"{path.name} {file_sha256(path)}\n".encode())
    return total.hexdigest()
