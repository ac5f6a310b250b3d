"""`mujaz migrate`: what is moved from one place to another."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.commands.terminal import progress_display, quiet_option, say, settings_of


@click.group()
def migrate() -> None:
    """Move the database to another kind of database."""


@migrate.command("sqlite-to-postgres")
@click.argument("target", metavar="URL")
@click.option(
    "--from", "source", metavar="URL", help="The SQLite database.  [default: the one in force]"
)
@quiet_option
@click.pass_obj
def sqlite_to_postgres(config: Path | None, target: str, source: str | None, quiet: bool) -> None:
    """Copy everything from SQLite to the empty PostgreSQL database at URL.

    The bot must be stopped. Numbers stay what they are, so that buttons in old messages work. Rows
    are counted and compared at the end, value by value. It may be stopped, and given again goes on
    where it was. The SQLite file stays as it is.

    \b
    Examples:
      createdb mujaz
      mujaz migrate sqlite-to-postgres postgresql://mujaz@localhost/mujaz
      mujaz migrate sqlite-to-postgres --from sqlite:///old.db postgresql://mujaz@db/mujaz
    """
    settings = settings_of(config)
    from bot.commands import transferring
    from bot.store.address import shown

    where = source or settings.database_url
    with progress_display(quiet) as progress:
        done = asyncio.run(transferring.until_told(where, target, progress))
    for table in done:
        click.echo(f"{table.table}\t{table.rows}\t{table.checksum}")
    rows = sum(table.rows for table in done)
    say(f"{rows:,} rows of {len(done)} tables are in {shown(target)}, each compared.")
    say("Next: set store.url to it (with its password), then mujaz check, then mujaz run.")
