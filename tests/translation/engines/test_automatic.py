"""`translation.engine = "auto"`: which engine translates, and what happens when it breaks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.errors import EngineUnavailable
from bot.translation.engines.automatic import automatic
from bot.translation.engines.configured import (
    automatic_choice,
    engine_in_use,
    engine_statuses,
    load_engines,
    statuses_in_use,
)
from bot.translation.model_store.folder import MANIFEST
from tests.translation.model_store import tiny_firefox
from tests.translation.model_store.conftest import MODEL as MARIAN
from tests.translation.model_store.conftest import silent

pytest.importorskip("fxtranslate")


@pytest.fixture
def firefox(tmp_path: Path) -> Path:
    return tiny_firefox.got(tmp_path / "firefox")


def settings(cache: Path, firefox: Path | str = "", marian: str = "", **own: Any) -> Settings:
    chosen = {
        "firefox": {"source": str(firefox), "workers": 1},
        "ctranslate2": {"model": marian or "opus-mt-tc-big-ar-en"},
    }
    return Settings.model_validate({"cache_dir": cache, "translation": chosen | own})


def usable(of: Settings) -> list[str]:
    return [status.name for status in automatic(of).usable]


def test_it_is_the_default_and_the_best_whose_files_are_here(tmp_path: Path, firefox: Path) -> None:
    assert Settings().translation.engine == "auto"
    assert usable(settings(tmp_path)) == ["embedded"]
    assert usable(settings(tmp_path, marian=str(MARIAN))) == ["ctranslate2", "embedded"]
    assert usable(settings(tmp_path, firefox)) == ["firefox", "embedded"]
    everything = settings(tmp_path, firefox, str(MARIAN))
    assert usable(everything) == ["firefox", "ctranslate2", "embedded"]
    assert [member.name for member in load_engines(everything, silent)] == usable(everything)


def test_an_engine_that_is_named_is_that_engine(tmp_path: Path, firefox: Path) -> None:
    named = settings(tmp_path, firefox, engine="embedded")
    assert engine_in_use(named) == "embedded"
    assert automatic_choice(named) is None
    assert [member.name for member in load_engines(named, silent)] == ["embedded"]
    assert [status.name for status in statuses_in_use(named)] == ["embedded"]


def test_what_the_better_ones_lack_is_known(tmp_path: Path, firefox: Path) -> None:
    bare = automatic(settings(tmp_path))
    assert [status.name for status in bare.better] == ["firefox", "ctranslate2"]
    assert bare.better[0].detail.endswith("Get it: mujaz models get firefox")
    assert automatic(settings(tmp_path, firefox)).better == ()
    assert engine_statuses(settings(tmp_path, firefox))[0].name == "firefox"


@pytest.mark.parametrize("fault", ["size", "manifest", "library"])
def test_a_broken_install_is_not_chosen(
    tmp_path: Path, firefox: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "size":
        (firefox / tiny_firefox.MODEL).write_bytes(b"cut")
    elif fault == "manifest":
        (firefox / MANIFEST).write_text("[]")
    else:
        monkeypatch.setitem(sys.modules, "fxtranslate", None)
    chosen = automatic(settings(tmp_path, firefox))
    assert chosen.first.name == "embedded"
    assert chosen.better[0].detail


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-300] ^= 1
    file.write_bytes(content)


def test_what_breaks_when_it_is_loaded_is_stood_in_for_and_said(
    tmp_path: Path, firefox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its size is right and its SHA-256 is not, which only loading shows."""
    flip(firefox / tiny_firefox.MODEL)
    engines = load_engines(settings(tmp_path / "cache", firefox), silent)
    assert engines.identity.name == "firefox-ar-en"
    first, second = engines
    assert not engines.use(first, lambda engine: engine.translate(["في"]))
    assert engines.use(second, lambda engine: engine.identity)
    assert engines.identity.name == "aren"
    assert "DamagedModel: The Firefox model does not load: " in caplog.text
    assert "mujaz models get firefox" in caplog.text
    assert "SHA-256 differs" in engines.first.why
    assert not engines.use(engines.first, lambda engine: None), "it is left alone for a while"


def test_where_none_is_left_each_says_what_it_lacks(tmp_path: Path, firefox: Path) -> None:
    engines = load_engines(settings(tmp_path, firefox), silent)
    for member in engines:
        member.failed(EngineUnavailable(f"{member.name} sleeps."))
    with pytest.raises(EngineUnavailable, match=r"that are here \(firefox, embedded\)") as found:
        _ = engines.identity
    assert "firefox: firefox sleeps." in str(found.value)


def test_a_cascade_may_name_it(tmp_path: Path, firefox: Path) -> None:
    members = ("auto", "embedded")
    cascade = {"engine": "cascade", "cascade": {"engines": members}}
    assert [m.name for m in load_engines(settings(tmp_path, **cascade), silent)] == ["embedded"]
    with_firefox = settings(tmp_path, firefox, **cascade)
    assert [m.name for m in load_engines(with_firefox, silent)] == ["firefox", "embedded"]
    assert [status.name for status in statuses_in_use(with_firefox)] == ["firefox", "embedded"]
