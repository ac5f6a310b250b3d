"""Made articles whose every sentence a table can translate."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.records import Hypothesis
from bot.translation.engines.translator import GREEDY, Decoding, SourceSentence
from tests.delivery.table_translator import PAIRS, TableTranslator

SENTENCES = 6
"""Of an article."""
KINDS = Path(__file__).parents[1] / "tests" / "translation" / "kinds.tsv"


def known_sentences() -> dict[str, str]:
    """Arabic sentences with an English that is right."""
    rows = [line.split("\t") for line in KINDS.read_text("utf-8").splitlines()]
    told = {row[1]: row[2] for row in rows if len(row) == 4}
    return {arabic: english for arabic, english in (PAIRS | told).items() if arabic[-1] == "."}


def made(number: int) -> dict[str, str]:
    """An article that no other is like: sentences of the table in an order of its own, the last
    with its number in it. The others are remembered soon: what a model would do is not measured."""
    some = random.Random(number).sample(sorted(known_sentences()), SENTENCES)
    body = f"{' '.join(some[:-1])}\n\n{numbered(some[-1], number)}"
    return {"title": some[0].removesuffix("."), "text": body}


def pasted(number: int) -> str:
    """The same as a reader sends it, with the number in each sentence, so that it stands in
    whatever a brief tells."""
    some = random.Random(number).sample(sorted(known_sentences()), SENTENCES)
    title, *body = (numbered(each, number) for each in some)
    return f"{title.removesuffix('.')}\n\n{' '.join(body)}"


def numbered(sentence: str, number: int) -> str:
    """The sentence with a number behind it, in which no other is like it."""
    return f"{sentence.removesuffix('.')} ({number})."


class NumberedTable(TableTranslator):
    """Knows each sentence with any number behind it. It is told names and needs none, so that it
    gets sentences as they are written."""

    at_once = 32

    def __init__(self) -> None:
        super().__init__()
        self.informed = self
        self._known = {
            arabic.removesuffix("."): english.removesuffix(".")
            for arabic, english in known_sentences().items()
        }

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        if progress:
            progress(len(sources))
        return [(Hypothesis(self._english(source.text), -0.2),) for source in sources]

    def _english(self, source: str) -> str:
        bare, bracket, number = source.strip().removesuffix(".").partition(" (")
        return f"{self._known.get(bare, 'An unknown thing')}{bracket}{number}."
