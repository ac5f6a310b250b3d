"""`mujaz bot`, `mujaz poll` and `mujaz worker`: the parts of `mujaz run` in processes of their own;
`mujaz work`: what stands before them."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.terminal import say, settings_of

QUEUES = ("interactive", "digests", "articles", "polling")
"""What may be served; whoever serves any keeps house too."""
WITHOUT_POLLING = ("interactive", "digests", "articles")


@click.command()
@click.pass_obj
def bot(config: Path | None) -> None:
    """The bot alone: it talks to people and sends; others translate, compose and poll.

    Needs PostgreSQL and the extra `cluster`. A second one stands by and takes over within ten
    seconds.

    \b
    Examples:
      mujaz bot
      mujaz --config /etc/mujaz/mujaz.toml bot
    """
    settings = settings_of(config)
    from bot.jobs.chosen import check_for_several

    check_for_several(settings, "bot")
    from bot.commands.running import run_bot

    run_bot(settings, frozenset())


@click.command()
@click.pass_obj
def poll(config: Path | None) -> None:
    """Ask the sources that are due, and read what they have: `mujaz worker --queues polling`.

    Needs PostgreSQL and the extra `cluster`. It has no models.

    \b
    Examples:
      mujaz poll
    """
    _work(config, "poll", ("polling",), None)


def _queues(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    named = tuple(name.strip() for name in value.split(",") if name.strip())
    if not named or (strange := set(named) - set(QUEUES)):
        wrong = ", ".join(sorted(strange)) if named else "nothing"
        raise click.BadParameter(f"{wrong} is no queue. There are {', '.join(QUEUES)}.")
    return named


@click.command()
@click.option(
    "--queues",
    default=",".join(WITHOUT_POLLING),
    show_default=True,
    callback=_queues,
    metavar="NAME,...",
    help=f"Of {', '.join(QUEUES)}.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Articles in hand at a time.  [default: work.concurrency]",
)
@click.pass_obj
def worker(config: Path | None, queues: tuple[str, ...], concurrency: int | None) -> None:
    """Translate articles and compose digests, beside a bot, on this machine or another.

    Needs PostgreSQL and the extra `cluster`. Any number may run: no two of them have one article
    in hand. Ctrl-C gives back what is under way.

    \b
    Examples:
      mujaz worker
      mujaz worker --queues interactive                 only what people wait for
      mujaz worker --queues articles --concurrency 8    on a machine with a GPU
    """
    _work(config, "worker", queues, concurrency)


def _work(
    config: Path | None, command: str, queues: tuple[str, ...], concurrency: int | None
) -> None:
    settings = settings_of(config, work={"concurrency": concurrency})
    from bot.jobs.chosen import check_for_several

    check_for_several(settings, command)
    from bot.commands.running import run_worker
    from bot.store.jobs import Queue

    run_worker(settings, frozenset(map(Queue, queues)))


@click.group()
def work() -> None:
    """What waits to be worked, and what was given up.

    \b
    Examples:
      mujaz work list
      mujaz work retry article:12
      mujaz work drop article:12
    """


@work.command("list")
@click.pass_obj
def list_(config: Path | None) -> None:
    """How much waits, and each thing that was given up, with its error.

    \b
    Examples:
      mujaz work list
    """
    from bot.commands.work_listed import listed

    for line in listed(settings_of(config)):
        click.echo(line)


@work.command()
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--all", "everything", is_flag=True, help="All that was given up.")
@click.pass_obj
def retry(config: Path | None, names: tuple[str, ...], everything: bool) -> None:
    """Take up again what was given up.

    \b
    Examples:
      mujaz work retry article:12
      mujaz work retry --all
    """
    from bot.commands.work_listed import moved

    say(moved(settings_of(config), _named(names, everything), drop=False))


@work.command()
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--all", "everything", is_flag=True, help="All that was given up.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def drop(config: Path | None, names: tuple[str, ...], everything: bool, yes: bool) -> None:
    """Throw away what was given up. An article that was given up is deleted.

    \b
    Examples:
      mujaz work drop article:12
      mujaz work drop --all --yes
    """
    wanted = _named(names, everything)
    if not yes:
        click.confirm("It will be deleted. Go on?", abort=True, err=True)
    from bot.commands.work_listed import moved

    say(moved(settings_of(config), wanted, drop=True))


def _named(names: tuple[str, ...], everything: bool) -> tuple[str, ...] | None:
    """None: all of them."""
    if everything == bool(names):
        raise click.UsageError("Name what to take, as `mujaz work list` does, or say --all.")
    return None if everything else names
