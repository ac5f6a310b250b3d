"""The command `mujaz`: its commands, and how errors leave it.

Every heavy import stands inside the command that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.commands import (
    amendments,
    articles,
    bot,
    evaluate,
    glossary,
    ingest,
    migrate,
    models,
    prompts,
    sources,
    work,
)
from bot.commands.terminal import INTERRUPTED, say
from bot.errors import BuildInterrupted, MujazError, TransferInterrupted
from bot.heap import share_one_heap

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 96}

YOUNG_OBJECTS = 50_000
"""Python looks for garbage after so many new objects. Its own 700 make it look through the tables
again and again while they are read, which costs a fifth of the time until a first article."""


class _Mujaz(click.Group):
    """Shows our own errors as one line and a next step, never as a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        gc.set_threshold(YOUNG_OBJECTS)
        share_one_heap()
        try:
            result = super().main(*args, **kwargs)
        except (click.exceptions.Abort, KeyboardInterrupt) as error:
            # Click makes Abort of an interrupt, and of a question answered with no.
            if isinstance(error, KeyboardInterrupt) or error.__cause__ is not None:
                say("Stopped. Sentences already translated are remembered for the next run.")
            else:
                say("Stopped. Nothing was changed.")
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (BuildInterrupted, TransferInterrupted) as error:
            say(f"{error.name}: {error}")
            sys.exit(INTERRUPTED)
        except MujazError as error:
            say(f"{error.name}: {error}")
            sys.exit(1)
        except BrokenPipeError:
            # The reader of our output went away, as `| head` does; that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
            sys.exit(1)
        sys.exit(result if isinstance(result, int) else 0)


@click.group(cls=_Mujaz, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="mujaz")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Settings file.  [default: mujaz.toml here, if there is one]",
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Arabic news in, faithful English digests out.

    \b
    Examples:
      mujaz digest samples/                     a digest of five sample articles
      mujaz digest page.html --format markdown  one saved page, as Markdown
      mujaz read page.html                      what was understood of a page
      mujaz translate article.txt               the whole article, side by side
    """
    context.obj = config


COMMANDS = (
    articles.digest,
    articles.read,
    articles.translate,
    models.models,
    sources.sources,
    glossary.glossary,
    prompts.prompts,
    amendments.amendments,
    ingest.ingest,
    ingest.serve,
    evaluate.evaluate,
    bot.run,
    work.bot,
    work.poll,
    work.worker,
    work.work,
    bot.init,
    bot.check,
    bot.backup,
    bot.restore,
    migrate.migrate,
)
for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
