"""Settings: file, environment, command line, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_settings
from bot.errors import BadSettings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MUJAZ_CONFIG", "MUJAZ_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.translation.engine == "embedded"
    assert settings.memory_path.parent == settings.cache_dir


def test_file_then_environment_then_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mujaz.toml").write_text(
        '[summary]\npoints = 4\n[digest]\nmax_stories = 7\n[translation]\nengine = "x"\n'
    )
    monkeypatch.setenv("MUJAZ_DIGEST__MAX_STORIES", "8")
    monkeypatch.setenv("MUJAZ_CACHE_DIR", "/somewhere")
    settings = load_settings(None, translation={"engine": "y"})
    assert settings.summary.points == 4
    assert settings.digest.max_stories == 8
    assert settings.translation.engine == "y"
    assert settings.cache_dir == Path("/somewhere")


def test_a_file_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text("[summary]\npoints = 9\n")
    monkeypatch.setenv("MUJAZ_CONFIG", str(tmp_path / "other.toml"))
    assert load_settings().summary.points == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[summary]\npoint = 4\n", "summary.point"),
        ("[summary]\npoints = 0\n", "summary.points"),
        ("[nonsense]\n", "nonsense"),
        ("points = \n", "TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mujaz.toml").write_text(text)
    with pytest.raises(BadSettings, match=said):
        load_settings()


def test_a_missing_file_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"none\.toml"):
        load_settings(tmp_path / "none.toml")
