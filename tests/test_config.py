"""Settings: file, environment, command line, and what is said when they are wrong."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import Settings, load_settings
from bot.config_errors import strange_variables
from bot.errors import BadSettings
from bot.store.moving import move_database


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MUJAZ_CONFIG", "MUJAZ_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.translation.engine == "auto"
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
        (
            "[summary]\npoint = 4\n",
            "summary.point in mujaz.toml is no setting of Mujaz: [summary] has engine, points, "
            "style, prompts, verify, chat, seq2seq. "
            "Is points meant?",
        ),
        (
            "[summary]\npoints = 0\n",
            "summary.points in mujaz.toml is “0”, but must be a whole number from 1 to 20.",
        ),
        (
            "[translation]\nthreads = -1\n",
            "translation.threads in mujaz.toml is “-1”, but must be a whole number of 0 or more.",
        ),
        (
            '[log]\nlevel = "loud"\n',
            "log.level in mujaz.toml is “loud”, but must be one of debug, info, warning, error.",
        ),
        (
            '[translation]\nmemory = "perhaps"\n',
            "translation.memory in mujaz.toml is “perhaps”, but must be true or false.",
        ),
        (
            '[bot]\nallowed_users = ["a"]\n',
            "bot.allowed_users in mujaz.toml is “a”, but must be a list of whole numbers, such as "
            "[1, 2].",
        ),
        ("summary = 3\n", "summary in mujaz.toml is “3”, but must be a section"),
        ("[nonsense]\n", "nonsense in mujaz.toml is no setting of Mujaz: there are cache_dir,"),
        ("points = \n", "TOML"),
        (
            '[endpoint]\nlisten = "99999"\n',
            "endpoint.listen in mujaz.toml is “99999”: write it as host and port, such as "
            '"127.0.0.1:8787".',
        ),
        (
            '[endpoint]\ntoken = "short"\n',
            "endpoint.token in mujaz.toml cannot be used: it needs 24 ASCII characters or more",
        ),
        (
            '[sources]\nprivate_hosts = "x"\n',
            "sources.private_hosts in mujaz.toml is “x”, but must be a list of texts, such as "
            '["one", "two"].',
        ),
        (
            '[translation.hub]\naddress = "hub"\n',
            "translation.hub.address in mujaz.toml is “hub”, but must be a web address, such as",
        ),
        (
            "[translation.cascade]\nengines = []\n",
            "translation.cascade.engines in mujaz.toml must not be empty.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mujaz.toml").write_text(text)
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert said in str(caught.value)


def test_a_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "mujaz.toml").write_bytes('[sources]\ncontact = "é"\n'.encode("latin-1"))
    with pytest.raises(BadSettings, match=r"mujaz\.toml is not UTF-8"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "MUJAZ_SUMMARY__POINTS",
            "many",
            "The variable MUJAZ_SUMMARY__POINTS is “many”, but must be a whole number from 1 to "
            "20.",
        ),
        (
            "MUJAZ_SUMMARY__POINT",
            "3",
            "The variable MUJAZ_SUMMARY__POINT is no setting of Mujaz: [summary] has engine, "
            "points, style, prompts, verify, chat, seq2seq.",
        ),
        ("MUJAZ_SUMMARY", "points=3", "MUJAZ_SUMMARY cannot be read. Set the parts"),
        (
            "MUJAZ_BOT__ALLOWED_USERS",
            "1,2",
            "The variable MUJAZ_BOT__ALLOWED_USERS is “1,2”, but must be a list of whole numbers, "
            "such as [1, 2].",
        ),
        ("MUJAZ_BOT__OWNER", "me", "MUJAZ_BOT__OWNER is “me”, but must be a whole number."),
    ],
)
def test_a_variable_is_blamed_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    (tmp_path / "mujaz.toml").write_text("[summary]\npoints = 4\n")
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load_settings()
    assert said in str(caught.value)
    assert "mujaz.toml" not in str(caught.value)


def test_everything_wrong_is_told_and_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mujaz.toml").write_text("[digest]\nmax_stories = 0\n[bot]\ntoken = [1234567]\n")
    monkeypatch.setenv("MUJAZ_SUMMARY__POINTS", "many")
    with pytest.raises(BadSettings) as caught:
        load_settings(None, translation={"threads": -2})
    said = str(caught.value)
    assert "digest.max_stories in mujaz.toml is “0”" in said
    assert "variable MUJAZ_SUMMARY__POINTS is “many”" in said
    assert "translation.threads, as the command set it, is “-2”" in said
    assert "bot.token in mujaz.toml" in said
    assert "1234567" not in said
    assert "pydantic" not in said


def test_a_missing_file_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"none\.toml"):
        load_settings(tmp_path / "none.toml")


# ---------------------------------------------------------------------- where the database stands


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, with nothing in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("MUJAZ_STORE__URL", raising=False)
    return tmp_path / "share" / "mujaz"


def used(file: Path) -> None:
    """A database that a bot has used."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE chats (id INTEGER)")


