"""What an unmarked English line of a brief says and its article does not, by kind.

Judged beside the set's own English, so a kind needs no pattern of its own in every article:

- a count: a number that the article's English has nowhere;
- a denial: the line denies what its sentence affirms, or a whole sentence affirms what is denied;
- a speaker: somebody says it whom the sentence and the two before it do not name (in an
  interview: whom it names nowhere).

The patterns of the set ("- ...") stand beside them: for what an article invites to get wrong, and
since the embedded engine's lines were read (November 2026), for the words that it got wrong then.
What neither sees has to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bench.brief_set import Written
from bot.language.arabic.fold import for_identity
from bot.language.figures import figures
from bot.language.negation import negated
from bot.summary.turns import spoken

_SPEAKER = re.compile(
    r"^(?P<who>[A-Z][^:,\"“]{2,70}?)(?:,[^,]{3,60},)?\s+(?:also\s+)?"
    r"(?:said|says|added|explained|stressed|noted|announced|confirmed|warned|denied|told)\b"
    r"|^(?P<named>[A-Z][^:\"“]{2,60}): "
)
_NAME = re.compile(r"\b[A-Z][\w'’-]{3,}")
_GENERAL = frozenset(
    ["The", "His", "Her", "Its", "Their", "On", "For", "And", "But", "Ministry", "Minister",
     "President", "Prime", "Government", "Army", "Foreign", "Interior", "Health", "Party",
     "Spokesman", "Spokeswoman", "Director", "General", "Sheikh", "King", "Prince", "Also",
     "Report", "Live", "Correction", "United", "Nations"]
)  # fmt: skip
"""Capitals that are nobody's name."""
ALIKE = 60
"""Of rapidfuzz's ratio, from which two spellings are of one name."""
ANY = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "hundred": "100",
    "thousand": "1000",
}  # fmt: skip


DUAL = frozenset("2")
"""Arabic has a dual where English has a plural."""


def kinds_of(article: Written, text: str, source: str, whole: bool) -> Iterator[str]:
    """The kinds of what `text` says wrongly. `source`: the Arabic that it stands on, empty where
    that is not known; `whole`: nothing was cut from its English."""
    said = [english for _, english in article.pairs]
    extra = figures(text) - _numbers(" ".join(said)) - DUAL
    if extra:
        yield f"count {', '.join(sorted(extra))}"
    place = _place(article, source)
    if place is not None:
        if negated(text) and not negated(said[place]):
            yield "denial"
        elif whole and negated(said[place]) and not negated(text):
            yield "denial lost"
    everywhere = place is None or article.kind == "interview"
    near = said if everywhere else [said[0], *said[max(0, place - 2) : place + 1]]
    spoke = _SPEAKER.match(text)
    names = _NAME.findall(spoke["who"] or spoke["named"]) if spoke else []
    names = [name for name in names if name not in _GENERAL]
    known = _NAME.findall(" ".join([*near, article.outlet]))
    if names and not any(fuzz.ratio(n, k) >= ALIKE for n in names for k in known):
        yield f"speaker {names[-1]}"


def _numbers(text: str) -> frozenset[str]:
    """Also those that may be written another way: parts of compounds, ordinals, years."""
    found = figures(text) | {ANY[w] for w in re.findall(r"\w+", text.lower()) if w in ANY}
    whole = {str(int(n)) for n in found if n.isdecimal()}
    compounds = {str(int(a) + int(b)) for a in whole for b in whole if 20 <= int(a) <= 90}
    return found | compounds | {n[0] + "0" for n in whole if len(n) == 2} | {n[-1] for n in whole}


def _place(article: Written, source: str) -> int | None:
    wanted = for_identity(spoken(source))
    found: Sequence[int] = [
        n for n, (arabic, _) in enumerate(article.pairs) if for_identity(spoken(arabic)) == wanted
    ]
    return found[0] if source and found else None
