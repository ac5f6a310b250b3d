"""Models for the tests: a made-up one for each test, and the real one, built once a machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from tests.translation.engines.tiny_model import Tiny, make_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    """Importable, and not built."""
    made = make_tiny(tmp_path)
    with made.importable():
        yield made


@pytest.fixture(scope="session")
def embedded_engine() -> Iterator[EmbeddedTranslator]:
    """The real model, built in the user's cache (or MUJAZ_CACHE_DIR) if it is not there yet."""
    cache = os.environ.get("MUJAZ_CACHE_DIR") or platformdirs.user_cache_path("mujaz", False)
    engine = EmbeddedTranslator(load_card(), Path(cache), lambda stage, done, total: None)
    yield engine
    engine.close()
