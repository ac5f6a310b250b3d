"""A sentence turned round: who did it in the place of whom it was done to, "before" for "after".

Every word is right, so that nothing but the whole tells it. The model is shown the sentence, and
the same with two names, nouns or words changed; which of the two it holds likelier tells. Only what
the reading of the sentence itself makes likely is shown to it: the other must begin as the model
would have begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.language.inflection import irregular_forms, irregular_pasts
from bot.language.lexicon import rows
from bot.translation.names import tables
from bot.translation.trust.reading import Checker, Reading
from bot.translation.trust.signals import by_form, senses_of

MARGIN, SENSE_MARGIN = 2.0, 3.0
"""Natural logarithm: so much likelier the other has to be; and where a contrary is the other, of
which there are many. Chosen on training/judged/reversals-dev.tsv."""
MOST = 3
"""Others of one sentence that are read at most: each takes as long as the sentence did."""

_WORD_SIGN = "▁"
_WORD = re.compile(r"[\w’'-]+")
_NAME = re.compile(
    r"(?<![\w.])[A-Z][\w’'.-]*\w(?:(?: of| of the| de| al| bin)?[ -][A-Z][\w’'-]*\w)*", re.UNICODE
)
_NOUN = re.compile(
    r"\b(?:an?|the|its|his|her|their|another) (?=(?P<head>[\w’'-]+(?: [\w’'-]+){0,3}))",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|and|or|&|-)?\s*")


@dataclass(frozen=True, slots=True)
class Turned:
    """The sentence with two of its words in each other's place."""

    text: str
    one: str
    other: str
    margin: float = MARGIN


def turned(english: str, reading: Reading) -> list[Turned]:
    """The others of a sentence that the model would have begun, at most `MOST`."""
    found: dict[str, Turned] = {}
    makers = (_names, _nouns, _sides, _words, _senses, _times)
    for each in (one for maker in makers for one in maker(english)):
        if each.text != english and _begun(english, each.text, reading):
            found.setdefault(each.text, each)
    return list(found.values())[:MOST]


def turned_round(
    checker: Checker, cases: Sequence[tuple[str, str, Reading]]
) -> list[Turned | None]:
    """Of each (Arabic, English, its reading) the other that the model would clearly rather have."""
    others = [turned(english, reading) for _, english, reading in cases]
    pairs = [
        (source, other.text)
        for (source, _, _), found in zip(cases, others, strict=True)
        for other in found
    ]
    readings = iter(checker.read(pairs) if pairs else [])
    return [
        max(
            (
                (lead, other)
                for other in found
                if (told := next(readings)) is not None
                and (lead := _lead(told, reading)) > other.margin
            ),
            key=lambda each: each[0],
            default=(0.0, None),
        )[1]
        for (_, _, reading), found in zip(cases, others, strict=True)
    ]


def _lead(other: Reading, reading: Reading) -> float:
    return float(other.likelihood.sum() - reading.likelihood.sum())


def _names(english: str) -> Iterator[Turned]:
    spans = []
    for found in _NAME.finditer(english):
        start, (first, _, rest) = found.start(), found[0].partition(" ")
        if first.casefold() in _small():
            start += len(first) + 1
        if start < found.end() and found[0] not in _dates() and (rest or start == found.start()):
            spans.append((start, found.end()))
            if english[:start].casefold().endswith("the "):
                spans.append((start - 4, found.end()))
    for number, one in enumerate(spans[:5]):
        for other in spans[number + 1 : 6]:
            if one[1] < other[0]:
                yield from _swapped(english, one, other)


def _nouns(english: str) -> Iterator[Turned]:
    spans = [(found.start("head"), _end(found)) for found in _NOUN.finditer(english)]
    spans = [span for span in spans if span[1] > span[0]]
    for other in spans[1:4]:
        yield from _swapped(english, spans[0], other)


def _end(found: re.Match[str]) -> int:
    """Where the noun ends: before the next small word, and before what looks like its verb."""
    end = at = found.start("head")
    for number, word in enumerate(found["head"].split(" ")):
        verb = number and (word.endswith(("ed", "ing")) or word in _pasts())
        if word.casefold() in _small() or verb:
            break
        at += len(word)
        end, at = at, at + 1
    return end


def _swapped(english: str, one: tuple[int, int], other: tuple[int, int]) -> Iterator[Turned]:
    first, second = english[slice(*one)], english[slice(*other)]
    between = english[one[1] : other[0]]
    # "Paris and London" says the same the other way round.
    if first != second and not _JOINED.fullmatch(between):
        text = english[: one[0]] + second + between + first + english[other[1] :]
        yield Turned(_articles(_cased(text, english, first)), first, second)


def _cased(text: str, english: str, first: str) -> str:
    """With a capital where the sentence begins, and none where its first word stands now."""
    if text[0] == english[0]:
        return text
    word = first.partition(" ")[0]
    at = text.rfind(first)
    if english.startswith(first) and word.casefold() in _small():
        text = text[:at] + first[0].lower() + text[at + 1 :]
    return text[0].upper() + text[1:]


