"""Files that are loaded only as they were put there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PinnedFile:
    path: Path
    sha256: str

    def content(self) -> bytes:
        """Raises OSError, and ValueError where the file is not the one that was put there."""
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ValueError(
                f"{self.path} is not the file that was downloaded: its SHA-256 differs"
            )
        return content


@dataclass(frozen=True, slots=True)
class ModelFiles:
    model: PinnedFile
    source_vocabulary: PinnedFile
    target_vocabulary: PinnedFile
