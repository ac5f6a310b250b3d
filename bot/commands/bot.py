"""`mujaz run` and what an operator does around it: `init`, `check`, `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.terminal import (
    check_writable,
    say,
    settings_of,
)
from bot.errors import CannotWrite


@click.command()
@click.pass_obj
def run(config: Path | None) -> None:
    """The bot: people talk to it in Telegram, digests go out on each chat's schedule.

    \b
    Examples:
      mujaz init            makes mujaz.toml
      mujaz check           says what is wrong with it
      mujaz run
    """
    settings = settings_of(config)
    from bot.commands.running import run_bot

    run_bot(settings)


@click.command()
@click.option("--api-base", default="https://api.telegram.org", show_default=True, metavar="URL")
@click.option(
    "-o",
    "--output",
    default="mujaz.toml",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
)
def init(api_base: str, output: Path) -> None:
    """Ask for what the bot needs and write it to mujaz.toml.

    That is the token from @BotFather, who the operator is (a message to the bot is enough), and the
    time zone of new chats.

    \b
    Examples:
      mujaz init
      mujaz init --api-base http://localhost:8081
    """
    check_writable(output)
    if output.exists():
        raise CannotWrite(f"{output} exists already. Edit it, or move it away first.")
    from bot.commands.running import ask_and_write

    ask_and_write(output, api_base)


@click.command()
@click.pass_obj
def check(config: Path | None) -> int:
    """Try what the bot will do, and say what is wrong and what to do about it.

    It reads the settings, writes where the bot will write, asks Telegram and one source, compares
    the clock, looks at disk, memory, database, models, zones and sources, says who works and what
    waits for how long, and has one sentence translated.
    Nothing is changed. Exit code 1 where something is wrong.

    \b
    Examples:
      mujaz check
      mujaz --config /etc/mujaz/mujaz.toml check
    """
    settings = settings_of(config)
    from bot.commands.running import check_settings

    return check_settings(settings)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_obj
def backup(config: Path | None, file: Path, force: bool) -> None:
    """Copy the bot's database to FILE, also while it runs.

    \b
    Examples:
      mujaz backup mujaz-monday.db
      mujaz backup mujaz-monday.db --force
    """
    settings = settings_of(config)
    check_writable(file)
    if file.exists() and not force:
        raise CannotWrite(f"{file} is there already. Name another file, or say --force.")
    from bot.commands.running import back_up

    back_up(settings, file)
    say(f"Written to {file}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def restore(config: Path | None, file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the bot's database, also while it runs.

    \b
    Examples:
      mujaz restore mujaz-monday.db
    """
    settings = settings_of(config)
    if not yes:
        click.confirm("Everything since that backup will be lost. Go on?", abort=True, err=True)
    from bot.commands.running import put_back

    put_back(settings, file)
    say("Restored.")
