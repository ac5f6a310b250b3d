"""Several reports of one event -> a headline and points that an author joins from all of them.

Each line is held to the sentences it cites, and its outlets are those whose own sentences say it.
A line that does not hold makes room for the computed point on the same sentences. Where reports
differ is computed before and stays as it is: a line with a number that they differ in is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from bot.language.figures import figures
from bot.records import Brief, Flag, Form, Speller, Statement, Story, StoryPoint
from bot.summary.candidates import with_names
from bot.summary.headline import without_full_stop
from bot.summary.written.author import Draft, Material, Numbered
from bot.summary.written.held import Editor, Held, note_of, noted
from bot.summary.written.material import LONGEST, material_of

REPORTS = 8
"""Of one story that an author is given: an endpoint is paid by the token."""


def several_outlets(story: Story) -> bool:
    """Whether there is something to join."""
    return len({brief.article.outlet_label for brief in story.briefs}) > 1


def joined(story: Story, points: int, speller: Speller, editor: Editor) -> Story:
    """The story with the author's lines. Raises NoAnswer, and ModelError where the author cannot
    be asked."""
    material = reports_of(story.briefs[:REPORTS], speller)
    held = editor.write(material, points)
    head = held.drafted.headline
    if head is not None and head.text not in held.wrong and contested(head.text, story):
        held = replace(held, drafted=replace(held.drafted, headline=None))
    shown = editor.headline(material, held, story.headline)
    made = _distinct(_points(story, material, held, editor), shown)
    # What a point was joined to may be gone.
    alone = (replace(each, statement=replace(each.statement, joins=False)) for each in made)
    return replace(story, headline=shown, points=tuple(islice(alone, points)))


def reports_of(briefs: Sequence[Brief], speller: Speller) -> Material:
    """The first sentences of each report under numbers of one row; those without English, on which
    no line may stand, are left out."""
    longest, numbers = max(5, LONGEST // len(briefs)), count(1)
    return Material(
        "",
        None,
        tuple(
            replace(each, number=next(numbers))
            for brief in briefs
            for each in material_of(*with_names(brief.translation, speller), longest).sentences
            if each.english
        ),
    )


def _points(story: Story, material: Material, held: Held, editor: Editor) -> Iterator[StoryPoint]:
    """What all reports say first, whoever wrote it."""
    told: list[StoryPoint] = []
    for line in held.drafted.points:
        if flags := held.wrong.get(line.text, ()):
            told += _fallen(story, material, line, flags)
        elif not contested(line.text, story):
            told.append(_point(story, material, line, editor))
    standing = {e for point in told for e in point.statement.evidence}
    told += [p for p in story.points if p.agreed and not standing & set(p.statement.evidence)]
    yield from (point for point in told or story.points if point.agreed)
    yield from (point for point in told or story.points if not point.agreed)


def _point(story: Story, material: Material, line: Draft, editor: Editor) -> StoryPoint:
    """Its outlets are those whose own sentences say it; all cited where only together they do."""
    by_article: dict[str, list[Numbered]] = {}
    for each in material.cited(line.cites):
        by_article.setdefault(each.article, []).append(each)
    several = len(by_article) > 1
    alone = editor.alone(material, line.text, by_article) if several else set(by_article)
    tell = alone or set(by_article)
    outlets = [b.article.outlet_label for b in story.briefs if b.article.id in tell]
    agreed = alone == {brief.article.id for brief in story.briefs}
    return StoryPoint(editor.statement(material, line), tuple(dict.fromkeys(outlets)), agreed)


def _fallen(
    story: Story, material: Material, line: Draft, flags: Sequence[Flag]
) -> Iterator[StoryPoint]:
    """The computed point on a sentence that the line cites."""
    if any(flag.check == "address" for flag in flags):
        return
    cited = {(e.article, e.segment.segment.index) for e in material.cited(line.cites)}
    for point in story.points:
        if cited & {(e.article, e.segment) for e in point.statement.evidence}:
            yield replace(point, statement=noted(point.statement, note_of(flags)))
            return


def contested(text: str, story: Story) -> bool:
    """Whether it has a number that the reports differ in."""
    return any(figures(text) & figures(line) for line in story.differences)


def _distinct(points: Iterable[StoryPoint], top: Statement) -> list[StoryPoint]:
    """Without what repeats the headline or a point before it."""
    kept: list[StoryPoint] = []
    said = {without_full_stop(top.text)}
    for point in points:
        text = without_full_stop(point.statement.text)
        stands_on = set(point.statement.evidence)
        again = point.statement.form is not Form.MODEL and any(
            stands_on & set(other.statement.evidence) for other in kept
        )
        if text not in said and not again:
            kept.append(point)
            said.add(text)
    return kept
