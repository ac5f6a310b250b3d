"""The order of the rooms, and what one of them may do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_settings
from bot.pipeline import rooms as pipeline
from bot.translation.memory import RememberingTranslator
from tests.delivery.table_translator import TableTranslator


@pytest.mark.parametrize("usable", [True, False])
def test_without_a_memory_that_can_be_written_the_run_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    usable: bool,
) -> None:
    settings = load_settings(None, cache_dir=tmp_path)
    if not usable:
        settings.memory_path.mkdir()
    engine = TableTranslator()
    monkeypatch.setattr(pipeline, "load_engine", lambda settings, progress: engine)
    rooms = pipeline.Rooms(settings)
    for _ in range(2):
        assert isinstance(rooms.translator, RememberingTranslator) == usable
    assert len(caplog.records) == (not usable)
    assert (str(settings.memory_path) in caplog.text) != usable
    rooms.close()
