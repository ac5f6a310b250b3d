"""`mujaz glossary`: how names are spelled, in the bot's database or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot.commands.terminal import check_writable, output_option, settings_of, write

file_option = click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="This glossary.tsv instead of the bot's glossary.",
)


@click.group()
def glossary() -> None:
    """Names and their English spelling. Works while the bot runs.

    Entries go to the bot's database where there is one, else to glossary.tsv here (or the file
    that translation.glossary names).

    \b
    Examples:
      mujaz glossary add باتروشيف Patrushev
      mujaz glossary list patru
      mujaz glossary import termbase.tbx
      mujaz glossary export -o names.tsv
    """


@glossary.command("list")
@click.argument("words", nargs=-1)
@file_option
@click.pass_obj
def list_(config: Path | None, words: tuple[str, ...], file: Path | None) -> None:
    """The entries, or those with WORDS in them; with WORDS also names that are built in."""
    from bot.commands import glossary_kept

    click.echo(glossary_kept.listed(settings_of(config), file, " ".join(words)), nl=False)


@glossary.command()
@click.argument("arabic")
@click.argument("english")
@click.option(
    "--kind", type=click.Choice(["person", "place", "organisation", "other"]), default=None
)
@file_option
@click.pass_obj
def add(
    config: Path | None, arabic: str, english: str, kind: str | None, file: Path | None
) -> None:
    """Spell ARABIC as ENGLISH from now on."""
    from bot.commands import glossary_kept

    click.echo(glossary_kept.added(settings_of(config), file, arabic, english, kind or ""))


@glossary.command()
@click.argument("arabic")
@file_option
@click.pass_obj
def remove(config: Path | None, arabic: str, file: Path | None) -> None:
    """Forget ARABIC. What was learnt from an article is not learnt again."""
    from bot.commands import glossary_kept

    click.echo(glossary_kept.removed(settings_of(config), file, arabic))


@glossary.command("import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@file_option
@click.pass_obj
def import_(config: Path | None, source: Path, dry_run: bool, file: Path | None) -> int:
    """Add the entries of a TSV or TBX file. Rows that cannot be entries are named.

    Exit code 3 where no row could be taken.
    """
    from bot.commands import glossary_kept

    text, code = glossary_kept.imported(settings_of(config), file, source, dry_run)
    click.echo(text)
    return code


@glossary.command()
@click.option(
    "--format", "kind", type=click.Choice(["tsv", "tbx"]), default="tsv", show_default=True
)
@output_option
@file_option
@click.pass_obj
def export(config: Path | None, kind: str, output: Path | None, file: Path | None) -> Any:
    """The entries as TSV or as TBX."""
    check_writable(output)
    from bot.commands import glossary_kept

    write(glossary_kept.exported(settings_of(config), file, kind), output)
