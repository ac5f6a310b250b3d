"""What chat models are told: plain text files in `prompts/`, at the top of the repository.

A file opens with a head of TOML between two lines "+++": `version`, `about`, the `variables` that
its text takes in, the `tokens` of an answer at most, the `temperature` it is best asked at. Then
the text, where `${points}` stands for a variable.

A wheel carries the files as `bot/prompts/`; a checkout, and with it an editable install, has them
beside `bot/`. This module is the one place that knows of both. A deployment's own folder goes
first.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from bot.errors import BadPrompt

_HEAD = re.compile(r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n(?P<text>.*)\Z", re.DOTALL | re.MULTILINE)
_KEYS = {"version": int, "about": str, "variables": list, "tokens": int, "temperature": float}
STYLES = "styles"
"""The folder of what a reader may choose among."""


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    """The file's, without its ending: "summarise"."""
    version: int
    """Rises when what models make of it may change; kept with what was written."""
    about: str
    """One line for the operator."""
    text: str
    variables: tuple[str, ...] = ()
    tokens: int | None = None
    """Of one answer at most; None: as the engine has it."""
    temperature: float | None = None
    """What it is best asked at; None: as the engine is configured."""
    path: Path | None = None

    @property
    def key(self) -> str:
        """As it is asked for: "summarise", "styles/brief"."""
        is_style = self.path is not None and self.path.parent.name == STYLES
        return f"{STYLES}/{self.name}" if is_style else self.name

    def filled(self, **values: object) -> str:
        """The text with its variables. Raises KeyError where one is not given."""
        return Template(self.text).substitute(values) if self.variables else self.text


def prompts_folder() -> Path:
    """The folder of the prompts.

    Raises FileNotFoundError where neither place has it: the package was put together wrongly.
    """
    package = Path(__file__).parent
    for folder in (package / "prompts", package.parent / "prompts"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The prompts are not beside {package}. Reinstall Mujaz.")


def prompt(name: str, own: Path | None = None) -> Prompt:
    """The prompt `name` ("summarise", "styles/brief"): of the folder `own` where it has one, else
    Mujaz's. Raises BadPrompt."""
    for folder in (own, prompts_folder()):
        path = folder / f"{name}.md" if folder is not None else None
        if path is not None and path.is_file():
            found = read_prompt(path)
            standing_in(found)
            return found
    known = ", ".join(each.key for each in all_prompts(own))
    raise BadPrompt(f"There is no prompt {name}; there is: {known}.")


def all_prompts(own: Path | None = None) -> list[Prompt]:
    """Every prompt that is in force, styles last, by name. Raises BadPrompt."""
    found: dict[str, Path] = {}
    for folder in (prompts_folder(), own):
        if folder is not None:
            for path in (*folder.glob("*.md"), *folder.glob(f"{STYLES}/*.md")):
                found[str(path.relative_to(folder).with_suffix(""))] = path
    return [read_prompt(found[name]) for name in sorted(found, key=lambda n: (n.count("/"), n))]


def standing_in(own: Prompt) -> Prompt | None:
    """Mujaz's prompt that this one replaces; None for a style of its own name.

    Raises BadPrompt where it takes in other variables than are filled in, or replaces none.
    """
    path = prompts_folder() / f"{own.key}.md"
    replaced = read_prompt(path) if path.is_file() else None
    if replaced is None and own.key == own.name:
        raise BadPrompt(
            f"{own.path} replaces no prompt: `mujaz prompts` has their names. A style of your own "
            f"stands in a folder {STYLES}."
        )
    # A style is filled with nothing.
    filled = replaced.variables if replaced else ()
    if set(filled) != set(own.variables):
        raise BadPrompt(
            f"{own.path} takes in {', '.join(own.variables) or 'no variables'}; filled in are "
            f"{', '.join(filled) or 'none'}. List and use exactly these."
        )
    return replaced


def read_prompt(path: Path) -> Prompt:
    """One file. Raises BadPrompt where it is not what the head of this module says."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPrompt(f"The prompt {path} cannot be read: {error}.") from error
    found = _HEAD.match(text.replace("\r\n", "\n"))
    if found is None:
        raise BadPrompt(f"{path} has no head: open it with a line +++, TOML, and a line +++.")
    try:
        head = tomllib.loads(found["head"])
    except tomllib.TOMLDecodeError as error:
        raise BadPrompt(f"The head of {path} is not valid TOML: {error}.") from error
    _check(path, head, found["text"])
    return Prompt(
        path.stem,
        head["version"],
        head["about"],
        found["text"].strip(),
        tuple(head.get("variables", ())),
        head.get("tokens"),
        head.get("temperature"),
        path,
    )


def _check(path: Path, head: dict[str, Any], text: str) -> None:
    for key, value in head.items():
        if key not in _KEYS or type(value) is not _KEYS[key]:
            known = ", ".join(f"{name} ({kind.__name__})" for name, kind in _KEYS.items())
            raise BadPrompt(f"{path}: {key} = {value!r} is not known. A head has {known}.")
    if head.get("tokens", 1) < 1:
        raise BadPrompt(f"{path}: tokens = {head['tokens']} leaves no room for an answer.")
    missing = [key for key in ("version", "about") if key not in head]
    if missing:
        raise BadPrompt(f"{path}: its head needs {' and '.join(missing)}.")
    if not text.strip():
        raise BadPrompt(f"{path} says nothing below its head.")
    named = [str(name) for name in head.get("variables", ())]
    if not named:
        return
    template = Template(text)
    if not template.is_valid():
        raise BadPrompt(f"{path}: a $ stands alone. Write $$ for the sign.")
    used = template.get_identifiers()
    if set(used) != set(named):
        raise BadPrompt(
            f"{path}: its head lists the variables {', '.join(named)}, its text has "
            f"{', '.join(used) or 'none'}. Make them the same."
        )
