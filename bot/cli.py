"""The command `mujaz`: parse arguments, call a room, show the result.

Every heavy import stands inside the command that needs it, so that `--help` is instant.
The result goes to standard output and everything else to standard error.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.errors import BuildInterrupted, CannotWrite, MujazError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.records import Article, Skipped

NOTHING_MADE = 3
"""Exit code where not one article made it."""
INTERRUPTED = 130

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 96}


class _Mujaz(click.Group):
    """Shows our own errors as one line and a next step, never as a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except (click.exceptions.Abort, KeyboardInterrupt):
            _say("Stopped. Sentences already translated are remembered for the next run.")
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except BuildInterrupted as error:
            _say(f"{error.name}: {error}")
            sys.exit(INTERRUPTED)
        except MujazError as error:
            _say(f"{error.name}: {error}")
            sys.exit(1)
        except BrokenPipeError:
            # The reader of our output went away, as `| head` does; that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            _say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
            sys.exit(1)
        sys.exit(result if isinstance(result, int) else 0)


def _say(text: str) -> None:
    click.echo(text, err=True)


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


_engine = click.option("--engine", metavar="NAME", help="Translation engine; see `mujaz models`.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
_output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there instead of to standard output.",
)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["terminal", "telegram", "markdown", "json"]),
    default="terminal",
    show_default=True,
)
@_output
@click.option("--max-stories", type=click.IntRange(1, 200), help="The rest are headlines only.")
@click.option("--points", type=click.IntRange(1, 20), help="Points a story.")
@_engine
@_quiet
@click.pass_obj
def digest(
    config: Path | None,
    paths: tuple[str, ...],
    kind: str,
    output: Path | None,
    max_stories: int | None,
    points: int | None,
    engine: str | None,
    quiet: bool,
) -> int:
    """An English digest of Arabic articles.

    PATH is a file (.txt, .html), a folder of such files, or - for standard input. Documents
    that cannot be read are named in the digest with the reason; the others go on.

    \b
    Exit codes: 0 a digest was made, 3 no article could be read, 1 the engine cannot be used.

    \b
    Examples:
      mujaz digest samples/
      mujaz digest monday/ extra.html --max-stories 5 --points 2
      curl -s https://example.org/page | mujaz digest - --format markdown -o today.md
    """
    settings = _settings(
        config,
        translation={"engine": engine},
        digest={"max_stories": max_stories},
        summary={"points": points},
    )
    _check_writable(output)

    from bot.console import show_digest
    from bot.work.pipeline import make_digest

    with _progress(quiet) as progress:
        made = make_digest(paths, settings, progress, standard_input=sys.stdin.buffer)
    _tell_skipped(made.skipped)
    if not made.articles and kind != "json":
        _say("No article could be read, so there is no digest.")
        return NOTHING_MADE
    _write(show_digest(made, kind, to_file=output is not None), output)
    return 0 if made.articles else NOTHING_MADE


@main.command()
@click.argument("path")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_output
def read(path: str, as_json: bool, output: Path | None) -> int:
    """What was understood of a document, and what was left out by which rule.

    The tool to use when a page reads badly.

    \b
    Examples:
      mujaz read samples/2018-08-23-arabicpost-bolton-warns-russia.txt
      mujaz read --json page.html
    """
    _check_writable(output)
    from bot.console import show_article

    _write(show_article(_read_one(path), as_json, to_file=output is not None), output)
    return 0


@main.command()
@click.argument("path")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["terminal", "html", "json", "tsv"]),
    default="terminal",
    show_default=True,
)
@_output
@_engine
@_quiet
@click.pass_obj
def translate(
    config: Path | None,
    path: str,
    kind: str,
    output: Path | None,
    engine: str | None,
    quiet: bool,
) -> int:
    """The whole article, Arabic and English side by side.

    Sentences that failed a check are marked with the reason.

    \b
    Examples:
      mujaz translate samples/2018-08-23-arabicpost-bolton-warns-russia.txt
      mujaz translate page.html --format html -o page-en.html
    """
    settings = _settings(config, translation={"engine": engine})
    _check_writable(output)
    article = _read_one(path)

    from bot.console import show_translation
    from bot.work.pipeline import Rooms

    with _progress(quiet) as progress:
        rooms = Rooms(settings, progress)
        try:
            (translation,) = rooms.translate([article])
        finally:
            rooms.close()
    _write(show_translation(translation, kind, to_file=output is not None), output)
    return 0


