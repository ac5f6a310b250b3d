"""Who says it, in whose words, and to whom: a line against the English of its sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.language.arabic.quotes import QUOTED
from bot.language.inflection import english_forms
from bot.language.saying import english_verbs_beside, english_words_of_saying
from bot.translation.grounding.words import (
    Line,
    finder,
    initials,
    line,
    of_class,
    office_words,
    same,
    split,
)

_VERBS = "|".join(
    form
    for row in of_class("speaks")
    for verb in row.listed("english")
    for form, _ in english_forms(verb)
    if not form.endswith("ing")
)
_SAYS = f"(?!states)(?:{english_verbs_beside()}|{_VERBS})"
""" "Member states" say nothing."""
_WHO = r"(?P<who>[^\s,;:\"“”]+(?: [^\s,;:\"“”]+){0,8}?)"
_NAME = r"(?:[A-Z][^\s:]*|of|the|sources?)"
_SPEAKERS = (
    re.compile(rf"(?:^|[,;:.]\s+|\b(?:and|but|while)\s+){_WHO}(?:,(?P<too>[^,]{{1,60}}),)?"
               rf"\s+(?:also\s+|\w+ly\s+)?{_SAYS}\b"),
    re.compile(r"\b[Aa]ccording to " + _WHO + r"(?=[,;.]|$)"),
    re.compile(rf"[,”\"]\s+(?:said|says|added|adds|told|explained|noted)\s+{_WHO}(?=[,;.]|$)"),
    re.compile(rf"^(?:\d\d:\d\d\s*[-–]\s*)?(?P<who>{_NAME}(?: {_NAME}){{0,5}}):\s"),
)  # fmt: skip
_AROUND = re.compile(
    r"^(?:and|but|while|as|that|when|where|because|although|though|so)\b\s*|\s(?:has|have|had)$"
)
_NOBODY = re.compile(
    r"(?:according|not|in|on|at|by|to|of|from|with|for|has|have|had|was|were)\b"
    r"|.* (?:as|to|not|is|are|was|were|be|been|being|will|would|may|might|could)$",
    re.IGNORECASE,
)
"""Words before a verb of saying that name nobody."""
SOMEBODY = re.compile(r"(?:he|she|they|it|who|that|which|nobody|none|no \w+)$", re.IGNORECASE)


def said_by(text: str) -> list[str]:
    """Who says it, in the words of the text."""
    found = [match.groupdict() for p in _SPEAKERS for match in p.finditer(text)]
    whos = (f"{_AROUND.sub('', who['who'])} {who.get('too') or ''}".strip() for who in found)
    return [who for who in whos if who and not _NOBODY.match(who)]


def speakers(said: Line, cited: Sequence[Line]) -> Iterator[str]:
    """Words put into another mouth."""
    theirs = [who for text in cited for who in said_by(text.text)]
    if not theirs or any(SOMEBODY.search(who) for who in theirs):
        # "He said": who that is stands elsewhere.
        return
    anywhere = {word for text in cited for word in text.words} | initials(cited)
    for who in said_by(said.text):
        known = SOMEBODY.search(who) or SOMEBODY.match(who.split()[0]) or not _telling(line(who))
        near = any(_speaks_near(who, text) for text in cited)
        if not known and not near and not _names_one_of(who, words_of(theirs), anywhere):
            yield f"“{who}” says it in the line, “{theirs[0]}” in the sentence"


def _speaks_near(who: str, text: Line) -> bool:
    """Whether a name of the speaker stands right before a word of saying: "Johnson, in New York,
    promised"."""
    speaking = finder("says", "speaks").find(split(text))
    places = {hit.start for _, hit in text.hits(speaking)}
    own = line(who)
    names = [
        word
        for n, word in enumerate(own.words)
        if own.capital[n] and own.says(n) and word not in office_words()
    ]
    return any(
        word in names and text.capital[n] and places & set(range(n + 1, n + 1 + _NEAR))
        for n, word in enumerate(text.words)
    )


