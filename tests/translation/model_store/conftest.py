"""The tiny MarianMT as the hub has it, and what transformers' `generate` made of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from tests.translation.model_store.loopback_hub import LoopbackHub

HERE = Path(__file__).parent
MODEL = HERE / "tiny_marian"


@pytest.fixture(scope="session")
def answers() -> dict[str, Any]:
    """`references`, and `greedy` and `beam`: source, text and score of each sentence."""
    found: dict[str, Any] = json.loads((HERE / "tiny_marian.json").read_text("utf-8"))
    return found


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A copy of the model's folder that a test may change, with a card and other forms of the
    weights, which must not be downloaded."""
    folder = tmp_path / "published"
    shutil.copytree(MODEL, folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n", "utf-8")
    (folder / "tf_model.h5").write_bytes(b"\0" * 200_000)
    (folder / "rust_model.ot").write_bytes(b"\0" * 200_000)
    return folder


@pytest.fixture
def hub(published: Path) -> Iterator[LoopbackHub]:
    with LoopbackHub(published) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Everything as it comes, but for the cache, one thread and the model's name."""
    return made_settings(tmp_path / "cache")


def made_settings(cache: Path, engine: str = "ctranslate2", **own: Any) -> Settings:
    chosen = {"engine": engine, "threads": 1, engine: {"model": "opus-mt-ar-en"} | own}
    return Settings.model_validate({"cache_dir": cache, "translation": chosen})


def silent(stage: str, done: int, total: int) -> None:
    pass
