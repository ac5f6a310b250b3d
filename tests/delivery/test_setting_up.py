"""init, check, run's refusals, backup and restore, from the command line."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ctranslate2
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import checking
from bot.commands.finding import Finding
from bot.config import load_settings
from bot.store import sources
from bot.store.source import NewSource, SourceKind
from bot.store.store import open_store
from bot.translation.model_store.choosing import ensure_converted
from tests.delivery.newsroom import TOKEN
from tests.delivery.threaded import threaded_telegram
from tests.empty_database import new_database
from tests.translation.model_store import tiny_firefox
from tests.translation.model_store.conftest import MODEL
from tests.translation.model_store.loopback_service import LoopbackService


@pytest.fixture
def api() -> Iterator[str]:
    """The loopback server's address, served from a thread of its own."""
    with threaded_telegram() as telegram:
        yield telegram.url


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MUJAZ_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MUJAZ_STORE__URL", f"sqlite:///{tmp_path / 'data' / 'mujaz.db'}")
    return tmp_path


def mujaz(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, words, input=typed)
    return result.exit_code, result.output


def test_init_asks_checks_and_writes_what_check_accepts(api: str, folder: Path) -> None:
    code, said = mujaz("init", "--api-base", api, typed=f"{TOKEN}\n7\nAmman\n")
    assert code == 0, said
    assert TOKEN not in said
    settings = load_settings(folder / "mujaz.toml")
    assert settings.bot.token.get_secret_value() == TOKEN
    assert (settings.bot.owner, settings.bot.zone) == (7, "Asia/Amman")
    assert (folder / "mujaz.toml").stat().st_mode & 0o077 == 0
    code, said = mujaz("check")
    assert code == 0, said
    assert "@digest_bot" in said
    assert TOKEN not in said


@pytest.mark.parametrize(("answer", "said_then"), [("y", "Ready: "), ("n", "Translating with")])
def test_init_offers_the_download_of_the_better_model(
    api: str, folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, said_then: str
) -> None:
    pytest.importorskip("fxtranslate")
    tiny_firefox.write(folder / "tiny")
    monkeypatch.setattr(
        "click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False
    )
    monkeypatch.setenv("MUJAZ_CACHE_DIR", str(folder / "cache"))
    with LoopbackService() as service:
        service.publish(folder / "tiny" / tiny_firefox.MODEL, "model")
        service.publish(folder / "tiny" / tiny_firefox.VOCABULARY, "vocab")
        monkeypatch.setenv("MUJAZ_TRANSLATION__FIREFOX__SOURCE", service.source)
        code, said = mujaz("init", "--api-base", api, typed=f"{TOKEN}\n7\nAmman\n{answer}\n")
    assert code == 0, said
    assert "MPL-2.0" in said.partition("Download it now?")[0]
    assert said_then in said
    assert ("Translating with: Firefox" in said) == (answer == "y")


def test_init_overwrites_nothing(api: str, folder: Path) -> None:
    (folder / "mujaz.toml").write_text("[bot]\nowner = 1\n")
    code, said = mujaz("init", "--api-base", api, typed=f"{TOKEN}\n7\nAmman\n")
    assert code == 1
    assert "exists already" in said
    assert "owner = 1" in (folder / "mujaz.toml").read_text()


def test_check_names_everything_that_is_wrong(folder: Path) -> None:
    (folder / "mujaz.toml").write_text('[bot]\nzone = "Asia/Atlantis"\n')
    code, said = mujaz("check")
    assert code == 1
    wrong = [line.split()[1] for line in said.splitlines() if line.startswith("WRONG")]
    assert wrong == ["token:", "access:", "zone:"]


