"""The forms that a word of a rule table may stand in, where its column says `inflected`.

English: plurals, persons, tenses and comparison, those that no rule makes from
`english_irregular.tsv`. Arabic: what a listed form takes on without becoming another word:
pronouns, the dual, the accusative, and the future and "we" of a present. Broken plurals and other
stems are for the table to list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from bot.language import lexicon

_CLOSED = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "away",
        "back",
        "be",
        "been",
        "between",
        "but",
        "by",
        "de",
        "down",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "lest",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "only",
        "or",
        "out",
        "over",
        "per",
        "since",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "through",
        "to",
        "together",
        "under",
        "until",
        "up",
        "was",
        "were",
        "what",
        "when",
        "with",
        "without",
        "yet",
    ]
)
"""English words that stand as they are."""
_DOUBLED = re.compile(r"(?:[^aeiou]|^|qu)[aeiou][bdgklmnprtvz]$")
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")


_NONE = frozenset(("",))


@lru_cache(maxsize=8192)
def english_forms(word: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The inflections of a word in small letters, as `patterns.Inflect` asks for them.

    Nonsense forms do no harm: nobody writes them.
    """
    forms = {word}
    if word not in _CLOSED and len(word) > 1 and word.isalpha():
        forms.update(irregular_forms().get(word, ()), _regular(word))
    return tuple((form, _NONE) for form in sorted(forms))


@cache
def irregular_forms() -> dict[str, tuple[str, ...]]:
    """The forms that no rule makes, by their word: of a verb the simple past first."""
    return {row["word"]: row.listed("forms") for row in lexicon.rows("english_irregular")}


@cache
def irregular_pasts(*besides: str) -> tuple[str, ...]:
    """Past forms that no rule makes, without plurals ("men", "lives"). `besides`: words whose forms
    are left out."""
    return tuple(
        form
        for word, forms in irregular_forms().items()
        if word not in besides
        for form in forms
        if not form.endswith(("s", "men"))
    )


def _regular(word: str) -> Iterator[str]:
    after_consonant_y = word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou"
    bare = word[:-1] if word.endswith("e") else word
    if after_consonant_y:
        yield from (word[:-1] + ending for ending in ("ies", "ied", "ier", "iest"))
    else:
        yield word + ("es" if _HISSING.search(word) or word.endswith("o") else "s")
        yield from (bare + ending for ending in ("ed", "er", "est"))
    if word.endswith("o"):
        yield word + "s"
    if word.endswith("ie"):
        yield word[:-2] + "ying"
    else:
        yield (word if word.endswith(("ee", "oe", "ye")) else bare) + "ing"
    if _DOUBLED.search(word):
        # Some double and some do not, here and there: "cancelled", "canceled".
        yield from (word + word[-1] + ending for ending in ("ed", "ing", "er", "est"))


@lru_cache(maxsize=16384)
def bases(word: str) -> tuple[str, ...]:
    """What an English word in small letters may be a form of, itself first; not all are words."""
    found = [word, *_irregular_bases().get(word, ())]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and word != ending:
            stem = word.removesuffix(ending)
            found += [stem + letters for letters in instead]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


_ENDINGS = (
    ("ies", ("y", "ie")), ("ied", ("y", "ie")), ("es", ("", "e")), ("s", ("",)),
    ("ed", ("", "e")), ("ing", ("", "e")), ("ying", ("ie",)),
    ("ier", ("y",)), ("iest", ("y",)), ("er", ("", "e")), ("est", ("", "e")), ("ly", ("", "le")),
)  # fmt: skip
"""Endings, and what may stand in their place in the base form."""


@cache
def _irregular_bases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for base, forms in irregular_forms().items():
        for form in forms:
            found.setdefault(form, []).append(base)
    return {form: tuple(bases) for form, bases in found.items()}


_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا")
_TAILS = frozenset(("", *_PRONOUNS, "ا", "ان", "ين"))
_AFTER_FEMININE = frozenset(
    ("ه", *(f"ت{ending}" for ending in ("", *_PRONOUNS, "ا", "ان", "ين", "ي")))
)
_AFTER_LONG = frozenset(
    (*("ي" + pronoun for pronoun in ("", *_PRONOUNS)), *("ا" + p for p in _PRONOUNS))
)
_AFTER_MANY = frozenset(("وا", *("و" + pronoun for pronoun in _PRONOUNS)))


def arabic_forms(word: str) -> Iterator[tuple[str, frozenset[str]]]:
    """(stem, what may follow it) of each form of a folded word."""
    stems = [word]
    if len(word) > 3 and word[0] in "يت":
        stems.append("س" + word)
        if word[0] == "ي" and not word.endswith(("ون", "وا", "ين", "ه")):
            stems += ["ن" + word[1:], "سن" + word[1:]]
    for stem in stems:
        if stem.endswith("ه") and len(stem) > 2:
            yield stem[:-1], _AFTER_FEMININE
        elif stem.endswith("ي"):
            yield stem[:-1], _AFTER_LONG
        elif stem.endswith("وا"):
            yield stem[:-2], _AFTER_MANY
        else:
            yield stem, _TAILS