@main.group(invoke_without_command=True)
@click.pass_context
def models(context: click.Context) -> None:
    """Translation engines: which there are, and whether they can be used.

    \b
    Examples:
      mujaz models          engines, files, sizes, licences
      mujaz models build    build what is built once, before the first digest
    """
    if context.invoked_subcommand is None:
        from bot.console import show_models

        _write(show_models(_settings(context.obj)), None)


@models.command()
@click.option("--force", is_flag=True, help="Build again even if the model is in order.")
@_quiet
@click.pass_obj
def build(config: Path | None, force: bool, quiet: bool) -> None:
    """Build the configured engine's model, once; needs no network."""
    settings = _settings(config)
    from bot.translation.engines import build_engine

    with _progress(quiet) as progress:
        place = build_engine(settings, progress, force=force)
    _say(f"Ready: {place}")


@main.command()
@click.pass_obj
def run(config: Path | None) -> None:
    """The bot: people talk to it in Telegram, digests go out on each chat's schedule.

    \b
    Examples:
      mujaz init            makes mujaz.toml
      mujaz check           says what is wrong with it
      mujaz run
    """
    settings = _settings(config)
    from bot.running import run_bot

    run_bot(settings)


@main.command()
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

    \b
    Examples:
      mujaz init
      mujaz init --api-base http://localhost:8081
    """
    _check_writable(output)
    if output.exists():
        raise CannotWrite(f"{output} exists already. Edit it, or move it away first.")
    from bot.running import ask_and_write

    ask_and_write(output, api_base)


@main.command()
@click.pass_obj
def check(config: Path | None) -> int:
    """Say what is wrong with the configuration, before anything starts.

    Exit code 1 where something is.
    """
    settings = _settings(config)
    from bot.running import check_settings

    return check_settings(settings)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.pass_obj
def backup(config: Path | None, file: Path) -> None:
    """Copy the bot's database to FILE, also while it runs.

    \b
    Examples:
      mujaz backup mujaz-monday.db
    """
    settings = _settings(config)
    _check_writable(file)
    from bot.running import back_up

    back_up(settings, file)
    _say(f"Written to {file}")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def restore(config: Path | None, file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the bot's database, also while it runs.

    \b
    Examples:
      mujaz restore mujaz-monday.db
    """
    settings = _settings(config)
    if not yes:
        click.confirm("Everything since that backup will be lost. Go on?", abort=True, err=True)
    from bot.running import put_back

    put_back(settings, file)
    _say("Restored.")


def _settings(config: Path | None, **sections: dict[str, Any]) -> Settings:
    from bot.config import load_settings

    given = {
        section: {key: value for key, value in values.items() if value is not None}
        for section, values in sections.items()
    }
    return load_settings(config, **{section: values for section, values in given.items() if values})


def _read_one(path: str) -> Article:
    from bot.errors import DocumentError
    from bot.reading.article import read as read_document
    from bot.sources.files import load

    try:
        return read_document(load(path, sys.stdin.buffer))
    except DocumentError as error:
        _say(f"{error.name}: {error}")
        sys.exit(NOTHING_MADE)


def _progress(quiet: bool) -> Any:
    from bot.console import ProgressDisplay

    return ProgressDisplay(quiet=quiet)


def _tell_skipped(skipped: tuple[Skipped, ...]) -> None:
    for item in skipped:
        _say(f"Skipped {item.path}: {item.error}: {item.reason}")


def _check_writable(output: Path | None) -> None:
    """Minutes of work must not end in a typing error of the output's path."""
    if output is None:
        if sys.stdout is None:
            raise CannotWrite("Standard output is closed. Name a file with --output.")
        return
    folder = output.parent
    if not folder.is_dir():
        raise CannotWrite(f"The folder {folder} does not exist. Make it, or name another file.")
    if not os.access(output if output.exists() else folder, os.W_OK):
        raise CannotWrite(f"{output} cannot be written. Check its permissions.")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        output.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"{output} cannot be written: {error.strerror}.") from error
    _say(f"Written to {output}")


if __name__ == "__main__":
    main()
