"""Which earlier reports a report is compared with: those it shares the most telling words with.

An index of words to reports, so that a thousand reports are not half a million comparisons. Only a
report's rarest words are looked up, and only the latest reports of each: so what one report costs
has a bound, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest

from bot.digest.likeness import Rarity, comparable
from bot.digest.profile import Profile

COMPARED = 24
"""Earlier reports that one is compared with."""
LOOKED_UP = 20
"""Words of a report, the rarest that another has too."""
LISTED = 32
"""Latest reports remembered of a word; what more of them have tells little of any."""


class Candidates:
    """Reports by the words and places they name."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._reports: list[Profile] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, report: Profile) -> list[int]:
        """The numbers of those before it that are worth a comparison; then it is the last."""
        worth = self._rarity.of
        words = report.words.all & self._rarity.shared
        telling = nsmallest(LOOKED_UP, words, key=lambda word: (-worth(word), word))
        shared: defaultdict[int, float] = defaultdict(float)
        for word in telling:
            for number in self._by_word[word]:
                shared[number] += worth(word)
        number = len(self._reports)
        self._reports.append(report)
        for word in telling:
            listed = self._by_word[word]
            listed.append(number)
            del listed[:-LISTED]
        near = (each for each in shared if comparable(report, self._reports[each]))
        return nsmallest(COMPARED, near, key=lambda each: (-shared[each], each))
