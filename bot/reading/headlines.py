"""A list of headlines, which has the look of a short article and is the text of none.

Told conservatively: many lines, none a sentence or a paragraph, and hardly two that speak of the
same thing. The lines of an article or of a thread of posts share its names and its matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.language.arabic.characters import ends_sentence, words
from bot.language.arabic.clitics import CONJUNCTION, WITH_ARTICLE
from bot.language.arabic.fold import for_tables as fold
from bot.language.arabic.function_words import COMMON_IN_HEADLINES
from bot.language.openings import opens_paragraph
from bot.reading.lines import is_prose

FEWEST = 6
"""Lines. Fewer may be the posts of one thread."""
_SHARED_AT_MOST = 0.5
"""Share of the lines that have a word of substance in common with another."""
_CLITICS = re.compile(rf"^(?:{WITH_ARTICLE}|{CONJUNCTION}(?=\w{{4}}))")


def are_headlines(texts: Sequence[str]) -> bool:
    """Whether the lines of a page, its title among them, are headlines of different stories."""
    if len(texts) < FEWEST or any(map(_is_text, texts)):
        return False
    substance = [_substance(text) for text in texts]
    held = Counter(word for found in substance for word in found)
    shared = sum(any(held[word] > 1 for word in found) for found in substance)
    return shared <= _SHARED_AT_MOST * len(texts)


def _is_text(text: str) -> bool:
    return ends_sentence(text) or is_prose(text) or opens_paragraph(text)


def _substance(text: str) -> set[str]:
    bare = (_CLITICS.sub("", word) for word in words(fold(text)) if word not in COMMON_IN_HEADLINES)
    return {
        word
        for word in bare
        if len(word) >= 3 and word not in COMMON_IN_HEADLINES and word.isalpha()
    }
