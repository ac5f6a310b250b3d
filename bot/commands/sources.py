"""`mujaz sources`: the catalogue of feeds and channels, and one round of asking them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from bot.commands.terminal import (
    check_writable,
    output_option,
    progress_display,
    quiet_option,
    say,
    settings_of,
    write,
)


def _listed(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> Any:
    """None where the option was not given; an empty text clears the list."""
    return tuple(value for value in values if value.strip()) if values else None


def setting_options(command: Any) -> Any:
    """Options for what can be set of a source."""
    options = (
        click.option("--title", metavar="TEXT", help="Instead of the feed's own."),
        click.option("--topic", metavar="TEXT", help="What chats subscribe to."),
        click.option(
            "--priority", type=click.IntRange(-10, 10), help="Higher is read and translated first."
        ),
        click.option(
            "--interval",
            metavar="MINUTES",
            help='Between two checks; "auto" adapts it to how often the source publishes.',
        ),
        click.option(
            "--full-text",
            type=click.Choice(["auto", "page", "feed"]),
            help="Where texts are from; auto: the feed's own where it is whole.",
        ),
        click.option(
            "--must",
            multiple=True,
            callback=_listed,
            metavar="WORDS",
            help="Take only articles with one of these. Words, or /an expression/ of RE2. "
            'Repeat it for more; "" clears.',
        ),
        click.option(
            "--must-not",
            multiple=True,
            callback=_listed,
            metavar="WORDS",
            help="Leave out articles with one of these.",
        ),
        click.option("--user-agent", metavar="TEXT", help='For this source; "" for ours again.'),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def sources() -> None:
    """Feeds and channels that the bot follows. Works while the bot runs.

    \b
    Examples:
      mujaz sources add https://example.org --topic Economy
      mujaz sources add @channel_name
      mujaz sources list
      mujaz sources import samples/arabic-outlets.opml
    """


@sources.command()
@click.argument("url")
@setting_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-draft", is_flag=True, help="Headlines in Arabic only; loads no model.")
@quiet_option
@click.pass_obj
def add(
    config: Path | None, /, url: str, yes: bool, no_draft: bool, quiet: bool, **options: Any
) -> None:
    """Look at URL, show what it brings, and add it.

    URL is a feed, a site's page whose feed is then found, or a public Telegram channel
    (@name or t.me/name).

    \b
    Examples:
      mujaz sources add https://example.org/feed.xml --topic Economy --yes
      mujaz sources add example.org --must-not رياضة --interval 30
      mujaz sources add t.me/s/channel_name --priority 5
    """
    settings = settings_of(config)
    from bot.commands import catalogue

    chosen = catalogue.chosen(options)
    found = asyncio.run(catalogue.looked_at(settings, url))
    say(catalogue.shown_preview(found))
    if found.headlines and not no_draft:
        with progress_display(quiet) as progress:
            say(catalogue.draft_of(settings, found, progress))
    if not yes:
        click.confirm("Add it?", default=True, abort=True, err=True)
    click.echo(asyncio.run(catalogue.added(settings, found, chosen)))


@sources.command("list")
@click.option("--topic", metavar="TEXT", help="Of this topic only.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@output_option
@click.pass_obj
def list_(config: Path | None, topic: str | None, as_json: bool, output: Path | None) -> None:
    """Every source and how it is.

    \b
    Examples:
      mujaz sources list
      mujaz sources list --json | jq '.[] | select(.health != "ok")'
    """
    settings = settings_of(config)
    check_writable(output)
    from bot.commands import catalogue
    from bot.commands.source_tables import as_rows, table

    found = asyncio.run(catalogue.everything(settings, topic))
    if own := sum(source.owner is not None for source in found):
        say(f"{own} of these are users' own: in Telegram they and their followers alone see them.")
    write(as_rows(found) if as_json else table(found, to_file=output is not None), output)


@sources.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def show(config: Path | None, source: str, as_json: bool) -> None:
    """One source: its settings, how it is, and what became of its newest entries.

    SOURCE is its number or its address.

    \b
    Examples:
      mujaz sources show 3
    """
    settings = settings_of(config)
    from bot.commands import catalogue
    from bot.commands.source_tables import card, card_row

    found, entries = asyncio.run(catalogue.one(settings, source))
    write(card_row(found, entries) if as_json else card(found, entries), None)


@sources.command("set")
@click.argument("source")
@setting_options
@click.option("--pause/--resume", "pause", default=None, help="Stop asking it; ask it again.")
@click.pass_obj
def set_(config: Path | None, /, source: str, pause: bool | None, **options: Any) -> None:
    """Change what is set for a source; --resume also revives one that is gone.

    \b
    Examples:
      mujaz sources set 3 --topic Economy --interval 60
      mujaz sources set 3 --must غزة --must "الضفة الغربية" --must "/قتل[ىت]/"
      mujaz sources set 3 --interval auto --must ""
      mujaz sources set 3 --resume
    """
    settings = settings_of(config)
    from bot.commands import catalogue

    chosen = catalogue.chosen(options)
    if not chosen and pause is None:
        raise click.UsageError("Nothing to change. See mujaz sources set --help.")
    click.echo(asyncio.run(catalogue.changed(settings, source, chosen, pause)))


@sources.command()
@click.argument("source")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(config: Path | None, source: str, yes: bool) -> None:
    """Remove a source. Articles it brought stay.

    \b
    Examples:
      mujaz sources remove 3
    """
    settings = settings_of(config)
    from bot.commands import catalogue

    found, _ = asyncio.run(catalogue.one(settings, source))
    if not yes:
        click.confirm(f"Remove {found.name}?", abort=True, err=True)
    click.echo(asyncio.run(catalogue.removed(settings, found)))


@sources.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.pass_obj
def import_(config: Path | None, file: Any) -> int:
    """Add the feeds of an OPML file; folders become topics. - is standard input.

    Nothing is fetched: the first check says whether a feed is well. Exit code 3 where nothing
    was taken or known.

    \b
    Examples:
      mujaz sources import samples/arabic-outlets.opml
    """
    settings = settings_of(config)
    from bot.commands import catalogue

    text, code = asyncio.run(catalogue.imported(settings, file.read()))
    click.echo(text)
    return code


@sources.command()
@output_option
@click.option("--all", "everybody", is_flag=True, help="Also what users added for themselves.")
@click.pass_obj
def export(config: Path | None, output: Path | None, everybody: bool) -> None:
    """The sources as OPML; topics become folders.

    \b
    Examples:
      mujaz sources export -o sources.opml
    """
    settings = settings_of(config)
    check_writable(output)
    from bot.commands import catalogue

    write(asyncio.run(catalogue.exported(settings, everybody)), output)


@sources.command()
@click.argument("source", required=False)
@quiet_option
@click.pass_obj
def poll(config: Path | None, source: str | None, quiet: bool) -> int:
    """Ask every source that is due, or SOURCE at once, and read what is new.

    The running bot does this by itself and translates what came in; without it the articles
    wait in the database. Exit code 3 where every source that was asked failed.

    \b
    Examples:
      mujaz sources poll
      mujaz sources poll 3
    """
    settings = settings_of(config)
    from bot.commands import catalogue

    with progress_display(quiet) as progress:
        text, code = asyncio.run(catalogue.polled(settings, source, progress))
    click.echo(text)
    return code
