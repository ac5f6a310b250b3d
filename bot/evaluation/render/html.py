"""Evaluation -> one HTML page that needs nothing else: tables, plots, the worst sentences.

It has no script.
"""

from __future__ import annotations

from importlib.resources import files

from bot.evaluation.render import figures, plots
from bot.evaluation.results import Evaluation
from bot.formats.html import escape, page_of
from bot.records import Severity

_SERIES = 5
"""Colours there are; a sixth engine takes the first again."""


def page(evaluation: Evaluation, worst: int) -> str:
    names = ", ".join(result.name for result in evaluation.engines)
    title = f"{names} on {evaluation.testset}"
    body = f"""<h1>{escape(title)}</h1>
<p>{len(evaluation.pairs):,} sentences.</p>
{_main(evaluation)}
{_plots(evaluation)}
{_flags(evaluation)}
{_worst(evaluation, worst)}
{_method(evaluation)}"""
    style = files("bot.evaluation.render").joinpath("page.css").read_text("utf-8")
    return page_of(title, style, body)


def _table(heads: list[str], rows: list[tuple[str, list[str]]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, cells in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _main(evaluation: Evaluation) -> str:
    engines = "".join(
        f"<li>{escape(result.name)}: {escape(result.identity.label)}</li>"
        for result in evaluation.engines
    )
    table = _table(["", *(r.name for r in evaluation.engines)], figures.rows(evaluation))
    explained = f"{figures.EXPLAINED['score']} {figures.EXPLAINED['paired']}"
    return f'<ul>{engines}</ul>{table}<p class="dim">{escape(explained)}</p>'


def _legend(evaluation: Evaluation, extra: str = "") -> str:
    names = [result.name for result in evaluation.engines]
    items = "".join(
        f'<li><i class="s{n % _SERIES}"></i>{escape(x)}</li>' for n, x in enumerate(names)
    )
    if extra:
        items += f'<li><i class="s5"></i>{escape(extra)}</li>'
    return f'<ul class="legend">{items}</ul>'


def _plots(evaluation: Evaluation) -> str:
    engines = evaluation.engines
    scores = [
        (
            metric,
            [plots.Bar(r.scores[metric].value, r.scores[metric].margin) for r in engines],
        )
        for metric in engines[0].scores
    ]
    most = max(bar.value + bar.margin for _, row in scores for bar in row) * 1.1 or 1.0
    parts = [
        "<h2>Scores</h2>",
        _legend(evaluation),
        plots.bars("Scores with 95% intervals", scores, most),
        "<h2>Sentences by chrF</h2>",
        plots.histogram("How many sentences have which chrF", [r.chrf for r in engines]),
    ]
    if len(engines) == 2:
        names = (engines[0].name, engines[1].name)
        parts += [
            "<h2>Sentence by sentence</h2>",
            plots.scatter("chrF of each sentence", engines[0].chrf, engines[1].chrf, names),
        ]
    return "\n".join(parts)


def _flags(evaluation: Evaluation) -> str:
    engines, checks = evaluation.engines, figures.checks(evaluation)
    shares = [
        (
            check,
            [
                *(plots.Bar(100 * figures.flagged(r, check)) for r in engines),
                plots.Bar(100 * figures.references(evaluation, check)),
            ],
        )
        for check in checks
    ]
    most = max(bar.value for _, row in shares for bar in row) * 1.1 or 1.0
    heads = ["check"]
    for result in engines:
        heads += [result.name, "confirmed", "chrF flagged", "chrF others"]
    rows = []
    for check in checks:
        cells = []
        for result in engines:
            found = result.flags.get(check)
            cells += [
                figures.share(figures.flagged(result, check)),
                figures.share(found.confirmed if found else None),
                *(
                    figures.NOTHING if value is None else f"{value:.1f}"
                    for value in ((found.chrf_flagged, found.chrf_others) if found else (None,) * 2)
                ),
            ]
        rows.append((check, [*cells, figures.share(figures.references(evaluation, check))]))
    return "\n".join(
        (
            "<h2>Sentences with an error, by check</h2>",
            _legend(evaluation, "references"),
            # The references always wear the last colour.
            plots.bars("Share of sentences with an error", shares, most, "%").replace(
                f'class="s{len(engines)}"', 'class="s5"'
            ),
            _table([*heads, "references"], rows),
            f'<p class="dim">{escape(figures.EXPLAINED["flags"])} Confirmed: the reference has no '
            "such error, so the translation is to blame.</p>",
        )
    )


def _worst(evaluation: Evaluation, count: int) -> str:
    places = evaluation.worst(count)
    if not places:
        return ""
    title = "The worst sentence" if len(places) == 1 else f"The worst {len(places)} sentences"
    return f"<h2>{title} by chrF</h2>" + "\n".join(_sentence(evaluation, n) for n in places)


def _sentence(evaluation: Evaluation, number: int) -> str:
    source, reference = evaluation.pairs[number]
    parts = [
        f"<h3>Sentence {number + 1}</h3>",
        f'<div><h4>Arabic</h4><p lang="ar" dir="rtl">{escape(source)}</p></div>',
        f'<div><h4>Reference</h4><p dir="auto">{escape(reference)}</p></div>',
    ]
    for result in evaluation.engines:
        segment = result.segments[number]
        flags = "".join(
            f'<p class="flag">{escape(flag.check)}: {escape(flag.detail)}</p>'
            for flag in segment.flags
            if flag.severity is Severity.ERROR
        )
        parts.append(
            f"<div><h4>{escape(result.name)}, chrF {result.chrf[number]:.0f}</h4>"
            f'<p dir="auto">{escape(segment.target)}</p>{flags}</div>'
        )
    return f"<article>{''.join(parts)}</article>"


def _method(evaluation: Evaluation) -> str:
    lines = [f"{metric}: {text}" for metric, text in evaluation.signatures.items()]
    items = "".join(f"<li>{escape(line)}</li>" for line in (*lines, *evaluation.notes))
    return f'<h2>How it was measured</h2><ul class="dim">{items}</ul>'
