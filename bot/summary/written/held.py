"""An author's lines, each held to the sentences it cites, and written once more where it fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat

from bot.errors import ModelError
from bot.formats.points import POINT_WORDS
from bot.records import Cited, Evidence, Flag, Form, Grounds, Severity, Standing, Statement
from bot.summary.context import broken, is_fragment, leans
from bot.summary.headline import HEADLINE_WORDS, without_full_stop
from bot.summary.written.author import Author, Draft, Drafted, Material, NoAnswer, Numbered

NOT_HELD, NOT_WRITTEN = "not_held", "not_written"
"""Notes on statements that the model did not write: its line did not hold; it gave none."""

AT_ONCE = 4
"""Lines that the author is asked about at a time."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What an author wrote, and by the text of each line that does not hold what is wrong."""

    drafted: Drafted
    wrong: Mapping[str, tuple[Flag, ...]]


class Editor:
    """An author with the gate behind it."""

    def __init__(self, author: Author, grounds: Grounds) -> None:
        self._author = author
        self._grounds = grounds

    @property
    def name(self) -> str:
        return self._author.name

    @property
    def heads(self) -> bool:
        return self._author.heads

    def write(self, material: Material, points: int) -> Held:
        """Raises NoAnswer, and ModelError where the author cannot be asked."""
        drafted = self._author.write(material, points)
        wrong = self._wrong(material, drafted)
        return self._repaired(material, points, drafted, wrong) if wrong else Held(drafted, wrong)

    def alone(
        self, material: Material, text: str, cites: Mapping[str, Sequence[Numbered]]
    ) -> set[str]:
        """The articles whose own sentences, which are given, say it."""
        above = _article(material)
        held = {
            article: cited
            for article, cited in cites.items()
            if not self._grounds.findings(text, [each.cited for each in cited], above)
        }
        doubts = self._doubts(material, [(text, cited) for cited in held.values()])
        return {article for article, found in zip(held, doubts, strict=True) if not found}

    def statement(self, material: Material, line: Draft) -> Statement:
        """What holds, with the marks of the sentences it stands on."""
        numbered = material.cited(line.cites)
        cited = [(each.article, each.segment) for each in numbered]
        named = [(each.article, each.named_by) for each in numbered if each.named_by is not None]
        stands_on = list(cited)
        stands_on += [(of, s) for of, s in named if s is not None and (of, s) not in cited]
        flags = [
            flag
            for _, segment in stands_on
            if segment.standing is not Standing.PLAIN
            for flag in segment.flags
        ]
        return Statement(
            text=line.text,
            source=" ".join(segment.segment.source.strip() for _, segment in cited),
            language="en",
            evidence=tuple(Evidence(of, segment.segment.index) for of, segment in stands_on),
            flags=tuple(dict.fromkeys(flags)),
            form=Form.MODEL,
            writer=self.name,
        )

    def headline(self, material: Material, held: Held, instead: Statement) -> Statement:
        """The author's, where it wrote one that holds; else the other, with a note of why."""
        head = held.drafted.headline
        if head is not None and head.text not in held.wrong:
            shown = self.statement(material, head)
            return replace(shown, text=without_full_stop(shown.text))
        if not self.heads:
            return instead
        return noted(instead, note_of(held.wrong.get(head.text, ()) if head else ()))

    def _repaired(
        self,
        material: Material,
        points: int,
        before: Drafted,
        wrong: dict[str, tuple[Flag, ...]],
    ) -> Held:
        """What held of the first answer, and in the place of what did not the second's lines."""
        head = before.headline
        try:
            second = self._author.again(material, points, before, wrong)
            spare = tuple(line for line in second.points if line not in before.points)
            better = second.headline if head is None or head.text in wrong else None
            again = self._wrong(material, Drafted(better, spare))
        except (ModelError, NoAnswer) as error:
            _LOG.info("%s did not write again: %s", self.name, error)
            return Held(before, wrong)
        held = [line for line in spare if line.text not in again]

        def instead(line: Draft) -> Draft:
            if line.text not in wrong:
                return line
            mended = next((d for d in held if set(d.cites) & set(line.cites)), None)
            if mended is not None:
                held.remove(mended)
            return mended or line

        if better is not None and better.text not in again:
            head = better
        return Held(Drafted(head, tuple(map(instead, before.points))), wrong)

    def _wrong(self, material: Material, drafted: Drafted) -> dict[str, tuple[Flag, ...]]:
        found = {
            line.text: tuple(self._findings(material, line, headline=line is drafted.headline))
            for line in drafted.lines
        }
        # Whoever wrote it is asked only about what no rule finds wrong.
        held = [
            (line.text, material.cited(line.cites))
            for line in drafted.lines
            if not found[line.text]
        ]
        doubts = self._doubts(material, held)
        found |= {text: flags for (text, _), flags in zip(held, doubts, strict=True)}
        return {text: flags for text, flags in found.items() if flags}

    def _doubts(
        self, material: Material, lines: Sequence[tuple[str, Sequence[Numbered]]]
    ) -> list[tuple[Flag, ...]]:
        """Of each line with what it cites."""
        top = " ".join(each.segment.segment.source.strip() for each in _title(material))
        with ThreadPoolExecutor(AT_ONCE, "verifying") as threads:
            said, cited = [text for text, _ in lines], [cited for _, cited in lines]
            # Where one cannot be asked about, the rest are not.
            return list(threads.map(self._author.doubts, said, cited, repeat(top)))

    def _findings(self, material: Material, line: Draft, *, headline: bool) -> Iterator[Flag]:
        cited = material.cited(line.cites)
        if {each.number for each in cited} != set(line.cites):
            yield _fault("evidence", "it cites a sentence that is not there")
            return
        if any(not each.english for each in cited):
            yield _fault("evidence", "it cites a sentence that could not be translated reliably")
        if all(each.question for each in cited):
            yield _fault("evidence", "it cites only what an interviewer asks")
        yield from _form(line, headline=headline)
        yield from self._grounds.findings(
            line.text, [each.cited for each in cited], _article(material)
        )


def _title(material: Material) -> list[Numbered]:
    """What readers have above each line; of a story nothing is."""
    return [each for each in material.sentences if each.title] if material.titled else []


def _article(material: Material) -> list[Cited]:
    """All sentences, the first of which readers have above each line; of a story nothing is."""
    above = [] if material.titled else [Cited("", "")]
    return above + [each.cited for each in material.sentences]


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


def note_of(flags: Sequence[Flag]) -> Flag:
    """For what is told in the place of a line that did not hold."""
    why = "; ".join(flag.detail for flag in flags) or "the model wrote none"
    return Flag(NOT_HELD, Severity.NOTE, why)


def noted(statement: Statement, note: Flag) -> Statement:
    return replace(statement, flags=(*statement.flags, note))
