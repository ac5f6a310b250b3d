"""Which earlier reports a report is compared with: those it shares the most telling words with.

An index of words to reports, so that a thousand reports are not half a million comparisons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.digest.likeness import Rarity, comparable
from bot.digest.profile import Profile

COMPARED = 32
"""Earlier reports that one is compared with."""
LISTED = 128
"""Latest reports remembered of a word; what more of them have tells little of any."""


class Candidates:
    """Reports by the words and places they name."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._reports: list[Profile] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, report: Profile) -> Iterator[int]:
        """The numbers of those before it that are worth a comparison; then it is the last."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word in sorted(report.words.all):
            worth = self._rarity.of(word)
            for number in self._by_word[word]:
                shared[number] += worth
        number = len(self._reports)
        self._reports.append(report)
        for word in report.words.all:
            listed = self._by_word[word]
            listed.append(number)
            del listed[:-LISTED]
        near = (each for each in shared if comparable(report, self._reports[each]))
        yield from sorted(near, key=lambda each: (-shared[each], each))[:COMPARED]
