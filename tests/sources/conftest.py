"""No test of this folder asks anything outside loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.sources.web import LoopbackWeb, only_loopback


@pytest.fixture(autouse=True)
def refused() -> Iterator[list[str]]:
    """What was refused because it is not on loopback; the test fails where anything is left."""
    with only_loopback() as list_of_refused:
        yield list_of_refused


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb() as server:
        yield server
