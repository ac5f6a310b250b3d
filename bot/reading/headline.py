"""The headline, among the lines that stand above an article's first paragraph.

Arabic pages set a kicker (عنوان تمهيدي) above the headline and often a deck below it. Of the
lines before the dateline, the last is the headline and the one above it the kicker, unless the
last is so much longer that it is a deck. Two clauses joined by ".." on one line are one headline:
the dots are a pause, and on many pages the first half cannot stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.arabic.characters import ends_sentence, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.lines import LineRole, TextLine

_MENU_WORDS = 3
_DECK_WORDS = 12
_DECK_RATIO = 1.6


@dataclass(frozen=True, slots=True)
class Head:
    """Positions of lines; `deck` are the lines below the headline that are no litter."""

    title: int | None = None
    kicker: int | None = None
    deck: tuple[int, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    """Lines that are none of these, and the rule."""


def find_head(lines: list[TextLine], end: int, known: str | None = None) -> Head:
    """Headline and kicker among `lines[:end]` that are still open.

    `known`: the title that the page's metadata states; the lines that repeat it are left out,
    and the line above it can be a kicker.
    """
    positions = [i for i in range(end) if lines[i].open]
    if known:
        return _beside(lines, positions, known)
    above = _before_dateline(lines, positions, end)
    below = [i for i in positions if above and i > above[-1]]
    candidates, left_out = _without_menus(lines, above)
    if not candidates:
        return Head(left_out=tuple(left_out))
    title, kicker, deck = _arranged(lines, candidates)
    for i in candidates:
        if i not in (title, kicker) and i not in deck:
            same = fold(lines[i].text) == fold(lines[title].text)
            left_out.append((i, "repeated-title" if same else "above-the-title"))
    return Head(title, kicker, (*deck, *below), tuple(left_out))


def _before_dateline(lines: list[TextLine], positions: list[int], end: int) -> list[int]:
    """The open lines above the first line of the page's own business that follows one of them."""
    above: list[int] = []
    places = set(positions)
    found = False
    for i in range(end):
        if i in places:
            above.append(i)
            found = found or len(words(lines[i].text)) > _MENU_WORDS
        elif found and lines[i].role in (LineRole.LITTER, LineRole.CAPTION):
            break
    return above


def _without_menus(
    lines: list[TextLine], positions: list[int]
) -> tuple[list[int], list[tuple[int, str]]]:
    """Leave out lines of up to three words where there is a longer one to be the headline."""
    longer = [i for i in positions if len(words(lines[i].text)) > _MENU_WORDS]
    if longer:
        return longer, [(i, "menu") for i in positions if i not in longer]
    usable = [i for i in positions if len(words(lines[i].text)) >= 2]
    if len(usable) > 2:
        return [], [(i, "menu") for i in positions]
    return usable, [(i, "menu") for i in positions if i not in usable]


def _arranged(lines: list[TextLine], found: list[int]) -> tuple[int, int | None, tuple[int, ...]]:
    distinct = list({fold(lines[i].text): i for i in reversed(found)}.values())[::-1]
    if len(distinct) == 1:
        return distinct[0], None, ()
    upper, last = lines[distinct[-2]].text, lines[distinct[-1]].text
    upper_words, last_words = len(words(upper)), len(words(last))
    is_deck = last_words >= _DECK_WORDS and last_words >= _DECK_RATIO * upper_words
    if is_deck or (ends_sentence(last) and last_words > upper_words):
        kicker = distinct[-3] if len(distinct) > 2 else None
        return distinct[-2], kicker, (distinct[-1],)
    return distinct[-1], distinct[-2], ()


def _beside(lines: list[TextLine], positions: list[int], known: str) -> Head:
    same = [i for i in positions if fold(lines[i].text) == fold(known)]
    left_out = [(i, "repeated-title") for i in same]
    if not same:
        return Head(deck=tuple(positions))
    above = [i for i in positions if i < same[0]]
    kicker = above[-1] if above and len(words(lines[above[-1]].text)) >= 2 else None
    left_out += [(i, "above-the-title") for i in above if i != kicker]
    deck = [i for i in positions if i > same[0] and i not in same]
    return Head(None, kicker, tuple(deck), tuple(left_out))
