"""init, check, run's refusals, backup and restore, from the command line."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import load_settings
from tests.delivery.newsroom import TOKEN, Telegram
from tests.empty_database import new_database


@pytest.fixture
def api() -> Iterator[str]:
    """The loopback server's address, served from a thread of its own."""
    loop = asyncio.new_event_loop()
    up, url = threading.Event(), []
    done = asyncio.Event()

    async def run() -> None:
        async with Telegram() as server:
            url.append(server.url)
            up.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    up.wait()
    yield url[0]
    loop.call_soon_threadsafe(done.set)
    thread.join()
    loop.close()


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
    assert not asyncio.run(switch(False))
    assert mujaz("restore", "one.db", typed="n\n")[0] != 0
    assert not asyncio.run(switch(None))
    assert mujaz("restore", "one.db", "--yes")[0] == 0
    assert asyncio.run(switch(None))