@pytest.fixture
def ready(api: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings that work, a database, and an engine that translates."""
    (folder / "data").mkdir()
    new_database(folder / "data")
    monkeypatch.setenv("MUJAZ_CACHE_DIR", str(folder / "cache"))
    (folder / "mujaz.toml").write_text(
        f'[bot]\ntoken = "{TOKEN}"\nowner = 7\napi_base = "{api}"\n'
        '[sources]\nprivate_hosts = ["127.0.0.1"]\n'
    )
    monkeypatch.setattr(checking, "translation", lambda settings: Finding("a sentence", True, "ok"))
    return folder


def lines(said: str, what: str) -> list[str]:
    return [line for line in said.splitlines() if line[6:].startswith(f"{what}:")]


def test_check_tries_what_the_bot_will_do(ready: Path, api: str) -> None:
    code, said = mujaz("check")
    assert code == 0, said
    assert "as Telegram's" in lines(said, "clock")[0]
    assert str(ready / "cache") in lines(said, "cache folder")[0]
    assert "made when it is needed" in lines(said, "cache folder")[0]
    assert "MB free" in lines(said, "disk")[0]
    assert "0 in use" in lines(said, "zones")[0]
    assert "0, failing: 0" in lines(said, "sources")[0]
    assert not (ready / "cache").exists()


def test_check_asks_a_source_and_says_what_it_answers(ready: Path, api: str) -> None:
    async def add() -> None:
        store = await open_store(load_settings().database_url)
        async with store.transaction() as c:
            new = NewSource(f"{api}/feed", SourceKind.FEED)
            await sources.add(c, new, datetime.now(UTC))
        await store.close()

    asyncio.run(add())
    code, said = mujaz("check")
    assert code == 1
    assert lines(said, "a source asked")[0].startswith(f"WRONG a source asked: {api}/feed: ")


def test_check_tells_of_a_lock_a_full_disk_and_a_folder_that_is_none(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LOCK_SECONDS", 0.1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 10**6))
    other = sqlite3.connect(ready / "data" / "mujaz.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    code, said = mujaz("check")
    other.close()
    assert code == 1
    assert "database is locked" in lines(said, "writing")[0]
    assert lines(said, "disk")[0].startswith("WRONG disk: 1 MB free")
    (ready / "cache").write_text("")
    assert lines(mujaz("check")[1], "cache folder")[0].startswith("WRONG")


def test_check_compares_the_clock(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr(checking, "now_utc", lambda: later)
    code, said = mujaz("check")
    assert code == 1
    assert "seconds ahead of Telegram's" in lines(said, "clock")[0]


def test_check_translates_a_sentence_or_says_why_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUJAZ_CACHE_DIR", str(folder / "none"))
    assert "`mujaz models build`" in checking.translation(load_settings()).detail
    monkeypatch.setenv("MUJAZ_TRANSLATION__ENGINE", "chat")
    monkeypatch.setenv("MUJAZ_TRANSLATION__CHAT__BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("MUJAZ_TRANSLATION__CHAT__MODEL", "x")
    monkeypatch.setenv("MUJAZ_TRANSLATION__CHAT__RETRIES", "0")
    found = checking.translation(load_settings())
    assert not found.ok
    assert "127.0.0.1" in found.detail


@pytest.mark.parametrize("command", ["run", "worker", "check"])
def test_a_gpu_that_is_not_there_is_told_by_every_command_that_translates(
    ready: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    with (ready / "mujaz.toml").open("a") as file:
        file.write(
            f'[translation]\nengine = "ctranslate2"\n[translation.ctranslate2]\n'
            f'model = "{MODEL}"\ndevice = "cuda"\nquantization = "float32"\n'
        )
    ensure_converted(str(MODEL), load_settings(), lambda stage, done, total: None)
    if command == "worker":
        monkeypatch.setenv("MUJAZ_STORE__URL", "postgresql://nobody@127.0.0.1:1/none")
    code, said = mujaz(command)
    assert code != 0
    (told,) = [line for line in said.splitlines() if "No GPU" in line]
    assert 'set translation.ctranslate2.device to "cpu"' in told


def test_an_unknown_variable_is_told_by_every_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUJAZ_BOT_TOKEN", "x")
    assert "MUJAZ_BOT_TOKEN sets nothing. Is MUJAZ_BOT__TOKEN meant?" in mujaz("run")[1]
    assert lines(mujaz("check")[1], "environment")[0].startswith("WRONG")


def test_check_makes_no_database_and_says_where_none_can_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "new: made when the bot first runs" in mujaz("check")[1]
    assert not (folder / "data").exists()
    (folder / "file").write_text("")
    monkeypatch.setenv("MUJAZ_STORE__URL", f"sqlite:///{folder / 'file' / 'mujaz.db'}")
    assert "WRONG database" in mujaz("check")[1]


def test_an_empty_file_is_no_database_of_the_bots(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "mujaz.db").touch()
    assert "new: made" in mujaz("check")[1]
    code, said = mujaz("glossary", "add", "باتروشيف", "Patrushev")
    assert code == 0, said
    assert "Patrushev" in (folder / "glossary.tsv").read_text("utf-8")
    assert (folder / "data" / "mujaz.db").stat().st_size == 0


def test_check_tells_of_a_server_that_does_not_answer_without_the_token(folder: Path) -> None:
    (folder / "mujaz.toml").write_text(
        f'[bot]\ntoken = "{TOKEN}"\nowner = 7\napi_base = "http://127.0.0.1:1"\n'
    )
    code, said = mujaz("check")
    assert code == 1
    assert "did not answer" in said
    assert TOKEN not in said


def test_run_without_a_token_names_the_next_step() -> None:
    code, said = mujaz("run")
    assert code == 1
    assert "mujaz init" in said


def test_run_moves_a_database_of_an_earlier_version_and_says_so_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MUJAZ_STORE__URL")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "share"))
    (folder / "share" / "mujaz").mkdir(parents=True)
    new_database(folder / "share" / "mujaz")
    (folder / "mujaz.toml").write_text("[bot]\nowner = 7\n")
    assert "share/mujaz/mujaz.db" in mujaz("check")[1]
    code, said = mujaz("run")
    assert code == 1
    assert "database_moved" in said
    assert str(folder / "mujaz.db") in said
    assert f"{folder / 'mujaz.db'}, revision" in mujaz("check")[1]
    assert "database_moved" not in mujaz("run")[1]


def test_a_backup_is_restored(folder: Path) -> None:
    code, said = mujaz("backup", "one.db")
    assert code == 1
    assert "no database" in said
    (folder / "mujaz.toml").write_text(f'[bot]\ntoken = "{TOKEN}"\nowner = 7\n')
    (folder / "data").mkdir()

    from bot.store import switches
    from bot.store.store import open_store

    async def switch(on: bool | None) -> bool:
        store = await open_store(load_settings().database_url)
        async with store.transaction() as c:
            if on is not None:
                from datetime import UTC, datetime

                await (
                    switches.on(c, switches.PAUSED, datetime(2026, 1, 1, tzinfo=UTC))
                    if on
                    else switches.off(c, switches.PAUSED)
                )
            paused = await switches.since(c, switches.PAUSED) is not None
        await store.close()
        return paused

    assert asyncio.run(switch(True))
    assert mujaz("backup", "one.db")[0] == 0
    code, said = mujaz("backup", "one.db")
    assert (code, "--force" in said) == (1, True)
    assert mujaz("backup", "one.db", "--force")[0] == 0
    assert not asyncio.run(switch(False))
    assert mujaz("restore", "one.db", typed="n\n")[0] != 0
    assert not asyncio.run(switch(None))
    assert mujaz("restore", "one.db", "--yes")[0] == 0
    assert asyncio.run(switch(None))
