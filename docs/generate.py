"""What is written in docs and is known to the code: the commands, the settings, the figures.

    python docs/generate.py            writes docs/cli.md, docs/settings.md, the table in README.md
    python docs/generate.py --check    says which of them are stale, and exits with 1

The commands come from click, the settings from pydantic and the docstrings below each field in
bot/config.py, the figures from bench/figures.json. The same code gives the same pages whatever
the terminal, the environment and the folder it runs in.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import Figure, load
from bot import config
from bot.cli import main as mujaz
from bot.config_errors import allowed

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 96
ENVIRONMENT = "MUJAZ_"
BEGIN = "<!-- figures: made by `make docs` from bench/figures.json -->"
END = "<!-- figures end -->"
HEAD = "<!-- Made by `make docs`; do not edit. -->\n\n"


def pages() -> dict[Path, str]:
    """What each generated file should hold now."""
    readme = ROOT / "README.md"
    return {
        ROOT / "docs" / "cli.md": cli_page(),
        ROOT / "docs" / "settings.md": settings_page(),
        readme: with_figures(readme.read_text("utf-8"), load()),
    }


def cli_page() -> str:
    parts = [f"{HEAD}# The command `mujaz`\n\nThe help of every command, as `--help` shows it.\n"]
    parts += [f"## {name}\n\n```text\n{text}\n```\n" for name, text in helps(mujaz, None)]
    return "\n".join(parts)


def helps(command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    """The path and the help of a command and of all below it, in the order of `--help`."""
    context = click.Context(
        command,
        parent=parent,
        info_name=command.name if parent else "mujaz",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        color=False,
        help_option_names=["-h", "--help"],
    )
    lines = command.get_help(context).splitlines()
    yield context.command_path, "\n".join(line.rstrip() for line in lines)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from helps(below, context)


def settings_page() -> str:
    words = docstrings()
    parts = [
        f"{HEAD}# The settings\n\nAll are optional. They stand in `mujaz.toml` in the folder you"
        " run in, or in the\nenvironment, which wins. `MUJAZ_CONFIG` names another file. A list is"
        " written as JSON in the\nenvironment. `MUJAZ_SECRETS` names a folder of files, each named"
        " as a variable (`MUJAZ_BOT__TOKEN`)\nand holding its value, as containers and systemd hand"
        " secrets over; they win over mujaz.toml.\n"
    ]
    for path, model, about in sections(config.Settings, (), words):
        title = f"[{'.'.join(path)}]" if path else "At the top"
        rows = ["| setting | environment | value | default | meaning |", "|---|---|---|---|---|"]
        rows += [
            row(path, name, field, words)
            for name, field in model.model_fields.items()
            if not section(field)
        ]
        parts.append("\n".join(part for part in (f"## {title}\n", about, *rows) if part) + "\n")
    return "\n".join(parts)


def sections(
    model: type[BaseModel], path: tuple[str, ...], words: dict[str, dict[str, str]]
) -> Iterator[tuple[tuple[str, ...], type[BaseModel], str]]:
    """Every section that has settings of its own: where it stands, its model, what it is for."""
    if not all(section(field) for field in model.model_fields.values()):
        _, _, about = (inspect.getdoc(model) or "").partition("`: ")
        yield path, model, about and f"{about[0].upper()}{about[1:]}\n"
    for name, field in model.model_fields.items():
        inner = section(field)
        if inner:
            yield from sections(inner, (*path, name), words)


def section(field: FieldInfo) -> type[BaseModel] | None:
    inner = field.annotation
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def row(
    path: tuple[str, ...], name: str, field: FieldInfo, words: dict[str, dict[str, str]]
) -> str:
    model: type[BaseModel] = config.Settings
    for part in path:
        model = section(model.model_fields[part]) or model
    owners = [owner.__name__ for owner in model.__mro__]
    meaning = next((words[o][name] for o in owners if name in words.get(o, {})), "")
    variable = ENVIRONMENT + "__".join((*path, name)).upper()
    cells = (
        f"`{'.'.join((*path, name))}`",
        f"`{variable}`",
        allowed(field),
        default(field),
        meaning,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def default(field: FieldInfo) -> str:
    """As it is written in TOML; what is only known on the user's machine is said in words."""
    if field.default_factory is not None:
        return "the user's own"
    value = field.default
    if value is None:
        return "none"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def docstrings() -> dict[str, dict[str, str]]:
    """The text below each field in bot/config.py, by class and field.

    pydantic can read them too, but would parse the file at every start of the program.
    """
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(config)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        of = found.setdefault(node.name, {})
        for field, below in zip(node.body, node.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                text = _text(below)
                if text:
                    of[field.target.id] = " ".join(text.split())
    return found


def _text(node: ast.stmt) -> str:
    value: Any = node.value if isinstance(node, ast.Expr) else None
    return str(value.value) if isinstance(value, ast.Constant) else ""


def with_figures(readme: str, figures: tuple[Figure, ...]) -> str:
    """The README with its table of figures as bench/figures.json has them."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md lacks the lines {BEGIN} and {END}")
    machines = list(dict.fromkeys(figure.machine for figure in figures))
    alone = len(machines) == 1
    lines = [f"On {machines[0]}.\n"] if alone else []
    lines += ["| what | figure | command | measured |", "|---|---|---|---|"]
    for figure in figures:
        when = figure.date if alone else f"{figure.date}, {figure.machine}"
        lines.append(f"| {figure.title} | {figure.text} | `{figure.command}` | {when} |")
    return f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}"


def same(path: Path, text: str) -> bool:
    return path.read_text("utf-8") == text


def main() -> None:
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    made = pages()
    stale = [path for path, text in made.items() if not (path.is_file() and same(path, text))]
    for path in stale:
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(made[path], "utf-8")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
