"""Names put right in a translation: misspelled ones, and those that have several spellings.

A name that is missing is never pasted in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import fuzz

from bot.translation.names import tables
from bot.translation.names.find import NameMention
from bot.translation.names.sound import plain, similarity
from bot.translation.names.spelling import accepted, misspelled, superseded, without_al
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.words import readings, surname, words

_CAPITAL_BEFORE = re.compile(r"[A-ZÀ-Ž][\w.'’-]*\s+\Z")
_CAPITAL_AFTER = re.compile(r"\s+[A-ZÀ-Ž]")
_GIVEN = r"(?<![\w’'-])([A-ZÀ-Ž][^\W\d_]+)[ \u00a0]+{}(?!\w)"
"""The word before a family name, which is put in."""
_SOUNDS = 0.75
_ALIKE = 75.0


def repair(source: str, hypothesis: str, mentions: Iterable[NameMention]) -> str:
    """The hypothesis with certain names that were misspelled once put right.

    `mentions` are those of `source`. Nothing is added: a name that is missing stays missing.
    """
    listed = tuple(mentions)
    repaired = hypothesis
    for mention in listed:
        repaired = _unified(repaired, mention, listed)
        token = misspelled(mention, repaired, listed)
        if token is not None and token not in source:
            pattern = re.compile(rf"(?<![\w’'-]){re.escape(token)}(?!\w)")
            found = pattern.findall(repaired)
            if len(found) == 1 and not _of_another(source, mention, listed, repaired, token):
                right = accepted(mention)[0].split()[-1]
                if token[:1].isupper() and without_al(token) != token:
                    right = right[:1].upper() + right[1:]
                repaired = pattern.sub(right.replace("\\", ""), repaired)
        repaired = _given_name_right(repaired, mention, listed)
    return repaired


def _unified(hypothesis: str, mention: NameMention, mentions: tuple[NameMention, ...]) -> str:
    """The English with other spellings of a certain name replaced by the preferred one.

    Only a spelling that stands in the English is replaced, and only where nothing else can be
    meant by it: Sergey Lavrov becomes Sergei Lavrov, and the House of the White House stays. A
    spelling that another of `mentions`, which are those of the source, accepts is left alone.
    """
    if not mention.certain or not mention.replaced:
        return hypothesis
    taken = {
        spelling.removeprefix("the ").casefold()
        for other in mentions
        if other.name != mention.name and other.spellings != mention.spellings
        for spelling in (*other.spellings, *map(surname, other.spellings))
    }
    for old, new in superseded(mention):
        if old.casefold() in taken or (" " not in old and old.casefold() in tables.english()):
            continue
        # A packaged Sao Paulo is no better than an engine's São Paulo.
        if mention.origin is SpellingOrigin.SEED and plain(old) == plain(new):
            continue
        hypothesis = _replaced(hypothesis, old, new, guarded=mention.kind != "person")
    return hypothesis


def _replaced(text: str, old: str, new: str, *, guarded: bool) -> str:
    """`guarded`: nothing is replaced within a longer name, which its capitals show."""
    kept = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(new)}(?!\w)", text)]

    def put(found: re.Match[str]) -> str:
        start, end = found.span()
        within = any(a <= start and end <= b for a, b in kept)
        named = _CAPITAL_BEFORE.search(text[:start]) or _CAPITAL_AFTER.match(text[end:])
        return found[0] if within or (guarded and named) else new

    return re.sub(rf"(?<![\w’'-]){re.escape(old)}(?![\w-])", put, text)


def _of_another(
    source: str, mention: NameMention, mentions: Iterable[NameMention], english: str, token: str
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


def _given_name_right(english: str, mention: NameMention, mentions: Iterable[NameMention]) -> str:
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
