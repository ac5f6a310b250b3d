"""The house's rules that can be read off the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"
ROOMS = {"sources", "reading", "translation", "summary", "digest"}
SHARED = {"records", "errors", "config", "config_errors"}
SHARED |= {"clock", "decoding"}
LANGUAGE = {"language", "errors"}
SHARED |= {"formats", "page_redirects", "plugins", "prompt_files", "recent", "heap"}


def imported(path: Path) -> set[str]:
    """Names below `bot` that a module imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "bot":
                names = [f"bot.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("bot.")}
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_no_other_room(room: str) -> None:
    files = list((BOT / room).rglob("*.py"))
    assert files
    for path in files:
        strangers = imported(path) - SHARED - LANGUAGE - {room}
        assert not strangers, f"{path.relative_to(BOT)} imports {strangers}"


def test_the_languages_know_nothing_else() -> None:
    files = list((BOT / "language").rglob("*.py"))
    assert files
    for path in files:
        strangers = imported(path) - LANGUAGE
        assert not strangers, f"{path.relative_to(BOT)} imports {strangers}"


def test_what_travels_knows_no_room() -> None:
    for name in sorted(SHARED):
        files = [path for path in (BOT / f"{name}.py", *BOT.glob(f"{name}/*.py")) if path.is_file()]
        assert files
        for path in files:
            assert imported(path) <= SHARED | LANGUAGE, path


def test_only_work_knows_the_order_of_the_rooms() -> None:
    for path in BOT.glob("*.py"):
        assert not imported(path) & ROOMS, path
