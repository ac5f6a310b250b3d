"""An author's lines -> a brief in which every line holds.

A line that does not hold is written once more with what was found; if it still does not, its fact
is told by the ladder of the extractive summariser and says so. Where the author cannot be asked the
whole brief is the extractive one, and says that: the reader always gets a digest.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.errors import ModelError
from bot.records import (
    Brief,
    Flag,
    Form,
    Grounds,
    Severity,
    Speller,
    Standing,
    Statement,
    Translation,
)
from bot.summary.candidates import Prose, evidence, with_names
from bot.summary.context import broken, is_fragment, leans
from bot.summary.extractive import Extractive
from bot.summary.headline import HEADLINE_WORDS, without_full_stop
from bot.summary.rungs import POINT_WORDS, told
from bot.summary.written.author import Author, Draft, Drafted, Material, NoAnswer
from bot.summary.written.material import material_of

NOT_HELD, NOT_WRITTEN = "not_held", "not_written"
"""Notes on statements that the model did not write: its line did not hold; it gave none."""

_LOG = logging.getLogger(__name__)


class Written:
    """A Summariser over an author, with the extractive one behind it."""

    def __init__(
        self, plain: Extractive, speller: Speller, author: Author, grounds: Grounds
    ) -> None:
        self._plain = plain
        self._speller = speller
        self._author = author
        self._grounds = grounds

    def summarise(self, translation: Translation, points: int) -> Brief:
        text, named = with_names(translation, self._speller)
        plain = self._plain.brief_of(text, named, points)
        if plain.whole or not points:
            return plain
        material = material_of(text, named)
        try:
            drafted = self._author.write(material, points)
        except (ModelError, NoAnswer) as error:
            return self._unwritten(plain, str(error))
        wrong = self._wrong(material, drafted)
        if wrong:
            drafted, wrong = self._repaired(material, points, drafted, wrong)
        return self._brief(plain, text, material, points, drafted, wrong)

    def _unwritten(self, plain: Brief, why: str) -> Brief:
        # The reason may quote an endpoint, never the article.
        _LOG.warning("A brief is made without %s: %s", self._author.name, why)
        note = Flag(NOT_WRITTEN, Severity.NOTE, why)
        return replace(
            plain,
            headline=_noted(plain.headline, note),
            points=tuple(_noted(point, note) for point in plain.points),
        )

    def _repaired(
        self, material: Material, points: int, before: Drafted, wrong: dict[str, tuple[Flag, ...]]
    ) -> tuple[Drafted, dict[str, tuple[Flag, ...]]]:
        """What held of the first answer, and in the place of what did not the second's lines."""
        try:
            second = self._author.again(material, points, before, wrong)
        except (ModelError, NoAnswer) as error:
            _LOG.info("%s did not write again: %s", self._author.name, error)
            return before, wrong
        again = self._wrong(material, second)
        spare = [line for line in second.points if line not in before.points]
        held = [line for line in spare if line.text not in again]

        def instead(line: Draft) -> Draft:
            if line.text not in wrong:
                return line
            mended = next((d for d in held if set(d.cites) & set(line.cites)), None)
            if mended is not None:
                held.remove(mended)
            return mended or line

        head = before.headline
        if head is None or head.text in wrong:
            better = second.headline
            head = better if better is not None and better.text not in again else head
        return Drafted(head, tuple(map(instead, before.points))), wrong

    # ------------------------------------------------------------------------- what holds

    def _wrong(self, material: Material, drafted: Drafted) -> dict[str, tuple[Flag, ...]]:
        """By the text of each line that does not hold what is wrong with it."""
        found = {
            line.text: tuple(self._findings(material, line, headline=line is drafted.headline))
            for line in drafted.lines
        }
        return {text: flags for text, flags in found.items() if flags}

    def _findings(self, material: Material, line: Draft, *, headline: bool) -> Iterator[Flag]:
        cited = material.cited(line.cites)
        if not cited or len(cited) < len(set(line.cites)):
            yield _fault("evidence", "it cites a sentence that is not there")
            return
        if any(not each.english for each in cited):
            yield _fault("evidence", "it cites a sentence that could not be translated reliably")
        if all(each.question for each in cited):
            yield _fault("evidence", "it cites only what an interviewer asks")
        yield from _form(line, headline=headline)
        everything = [each.cited for each in material.sentences]
        yield from self._grounds.findings(line.text, [e.cited for e in cited], everything)

    # ---------------------------------------------------------------------------- the brief

    def _brief(
        self,
        plain: Brief,
        ladder: Prose,
        material: Material,
        points: int,
        drafted: Drafted,
        wrong: dict[str, tuple[Flag, ...]],
    ) -> Brief:
        translation = plain.translation
        head = drafted.headline
        if head is not None and head.text not in wrong:
            shown = self._statement(translation, material, head)
            shown = replace(shown, text=without_full_stop(shown.text))
        else:
            shown = _noted(plain.headline, _note(wrong.get(head.text, ()) if head else ()))
        made: list[Statement] = []
        for line in drafted.points[:points]:
            if not (flags := wrong.get(line.text, ())):
                point: Statement | None = self._statement(translation, material, line)
            else:
                point = self._fallen(ladder, material, line, flags)
            if point is not None and not _told_already(point, (shown, *made)):
                made.append(point)
        if not made:
            note = _note(next(iter(wrong.values()), ()))
            return Brief(translation, shown, tuple(_noted(p, note) for p in plain.points))
        return Brief(translation, shown, tuple(made))

    def _statement(self, translation: Translation, material: Material, line: Draft) -> Statement:
        """What holds, with the marks of the sentences it stands on."""
        numbered = material.cited(line.cites)
        cited = [each.segment for each in numbered]
        named = [each.named_by for each in numbered if each.named_by not in (None, *cited)]
        stands_on = (*cited, *(segment for segment in named if segment is not None))
        flags = [
            flag
            for segment in stands_on
            if segment.standing is not Standing.PLAIN
            for flag in segment.flags
        ]
        return Statement(
            text=line.text,
            source=" ".join(segment.segment.source.strip() for segment in cited),
            language="en",
            evidence=evidence(translation, *stands_on),
            flags=tuple(dict.fromkeys(flags)),
            form=Form.MODEL,
            writer=self._author.name,
        )

    def _fallen(
        self, ladder: Prose, material: Material, line: Draft, flags: Sequence[Flag]
    ) -> Statement | None:
        """The fact of the first sentence that the line cites, as the extractive summariser tells
        it; None where that tells nothing, as where it is no news but an order."""
        if any(flag.check == "address" for flag in flags):
            return None
        indices = [each.segment.segment.index for each in material.cited(line.cites)]
        for place, sentence in enumerate(ladder.sentences):
            if sentence.segment.index in indices:
                statement = told(ladder, place)
                if statement is not None:
                    return _noted(statement, _note(flags))
        return None


