"""`mujaz models get`: the model of the engine firefox, and where else it is offered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import progress_display, quiet_option, say, settings_of

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.pipeline.firefox import FirefoxOffer

_NO_USE = "it does not translate here; the other engines go on:"

WORTH = "A model that misleads far less is a download of about 25 MB away"


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

    Where the engine will use it, ten sentences are translated to see that it works. A download
    that was stopped goes on where it ended. A folder made with --to is what
    translation.firefox.source takes, itself or by the address of a web server that serves it.

    \b
    Examples:
      mujaz models get firefox
      mujaz models get firefox --to /srv/models/firefox
    """
    from bot.pipeline.firefox import fault, offered
    from bot.pipeline.firefox import get as download

    settings = settings_of(config)
    offer = offered(settings, to)
    say(_described(offer))
    with progress_display(quiet) as progress:
        folder = download(settings, offer, progress)
        wrong = fault(settings, progress) if to is None else ""
    if wrong:
        say(f"It is in {folder}, but {_NO_USE}\n{wrong}")
        sys.exit(1)
    say(f"Ready: {folder}")
    if to is not None:
        say(f'To use it, in mujaz.toml: [translation.firefox] source = "{folder.resolve()}"')
    if settings.translation.engine not in (engine, "auto"):
        say(f'To translate with it: [translation] engine = "{engine}", or --engine {engine}')


def _described(offer: FirefoxOffer) -> str:
    model = offer.model
    here = "here already" if offer.here else "and checked"
    return (
        f"Firefox ar-en {model.architecture} {model.version}, from {model.address}\n"
        f"  download  {model.size / 1e6:,.1f} MB, {here}\n"
        f"  licence   {offer.licence}"
    )


def tell_once(settings: Settings) -> None:
    """One line where a better model can be had, the first time a digest is made."""
    from bot.pipeline.firefox import first_time, worth_getting

    if (command := worth_getting(settings)) and first_time(settings):
        say(f"The embedded engine translates. {WORTH}: {command}")


def offer_now(settings: Settings) -> None:
    """Ask whether to download a better model, where one can be had and somebody is there.

    What fails is said, and nothing else comes of it.
    """
    from bot.errors import MujazError
    from bot.pipeline.firefox import get as download
    from bot.pipeline.firefox import offered, worth_getting

    command = worth_getting(settings)
    if not command:
        return
    if not sys.stdin.isatty():
        say(f"{WORTH}: {command}")
        return
    try:
        offer = offered(settings, None)
        say(f"{WORTH}:\n{_described(offer)}")
        if click.confirm("Download it now?", default=True, err=True):
            with progress_display(quiet=False) as progress:
                say(f"Ready: {download(settings, offer, progress)}")
    except MujazError as error:
        say(f"{error}\nLater: {command}")
