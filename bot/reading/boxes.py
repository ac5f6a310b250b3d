"""Boxes of other articles and of offers within an article's text: their lines are none of it.

trafilatura leaves out what it knows; a teaser in a box of its own passes there for a paragraph. It
is told by what the box is called, by a headline in it that leads elsewhere, or by the words it
begins with ("اقرأ أيضا").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.lines import TextLine, is_prose
from bot.reading.litter import litter_rule
from bot.reading.opening import named

_OTHERS = re.compile(
    r"related|recommend\w*|suggest\w*|also|readalso|seealso|readmore|promo|teasers?|trending|popular"
    r"|breaking|ticker|livebar|newsbar|latest|newsletter|subscribe|subscription|poll|survey|bio"
    r"|advert|sponsored|carousel"
)
_LONGEST = 80
"""Words of such a box."""
_HEADLINE = 200
_LINK_WORDS = 4
_SHARE = 0.5
"""Of the article's paragraphs, from which a box is the article itself."""


def mark_boxes(tree: Any, lines: Sequence[TextLine]) -> None:
    """Leave out the lines that stand in such boxes."""
    prose = {fold(line.text): line for line in lines if line.open and is_prose(line.text)}
    if len(prose) < 2:
        return
    found: set[str] = set()
    for element in tree.iter("p", "div", "span"):
        key = fold(clean(element.text_content())) if len(element) <= _LONGEST else ""
        if key in prose and key not in found and _is_in_box(element, prose):
            found.add(key)
    # Where most would go, the page names its own text so.
    if len(found) <= _SHARE * len(prose):
        for key in found:
            prose[key].leave_out("other-article")


def _is_in_box(element: Any, prose: dict[str, TextLine]) -> bool:
    branch = [element]
    for above in element.iterancestors():
        if above.tag in ("body", "html", "main") or not _is_box(above, prose):
            break
        branch.append(above)
    if any(map(_OTHERS.fullmatch, (word for box in branch for word in named(box)))):
        return True
    own = set(element.iter())
    return any(_is_of_another(node, prose) for node in branch[-1].iter() if node not in own)


def _is_of_another(node: Any, prose: dict[str, TextLine]) -> bool:
    """The head of a list, or a headline that leads elsewhere; not a link within a paragraph."""
    text = clean(node.text_content()) if isinstance(node.tag, str) else ""
    if not text or len(text) > _HEADLINE:
        return False
    if node.tag != "a":
        return litter_rule(text) in ("related-head", "related-link")
    if len(words(text)) < _LINK_WORDS or (node.get("href") or "#").startswith("#"):
        return False
    return all(fold(clean(above.text_content())) not in prose for above in node.iterancestors("p"))


def _is_box(element: Any, prose: dict[str, TextLine]) -> bool:
    text = clean(element.text_content())
    if len(words(text)) > _LONGEST:
        return False
    plain = fold(text)
    return sum(key in plain for key in prose) <= max(1, _SHARE * len(prose) - 1)