def _told_already(point: Statement, others: Sequence[Statement]) -> bool:
    """Whether a line says the same, or a point already stands on the sentence that the ladder
    fell back to."""
    _, *points = others
    if any(without_full_stop(point.text) == without_full_stop(other.text) for other in others):
        return True
    fallen = point.form is not Form.MODEL
    return fallen and any(set(point.evidence) & set(other.evidence) for other in points)


def _form(line: Draft, *, headline: bool) -> Iterator[Flag]:
    """What no line may look like, whatever it says."""
    words, most = len(line.text.split()), HEADLINE_WORDS if headline else POINT_WORDS
    if words > most:
        yield _fault("length", f"it has {words} words of at most {most}")
    if headline and broken(line.text):
        yield _fault("form", "it stops in the middle of what it says")
    if not headline and is_fragment(line.text):
        yield _fault("form", "it is no whole sentence")
    if leans(line.text):
        yield _fault("form", "it says “he” or “this” of what stands elsewhere")
    if line.speaker and not set(_words(line.speaker)) & set(_words(line.text)):
        yield _fault("speaker", f"it does not name its speaker, {line.speaker}")


def _words(text: str) -> list[str]:
    return [word.strip(".,'’\"").casefold() for word in text.split() if len(word) > 2]


def _fault(check: str, detail: str) -> Flag:
    return Flag(check, Severity.ERROR, detail)


def _note(flags: Sequence[Flag]) -> Flag:
    why = "; ".join(flag.detail for flag in flags) or "the model wrote none"
    return Flag(NOT_HELD, Severity.NOTE, why)


def _noted(statement: Statement, note: Flag) -> Statement:
    return replace(statement, flags=(*statement.flags, note))
