"""`mujaz amendments`: what readers say is wrong with translations, for the operator."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.commands.terminal import output_option, say, settings_of, write


@click.group()
def amendments() -> None:
    """Readers' amendments of translations. Works while the bot runs.

    Only those of articles that everybody may see are here, and those that a reader sent.

    \b
    Examples:
      mujaz amendments list
      mujaz amendments take 12 13
      mujaz amendments export -o pairs.tsv
    """


@amendments.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those taken and dropped.")
@click.pass_obj
def list_(config: Path | None, everything: bool) -> None:
    """The queue, oldest first: number, state, what is wrong, Arabic, English, what it should be."""
    from bot.commands import amendments_kept

    listed = amendments_kept.listed(settings_of(config), everything=everything)
    click.echo(asyncio.run(listed), nl=False)


@amendments.command()
@click.argument("numbers", nargs=-1, required=True, type=int)
@click.pass_obj
def take(config: Path | None, numbers: tuple[int, ...]) -> int:
    """Let amendments hold for all."""
    return _settle(config, numbers, taken=True)


@amendments.command()
@click.argument("numbers", nargs=-1, required=True, type=int)
@click.pass_obj
def drop(config: Path | None, numbers: tuple[int, ...]) -> int:
    """Take amendments out of the queue; each goes on holding in its own chat."""
    return _settle(config, numbers, taken=False)


def _settle(config: Path | None, numbers: tuple[int, ...], *, taken: bool) -> int:
    from bot.commands import amendments_kept

    text, wrong = asyncio.run(amendments_kept.settled(settings_of(config), numbers, taken=taken))
    click.echo(text, nl=False)
    return int(wrong)


@amendments.command()
@output_option
@click.pass_obj
def export(config: Path | None, output: Path | None) -> None:
    """The taken ones as pairs to learn from: the Arabic, a tab, the English, a sentence a line."""
    from bot.commands import amendments_kept

    text, count = asyncio.run(amendments_kept.exported(settings_of(config)))
    if text or output:
        write(text, output)
    say(f"{count} pair{'' if count == 1 else 's'}.")
