"""Whether a sentence denies something, by the words of `data/negators.tsv`.

Counting negations on either side, and what they deny, is the checks' business.
"""

from __future__ import annotations

import re

from bot.language.arabic.fold import unmarked
from bot.language.lexicon import rows


def _words(language: str) -> str:
    return "|".join(row["words"] for row in rows("negators") if row["language"] == language)


_NEGATION = re.compile(
    rf"(?<!\w)[وفأ]?(?:{_words('ar')})(?!\w)|\b(?:{_words('en')})\b|n[’\']t\b", re.IGNORECASE
)


def negated(text: str) -> bool:
    """Whether a sentence, Arabic or English, denies or refuses something.

    "Would tolerate" and "would not tolerate" have vectors of cosine 0.97, so two sentences may
    be taken for one only where both deny or neither does. Hamza is read as written: folded,
    إلا ("except") would be a negation like ألا.
    """
    return _NEGATION.search(unmarked(text)) is not None