def test_bots_in_two_folders_have_two_databases(tmp_path: Path, home: Path) -> None:
    places = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mujaz.toml").touch()
        places.append(load_settings(tmp_path / name / "mujaz.toml").database_url)
    assert places == [f"sqlite:///{tmp_path / name / 'mujaz.db'}" for name in ("one", "two")]


def test_without_a_settings_file_the_database_is_the_users(home: Path) -> None:
    assert load_settings().database_url == f"sqlite:///{home / 'mujaz.db'}"


def test_a_folder_that_cannot_be_written_has_none_beside(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mujaz.toml").touch()
    monkeypatch.setattr(os, "access", lambda folder, how: False)
    assert load_settings().database_url == f"sqlite:///{home / 'mujaz.db'}"
    (tmp_path / "mujaz.db").touch()
    assert load_settings().database_url == f"sqlite:///{tmp_path / 'mujaz.db'}"


def test_the_former_place_is_used_until_it_is_moved(tmp_path: Path, home: Path) -> None:
    used(home / "mujaz.db")
    (tmp_path / "mujaz.toml").touch()
    settings = load_settings()
    assert settings.database_url == f"sqlite:///{home / 'mujaz.db'}"
    assert settings.database_to_move == (home / "mujaz.db", tmp_path / "mujaz.db")
    with closing(sqlite3.connect(home / "mujaz.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO chats VALUES (5)")
        with pytest.raises(BadSettings, match="another program has it open"):
            move_database(*settings.database_to_move)
        other.commit()
    move_database(*settings.database_to_move)
    assert settings.database_to_move is None
    assert settings.database_url == f"sqlite:///{tmp_path / 'mujaz.db'}"
    assert list(home.iterdir()) == []
    with closing(sqlite3.connect(tmp_path / "mujaz.db")) as moved:
        assert moved.execute("SELECT id FROM chats").fetchall() == [(5,)]


def test_a_place_that_is_set_is_left_alone(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(home / "mujaz.db")
    (tmp_path / "mujaz.toml").touch()
    monkeypatch.setenv("MUJAZ_STORE__URL", "sqlite:///own.db")
    assert load_settings().database_url == "sqlite:///own.db"
    assert load_settings().database_to_move is None


# ------------------------------------------------------------------ variables that set nothing


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MUJAZ_TRANSLATION_ENGINE", " Is MUJAZ_TRANSLATION__ENGINE meant?"),
        ("MUJAZ_BOTT__TOKEN", " Is MUJAZ_BOT__TOKEN meant?"),
        ("mujaz_cache_dirs", " Is MUJAZ_CACHE_DIR meant?"),
        ("MUJAZ_PORT_8787_TCP", ""),
    ],
)
def test_a_variable_that_sets_nothing_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.setenv(name, "x")
    assert strange_variables(Settings) == [f"The variable {name} sets nothing.{told}"]


def test_variables_that_set_something_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJAZ_CONFIG", "x.toml")
    monkeypatch.setenv("MUJAZ_BOT__TOKEN", "x")
    monkeypatch.setenv("mujaz_summary__points", "3")
    assert strange_variables(Settings) == []


def test_a_wrong_name_inside_a_section_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MUJAZ_BOT__TOKENS", "x")
    with pytest.raises(BadSettings, match=r"MUJAZ_BOT__TOKENS .* Is token meant\?"):
        load_settings()
