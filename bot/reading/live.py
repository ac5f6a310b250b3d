"""Live pages: posts with a time each, which is the post's and not the page's.

Told by the order in which times and text stand: time, text, time, text, or the other way round. A
page that states its own day once, above or below its text, is none. JSON-LD's LiveBlogPosting says
the times of its posts in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.dates import parse_stated
from bot.reading.json_ld import articles
from bot.reading.lines import LineRole, TextLine
from bot.reading.stamps import read_stamp_line
from bot.records import Moment

FEWEST = 2
"""Posts from which a page is a live one."""
_SHORT = 80
"""Signs of a line that is a time and nothing else."""
_BESIDE_TIME = 2
_GLUED = re.compile(r"(\d{1,2}:\d{2}(?: ?[صم](?!\w))?)\s*[\-–—:|]?\s*(?=[^\W\d])")
_SHARED = 40
"""Signs of a post's text by which JSON-LD's and the page's are known as one."""

Event = Moment | int
"""A time, or the position of a line of text."""


def note_posts(tree: Any, lines: Sequence[TextLine], title: str | None) -> frozenset[str]:
    """Give the lines of a live page their posts' times; the folded texts that stated them."""
    _take_apart(tree, lines)
    lines = [line for line in lines if line.hint is None and line.text != title]
    if any(line.posted for line in lines):
        return frozenset()
    stated, texts = _events(tree, lines)
    posted = _assigned(stated)
    for at, moment in _in_json_ld(tree, lines):
        posted[at] = moment
    for at, moment in posted.items():
        lines[at].posted = moment
    return frozenset(texts) if posted else frozenset()


def mark_posts(lines: Sequence[TextLine]) -> None:
    """The same for lines alone: those that are times are left out of the text."""
    events: list[Event] = []
    times: list[TextLine] = []
    known = any(line.posted for line in lines)
    for at, line in enumerate(lines):
        moment = _time_in(line.text) if line.open or line.rule == "counter" else None
        if moment:
            events.append(moment)
            times.append(line)
        elif line.role is LineRole.PROSE:
            events.append(at)
    posted = {} if known else _assigned(events)
    for at, moment in posted.items():
        lines[at].posted = moment
    if known or posted:
        for line in times:
            line.leave_out("post-time")


def _assigned(events: Sequence[Event]) -> dict[int, Moment]:
    """The time of each line, where times and lines take turns."""
    order = _without_the_pages_own(events)
    if not order:
        return {}
    # Times below their posts: the page begins with a text, and ends with a time.
    if isinstance(order[0], int) and isinstance(order[-1], Moment):
        order.reverse()
    posts = sum(isinstance(one, Moment) and isinstance(two, int) for one, two in pairwise(order))
    if posts < FEWEST:
        return {}
    found: dict[int, Moment] = {}
    now: Moment | None = None
    for event in order:
        if isinstance(event, Moment):
            now = event
        elif now is not None:
            found[event] = now
    return found


def _without_the_pages_own(events: Sequence[Event]) -> list[Event]:
    """Without a first time that has its day, where those below have the hour alone."""
    times = [event for event in events if isinstance(event, Moment)]
    if len(times) > FEWEST and times[0].day and not any(time.day for time in times[1:]):
        first = next(at for at, event in enumerate(events) if isinstance(event, Moment))
        return [*events[:first], *events[first + 1 :]]
    return list(events)


def _take_apart(tree: Any, lines: Sequence[TextLine]) -> None:
    """Take off a post's text the time that the extraction, or the page itself, joined to it."""
    glued = [(line, found) for line in lines if (found := _GLUED.match(line.text))]
    if not glued:
        return
    own = {fold(clean(e.text_content())) for e in tree.iter("p", "div", "span", "li", "td")}
    for line, found in glued:
        if fold(line.text[found.end() :]) in own:
            line.text = line.text[found.end() :].strip()
        elif len(glued) >= FEWEST and len(words(line.text)) > 3:
            line.posted = _time_in(found[1])
            line.credit, line.credit_rule = found[0].strip(), "post-time"
            line.text = line.text[found.end() :].strip()


def _events(tree: Any, lines: Sequence[TextLine]) -> tuple[list[Event], list[str]]:
    waiting = {fold(line.text): at for at, line in reversed(list(enumerate(lines)))}
    events: list[Event] = []
    texts: list[str] = []
    taken: set[Any] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.getparent() in taken:
            if element.getparent() in taken:
                taken.add(element)
            continue
        text = clean(element.text_content()) if len(element) < 50 else ""
        if not text:
            continue
        moment = _time_of(element, text)
        if moment:
            events.append(moment)
            texts.append(fold(text))
            taken.add(element)
        elif (at := waiting.pop(fold(text), None)) is not None and len(words(text)) > 3:
            events.append(at)
            taken.add(element)
    return events, texts


def _time_of(element: Any, text: str) -> Moment | None:
    if element.tag == "time":
        stated = parse_stated(element.get("datetime") or "")
        if stated and stated.clock:
            return stated
    return _time_in(text) if len(text) <= _SHORT else None


def _time_in(text: str) -> Moment | None:
    """The time that a line is; None where it is more, says what it is of, or has no hour."""
    stamp = read_stamp_line(text) if len(text) <= _SHORT else None
    if stamp is None or stamp.labelled or stamp.other > _BESIDE_TIME or stamp.published is None:
        return None
    return stamp.published if stamp.published.clock else None


def _in_json_ld(tree: Any, lines: Sequence[TextLine]) -> Iterator[tuple[int, Moment]]:
    for node in articles(tree):
        updates = node.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else [updates]:
            if not isinstance(update, dict):
                continue
            moment = parse_stated(str(update.get("datePublished") or ""))
            said = fold(clean(f"{update.get('headline') or ''} {update.get('articleBody') or ''}"))
            if moment is None or not said:
                continue
            for at, line in enumerate(lines):
                if len(words(line.text)) > 3 and fold(line.text)[:_SHARED] in said:
                    yield at, moment
