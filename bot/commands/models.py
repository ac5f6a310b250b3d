"""`mujaz models`: the translation engines."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands import hub
from bot.commands.firefox import get
from bot.commands.terminal import (
    progress_display,
    quiet_option,
    say,
    settings_of,
    write,
)


@click.group(invoke_without_command=True)
@click.pass_context
def models(context: click.Context) -> None:
    """Translation engines: which there are, and whether they can be used.

    \b
    Examples:
      mujaz models          engines and pulled models: files, sizes, licences
      mujaz models build    build what is built once, before the first digest
      mujaz models presets  models worth pulling
      mujaz models pull opus-mt-tc-big-ar-en
      mujaz models get firefox
    """
    if context.invoked_subcommand is None:
        from bot.commands.console import show_models

        write(show_models(settings_of(context.obj)), None)


@models.command()
@click.option("--force", is_flag=True, help="Build again even if the model is in order.")
@quiet_option
@click.pass_obj
def build(config: Path | None, force: bool, quiet: bool) -> None:
    """Build the configured engine's model, once, and try it; needs no network."""
    settings = settings_of(config)
    from bot.pipeline.engines import build as build_engine

    with progress_display(quiet) as progress:
        place = build_engine(settings, progress, force=force)
    say(f"Ready: {place}")


for command in (hub.pull, get, hub.presets, hub.remove):
    models.add_command(command)
