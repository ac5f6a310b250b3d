"""Names that the English has and no word of the Arabic could have produced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from bot.language.arabic.clitics import NATION_ENDINGS
from bot.records import Flag, Severity
from bot.translation.names import tables
from bot.translation.names.checks.lost import country_of
from bot.translation.names.find import NameMention
from bot.translation.names.sound import plain, similarity, weight
from bot.translation.names.spelling import accepted, comparable
from bot.translation.names.words import readings, words

_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ž]+")
_OPENING = re.compile(r"(?:\A|[.!?:;…\n]|[.!?,]?[\"“”'‘«(\[]|\s[-–—])\s*\Z")
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))\Z")
_ARTICLE = re.compile(r"\A(?:a[dlnrstz]|el|ash)[-'’](?=[A-Z])")
"""As it stands before an Arabic name: al-Assad, as-Sisi."""
_WEIGHTY = 3.0
"""Weight of a word that is long enough to be recognised by a rougher likeness."""
_ALIKE = 75.0
"""Likeness of two spellings of one Arabic word, of 100."""
_CLEAR = 0.92
"""Similarity that leaves no doubt."""
_HEARD = 0.6
"""Least similarity of the Arabic word of a name that an English word of the name stands for."""
_SPELLED = 0.75
"""Least similarity where the tables spell the Arabic word, and otherwise than here."""


def invented(source: str, mentions: Sequence[NameMention], hypothesis: str) -> tuple[Flag, ...]:
    """ERROR for each name of the English that nothing in the Arabic accounts for.

    A word that no table knows and that may be no name (an acronym, two words in one) is a WARNING.
    """
    arabic = _arabic(source)
    if not arabic:
        return ()
    explained = _explained(source, mentions)
    flags: dict[str, Flag] = {}
    tokens = tuple(_names(hypothesis))
    pairs = tuple(map("".join, pairwise(tokens)))
    for place, token in enumerate(tokens):
        if _accounted(token, explained, arabic):
            continue
        parts = [p for p in re.split(r"[-'’.]", token) if p[:1].isupper()]
        if (len(parts) > 1 or "-" in token) and all(
            _accounted(part, explained, arabic) for part in parts
        ):
            continue
        acronym = token.replace(".", "") in tables.acronyms()
        # "UN Kurdistan" sounds like كردستان.
        short = acronym and len(token) < 4
        beside = () if short else pairs[max(place - 1, 0) : place + 1]
        if any(_accounted(pair, explained, arabic) for pair in beside):
            continue
        certain = acronym or not _doubtful(token)
        severity = Severity.ERROR if certain else Severity.WARNING
        flags.setdefault(token, _unexplained(token, severity))
    for token in _borne_twice(source, hypothesis, explained):
        flags.setdefault(token, _unexplained(token, Severity.ERROR))
    for phrase in _phrases(hypothesis):
        heard = any(_sounds(part, arabic) for part in phrase.split() if len(part) > 4)
        parts = comparable(phrase).split()
        # Two bodies in one: the United Nations Security Council.
        heard = heard or (len(parts) > 2 and explained.issuperset(parts))
        if comparable(phrase).replace(" ", "") not in explained and not heard:
            flags.setdefault(phrase, _unexplained(phrase, Severity.ERROR))
    return tuple(flags.values())


def _borne_twice(source: str, hypothesis: str, explained: frozenset[str]) -> Iterator[str]:
    """Of two names in a row that only one Arabic word could have given, the one less like it.

    "Ahmed Hamad" for أحمد عطاف: both sound like Ahmad.
    """
    tokens = set(_names(hypothesis))
    heard = tuple(tuple(rest for _, rest in readings(w.folded, shortest=3)) for w in words(source))
    for first, second in _IN_A_ROW.findall(hypothesis):
        if not {first, second} <= tokens or explained & {comparable(first), comparable(second)}:
            continue
        if comparable(first) == comparable(second):
            continue
        givers = [
            [place for place, word in enumerate(heard) if _heard(token, word)]
            for token in (first, second)
        ]
        if len(givers[0]) == 1 and givers[0] == givers[1]:
            (place,) = givers[0]
            yield min(first, second, key=lambda t: max(similarity(w, t) for w in heard[place]))


_IN_A_ROW = re.compile(r"(?=\b([A-Z][^\W\d_]+)\s([A-Z][^\W\d_]+)\b)")


def _unexplained(name: str, severity: Severity) -> Flag:
    return Flag("names_invented", severity, f"nothing in the Arabic gives {name}")


def _phrases(hypothesis: str) -> Iterator[str]:
    """Known names made of ordinary words ("United Nations"), longest only, capitals as known."""
    yield from dict.fromkeys(_phrase_pattern().findall(hypothesis))


@cache
def _phrase_pattern() -> re.Pattern[str]:
    listed = sorted(tables.phrases(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def _names(hypothesis: str) -> Iterator[str]:
    """The capitalised words of an English text that read as names."""
    allowed, acronyms = tables.capitals()
    for found in _TOKEN.finditer(hypothesis):
        token = _ARTICLE.sub("", re.sub(r"['’]s?\Z", "", found.group()).rstrip("."))
        folded = token.casefold()
        if not token[:1].isupper() or len(token) < 2 or folded in allowed:
            continue
        if token.replace(".", "") in acronyms:
            continue
        parts = [p for p in re.split(r"[-'’.]", _CONTRACTED.sub("", folded)) if len(p) > 1]
        named = any(part in tables.english_names() for part in parts)
        if token.replace(".", "") in tables.acronyms():
            yield token
            continue
        opens = _OPENING.search(hypothesis[: found.start()]) is not None
        common = not named and all(p in tables.english() or p in allowed for p in parts)
        if common and (opens or folded not in tables.solo()):
            continue
        yield token


def _explained(source: str, mentions: Sequence[NameMention]) -> frozenset[str]:
    """English words, comparable, that the names of the source and its Latin words allow."""
    allowed = {comparable(word) for word in _LATIN.findall(source)}
    for mention in mentions:
        named = (*mention.spellings, *accepted(mention), *mention.replaced)
        for spelling in (*named, *country_of(mention)):
            allowed.update(comparable(spelling).split())
            allowed.add(comparable(spelling).replace(" ", ""))
    # A word that is more often something else may still be the country: المغرب is sunset too,
    # المالية finance.
    for word in words(source):
        for _, rest in readings(word.folded, shortest=3):
            allowed.update(_nation_words().get(rest, ()))
    return frozenset(allowed)


@cache
def _nation_words() -> dict[str, frozenset[str]]:
    """By the folded Arabic of a country or its adjective the English words for it, comparable."""
    found: dict[str, set[str]] = {}
    for name, known in (*tables.entries().items(), *tables.adjectives().items()):
        if known.kind not in ("country", "demonym") or " " in name:
            continue
        # Of the feminine and the plural what differs is the ending.
        for form in (name + ending for ending in NATION_ENDINGS):
            english = found.setdefault(form, set())
            for spelling in known.spellings:
                english.update(comparable(spelling).split())
    return {name: frozenset(english) for name, english in found.items()}


def _arabic(source: str) -> tuple[str, ...]:
    """Every reading of every Arabic word that could be a name, and of two words in a row."""
    found: dict[str, None] = {}
    previous = ""
    for word in words(source):
        for _, rest in readings(word.folded, shortest=3):
            found[rest] = None
        if previous and len(previous) <= 5 and previous not in tables.ordinary():
            found[previous + word.folded] = None
        previous = word.folded
    return tuple(found)


def _accounted(token: str, explained: frozenset[str], arabic: tuple[str, ...]) -> bool:
    bare = comparable(token)
    if len(bare) < 2 or bare in explained or bare.replace(" ", "") in explained:
        return True
    if token.replace(".", "") in tables.acronyms():
        return False
    if bare in tables.english() and bare not in tables.english_names():
        return bare not in tables.solo()
    return _heard(token, arabic)


def _heard(token: str, arabic: tuple[str, ...]) -> bool:
    """Some Arabic word could be this English word.

    A word the tables know must be written nearly as they write it, or fit the sound closely: a
    short name is else explained by any particle (Putin by بعد). Other words go by sound alone,
    short ones and ordinary Arabic words with less allowance.
    """
    known = frozenset(tables.forms().get(token.casefold(), ()))
    # The words of whole names: "Rahman" is no عبد, with which its names begin.
    if len(token) >= 4:
        known = frozenset(form for form in known if similarity(form, token) >= _HEARD) or known
    if any(_alike(word, form) for form in known for word in arabic):
        return True
    return _sounds(token, arabic, _CLEAR if known else 0.0)


def _alike(word: str, form: str) -> bool:
    if word == form or min(len(word), len(form)) < 5:
        return word == form
    return fuzz.ratio(word, form) >= _ALIKE


def _sounds(token: str, arabic: tuple[str, ...], least: float = 0.0) -> bool:
    least = least or (0.7 if weight(plain(token)) >= _WEIGHTY else 0.78)
    common = tables.ordinary()
    spelled = tables.words() if token.casefold() not in tables.forms() else {}
    return any(
        similarity(word, token)
        >= (_CLEAR if word in common else max(least, _SPELLED) if word in spelled else least)
        for word in arabic
    )


def _doubtful(token: str) -> bool:
    """An unknown word that may be no name: a brand's odd capitals, or two ordinary words in one."""
    parts = token.casefold().split("-")
    if any(part in tables.forms() for part in (*parts, token.casefold())):
        return False
    if len(token) < 3 or any(c.isupper() for part in token.split("-") for c in part[1:]):
        return True
    folded = token.casefold()
    return folded.removesuffix("ing") in tables.english() or any(
        folded[:cut] in tables.english() and folded[cut:] in tables.english()
        for cut in range(3, len(folded) - 2)
        if len(folded) >= 7
    )
