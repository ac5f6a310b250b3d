"""`mujaz ingest` and `mujaz serve`: articles that other systems hand in."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot.commands.terminal import NOTHING_MADE, progress_display, quiet_option, say, settings_of


@click.command()
@quiet_option
@click.pass_obj
def ingest(config: Path | None, quiet: bool) -> int:
    """Take articles in from standard input: one JSON object a line.

    Each line is answered by one on standard output: the article's number, or the reason why it
    was refused. A line that is refused does not stop the rest, and sending a line again gives
    the same article. The running bot translates what came in; this command only stores it. It
    may run beside the bot. docs/ingest.md describes the fields.

    \b
    Exit codes: 0 every line was taken or known, 3 some or all were refused, 1 the database
    cannot be used.

    \b
    Examples:
      mujaz ingest < articles.jsonl
      echo '{"key": "a-1", "url": "https://example.org/news/1"}' | mujaz ingest
      jq -c '{key: .guid, title, text: .body, link}' export.json | mujaz ingest > answers.jsonl
    """
    settings = settings_of(config)
    from bot.commands.taking_in import ingest_stream

    with progress_display(quiet) as progress:
        counts = asyncio.run(
            ingest_stream(settings, sys.stdin.buffer, lambda line: click.echo(line), progress)
        )
    say(f"{counts.taken} taken in, {counts.known} known already, {counts.refused} refused.")
    return NOTHING_MADE if counts.refused else 0


@click.command()
@click.pass_obj
def serve(config: Path | None) -> None:
    """What `mujaz run` serves over HTTP, without the bot: the endpoint where other systems push
    articles, and the pages that the bot wrote.

    Needs `endpoint.listen` and `endpoint.token` (docs/ingest.md), or `pages.listen` and
    `pages.folder` (docs/pages.md), or all of them.

    \b
    Examples:
      mujaz serve
      MUJAZ_ENDPOINT__LISTEN=127.0.0.1:8787 MUJAZ_ENDPOINT__TOKEN=$(cat token) mujaz serve
    """
    settings = settings_of(config)
    from bot.commands.taking_in import serve_alone

    serve_alone(settings)
