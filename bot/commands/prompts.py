"""`mujaz prompts`: what chat models are told."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.terminal import settings_of, write


def _own(config: Path | None) -> Path | None:
    folder = settings_of(config).summary.prompts
    return Path(folder) if folder else None


@click.group(invoke_without_command=True)
@click.pass_context
def prompts(context: click.Context) -> None:
    """What chat models are told: plain files, which a deployment may replace.

    \b
    Examples:
      mujaz prompts                      which there are, with their versions
      mujaz prompts show summarise       one as it stands
      mujaz prompts test my/summarise.md whether a file of yours can stand in its place
    """
    if context.invoked_subcommand is None:
        context.invoke(list_prompts)


@prompts.command("list")
@click.pass_obj
def list_prompts(config: Path | None) -> None:
    """Those in force, and where each is from."""
    from bot.prompt_files import all_prompts

    rows = [
        f"{each.key} (version {each.version}): {each.about}\n  {each.path}"
        for each in all_prompts(_own(config))
    ]
    write("\n".join(rows), None)


@prompts.command()
@click.argument("name")
@click.pass_obj
def show(config: Path | None, name: str) -> None:
    """One as it stands, with its variables open. NAME: as `list` has it."""
    from bot.prompt_files import prompt

    write(prompt(name, _own(config)).text, None)


@prompts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def test(file: Path) -> None:
    """Whether a FILE can be used in the place of the prompt of its name.

    Reads its head, compares its variables with those that Mujaz fills in, and shows the text as a
    model would be told it.
    """
    from bot.prompt_files import read_prompt, standing_in

    found = read_prompt(file)
    replaced = standing_in(found)
    place = f"in the place of {replaced.key}" if replaced else "as a style of its own"
    sample = {name: f"<{name}>" for name in found.variables}
    head = f"{found.key} (version {found.version}) can be used {place}. A model is told:\n\n"
    write(head + found.filled(**sample), None)