_NEAR = 3
"""Words from the name to the verb."""


def named_by(who: str, text: Line) -> bool:
    """Whether the sentence may have this speaker."""
    theirs = said_by(text.text)
    pronoun = any(SOMEBODY.search(each) for each in theirs)
    return pronoun or any(
        _among(word, words_of(theirs)) for word in line(who).words if len(word) > 2
    )


def words_of(speakers: Sequence[str]) -> frozenset[str]:
    """The words by which they go, and what these abbreviate to."""
    known = [line(who) for who in speakers]
    return frozenset(word for text in known for word in text.words) | initials(known)


_TOLD = re.compile(r"\b(?:said|says|saying|told|according to|quoted|quoting)\b", re.IGNORECASE)
_ANYBODY = re.compile(rf"\b{english_words_of_saying()}\b", re.IGNORECASE)


def unsaid(said: str, cited: Sequence[str]) -> Iterator[str]:
    """What somebody says, told as if nobody did."""
    told = bool(cited) and all(_TOLD.search(text) for text in cited)
    if told and not tells(said) and not said_by(said):
        yield "the line does not say that anybody says it"


def tells(text: str) -> bool:
    """Whether something is given as what somebody says or judges."""
    return bool(_ANYBODY.search(text) or finder("says", "told", "alleged").find(split(line(text))))


def _names_one_of(who: str, known: Collection[str], anywhere: Collection[str]) -> bool:
    """Every name of the speaker stands in the sentences, and at least one of the speaker's words
    among those of who speaks there."""
    words = line(who)
    named = [
        word
        for n, word in enumerate(words.words)
        if words.capital[n] and words.says(n) and (n or len(words.words) == 1)
    ]
    spoken = [word for word in _telling(words) if _among(word, known)]
    # "Algiers says" what the ministry does there.
    power = all(finder("seat").find([[word]]) for word in words.words)
    return bool(spoken or power) and all(_among(word, anywhere) for word in named)


def _telling(who: Line) -> list[str]:
    """The words by which a speaker is known: "source" and "official" are, "the" is not."""
    return [
        word
        for n, word in enumerate(who.words)
        if who.says(n) or len(who.words) == 1 or word in _PLAIN
    ]


_PLAIN = frozenset(("official", "officials", "group", "state", "people", "authorities"))


def _among(word: str, words: Collection[str]) -> bool:
    return any(same(word, other) for other in words)


def quotes(said: str, cited: Sequence[str]) -> Iterator[str]:
    """Words in quotation marks that the sentences do not quote."""
    quoted = [_bare(found[0]) for text in cited for found in QUOTED.finditer(text)]
    for found in QUOTED.finditer(said):
        words = _bare(found[0])
        if words and not any(f" {words} " in f" {other} " for other in quoted):
            yield f"{found[0]} is no quotation of the sentence"


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


_SELF = re.compile(
    r"\b(?:https?://|www\.)|@\w|[<>{}\[\]`]|\b(?:AI|language) (?:model|assistant)\b"
    r"|\b(?:instructions?|prompts?)\b.{0,40}\b(?:void|ignored?|disregard\w*|followed|above)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:I|I'm|me|my|we|us|our|you|your|readers?)\b")


def addresses(said: str, cited: Sequence[str]) -> Iterator[str]:
    """Where the line speaks to its reader, or of the model, and tells no news."""
    outside = QUOTED.sub(" ", said)
    # An ordinary name of the page may look so.
    if (found := _SELF.search(outside) or _PERSON.search(outside)) and not any(
        re.search(rf"\b{re.escape(found[0])}", QUOTED.sub(" ", text)) for text in cited
    ):
        yield f"“{found[0]}” speaks to the reader"
    for text in cited:
        for part in _STOP.split(text):
            words = split(line(part))
            hits = [hit for found in finder("order").find(words).values() for hit in found]
            if any(hit.start == 0 for hit in hits):
                yield f"the sentence gives an order and tells no news: “{part.strip()}”"


_STOP = re.compile(r"[.!?:]\s+")
