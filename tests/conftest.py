"""Shared by all tests."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

import pytest
import structlog
from hypothesis import settings

from bot.pipeline import vectors

# The same examples in every run, so that a red run is red again; new ones are searched for with
# HYPOTHESIS_PROFILE=search. No deadline: a test never asserts on timing.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


# Most tests translate with tables or made-up models: to have the embedded model read what these say
# would load it in each of them. Tests of its reading turn it on.
os.environ.setdefault("MUJAZ_TRANSLATION__TRUST", "false")


class SharedWeights:
    """The sentence vectors' model, for any number of encoders at once."""

    def __init__(self, model: Any) -> None:
        self._model, self._lock = model, Lock()

    def encode(self, texts: list[str]) -> Any:
        with self._lock:
            return self._model.encode(texts)


@pytest.fixture(scope="session", autouse=True)
def weights_read_once() -> Iterator[None]:
    """Every newsroom has an encoder of its own, and each would read the weights for itself: a
    second and a half of work in each of a hundred tests."""
    load = vectors.load_weights
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "load_weights", cache(lambda: SharedWeights(load())))
        yield


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Commands that run within a test set up logging for a whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
