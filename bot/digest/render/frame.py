"""What stands above and below a digest: its counts, who translated it, what to think of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.render.lines import Block, Item, Role, count, line_of
from bot.digest.render.moments import made_at_words
from bot.digest.render.order import (
    absent_engines,
    counted_engines,
    counted_lines,
    counted_writers,
    mean_doubt,
    unwritten,
)
from bot.digest.render.said import WRITTEN, point_lines
from bot.formats.marks import SIGN
from bot.language.lettering import clean
from bot.records import Digest, EngineIdentity

NOT_MEASURED = (
    "No fault was found in the rest; wording may still be wrong (not measured for this engine)."
)
"""Unmarked must not read as proven: no check sees every wrong verb."""


def header(digest: Digest) -> Block:
    stories = len(digest.stories) + len(digest.also) + len(digest.repeated)
    counts = [count(digest.articles, "article"), count(stories, "story", "stories")]
    if digest.corrections and not stories:
        counts = [count(len(digest.corrections), "correction")]
    text = f"{made_at_words(digest.made_at)} · {', '.join(counts)}"
    items = [Item((line_of(Role.HEADER, clean(text)),))]
    if digest.overview is not None:
        items.append(Item(tuple(point_lines(digest.overview, ())), (digest.overview,)))
    return Block(tuple(items))


def footer(digest: Digest) -> Block:
    if digest.engine is None:
        text = "Nothing new besides." if digest.corrections else "Nothing was translated."
        return Block((Item((line_of(Role.FOOTER, text),)),))
    shown, marked = counted_lines(digest)
    text = (
        f"Translated by machine, {_engines(digest, digest.engine)}: "
        f"{marked:,} of {count(shown, 'shown line')} marked {SIGN}"
    )
    lines = [line_of(Role.FOOTER, text)]
    if absent := ", ".join(clean(engine.label) for engine in absent_engines(digest)):
        lines.append(line_of(Role.FOOTER, f"Could not be used when it was its turn: {absent}"))
    if marked < shown:
        lines.append(line_of(Role.FOOTER, _rest(digest)))
    lines += [line_of(Role.FOOTER, text) for text in _writers(digest)]
    return Block((Item(tuple(lines)),))


def _writers(digest: Digest) -> Iterator[str]:
    """Who wrote what no sentence says word for word, and where nobody could."""
    for writer, number in counted_writers(digest):
        yield (
            f"{WRITTEN} {count(number, 'line')} written by {clean(writer)}; each held to the "
            "sentences it stands on"
        )
    fallen, reasons = unwritten(digest)
    if fallen:
        yield f"{count(fallen, 'line')} told without the model: what it wrote did not hold"
    for why in reasons:
        yield f"Told without the model: {clean(why)}"


def _rest(digest: Digest) -> str:
    """What is to be thought of the unmarked lines. The rate is the mean of their calibrated
    probabilities (bot/translation/trust)."""
    doubt = mean_doubt(digest)
    if doubt is None:
        return NOT_MEASURED
    rate = max(1, round(100 * doubt))
    return f"No fault was found in the rest, yet about {rate} in 100 may still mislead."


def _engines(digest: Digest, configured: EngineIdentity) -> str:
    """The one that translated; where there are several, each with its number of sentences."""
    counted = counted_engines(digest)
    if len(counted) < 2:
        return clean(counted[0][0].label if counted else configured.label)
    (first, number), *others = counted
    named = [f"{count(number, 'sentence')} by {clean(first.label)}"]
    return " and ".join([*named, *(f"{n:,} by {clean(e.label)}" for e, n in others)])
