"""The import rules of pyproject.toml catch what they are there to catch.

Each rule is tried on a copy of the house in small: the modules that the rules name, empty but for
the imports that a test plants. `make lint` holds the house itself to them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# The layout that the rules are written for. Whoever moves a room changes it here and in
# pyproject.toml.
ROOMS = ("sources", "reading", "translation", "summary", "digest")
SHELL = ("cli", "commands", "delivery", "endpoint")
LEAF = "language"
# A room that stands in the real tree before and after, for planting faults in a copy of it.
REAL_ROOM, OTHER_ROOM, OTHER_MODULE = "summary", "digest", "ranking"


def contracts() -> dict[str, dict[str, object]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {one["id"]: one for one in config["tool"]["importlinter"]["contracts"]}


def modules() -> list[str]:
    """Every module directly below `bot` that the layers name."""
    layers = contracts()["layers"]["layers"]
    assert isinstance(layers, list)
    return [name.strip("() ") for layer in layers for name in layer.replace(":", "|").split("|")]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The modules that the rules name, each a package with the modules `inside` and `beside`."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    for name in modules():
        folder = tmp_path / "bot" / name
        folder.mkdir()
        for file in ("__init__", "inside", "beside"):
            (folder / f"{file}.py").touch()
    return tmp_path


def plant(house: Path, module: str, imported: str) -> None:
    """Let `module` import `imported`; both are dotted names below `bot`."""
    file = house / "bot" / Path(*module.split(".")).with_suffix(".py")
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"import bot.{imported}\n")


def lint(house: Path, *chosen: str) -> tuple[bool, str]:
    """Whether the rules hold, and what the linter says."""
    only = [word for rule in chosen for word in ("--contract", rule)]
    done = subprocess.run(
        [LINT, "--no-cache", "--no-logo", *only, "pyproject.toml"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def broken(house: Path) -> set[str]:
    """The rules that do not hold."""
    _, said = lint(house)
    told = {rule: one["name"] for rule, one in contracts().items()}
    found = {
        rule for rule, name in told.items() if re.search(f"{re.escape(str(name))} ?BROKEN", said)
    }
    assert f"{len(told) - len(found)} kept, {len(found)} broken" in said, said
    return found


def test_a_house_that_keeps_the_rules_passes(house: Path) -> None:
    for room in ROOMS:
        plant(house, f"{room}.inside", "records.inside")
        plant(house, f"{room}.inside", f"{LEAF}.inside")
        plant(house, "pipeline.inside", f"{room}.inside")
    for outer in SHELL:
        plant(house, f"{outer}.inside", "pipeline.inside")
        plant(house, f"{outer}.inside", f"{LEAF}.beside")
    plant(house, f"{LEAF}.inside", "errors.inside")
    plant(house, "pipeline.inside", "store.inside")
    kept, said = lint(house)
    assert kept, said


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_imports_another_is_caught(house: Path, room: str) -> None:
    other = next(name for name in ROOMS if name != room)
    plant(house, f"{room}.inside", f"{other}.beside")
    kept, said = lint(house, "rooms")
    assert not kept
    assert f"bot.{room}.inside -> bot.{other}.beside" in said


def test_a_room_that_reaches_another_by_way_of_a_third_module_is_caught(house: Path) -> None:
    plant(house, "reading.inside", "records.inside")
    plant(house, "records.inside", "digest.inside")
    assert {"rooms", "layers"} <= broken(house)


def test_the_languages_import_nothing_but_the_errors(house: Path) -> None:
    others = sorted({*modules()} - {LEAF, "errors"})
    for other in others:
        plant(house, f"{LEAF}.inside", f"{other}.inside")
    kept, said = lint(house, "language")
    assert not kept
    for other in others:
        assert f"bot.{LEAF}.inside -> bot.{other}.inside " in said


@pytest.mark.parametrize("outer", SHELL)
def test_the_shell_reaches_no_room_past_the_pipeline(house: Path, outer: str) -> None:
    plant(house, f"{outer}.inside", "pipeline.inside")
    plant(house, "pipeline.inside", "reading.inside")
    assert broken(house) == set()
    plant(house, f"{outer}.inside", "reading.inside")
    assert broken(house) == {"shell"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("summary.inside", "summary.beside"),
        ("delivery.inside", "delivery.beside"),
        ("polling.inside", "intake.inside"),
    ],
)
def test_a_circle_is_caught(house: Path, first: str, second: str) -> None:
    plant(house, first, second)
    assert broken(house) == set()
    plant(house, second, first)
    assert broken(house) == {"circles"}


def test_a_circle_through_a_third_module_is_caught(house: Path) -> None:
    (house / "bot" / "summary" / "third.py").touch()
    plant(house, "summary.inside", "summary.beside")
    plant(house, "summary.beside", "summary.third")
    plant(house, "summary.third", "summary.inside")
    assert broken(house) == {"circles"}


def test_a_module_without_a_place_in_the_order_is_caught(house: Path) -> None:
    (house / "bot" / "utils.py").touch()
    kept, said = lint(house, "layers")
    assert not kept
    assert "bot.utils" in said


def test_a_circle_and_a_strange_import_in_the_real_tree_are_told(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=_all_but_code)
    room = tmp_path / "bot" / REAL_ROOM
    (room / "planted.py").write_text(
        f"import bot.{OTHER_ROOM}.{OTHER_MODULE}\nimport bot.{REAL_ROOM}.planted_too\n", "utf-8"
    )
    (room / "planted_too.py").write_text(f"import bot.{REAL_ROOM}.planted\n", "utf-8")
    kept, said = lint(tmp_path, "rooms", "circles")
    assert not kept
    assert f"bot.{REAL_ROOM}.planted -> bot.{OTHER_ROOM}.{OTHER_MODULE}" in said
    assert "planted_too" in said.split("No cycles are allowed", 1)[1]


def _all_but_code(folder: str, names: list[str]) -> set[str]:
    """What is neither a Python file nor a folder."""
    return {name for name in names if not name.endswith(".py") and (Path(folder) / name).is_file()}
