"""What every command shares: its settings, its options, and the way out to the terminal.

The result goes to standard output and everything else to standard error.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.errors import CannotWrite

if TYPE_CHECKING:
    from bot.config import Settings

NOTHING_MADE = 3
"""Exit code where not one article made it."""
INTERRUPTED = 130

engine_option = click.option(
    "--engine", metavar="NAME", help="Translation engine; see `mujaz models`."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")


def _named(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """The file meant; None for standard output, which "-" stands for as it does for input."""
    return None if value == Path("-") else value


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    callback=_named,
    metavar="FILE",
    help="Write there instead of to standard output (-).",
)


def say(text: str) -> None:
    click.echo(text, err=True)


def settings_of(config: Path | None, **sections: dict[str, Any]) -> Settings:
    from bot.config import Settings, load_settings
    from bot.config_errors import strange_variables

    given = {
        section: {key: value for key, value in values.items() if value is not None}
        for section, values in sections.items()
    }
    settings = load_settings(config, **{name: values for name, values in given.items() if values})
    for told in strange_variables(Settings):
        say(told)
    return settings


def progress_display(quiet: bool) -> Any:
    from bot.commands.console import ProgressDisplay

    return ProgressDisplay(quiet=quiet)


def check_writable(output: Path | None) -> None:
    """Raise CannotWrite where the output cannot be written, before minutes of work are spent."""
    if output is None:
        if sys.stdout is None:
            raise CannotWrite("Standard output is closed. Name a file with --output.")
        return
    folder = output.parent
    if not folder.is_dir():
        raise CannotWrite(f"The folder {folder} does not exist. Make it, or name another file.")
    if not os.access(output if output.exists() else folder, os.W_OK):
        raise CannotWrite(f"{output} cannot be written. Check its permissions.")


def write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        output.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"{output} cannot be written: {error.strerror}.") from error
    say(f"Written to {output}")
