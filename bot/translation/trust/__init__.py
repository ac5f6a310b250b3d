"""How far a sentence's English can be trusted: one probability, and what follows from it.

The embedded model reads the English as if it had to write it (`reading`), and where that makes it
likely the same turned round (`turned`). What that shows, and what
the checks found, is put into figures (`signals`), and a small fitted model (`weights`) makes of
them the probability that the sentence does not mislead.
"""

from bot.translation.trust.reading import Checker, Reading
from bot.translation.trust.signals import SIGNALS, signals
from bot.translation.trust.turned import Turned, turned_round
from bot.translation.trust.weights import Verdict, scale_of, verdict

__all__ = [
    "SIGNALS",
    "Checker",
    "Reading",
    "Turned",
    "Verdict",
    "scale_of",
    "signals",
    "turned_round",
    "verdict",
]
