"""Checks on the names of one translated sentence.

`names_lost`: a certain name of the Arabic has no acceptable spelling in the English.
`names_invented`: the English has a name that no word of the Arabic could have produced.
`names_misspelled`: a certain name is there in a wrong spelling.
Each takes the source as written or inlined, the hypothesis, and a context it does not use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.records import Flag, Severity
from bot.translation.names import tables
from bot.translation.names.letters import readings, words
from bot.translation.names.mentions import Mention, Names, Scope
from bot.translation.names.sound import plain, similarity, weight
from bot.translation.names.spelling import Match, accepted, comparable, match

Check = Callable[[str, str, object], tuple[Flag, ...]]
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ž]+")
_OPENING = re.compile(r"(?:\A|[.!?:;…\n]|[.!?,]?[\"“”'‘«(\[]|\s[-–—])\s*\Z")
_WEIGHTY = 3.0


def name_checks(names: Names, scope: Scope | None = None) -> tuple[Check, ...]:
    """The checks bound to an article's scope, each `(source, hypothesis, context) -> flags`."""
    known = scope or Scope()

    def names_lost(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return lost(names.find(source, known=known), hypothesis)

    def names_invented(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return invented(source, hypothesis, names.find(source, known=known))

    def names_misspelled(source: str, hypothesis: str, context: object = None) -> tuple[Flag, ...]:
        return misspellings(names.find(source, known=known), hypothesis)

    return names_lost, names_invented, names_misspelled


def lost(mentions: tuple[Mention, ...], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for each certain name that is gone, WARNING for a country's adjective."""
    flags: dict[str, Flag] = {}
    for mention in mentions:
        if not mention.certain or match(mention, hypothesis) is not Match.LOST:
            continue
        right = mention.spellings[0]
        severity = Severity.WARNING if mention.kind in _SOFT else Severity.ERROR
        flags.setdefault(
            right, Flag("names_lost", severity, f"{mention.name} ({right}) is not in the English")
        )
    return tuple(flags.values())


_SOFT = frozenset(("demonym", "title", "treaty"))


def misspellings(mentions: tuple[Mention, ...], hypothesis: str) -> tuple[Flag, ...]:
    """WARNING for each certain name that stands misspelled, with its right spelling."""
    return tuple(
        dict.fromkeys(
            Flag("names_misspelled", Severity.WARNING, f"should be spelled {m.spellings[0]}")
            for m in mentions
            if m.certain and match(m, hypothesis) is Match.CLOSE
        )
    )


def invented(source: str, hypothesis: str, mentions: tuple[Mention, ...]) -> tuple[Flag, ...]:
    """ERROR for each name of the English that nothing in the Arabic accounts for."""
    explained = _explained(source, mentions)
    arabic = _arabic(source)
    flags: dict[str, Flag] = {}
    for token in _names(hypothesis):
        if any(_accounted(part, explained, arabic) for part in (token, *token.split("-"))):
            continue
        severity = Severity.WARNING if token.isupper() else Severity.ERROR
        flags.setdefault(
            token, Flag("names_invented", severity, f"nothing in the Arabic gives {token}")
        )
    return tuple(flags.values())


def _names(hypothesis: str) -> Iterator[str]:
    """The capitalised words of an English text that read as names."""
    allowed, acronyms = tables.capitals()
    for found in _TOKEN.finditer(hypothesis):
        token = re.sub(r"['’]s?\Z", "", found.group()).rstrip(".")
        folded = token.casefold()
        if not token[:1].isupper() or len(token) < 2 or folded in allowed:
            continue
        if token.replace(".", "") in acronyms:
            continue
        parts = [p for p in re.split(r"[-'’.]", folded) if p]
        named = any(part in tables.english_names() for part in parts)
        opens = _OPENING.search(hypothesis[: found.start()]) is not None
        common = not named and all(p in tables.english() or p in allowed for p in parts)
        if common and (opens or folded not in tables.solo()):
            continue
        yield token


def _explained(source: str, mentions: tuple[Mention, ...]) -> frozenset[str]:
    """English words, comparable, that the names of the source and its Latin words allow."""
    allowed = {comparable(word) for word in _LATIN.findall(source)}
    for mention in mentions:
        for spelling in (*mention.spellings, *accepted(mention)):
            allowed.update(comparable(spelling).split())
            allowed.add(comparable(spelling).replace(" ", ""))
    return frozenset(allowed)


def _arabic(source: str) -> tuple[str, ...]:
    """Every reading of every Arabic word that could be a name, and of two words in a row."""
    found: dict[str, None] = {}
    previous = ""
    for word in words(source):
        for _, rest in readings(word.folded, shortest=3):
            found[rest] = None
        if previous and len(previous) <= 5:
            found[previous + word.folded] = None
        previous = word.folded
    return tuple(found)


def _accounted(token: str, explained: frozenset[str], arabic: tuple[str, ...]) -> bool:
    bare = comparable(token)
    if not bare or bare in explained or bare.replace(" ", "") in explained:
        return True
    if bare in tables.english() and bare not in tables.english_names():
        return "-" not in token and bare not in tables.solo()
    heavy = weight(plain(token))
    least = 0.7 if heavy >= _WEIGHTY else 0.78
    return any(similarity(word, token) >= least for word in arabic)
