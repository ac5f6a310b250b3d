"""`mujaz digest`, `read` and `translate`: documents in, what was made of them out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.firefox import tell_once
from bot.commands.terminal import (
    NOTHING_MADE,
    check_writable,
    engine_option,
    output_option,
    progress_display,
    quiet_option,
    say,
    settings_of,
    write,
)

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.records import Article, Skipped


_ENDINGS_NAMED = 5


class _DigestFormat(click.Choice[str]):
    """The formats there are, looked for only when they are needed: other packages may add some,
    and a look at what is installed takes a tenth of a second."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        from bot.pipeline.rendering import digest_formats

        return digest_formats()


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "kind",
    type=_DigestFormat(),
    default="terminal",
    show_default=True,
)
@output_option
@click.option("--max-stories", type=click.IntRange(1, 200), help="The rest are headlines only.")
@click.option("--points", type=click.IntRange(1, 20), help="Points a story.")
@click.option("--arabic", is_flag=True, help="The Arabic under what is doubtful.")
@click.option("--whole", is_flag=True, help="Translate every sentence, not only what is shown.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Articles published before count as read: stories go on from them.",
)
@engine_option
@quiet_option
@click.pass_obj
def digest(
    config: Path | None,
    paths: tuple[str, ...],
    kind: str,
    output: Path | None,
    max_stories: int | None,
    points: int | None,
    arabic: bool,
    whole: bool,
    since: datetime | None,
    engine: str | None,
    quiet: bool,
) -> int:
    """An English digest of Arabic articles.

    PATH is a file (.txt, .html, .mhtml, .pdf, .docx), a folder of such files, the address of an
    article (https://...), or - for standard input. An address is fetched as the bot fetches:
    robots.txt is asked, and no private address. Documents that cannot be read are named in the
    digest with the reason; the others go on.

    With --since, articles of earlier days are told as what you know already: a story that goes on
    says what is new, and what was said before with its date.

    \b
    Exit codes: 0 a digest was made, 3 no article could be read, 1 the engine cannot be used.

    \b
    Examples:
      mujaz digest samples/
      mujaz digest monday/ extra.html --max-stories 5 --points 2
      mujaz digest week/ --since 2026-11-28
      mujaz digest https://example.org/article
      curl -s https://example.org/page | mujaz digest - --format markdown -o today.md
    """
    settings = settings_of(
        config,
        translation={"engine": engine},
        digest={"max_stories": max_stories},
        summary={"points": points},
    )
    check_writable(output)

    from bot.commands.console import show_digest
    from bot.pipeline.digests import make_digest
    from bot.pipeline.rendering import digest_renderer

    digest_renderer(kind)  # what cannot be used is said before minutes of work
    if not quiet:
        tell_once(settings)

    with progress_display(quiet) as progress:
        made = make_digest(
            paths,
            settings,
            progress,
            standard_input=sys.stdin.buffer,
            whole=whole,
            since=since.date() if since else None,
        )
    _tell_passed_over(paths)
    _tell_skipped(made.skipped)
    if not made.articles and kind != "json":
        day = f" that was published since {since:%Y-%m-%d}" if since else ""
        say(f"No article{day} could be read, so there is no digest.")
        return NOTHING_MADE
    write(show_digest(made, kind, to_file=output is not None, arabic=arabic), output)
    return 0 if made.articles else NOTHING_MADE


@click.command()
@click.argument("path")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@output_option
@click.pass_obj
def read(config: Path | None, path: str, as_json: bool, output: Path | None) -> int:
    """What was understood of a document, and what was left out by which rule.

    PATH is a file, the address of an article (https://...), or - for standard input.

    The tool to use when a page reads badly.

    \b
    Examples:
      mujaz read samples/2018-08-23-arabicpost-bolton-warns-russia.txt
      mujaz read --json page.html
    """
    check_writable(output)
    settings = settings_of(config)
    from bot.commands.console import show_article

    write(show_article(_read_one(path, settings), as_json, to_file=output is not None), output)
    return 0


@click.command()
@click.argument("path")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["terminal", "html", "json", "tsv"]),
    default="terminal",
    show_default=True,
)
@output_option
@engine_option
@quiet_option
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

    PATH is a file, the address of an article (https://...), or - for standard input. Sentences that
    failed a check are marked with the reason.

    \b
    Examples:
      mujaz translate samples/2018-08-23-arabicpost-bolton-warns-russia.txt
      mujaz translate page.html --format html -o page-en.html
    """
    settings = settings_of(config, translation={"engine": engine})
    check_writable(output)
    article = _read_one(path, settings)

    from bot.commands.console import show_translation
    from bot.pipeline.glossary_files import terms_of_a_run
    from bot.pipeline.rooms import Rooms

    with progress_display(quiet) as progress:
        rooms = Rooms(settings, progress, terms_of_a_run(settings), frugal=True)
        try:
            (translation,) = rooms.translate([article])
        finally:
            rooms.close()
    write(show_translation(translation, kind, to_file=output is not None), output)
    return 0


def _read_one(path: str, settings: Settings) -> Article:
    from bot.errors import DocumentError, FetchError
    from bot.pipeline.documents import read_path

    try:
        return read_path(path, sys.stdin.buffer, settings.sources)
    except (DocumentError, FetchError) as error:
        say(f"{error.name}: {error}")
        sys.exit(NOTHING_MADE)


def _tell_passed_over(paths: tuple[str, ...]) -> None:
    from bot.pipeline.documents import passed_over

    kinds = passed_over(paths)
    if not kinds:
        return
    number = kinds.total()
    what = "1 file of another kind" if number == 1 else f"{number} files of other kinds"
    endings = [ending or "no ending" for ending, _ in kinds.most_common(_ENDINGS_NAMED)]
    more = ", …" if len(kinds) > _ENDINGS_NAMED else ""
    say(f"{what} passed over: {', '.join(endings)}{more}")


def _tell_skipped(skipped: tuple[Skipped, ...]) -> None:
    for item in skipped:
        say(f"Skipped {item.path}: {item.error}: {item.reason}")
