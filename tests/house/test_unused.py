"""What nothing uses is found, also where something used bears the same name."""

from __future__ import annotations

from pathlib import Path

from tests.house.unused import unused


def house(root: Path, **files: str) -> Path:
    for folder in ("bot", "bench", "docs"):
        (root / folder).mkdir()
    for name, text in files.items():
        (root / "bot" / f"{name}.py").write_text(text, "utf-8")
    return root


def test_a_namesake_that_is_used_does_not_hide_what_is_not(tmp_path: Path) -> None:
    root = house(
        tmp_path,
        one="def get(): ...\n",
        two="def get(): ...\n",
        three="from bot import one\n\none.get()\n",
    )
    assert unused(root) == ["bot/two.py:1 get"]


def test_a_function_that_only_calls_itself_is_not_used(tmp_path: Path) -> None:
    assert unused(house(tmp_path, one="def again():\n    again()\n")) == ["bot/one.py:1 again"]


def test_uses_by_import_by_alias_and_inside_the_module_count(tmp_path: Path) -> None:
    root = house(
        tmp_path,
        one="A = 1\nB: int = A\n\n\nclass C: ...\n\n\n_C = C()\n",
        two="import bot.one\nfrom bot import one as first\nfrom bot.one import B\n\n"
        "print(B, first._C, bot.one.A)\n",
    )
    assert unused(root) == []


def test_what_a_decorator_hands_to_a_framework_is_left_alone(tmp_path: Path) -> None:
    text = "import click\n\n\n@click.command()\ndef run(): ...\n"
    assert unused(house(tmp_path, one=text)) == []


def test_a_row_that_names_a_module_or_one_of_its_names_uses_it(tmp_path: Path) -> None:
    root = house(
        tmp_path,
        one="def load(): ...\n",
        two="def load(): ...\n\n\ndef rest(): ...\n",
        rows='KINDS = {"one": "bot.one", "two": "bot.two:load"}\nprint(KINDS)\n',
    )
    assert unused(root) == ["bot/two.py:4 rest"]
