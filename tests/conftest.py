"""Shared by all tests."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from threading import Lock
from typing import Any

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import URL, event
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from bot.cli import YOUNG_OBJECTS
from bot.pipeline import vectors
from bot.store import store
from bot.store.pruning import Pruned, prune

gc.set_threshold(YOUNG_OBJECTS)

# The same examples in every run, so that a red run is red again; new ones are searched for with
# HYPOTHESIS_PROFILE=search. No deadline: a test never asserts on timing.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# A shell begins what is to run in the background deaf to Ctrl-C, and all that this begins is deaf
# too: the tests that send it would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

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


def never_flushed(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


@pytest.fixture(scope="session", autouse=True)
def databases_made_for_tests() -> Iterator[None]:
    """SQLAlchemy compiles a statement once for each engine, and hundreds of tests have one. And no
    commit waits for the disk: what a killed process wrote is there all the same."""
    compiled: LRUCache[Any, Any] = LRUCache(2000)
    make = store.create_async_engine

    def engine(url: URL, **options: Any) -> AsyncEngine:
        if url.get_backend_name() == "sqlite":
            options["execution_options"] = {"compiled_cache": compiled}
        made = make(url, **options)
        if url.get_backend_name() == "sqlite":
            event.listen(made.sync_engine, "connect", never_flushed)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "create_async_engine", engine)
        # The dialect is part of a statement's key.
        patch.setattr(
            SQLiteDialect_aiosqlite, "__eq__", lambda one, other: type(one) is type(other)
        )
        patch.setattr(SQLiteDialect_aiosqlite, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session", autouse=True)
def starting_is_short() -> Iterator[None]:
    """A bot that starts tells Telegram its menus, in 15 requests, and looks through the tables for
    what is old, in 8 transactions. Only tests that have the fixtures `menus` and `pruning` look at
    that."""

    async def untold(*args: object, **kwargs: object) -> None: ...

    async def unpruned(*args: object) -> Pruned:
        return Pruned(*(0 for _ in fields(Pruned)))

    with pytest.MonkeyPatch.context() as patch:
        # There where tests that were collected run a bot.
        if loops := sys.modules.get("bot.delivery.loops"):
            patch.setattr(loops, "publish", untold)
            patch.setattr(loops, "prune", unpruned)
        yield


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.delivery.handlers.commands import publish

    monkeypatch.setattr("bot.delivery.loops.publish", publish)


@pytest.fixture
def pruning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.loops.prune", prune)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Commands that run within a test set up logging for a whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def pytest_collection_finish() -> None:
    """What is imported stays; Python need not look through it for garbage again and again."""
    gc.freeze()