def _sides(english: str) -> Iterator[Turned]:
    """What stands before the verb, and the noun behind it with all that is "of" it."""
    words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(english)]
    verb = next((n for n, (*_, word) in enumerate(words) if n and _verb(word, words[n - 1][2])), 0)
    behind = words[verb + 1 :]
    while verb and behind and (behind[0][2] in _small("preposition") or _verb(behind[0][2], "")):
        behind = behind[1:]
    if not verb or not behind:
        return
    end = behind[0][1]
    for (_, before, word), (start, stop, after) in pairwise(behind):
        links = word == "of" or word in _small("determiner")
        ends = after.endswith("ing") if links else after in _small() and after != "of"
        if english[before:start] != " " or ends or _verb(after, word):
            end = before if word != "of" else end
            break
        end = stop if after != "of" else end
    yield from _swapped(english, (0, words[verb - 1][1]), (behind[0][0], end))


def _verb(word: str, before: str) -> bool:
    likely = word in _small("helper") or word in _pasts() or (word.endswith("ed") and len(word) > 4)
    return likely and before.casefold() not in _small("determiner")


def _articles(text: str) -> str:
    return re.sub(
        r"\b([Aa])n? (?=(\w))",
        lambda found: found[1] + ("n " if found[2] in "aeiouAEIO" else " "),
        text,
    )


def _words(english: str) -> Iterator[Turned]:
    for pattern, said, rather in _pairs():
        for found in pattern.finditer(english):
            word = rather.capitalize() if found[0][0].isupper() else rather
            yield Turned(english[: found.start()] + word + english[found.end() :], said, rather)


def _senses(english: str) -> Iterator[Turned]:
    """A word's contrary by the table of contrasts, in the same form: "resumed" for "suspended"."""
    for found in _WORD.finditer(english):
        word = found[0].casefold()
        for other in _contraries(word):
            text = english[: found.start()] + other + english[found.end() :]
            yield Turned(text, word, other, SENSE_MARGIN)


@lru_cache(maxsize=1024)
def _contraries(word: str) -> tuple[str, ...]:
    mine = senses_of(word)
    if not mine or len(word) < 4:
        return ()
    forms = {form for group, _ in mine for form in _of_group()[group]}
    # Rows that share a word are no contraries: "refute" and "deny".
    near = {place for form in forms for place in senses_of(form) if senses_of(form) & mine}
    end = _ending(word)
    return tuple(
        sorted(form for form in forms if _ending(form) == end and not senses_of(form) & near)
    )


@cache
def _of_group() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for form, places in by_form().items():
        for group, _ in places:
            found.setdefault(group, set()).add(form)
    return found


def _ending(word: str) -> str:
    return next((end for end in ("ed", "ing", "s", "ly") if word.endswith(end)), "")


def _times(english: str) -> Iterator[Turned]:
    """ "Will sign" for "signed" and the reverse, and "may sign" for "signed"."""
    for found in re.finditer(r"\b(will|may) (\w+)", english):
        for past in _past(found[2]):
            yield Turned(english[: found.start()] + past + english[found.end() :], found[0], past)
    for found in re.finditer(r"\b\w+\b", english):
        for base in _bases(found[0]):
            for helper in ("will", "may", "could"):
                text = f"{english[: found.start()]}{helper} {base}{english[found.end() :]}"
                yield Turned(text, found[0], f"{helper} {base}")


def _past(base: str) -> tuple[str, ...]:
    return irregular_forms().get(base, ())[:1] or (
        f"{base}d" if base.endswith("e") else f"{base}ed",
    )


def _bases(past: str) -> tuple[str, ...]:
    if past.endswith("ed") and len(past) > 4:
        return tuple(base for base in (past[:-2], past[:-1]) if base in tables.english())
    return _irregular().get(past, ())


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {
        forms[0]: (word,)
        for word, forms in irregular_forms().items()
        if word not in ("be", "have", "do", "can") and forms[0] in _pasts()
    }


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    both = [
        pair
        for row in rows("turned")
        for one in row.listed("one")
        for other in row.listed("other")
        for pair in ((one, other), (other, one))
    ]
    return tuple(
        (re.compile(rf"\b{re.escape(one)}\b", re.IGNORECASE), one, other) for one, other in both
    )


@cache
def _small(kind: str = "") -> frozenset[str]:
    """The small words of a kind, or all."""
    table = rows("small_words")
    return frozenset(w for row in table if kind in ("", row["kind"]) for w in row.listed("words"))


@cache
def _dates() -> frozenset[str]:
    return frozenset(row["english"] for row in rows("calendar") if row["english"])


@cache
def _pasts() -> frozenset[str]:
    return frozenset(irregular_pasts())


def _begun(english: str, other: str, reading: Reading) -> bool:
    """Whether the model held the first word that differs likelier, or its beginning."""
    said, rather = english.split(), other.split()
    place = next((n for n, (a, b) in enumerate(zip(said, rather, strict=False)) if a != b), None)
    if place is None:
        return False
    starts = _starts(reading.pieces)
    if len(starts) <= place:
        return False
    word = rather[place]
    return any(
        (piece := rival.piece.strip(_WORD_SIGN)) and word.startswith(piece)
        for rival in reading.rivals[starts[place]]
    )


def _starts(pieces: Sequence[str]) -> list[int]:
    return [n for n, piece in enumerate(pieces) if not n or piece.startswith(_WORD_SIGN)]
