"""The order and the counts that every format shares, the JSON included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.records import (
    Brief,
    Digest,
    EngineIdentity,
    Form,
    Standing,
    Statement,
    Story,
    StoryPoint,
)


def in_order(story: Story) -> tuple[tuple[StoryPoint, ...], tuple[StoryPoint, ...]]:
    """The points shown before the differences, and those after them.

    The order is that of importance: what is marked is not put behind what is not. Last comes what
    says only that something is reported. A report shown whole keeps its own order, since its
    sentences lean on each other.
    """
    if all(brief.whole for brief in story.briefs):
        return story.points, ()
    told = [point for point in story.points if point.statement.form is not Form.REPORT]
    reports = [point for point in story.points if point.statement.form is Form.REPORT]
    return tuple(told), tuple(reports)


def topic_of(story: Story) -> str:
    """The one that it stands under; empty where none could be told."""
    return next((topic for topic in story.topics if not topic.isupper()), "")


def outlet_of(brief: Brief) -> str:
    """As in `StoryPoint.outlets`: the article's origin where its outlet is unknown."""
    return brief.article.outlet or brief.article.origin


def texts_of(story: Story, articles: Iterable[str] | None = None) -> int:
    """How many of the story's reports, or of these, are no copies of one another."""
    first = {article: group[0] for group in story.copies for article in group}
    asked = articles if articles is not None else (brief.article.id for brief in story.briefs)
    return len({first.get(article, article) for article in asked})


def outlets_of(briefs: Sequence[Brief]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outlet_of(brief) for brief in briefs))


def counted_segments(digest: Digest) -> tuple[int, int]:
    """Sentences translated, and how many of them have a mark or are withheld.

    What was English already and passed through is neither.
    """
    total = unverified = 0
    for brief in _briefs(digest):
        for segment in brief.translation.segments:
            if not segment.passed_through:
                total += 1
                unverified += segment.standing is not Standing.PLAIN
    return total, unverified


def counted_lines(digest: Digest) -> tuple[int, int]:
    """Headlines and points that are shown, and how many of them have a mark."""
    said = list(_shown(digest))
    return len(said), sum(each.standing is not Standing.PLAIN for each in said)


def mean_doubt(digest: Digest) -> float | None:
    """The mean probability that an unmarked line of translated English misleads; None where it
    was not measured for each of them."""
    untranslated = (Form.FACTS, Form.REPORT, Form.MODEL)
    plain = [
        s for s in _shown(digest) if s.standing is Standing.PLAIN and s.form not in untranslated
    ]
    known = [s.trust for s in plain if s.trust is not None]
    if not known or len(known) < len(plain):
        return None
    return 1 - sum(known) / len(known)


def _shown(digest: Digest) -> Iterator[Statement]:
    if digest.overview is not None:
        yield digest.overview
    for story in digest.stories:
        yield story.headline
        yield from (point.statement for point in story.points)
    for story in (*digest.also, *digest.repeated):
        yield story.headline


def counted_writers(digest: Digest) -> list[tuple[str, int]]:
    """Which models wrote how many of the shown lines, whoever wrote most first."""
    return Counter(said.writer for said in _shown(digest) if said.writer).most_common()


def unwritten(digest: Digest) -> tuple[int, tuple[str, ...]]:
    """Of lines that a model should have written: how many are told without it since its own did
    not hold, and why it could not be asked for the others, each reason once."""
    flags = [flag for said in _shown(digest) for flag in said.flags]
    why = tuple(dict.fromkeys(f.detail for f in flags if f.check == "not_written"))
    return sum(flag.check == "not_held" for flag in flags), why


def counted_engines(digest: Digest) -> list[tuple[EngineIdentity, int]]:
    """Who translated how many of those sentences, whoever did most first."""
    return Counter(
        engine for brief in _briefs(digest) for engine in brief.translation.translators
    ).most_common()


def absent_engines(digest: Digest) -> tuple[EngineIdentity, ...]:
    """Those that should have been asked and could not be used, each once."""
    return tuple(dict.fromkeys(e for brief in _briefs(digest) for e in brief.translation.absent))


def _briefs(digest: Digest) -> list[Brief]:
    return [
        brief
        for story in (*digest.stories, *digest.also, *digest.repeated)
        for brief in story.briefs
    ]
