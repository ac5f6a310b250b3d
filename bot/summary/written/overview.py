"""The one line that opens a digest, held to the sentences of the stories it cites; none where it
does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.records import Evidence, Speller, Statement, Story, TranslatedSegment
from bot.summary.written.author import Material, NoAnswer, Numbered
from bot.summary.written.held import Editor
from bot.summary.written.material import numbered_of
from bot.summary.written.story import contested

STORIES = 8
"""The weightiest, of which the line may tell."""


def overview(stories: Sequence[Story], speller: Speller, editor: Editor) -> Statement:
    """Raises NoAnswer where no line holds, and ModelError where the author cannot be asked."""
    told = stories[:STORIES]
    material = Material(
        "",
        None,
        tuple(chain.from_iterable(_sentences(n, s, speller) for n, s in enumerate(told, 1))),
    )
    held = editor.write(material, 1)
    if not held.drafted.points:
        raise NoAnswer("the model wrote no overview")
    (line,) = held.drafted.points
    if flags := held.wrong.get(line.text, ()):
        raise NoAnswer("its overview did not hold: " + "; ".join(flag.detail for flag in flags))
    if any(contested(line.text, story) for story in told):
        raise NoAnswer("its overview has a number that reports differ in")
    return editor.statement(material, line)


def _sentences(number: int, story: Story, speller: Speller) -> Iterator[Numbered]:
    """What a story's shown lines stand on, all under its number."""
    said = (story.headline, *(point.statement for point in story.points))
    wanted = dict.fromkeys(evidence for statement in said for evidence in statement.evidence)
    found = [(of, segment) for of, segment in _segments(story) if of in wanted]
    names = speller.named([segment.segment.source for _, segment in found])
    outlets = {brief.article.id: brief.article.outlet_label for brief in story.briefs}
    for (of, segment), named in zip(found, names, strict=True):
        numbered = numbered_of(number, of.article, outlets[of.article], segment, named)
        if numbered.english:
            yield numbered


def _segments(story: Story) -> Iterator[tuple[Evidence, TranslatedSegment]]:
    for brief in story.briefs:
        for segment in brief.translation.segments:
            yield Evidence(brief.article.id, segment.segment.index), segment
