"""`mujaz models get`: the model of the engine firefox."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.terminal import progress_display, quiet_option, say, settings_of


@click.command()
@click.argument("engine", type=click.Choice(["firefox"]))
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Put it there, to be used or served from there.  [default: the cache]",
)
@quiet_option
@click.pass_obj
def get(config: Path | None, engine: str, to: Path | None, quiet: bool) -> None:
    """Download the Arabic-English model of Firefox, check it and unpack it.

    A download that was stopped goes on where it ended. A folder made with --to is what
    translation.firefox.source takes, itself or by the address of a web server that serves it.

    \b
    Examples:
      mujaz models get firefox
      mujaz models get firefox --to /srv/models/firefox
    """
    from bot.pipeline.firefox import get as download
    from bot.pipeline.firefox import offered

    settings = settings_of(config)
    offer = offered(settings, to)
    model = offer.model
    say(f"Firefox ar-en {model.architecture} {model.version}, from {model.address}")
    say(
        f"  download  {model.size / 1e6:,.1f} MB, {'here already' if offer.here else 'and checked'}"
    )
    say(f"  licence   {offer.licence}")
    with progress_display(quiet) as progress:
        folder = download(settings, offer, progress)
    say(f"Ready: {folder}")
    if to is not None:
        say(f'To use it, in mujaz.toml: [translation.firefox] source = "{folder.resolve()}"')
    if settings.translation.engine != engine:
        say(f'To translate with it: [translation] engine = "{engine}", or --engine {engine}')
