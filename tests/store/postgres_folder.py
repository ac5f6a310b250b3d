"""Where the tests' PostgreSQL lives: a folder of its own, the same for all who ask."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    # Not under pytest's own folders: where several runs of root share those, one tidies up what
    # the server of another, which runs as somebody else, must still be able to read.
    return Path(tempfile.mkdtemp(prefix="mujaz-postgres-"))
