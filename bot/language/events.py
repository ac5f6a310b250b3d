"""What kind of event an Arabic text tells of, and where below the nation, to be compared."""

from __future__ import annotations

from bot.language.arabic.fold import for_checks as fold
from bot.language.content_words import content_words
from bot.language.counts import finder, of_class
from bot.language.quantities import tokens

_AREAS = frozenset(
    map(fold, ("ولاية", "محافظة", "مدينة", "بلدة", "قرية", "منطقة", "إقليم", "جزيرة", "مخيم", "حقل",
               "قضاء", "ناحية", "حي", "ميناء", "معبر", "مطار", "سوق", "سد", "جبل", "وادي", "ريف",
               "محلية", "بلدية", "ساحل", "سواحل", "شواطئ", "قبالة", "خليج", "مضيق", "ضاحية"))
)  # fmt: skip
"""Words before the name of a place; the article and prepositions may stand before them."""
AT_ONE_PLACE = frozenset(
    ("train collision", "train derailment", "bus overturned", "road accident", "plane crash",
     "boat sinking", "fire", "building collapse", "landslide", "explosion", "car bomb",
     "suicide attack", "shooting")
)  # fmt: skip
"""Events of which one has one place: two fires in two towns are two. An earthquake is felt in
many, and talks move."""
_SIDES = frozenset(map(fold, ("شمال", "جنوب", "شرق", "غرب", "وسط")))


def events(text: str) -> frozenset[str]:
    """The event words of a text and the amounts that its news is about, by their English; several
    where one holds another, as a drone strike is an attack."""
    listed = [token.stems for token in tokens(text)]
    return frozenset(
        of_class(name)[row]["english"]
        for name in ("event", "measure")
        for row in finder(name).find(listed)
    )


def localities(text: str) -> frozenset[str]:
    """The places that a text introduces by what they are ("محافظة سوهاج"), as stems."""
    listed = tokens(text)
    found: set[str] = set()
    for at, token in enumerate(listed):
        if not _AREAS.intersection(token.stems):
            continue
        after = listed[at + 1 : at + 4]
        while after and (_SIDES | _AREAS).intersection(after[0].stems):
            after = after[1:]
        if after:
            found |= content_words(text[after[0].start : after[0].end])
    return frozenset(found)
