"""The order of the rooms, and what one of them may do without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.pipeline import rooms as pipeline
from bot.reading.article import read
from bot.records import Document
from bot.translation.engines.cascade.members import Members
from bot.translation.memory import RememberingTranslator
from tests.delivery.table_translator import GAS, TableTranslator
from tests.translation.model_store import tiny_firefox


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
    engines = Members.only(TableTranslator())
    monkeypatch.setattr(pipeline, "load_engines", lambda settings, progress: engines)
    rooms = pipeline.Rooms(settings)
    for _ in range(2):
        assert isinstance(rooms.engines.first.translator(), RememberingTranslator) == usable
    assert len(caplog.records) == (not usable)
    assert (str(settings.memory_path) in caplog.text) != usable
    rooms.close()


def test_a_better_engine_is_used_as_soon_as_its_files_are_here(tmp_path: Path) -> None:
    pytest.importorskip("fxtranslate")
    source = tmp_path / "firefox"
    own = {"firefox": {"source": str(source)}}
    rooms = pipeline.Rooms(load_settings(None, cache_dir=tmp_path / "cache", translation=own))
    assert [member.name for member in rooms.engines] == ["embedded"]
    tiny_firefox.got(source)
    assert [member.name for member in rooms.engines] == ["firefox", "embedded"]
    assert rooms.engines is rooms.engines
    shutil.rmtree(source)
    assert [member.name for member in rooms.engines] == ["embedded"]
    rooms.close()


def test_a_run_that_saves_memory_lets_the_engine_go_before_the_briefs(tmp_path: Path) -> None:
    class Closing(TableTranslator):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    for frugal in (False, True):
        engine = Closing()
        rooms = pipeline.Rooms(load_settings(None, cache_dir=tmp_path), frugal=frugal)
        rooms._engines = Members.only(engine)
        translations = rooms.translate([read(Document("gas", GAS.encode()))], points=1)
        assert not engine.closed
        assert (
            rooms.brief(translations)[0].headline.text
            == "Energy minister announces cut in gas prices"
        )
        assert engine.closed == frugal
        # What comes after all loads it again.
        assert rooms.translate(translations)[0].whole
        rooms.close()
