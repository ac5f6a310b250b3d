"""The real vectors and names, loaded once."""

from __future__ import annotations

import pytest

from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.translation.names import Names


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="session")
def speller() -> NamesSpeller:
    return NamesSpeller(Names.load)
