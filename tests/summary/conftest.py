"""The real vectors, loaded once."""

from __future__ import annotations

import pytest

from bot.pipeline.vectors import SentenceEncoder


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()
