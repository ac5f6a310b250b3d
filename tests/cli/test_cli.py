"""The command as a user meets it: its output, its errors, its exit codes.

Nothing here translates; that is in test_whole_path.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import BOLTON, SAMPLES, mujaz, process


@pytest.mark.parametrize("command", [[], ["digest"], ["read"], ["translate"], ["models"]])
def test_help_has_examples(command: list[str]) -> None:
    shown = mujaz(*command, "--help")
    assert shown.returncode == 0
    assert "Example" in shown.stdout
    assert "mujaz " + " ".join(command) in shown.stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, bot.cli\n"
        "try: bot.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'ctranslate2', 'trafilatura', 'rich', 'pydantic', 'lxml', 'babel'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_word_too_many_is_a_usage_error() -> None:
    shown = mujaz("digest", str(SAMPLES), "--format", "pdf")
    assert shown.returncode == 2
    assert "pdf" in shown.stderr


def test_reading_a_sample_as_json() -> None:
    shown = process("read", "--json", str(BOLTON))
    assert shown.returncode == 0
    found = json.loads(shown.stdout)
    assert found["outlet"] == "Arabic Post"
    assert found["published_at"] == "2018-08-23T18:00:00+00:00"
    assert {p["kind"] for p in found["paragraphs"]} == {"prose", "heading", "caption"}


def test_reading_from_standard_input_and_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "read.json"
    shown = mujaz("read", "-", "--json", "-o", str(target), stdin=BOLTON.read_bytes())
    assert shown.returncode == 0
    assert shown.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["origin"] == "-"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.txt", b"", "EmptyDocument"),
        ("blank.txt", b" \n\t\n", "EmptyDocument"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "BinaryDocument"),
        ("english.txt", b"The minister met the ambassador in Paris on Monday. " * 5, "NotArabic"),
        (
            "persian.txt",
            ("وزیر امور خارجه گفت که این کشور در مذاکرات آینده شرکت خواهد کرد. " * 6).encode(),
            "NotArabic",
        ),
        ("page.html", b"<html><body><a href=/>x</a></body></html>", "NoArticle"),
        ("huge.txt", b"a" * (20 * 1024 * 1024 + 1), "TooLarge"),
    ],
)
def test_a_bad_document_is_named_with_a_next_step(
    tmp_path: Path, name: str, data: bytes, error: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for command in ("read", "digest"):
        shown = mujaz(command, str(path), MUJAZ_CACHE_DIR=str(tmp_path / "cache"))
        assert shown.returncode == 3
        assert error in shown.stderr
        assert "Traceback" not in shown.stderr
        assert shown.stdout == ""


def test_an_empty_batch_as_json_still_says_what_was_skipped(tmp_path: Path) -> None:
    shown = mujaz("digest", str(tmp_path / "none.txt"), str(tmp_path), "--format", "json")
    assert shown.returncode == 3
    skipped = json.loads(shown.stdout)["skipped"]
    assert [item["error"] for item in skipped] == ["MissingFile", "NothingReadable"]


def test_an_output_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    shown = mujaz("digest", str(SAMPLES), "-o", str(tmp_path / "no" / "digest.txt"))
    assert shown.returncode == 1
    assert "CannotWrite" in shown.stderr
    assert "translating" not in shown.stderr


def test_an_unknown_engine_is_told_with_those_there_are() -> None:
    shown = mujaz("digest", str(SAMPLES), "--engine", "babelfish")
    assert shown.returncode == 1
    assert "UnknownEngine" in shown.stderr
    assert "embedded" in shown.stderr


def test_wrong_settings_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "mujaz.toml").write_text("[digest]\nmax_storys = 3\n")
    shown = mujaz("--config", str(tmp_path / "mujaz.toml"), "digest", str(SAMPLES))
    assert shown.returncode == 1
    assert "max_storys" in shown.stderr


def test_models_says_what_there_is_without_building(tmp_path: Path) -> None:
    shown = mujaz("models", MUJAZ_CACHE_DIR=str(tmp_path))
    assert shown.returncode == 0
    assert "embedded (in use, " in shown.stdout
    assert "Gemma" in shown.stdout
    assert "not built yet" in shown.stdout
    assert str(tmp_path) in shown.stdout


def test_files_of_other_kinds_are_told_on_standard_error_alone(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    shown = mujaz("digest", str(tmp_path), "--format", "json")
    assert "3 files of other kinds passed over: .jpg, .xlsx" in shown.stderr
    assert "passed over" not in shown.stdout


def test_a_dash_as_output_is_standard_output(tmp_path: Path) -> None:
    path = sorted(SAMPLES.glob("*.txt"))[0].resolve()
    plain = mujaz("read", "--json", str(path))
    dashed = mujaz("read", "--json", str(path), "-o", "-")
    assert dashed.stdout == plain.stdout != ""
    assert not Path("-").exists()


def test_the_shell_completes_commands() -> None:
    completed = mujaz(_MUJAZ_COMPLETE="bash_complete", COMP_WORDS="mujaz sou", COMP_CWORD="1")
    assert completed.stdout == "plain,sources\n"
