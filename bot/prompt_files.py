"""What chat models are told: plain text files in `prompts/`, at the top of the repository.

A wheel carries them as `bot/prompts/`; a checkout, and with it an editable install, has them
beside `bot/`. This module is the one place that knows of both.
"""

from __future__ import annotations

from pathlib import Path


def prompts_folder() -> Path:
    """The folder of the prompts.

    Raises FileNotFoundError where neither place has it: the package was put together wrongly.
    """
    package = Path(__file__).parent
    for folder in (package / "prompts", package.parent / "prompts"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The prompts are not beside {package}. Reinstall Mujaz.")


def prompt(name: str) -> str:
    """The text of `prompts/<name>.md`, without white space around it."""
    return (prompts_folder() / f"{name}.md").read_text("utf-8").strip()
