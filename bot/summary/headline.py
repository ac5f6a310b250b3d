"""The one line an article is known by.

The translated title where it passed its checks, or a whole sentence of it that did; else the
first sentence of the lead that did and that reads on its own; else the title in Arabic. A
sentence from further down is no stand-in: it tells of the story, but not which story it is.
Nothing is shortened: a headline cut to length may say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.language.content_words import content_words
from bot.records import Flag, Severity, Statement, TranslatedSegment, Translation
from bot.summary.candidates import Title, as_statement, evidence, prose, readable, title
from bot.summary.context import Dependence, standing

LEAD_SENTENCES = 2
"""Further down, news tells what surrounds the event."""

_DANGLING = re.compile(
    r"(?:[:,;(\[–—-]|\.\.|…|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|as|"
    r"between|against|into|over|after|before|about|is|are|was|were|be|its|their|his|her))$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.)+$")


_CONNECTIVE = re.compile(
    r"(?:(?:on|for|from) (?:his|her|its|their)(?: own)? (?:part|side),?"
    r"|in (?:his|her|its|their)? ?turn,|(?:and|but)\b,?"
    r"|(?:also|however|moreover|furthermore|meanwhile|additionally|in addition|besides"
    r"|on the other hand|so|in contrast|by contrast|for example|therefore|thus|then),)\s+(?=\w)",
    re.IGNORECASE,
)
"""What Arabic sentences open with ("من جانبه", "و", "في المقابل") where English has nothing."""


def headline(translation: Translation) -> Statement:
    """The headline of an article. In English only where its checks found no error, and nothing
    to warn of either."""
    found = title(translation)
    for part in _readings(found):
        if _sound(part.flags) and not broken(part.target):
            return Statement(
                text=without_full_stop(part.target),
                source=part.source,
                language="en",
                evidence=evidence(translation, *part.segments),
                flags=part.flags,
            )
    stand_in = _stand_in(translation, found)
    if stand_in is not None:
        shown = as_statement(translation, stand_in)
        text = without_full_stop(without_connective(shown.text))
        return Statement(text, shown.source, "en", shown.evidence, shown.flags)
    return _untranslated(translation, found)


def _readings(found: Title | None) -> Iterator[Title]:
    """The title whole; then, of a title that is several sentences, each that reads on its own,
    the longest first."""
    if found is None:
        return
    yield found
    for part in sorted(found.segments, key=lambda s: -len(s.segment.source)):
        source = part.segment.source
        if len(found.segments) > 1 and standing(source, part.target) is Dependence.ALONE:
            yield Title((part,))


def _sound(flags: Iterable[Flag]) -> bool:
    """A headline is what a reader remembers, and has no room to say what is doubtful in it."""
    return all(flag.severity is Severity.NOTE for flag in flags)


def broken(text: str) -> bool:
    """A line that stops in the middle of what it says, or hardly says anything."""
    text = text.strip()
    return (
        len(_WORDS.findall(text)) < 2
        or _DANGLING.search(text) is not None
        or text.count('"') % 2 == 1
        or text.count("(") != text.count(")")
    )


def without_full_stop(text: str) -> str:
    """The text in headline style: no full stop at its end, abbreviations left whole."""
    text = text.strip()
    if text.endswith(".") and not text.endswith("..") and not _ABBREVIATION.search(text):
        return text[:-1].rstrip()
    return text


def _stand_in(translation: Translation, found: Title | None) -> TranslatedSegment | None:
    """After a first sentence that failed, the second only where it speaks of what the title
    does."""
    first, *rest = prose(translation)[:LEAD_SENTENCES] or (None,)
    if first is None:
        return None
    if not first.verified and found is not None:
        subject = content_words(found.source)
        rest = [s for s in rest if len(subject & content_words(s.segment.source)) >= 2]
    lead = [s for s in (first, *rest) if s.verified and readable(s) and not broken(s.target)]
    alone = [
        s
        for s in lead
        if standing(s.segment.source, without_connective(s.target)) is Dependence.ALONE
        and standing(s.segment.source, s.target) is Dependence.ALONE
    ]
    # One that answers the sentence before it comes after one that answers nothing.
    return min(alone, key=lambda s: without_connective(s.target) != s.target.strip(), default=None)


def without_connective(text: str) -> str:
    """The sentence without the words that tie it to the one before: "On his part, the minister
    said" begins with the minister. Only where a whole sentence is left."""
    text = text.strip()
    found = _CONNECTIVE.match(text)
    if found is None or broken(text[found.end() :]):
        return text
    rest = text[found.end() :]
    return rest[0].upper() + rest[1:]


def _untranslated(translation: Translation, found: Title | None) -> Statement:
    """The title, or without one the first sentence, as the page has it."""
    if found is not None:
        language = found.segments[0].segment.language
        return Statement(
            found.source, found.source, language, evidence(translation, *found.segments)
        )
    article = translation.article
    for segment in prose(translation) or translation.segments:
        source = segment.segment.source.strip()
        return Statement(source, source, segment.segment.language, evidence(translation, segment))
    words = article.title or article.origin
    return Statement(words, words, article.language, ())
