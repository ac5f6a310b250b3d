"""Whose family name it is: the given name beside it tells one bearer from another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.letters import readings, words
from bot.translation.names.mentions import Mention
from bot.translation.names.sound import plain, similarity

_GIVEN = r"(?<![\w’'-])([A-ZÀ-Ž][^\W\d_]+)[ \u00a0]+{}(?!\w)"
_SOUNDS = 0.75
_ALIKE = 75.0


def of_another(
    source: str, mention: Mention, mentions: Iterable[Mention], english: str, token: str
) -> bool:
    """Whether the family name `token` of the English is borne by somebody else of the source.

    Of Gerd Müller and Stephen Miller the engine may have left out the first.
    """
    found = re.search(_GIVEN.format(re.escape(token)), english)
    if found is None or found[1].casefold() in tables.english():
        return False
    own = [m for m in mentions if m.spellings == mention.spellings]
    family = mention.name.split()[-1]
    listed = tuple(words(source))
    for before, word in pairwise(listed):
        ours = any(m.start <= word.start < m.end for m in own)
        if not ours and word.folded == family and _heard(before.folded, found[1]):
            return True
    return False


def _heard(arabic: str, english: str) -> bool:
    return any(similarity(rest, english) >= _SOUNDS for _, rest in readings(arabic, shortest=3))


def given_name_right(english: str, mention: Mention, mentions: Iterable[Mention]) -> str:
    """The English with a misspelled given name right before the right family name put right.

    Only for a full name that is certain, where the family name stands once behind a capitalised
    word close to the given name, and nobody else of the sentence bears it.
    """
    right = mention.spellings[0].split()
    arabic = mention.name.split()
    if mention.kind != "person" or not mention.certain or len(right) != 2 or len(arabic) != 2:
        return english
    if any(m.name.split()[-1] == arabic[-1] and m.name != mention.name for m in mentions):
        return english
    found = re.findall(_GIVEN.format(re.escape(right[1])), english)
    if len(found) != 1 or found[0] == right[0] or not _misspells(arabic[0], right[0], found[0]):
        return english
    return re.sub(_GIVEN.format(re.escape(right[1])), " ".join(right), english)


def _misspells(arabic: str, right: str, token: str) -> bool:
    bare = plain(token)
    if len(bare) < 4 or bare in tables.english():
        return False
    return fuzz.ratio(bare, plain(right)) >= _ALIKE and similarity(arabic, token) >= _SOUNDS
