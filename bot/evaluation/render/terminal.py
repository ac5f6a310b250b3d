"""Evaluation -> rich tables, and the worst sentences side by side."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.evaluation.render import figures
from bot.evaluation.results import Evaluation, errors
from bot.language.lettering import clean, shown


def to_terminal(evaluation: Evaluation, worst: int) -> RenderableType:
    names = [result.name for result in evaluation.engines]
    parts: list[RenderableType] = [
        Text(f"{evaluation.testset}: {_sentences(len(evaluation.pairs))}"),
        *(Text(f"{r.name}: {r.identity.label}", style="dim") for r in evaluation.engines),
        _table(["", *names], figures.rows(evaluation)),
        _table(["errors by check", *names, "references"], _flag_rows(evaluation)),
        Text("\n".join(figures.EXPLAINED.values()), style="dim"),
        *(Text(note, style="dim") for note in evaluation.notes),
    ]
    places = evaluation.worst(worst)
    if places:
        parts.append(Text(f"\nThe worst {_sentences(len(places))} by chrF", style="bold"))
    for number in places:
        parts += _sentence(evaluation, number)
    return Group(*parts)


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count:,} sentences"


def _table(heads: list[str], rows: list[tuple[str, list[str]]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(heads[0], no_wrap=True)
    for head in heads[1:]:
        table.add_column(head, justify="right")
    for name, cells in rows:
        table.add_row(name, *cells)
    return table


def _flag_rows(evaluation: Evaluation) -> list[tuple[str, list[str]]]:
    return [
        (
            check,
            [figures.share(figures.flagged(r, check)) for r in evaluation.engines]
            + [figures.share(figures.references(evaluation, check))],
        )
        for check in figures.checks(evaluation)
    ]


def _sentence(evaluation: Evaluation, number: int) -> list[RenderableType]:
    source, reference = evaluation.pairs[number]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    table.add_row(f"{number + 1}", Text(shown(clean(source), arabic=True)))
    table.add_row("reference", Text(shown(clean(reference))))
    for result in evaluation.engines:
        segment = result.segments[number]
        found = ", ".join(sorted(errors(segment)))
        cell = Text(f"{shown(clean(segment.target))} ")
        cell.append(f"chrF {result.chrf[number]:.0f}", style="dim")
        if found:
            cell.append(f" · {found}", style="yellow")
        table.add_row(result.name, cell)
    return [table, Text("")]
