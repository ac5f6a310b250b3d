"""`mujaz models pull`, `presets` and `remove`: models from a hub."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from bot.commands.terminal import progress_display, quiet_option, say, settings_of, write

if TYPE_CHECKING:
    from bot.translation.model_store.remote import HubModel


def _forms() -> list[str]:
    from bot.config import Quantization
    from bot.translation.model_store.pulled import ORIGINAL

    return [*get_args(Quantization), ORIGINAL]


@click.command()
@click.argument("name")
@click.option(
    "--quantization",
    metavar="FORM",
    help="int8, int8_float16, float16, bfloat16, float32, ... for the engine ctranslate2; "
    '"original" keeps the weights as published, for transformers.  [default: as configured]',
)
@click.option("--revision", default="main", metavar="REV", help="Branch, tag or commit.")
@click.option("-y", "--yes", is_flag=True, help="Accept the licence without being asked.")
@quiet_option
@click.pass_obj
def pull(
    config: Path | None, name: str, quantization: str | None, revision: str, yes: bool, quiet: bool
) -> None:
    """Download a model from the hub, check it, and convert it, once.

    NAME is a preset (see `mujaz models presets`) or the hub's "owner/name". A download that was
    stopped goes on where it ended.

    \b
    Examples:
      mujaz models pull opus-mt-tc-big-ar-en
      mujaz models pull facebook/nllb-200-distilled-600M --quantization original
    """
    from bot.translation.model_store.presets import hub_name
    from bot.translation.model_store.pull import form_of, is_here
    from bot.translation.model_store.pull import pull as get
    from bot.translation.model_store.pulled import ORIGINAL
    from bot.translation.model_store.remote import look_up

    if quantization is not None and quantization not in _forms():
        raise click.BadParameter(f'"{quantization}" is none of {", ".join(_forms())}.')
    settings = settings_of(config)
    chosen = settings.translation
    native = chosen.engine == "transformers"
    form = quantization or (ORIGINAL if native else chosen.ctranslate2.quantization)
    model = look_up(chosen.hub.address, hub_name(name), revision)

    # Asked before the progress bar is there, which would draw over the question.
    accepted = is_here(model, form, settings.cache_dir) or _accepts(
        _described(model, form_of(model, form)), yes
    )
    with progress_display(quiet) as progress:
        folder = get(model, form, settings.cache_dir, lambda model: accepted, progress)
    say(f"Ready: {folder.path}")
    engine = "transformers" if form == ORIGINAL else "ctranslate2"
    if chosen.engine != engine or getattr(chosen, engine).model != name:
        say(
            f'To use it, in mujaz.toml: [translation] engine = "{engine}", and '
            f'[translation.{engine}] model = "{name}"'
        )


def _accepts(description: str, yes: bool) -> bool:
    say(description)
    if yes:
        return True
    if not sys.stdin.isatty():
        say("Nobody is there to accept the licence; run it again with --yes.")
        return False
    return click.confirm("Download it under this licence?", err=True)


def _described(model: HubModel, form: str) -> str:
    from bot.translation.model_store.presets import preset_of

    preset = preset_of(model.name)
    licence = model.licence or "not stated: ask its authors before you use it"
    lines = [
        f"{model.name} at {model.revision[:12]}, from {model.address}",
        f"  download  {model.size / 1e6:,.0f} MB, kept as {form}",
        f"  licence   {licence}",
    ]
    if "nc" in model.licence.lower().split("-") or (preset and not preset.commercial):
        lines.append("            Not for commercial use.")
    return "\n".join(lines)


@click.command()
def presets() -> None:
    """Models that are known to be of use, with licence, size and published quality."""
    from bot.console import show_presets

    write(show_presets(), None)


@click.command()
@click.argument("name")
@click.pass_obj
def remove(config: Path | None, name: str) -> None:
    """Delete a pulled model in all its forms, and what is left of stopped pulls of it."""
    from bot.translation.model_store.presets import hub_name
    from bot.translation.model_store.pulled import remove as delete

    freed = delete(settings_of(config).cache_dir, hub_name(name))
    say(f"Removed {hub_name(name)}: {freed / 1e6:,.0f} MB freed.")
