"""Invitations to other articles that pages put inside a paragraph ("اقرأ أيضا: ...").

In markup they are a link or a box within the sentence, and what is read of the page would have
them in the middle of it. They are taken out before the text is looked for, and named. So is shown
what a page folds away behind "عرض المزيد".
"""

from __future__ import annotations

import re
from typing import Any

from bot.language.arabic.characters import clean, ends_sentence, words
from bot.reading.lines import is_prose
from bot.reading.litter import litter_rule
from bot.records import Removed

_FOLDED = re.compile(r"collaps|expand|more|rest|full|hidden|truncat", re.IGNORECASE)
_INLINE = ("a", "span", "strong", "b", "em", "i", "u", "font")
_BOXES = ("div", "aside", "section", "ul")
_LONGEST = 30
_SENTENCE = 20
"""Letters beside it from which it stands in a paragraph of its own text."""
_RULES = ("related-link", "related-head")


def take_out_inserts(tree: Any) -> list[Removed]:
    """Take them out of a parsed page; those that are a line by themselves stay for `litter`."""
    found: list[Removed] = []
    for element in list(tree.iter(*_INLINE, *_BOXES)):
        parent = element.getparent()
        text = clean(" ".join(element.itertext()))
        if parent is None or not _is_within(element, parent) or _rule(text) is None:
            continue
        link = element.getnext()
        if litter_rule(text) == "related-head":
            beside = (
                link is not None and link.tag == "a" and not clean(element.tail or "").strip(":")
            )
            if element.tag in _BOXES or not beside:
                continue
            text = f"{text} {clean(link.text_content())}"
            _drop(link)
        found.append(Removed(text, "related-link"))
        _drop(element)
    return found


def unfold(tree: Any) -> bool:
    """Show the rest of an article that a page hides until somebody asks for more; whether any."""
    folded = [e for e in tree.iter("div", "section", "span") if _is_folded(e)]
    for element in folded:
        element.attrib.pop("style", None)
        element.attrib.pop("hidden", None)
        element.attrib.pop("class", None)
    return bool(folded)


def _is_folded(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    hidden = "display:none" in style or element.get("hidden") is not None
    if not hidden or not _FOLDED.search(f"{element.get('class', '')} {element.get('id', '')}"):
        return False
    return any(is_prose(clean(p.text_content())) for p in element.iter("p", "div"))


def _rule(text: str) -> str | None:
    if not 0 < len(words(text)) <= _LONGEST:
        return None
    rule = litter_rule(text)
    return rule if rule in _RULES else None


def _is_within(element: Any, parent: Any) -> bool:
    """Whether a sentence goes on around it; a box does so where the parser closed its paragraph."""
    before = element.getprevious()
    if element.tag in _BOXES:
        open_before = before is not None and before.tag == "p" and not _ends(before)
        return bool(clean(element.tail or "")) and open_before
    around = len(clean(parent.text_content())) - len(clean(element.text_content()))
    return parent.tag in ("p", "div", "td", "span", "li", *_INLINE) and around > _SENTENCE


def _ends(paragraph: Any) -> bool:
    return ends_sentence(clean(paragraph.text_content()))


def _drop(element: Any) -> None:
    """Remove an element; the text behind it joins what stands before it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None and before.tag == "p" and element.tag in _BOXES:
        _append(before, f" {tail}")
    elif before is not None:
        before.tail = f"{before.tail or ''} {tail}"
    else:
        parent.text = f"{parent.text or ''} {tail}"
    element.tail = None
    parent.remove(element)


def _append(paragraph: Any, text: str) -> None:
    last = paragraph[-1] if len(paragraph) else None
    if last is None:
        paragraph.text = f"{paragraph.text or ''}{text}"
    else:
        last.tail = f"{last.tail or ''}{text}"
