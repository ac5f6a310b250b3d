"""`mujaz glossary`, as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import mujaz
from tests.empty_database import new_database


def run(folder: Path, *arguments: str) -> str:
    settings = folder / "mujaz.toml"
    settings.touch()
    done = mujaz(
        "--config",
        str(settings),
        "glossary",
        *arguments,
        MUJAZ_CACHE_DIR=str(folder / "cache"),
        MUJAZ_STORE__URL=f"sqlite:///{folder / 'mujaz.db'}",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_file_without_the_bot(tmp_path: Path) -> None:
    file = str(tmp_path / "glossary.tsv")
    assert "Added to" in run(tmp_path, "add", "باتروشيف", "Patrushev", "--file", file)
    assert not (tmp_path / "mujaz.db").exists()
    assert run(tmp_path, "list", "--file", file) == "باتروشيف\tPatrushev\tperson\toperator\n"
    tbx = tmp_path / "names.tbx"
    run(tmp_path, "export", "--format", "tbx", "-o", str(tbx), "--file", file)
    other = str(tmp_path / "other.tsv")
    assert "1 new" in run(tmp_path, "import", str(tbx), "--file", other)
    assert run(tmp_path, "list", "--file", other) == run(tmp_path, "list", "--file", file)
    assert "Removed" in run(tmp_path, "remove", "باتروشيف", "--file", file)


def test_the_bots_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    new_database(tmp_path)
    assert "Added: " in run(tmp_path, "add", "باتروشيف", "Patroushev")
    source = tmp_path / "names.tsv"
    source.write_text("باتروشيف\tPatrushev\nx\n", encoding="utf-8")
    assert "0 new, 1 changed, 0 known already, 1 refused" in run(
        tmp_path, "import", str(source), "--dry-run"
    )
    assert "Patroushev" in run(tmp_path, "list")
    run(tmp_path, "import", str(source))
    assert "Patrushev" in run(tmp_path, "export")


def test_what_cannot_be_an_entry_is_told(tmp_path: Path) -> None:
    done = mujaz("glossary", "add", "باتروشيف", "<b>", "--file", str(tmp_path / "x.tsv"))
    assert done.returncode == 1
    assert "BadTerm" in done.stderr
    assert not (tmp_path / "x.tsv").exists()
