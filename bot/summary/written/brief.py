"""An author's lines -> a brief in which every line holds.

A line that does not hold is written once more with what was found; if it still does not, its fact
is told by the ladder of the extractive summariser and says so. Where the author cannot be asked the
whole brief is the extractive one, and says that: the reader always gets a digest.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import ModelError
from bot.records import Brief, Flag, Form, Grounds, Severity, Speller, Statement, Translation
from bot.summary.candidates import Prose, with_names
from bot.summary.extractive import Extractive
from bot.summary.headline import without_full_stop
from bot.summary.rungs import told
from bot.summary.written.author import Author, Draft, Material, NoAnswer
from bot.summary.written.held import NOT_WRITTEN, Editor, Held, note_of, noted
from bot.summary.written.material import material_of

_LOG = logging.getLogger(__name__)


class Written:
    """A Summariser over an author, with the extractive one behind it."""

    def __init__(
        self, plain: Extractive, speller: Speller, author: Author, grounds: Grounds
    ) -> None:
        self._plain = plain
        self._speller = speller
        self._editor = Editor(author, grounds)

    def summarise(self, translation: Translation, points: int) -> Brief:
        text, named = with_names(translation, self._speller)
        plain = self._plain.brief_of(text, named, points)
        if plain.whole or not points:
            return plain
        material = material_of(text, named)
        try:
            held = self._editor.write(material, points)
        except (ModelError, NoAnswer) as error:
            return self._unwritten(plain, str(error))
        return self._brief(plain, text, material, points, held)

    def _unwritten(self, plain: Brief, why: str) -> Brief:
        # The reason may quote an endpoint, never the article.
        _LOG.warning("A brief is made without %s: %s", self._editor.name, why)
        note = Flag(NOT_WRITTEN, Severity.NOTE, why)
        return replace(
            plain,
            headline=noted(plain.headline, note),
            points=tuple(noted(point, note) for point in plain.points),
        )

    def _brief(
        self, plain: Brief, ladder: Prose, material: Material, points: int, held: Held
    ) -> Brief:
        translation, wrong = plain.translation, held.wrong
        shown = self._editor.headline(material, held, plain.headline)
        made: list[Statement] = []
        for line in held.drafted.points[:points]:
            if not (flags := wrong.get(line.text, ())):
                point: Statement | None = self._editor.statement(material, line)
            else:
                point = _fallen(ladder, material, line, flags)
            if point is not None and not _told_already(point, (shown, *made)):
                made.append(point)
        if not made:
            note = note_of(next(iter(wrong.values()), ()))
            return Brief(translation, shown, tuple(noted(p, note) for p in plain.points))
        return Brief(translation, shown, tuple(made))


def _fallen(
    ladder: Prose, material: Material, line: Draft, flags: Sequence[Flag]
) -> Statement | None:
    """The fact of the first sentence that the line cites, as the extractive summariser tells it;
    None where that tells nothing, as where it is no news but an order."""
    if any(flag.check == "address" for flag in flags):
        return None
    indices = [each.segment.segment.index for each in material.cited(line.cites)]
    for place, sentence in enumerate(ladder.sentences):
        if sentence.segment.index in indices:
            statement = told(ladder, place)
            if statement is not None:
                return noted(statement, note_of(flags))
    return None


def _told_already(point: Statement, others: Sequence[Statement]) -> bool:
    """Whether a line says the same, or a point already stands on the sentence that the ladder
    fell back to."""
    _, *points = others
    if any(without_full_stop(point.text) == without_full_stop(other.text) for other in others):
        return True
    fallen = point.form is not Form.MODEL
    return fallen and any(set(point.evidence) & set(other.evidence) for other in points)
