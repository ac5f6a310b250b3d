"""`mujaz eval`: engines measured on a test set."""

from __future__ import annotations

from pathlib import Path

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


@click.command("eval")
@click.argument("testset", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="An engine to measure; give it again to compare. The first is what the others are "
    "compared with.  [default: the configured one]",
)
@click.option("--limit", type=click.IntRange(1), help="So many sentences, evenly over the set.")
@click.option(
    "--worst", type=click.IntRange(0), default=20, show_default=True, help="Sentences shown."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, every sentence included.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also one HTML page with plots.",
)
@click.option(
    "--remember",
    is_flag=True,
    help="Use the translation memory, so that an interrupted run goes on; speed and memory "
    "are not measured.",
)
@output_option
@quiet_option
@click.pass_obj
def evaluate(
    config: Path | None,
    testset: tuple[Path, ...],
    engines: tuple[str, ...],
    limit: int | None,
    worst: int,
    as_json: bool,
    page: Path | None,
    remember: bool,
    output: Path | None,
    quiet: bool,
) -> int:
    """Measure translation engines on sentences with human translations.

    TESTSET is a TSV file (Arabic, tab, English) or two files with one sentence a line. Shows
    BLEU, chrF and chrF++ with 95% intervals, whether engines really differ, speed, memory, what
    the checks flag, and the worst sentences. Needs the extra: pip install ".[eval]".

    \b
    Examples:
      mujaz eval news.tsv
      mujaz eval news.ar news.en --engine embedded --engine chat --html report.html
      mujaz eval news.tsv --limit 100 --json -o figures.json
    """
    settings_of(config)  # a mistake in the settings is told before the set is read
    from bot.evaluation.testset import load_pairs

    pairs = load_pairs(testset, limit)
    check_writable(output)
    if page is not None:
        check_writable(page)
    from bot.pipeline.engines import in_use

    chosen = []
    for name in engines or (None,):
        # What is measured is one engine: none stands in for it half way.
        settings = in_use(settings_of(config, translation={"engine": name, "memory": remember}))
        chosen.append((settings.translation.engine, settings))

    from bot.commands.console import show_evaluation
    from bot.evaluation.evaluate import evaluate as measure
    from bot.evaluation.render.html import page as to_page
    from bot.evaluation.scores import require_sacrebleu

    require_sacrebleu()
    with progress_display(quiet) as progress:
        found = measure(testset[0].name, pairs, chosen, progress)
    if page is not None:
        write(to_page(found, worst), page)
    write(show_evaluation(found, worst, as_json, to_file=output is not None), output)
    if page is None and not as_json:
        say("Give --html FILE for a page with plots.")
    return 0
