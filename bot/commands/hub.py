"""`mujaz models pull`, `presets` and `remove`: models from a hub."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import progress_display, quiet_option, say, settings_of, write

if TYPE_CHECKING:
    from bot.pipeline.hub import Offer


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
    from bot.pipeline.engines import in_use
    from bot.pipeline.hub import FORMS, offered, summarises
    from bot.pipeline.hub import pull as get

    if quantization is not None and quantization not in FORMS:
        raise click.BadParameter(f'"{quantization}" is none of {", ".join(FORMS)}.')
    settings = settings_of(config)
    offer = offered(settings, name, quantization, revision)

    # Asked before the progress bar is there, which would draw over the question.
    accepted = offer.here or _accepts(_described(offer), yes)
    with progress_display(quiet) as progress:
        folder = get(settings, offer, progress, accepted=accepted)
    say(f"Ready: {folder}")
    if summarises(name):
        say(
            'To use it, in mujaz.toml: [summary] engine = "seq2seq", and '
            f'[summary.seq2seq] model = "{name}"'
        )
        return
    chosen, engine = settings.translation, offer.engine
    used = in_use(settings).translation.engine if chosen.engine == "auto" else chosen.engine
    if used != engine or getattr(chosen, engine).model != name:
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


def _described(offer: Offer) -> str:
    model = offer.model
    licence = model.licence or "not stated: ask its authors before you use it"
    lines = [
        f"{model.name} at {model.revision[:12]}, from {model.address}",
        f"  download  {model.size / 1e6:,.0f} MB, kept as {offer.kept_as}",
        f"  licence   {licence}",
    ]
    if not offer.commercial:
        lines.append("            Not for commercial use.")
    return "\n".join(lines)


@click.command()
def presets() -> None:
    """Models that are known to be of use, with licence, size and published quality."""
    from bot.commands.console import show_presets

    write(show_presets(), None)


@click.command()
@click.argument("name")
@click.pass_obj
def remove(config: Path | None, name: str) -> None:
    """Delete a pulled model in all its forms, and what is left of stopped pulls of it."""
    from bot.pipeline.hub import remove as delete

    hub_name, freed = delete(settings_of(config), name)
    say(f"Removed {hub_name}: {freed / 1e6:,.0f} MB freed.")
