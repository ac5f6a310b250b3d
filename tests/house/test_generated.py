"""What `make docs` makes is as the code and bench/figures.json have it."""

from __future__ import annotations

import json
import runpy
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bench import figures
from bot.config import Settings

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "docs" / "generate.py"


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    return runpy.run_path(str(GENERATOR))


def test_nothing_generated_is_stale(generator: dict[str, Any]) -> None:
    for path, text in generator["pages"]().items():
        assert path.read_text("utf-8") == text, f"{path.relative_to(ROOT)}: run `make docs`"


def test_the_terminal_and_the_environment_change_nothing(
    generator: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = generator["pages"]()
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("MUJAZ_SUMMARY__POINTS", "7")
    monkeypatch.chdir(tmp_path)
    assert generator["pages"]() == before


def test_every_setting_says_what_it_is_for(generator: dict[str, Any]) -> None:
    words = generator["docstrings"]()

    def silent(model: type[BaseModel], path: str) -> list[str]:
        found = []
        for name, field in model.model_fields.items():
            if inner := generator["section"](field):
                found += silent(inner, f"{path}{name}.")
            elif not any(name in words.get(owner.__name__, {}) for owner in model.__mro__):
                found.append(path + name)
        return found

    assert silent(Settings, "") == []


def test_a_figure_of_the_readme_comes_from_the_file(generator: dict[str, Any]) -> None:
    figure = figures.Figure("x", "{n:.0f} feeds", "{n:.1f} a second", {"n": 2}, "c", "d", "m")
    readme = f"before\n{generator['BEGIN']}\nold\n{generator['END']}\nafter"
    shown = generator["with_figures"](readme, (figure,))
    assert "| 2 feeds | 2.0 a second | `c` | d |" in shown
    assert "old" not in shown
    assert shown.startswith("before\n")
    assert shown.endswith("\nafter")
    with pytest.raises(ValueError, match="lacks the lines"):
        generator["with_figures"]("no table here", (figure,))


def test_a_script_records_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figures.json"
    old = figures.Figure("speed", "speed", "{n:.0f} a second", {"n": 1}, "old", "2026-11", "old")
    kept = figures.Figure("other", "other", "{n:.0f}", {"n": 5}, "old", "2026-11", "old")
    file.write_text(json.dumps([asdict(old), asdict(kept)]), "utf-8")
    testset = tmp_path / "set.tsv"
    testset.touch()
    monkeypatch.setattr(sys, "argv", ["/x/bench/speed.py", str(testset), "--record", "--n", "3"])
    figures.record({"speed": {"n": 2}}, file)
    new, untouched = figures.load(file)
    assert (new.text, new.command) == ("2 a second", "bench/speed.py set.tsv --n 3")
    assert new.date > old.date
    assert untouched == kept


def test_a_row_that_nobody_wrote_or_that_lacks_a_value_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    row = figures.Figure("speed", "speed", "{n:.0f} a second", {"n": 1}, "old", "2026-11", "old")
    file.write_text(json.dumps([asdict(row)]), "utf-8")
    for measured in ({"nobody": {"n": 1.0}}, {"speed": {"m": 1.0}}):
        with pytest.raises(KeyError):
            figures.record(measured, file)
    assert figures.load(file) == (row,)


def test_every_script_says_which_rows_it_writes() -> None:
    """Each row of the file is named by the script that its command starts."""
    for figure in figures.load():
        script = ROOT / figure.command.split()[0]
        assert figure.id.partition("_")[0] in script.read_text("utf-8"), figure.id
