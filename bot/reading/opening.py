"""The opening paragraph, where a page sets it apart from the article's body.

Many pages have it between headline and body, in an element of its own (`itemprop=description`,
class "lead", "intro", "standfirst", a heading), and trafilatura drops it or takes it for a heading.
It is the article's first paragraph, with figures that nothing below repeats. What stands in its
place and is no part of the article is left alone: cards of other articles, captions, bars of news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.blocks import SKIPPED
from bot.reading.captions import credit_rule, is_latin, read_caption
from bot.reading.lines import TextLine, is_prose
from bot.reading.litter import litter_rule
from bot.reading.outlet import is_source_line
from bot.reading.stamps import read_stamp_line
from bot.records import ParagraphKind

_BLOCKS: tuple[str, ...] = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
)
_BLOCKS += ("figcaption", "table", "td", "div", "section", "article", "header", "pre")
_PLAIN = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "section", "header", "dd", "center"}
    | {"b", "strong", "em", "font", "span"}
)
"""Elements that need no mark to hold an opening paragraph."""
_MARKS = re.compile(
    r"highlights?|lead|lede|leadin|intro|introduction|standfirst|summary|excerpt|subtitle|subhead(?:line|ing)?"
    r"|deck|dek|chapo|chapeau|sapo|abstract|description|desc|brief"
)
_OTHERS = re.compile(
    r"related|recommend\w*|suggest\w*|also|linked|topstories|trending|sidebar|most|popular|more"
    r"|carousel|promo|ticker|breaking|urgent|marquee"
    r"|latest|newsbar|cards?|widget|banner|ads?|advert|newsletter|subscribe|cookies?|comments?"
    r"|shar(?:e|ing)|social|breadcrumbs?|nav|menu|toc|captions?|photos?|images?|img|pictures?"
    r"|gallery|video|player|credits?|byline|authors?|tags|hidden|footer|copyright"
)
_HEADS = ("a", "h2", "h3", "h4", "h5")
_LABELS = ("span", "strong", "b", "p", "div")
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_UNMARKED_WORDS = 12
_MARKED_WORDS = 6
_LONGEST = 150
"""Words. What is longer is a body, not its opening."""
_LINK_WORDS = 4
"""Words of a link that is another article's headline."""
_REPEATED = 0.8
"""Share of its words that a paragraph of the body has too, from which the body repeats it."""
_NEXT = 4
"""Paragraphs of the body that an opening may repeat together."""
_STAMP_WORDS = 6
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|$)|^#", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\W*$")


def with_opening(tree: Any, lines: list[TextLine], title: str | None) -> list[TextLine]:
    """The lines, with the opening paragraph before the body where the page sets it apart.

    Where the body begins with it, the lines stay as they are.
    """
    first = next((at for at, line in enumerate(lines) if _is_body(line)), None)
    body = _element_of(tree, lines[first].text) if first is not None else None
    if first is None or body is None:
        return lines
    again = fold(_CUT.sub("", lines[first].text)).strip(" .")
    if again in fold(" ".join(line.text for line in lines[first + 1 :][:_NEXT])):
        lines[first].leave_out("repeated")
    held = {fold(line.text): line for line in lines[:first]}
    found: list[TextLine] = []
    for text in _between(tree, _headline(tree, title), body):
        key = fold(text)
        if title and key == fold(title):
            continue
        if key in held:
            held[key].hint = ParagraphKind.PROSE
        elif not _repeats(text, lines[first:]):
            found.append(TextLine(text, gap=True, hint=ParagraphKind.PROSE))
    return [*lines[:first], *found, *lines[first:]]


def _is_body(line: TextLine) -> bool:
    return line.open and line.hint is None and is_prose(line.text)


def _headline(tree: Any, title: str | None) -> Any:
    """The element of the headline; None where no element has it."""
    heads = [h for h in tree.iter("h1", "h2", "h3") if clean(h.text_content())]
    if title:
        for head in heads:
            if fold(clean(head.text_content())) == fold(title):
                return head
    return next((head for head in heads if head.tag == "h1"), None)


def _element_of(tree: Any, text: str) -> Any:
    """The innermost element that has the text, or begins with it."""
    wanted, best = fold(text), None
    for element in tree.iter("p", "div", "td", "span", "section", "article", "blockquote"):
        # Line breaks are cheap to look through, long pages are not.
        own = fold(clean(element.text_content()[: 3 * len(text) + 2000]))
        if own == wanted:
            return element
        if own.startswith(wanted):
            best = element
    return best


def _between(tree: Any, head: Any, body: Any) -> Iterator[str]:
    """What reads as an opening paragraph between the headline and the body, in order."""
    around = {body, *body.iterancestors()}
    if head is not None:
        around.update(head.iterancestors())
    within = set(head.iter()) if head is not None else set()
    story = _shared(head, body)
    begun = head is None
    taken: set[Any] = set()
    for element in tree.iter():
        if element is body:
            return
        begun = begun or element is head
        if (
            begun
            and (element is head or element not in within)
            and (text := _beside_elements(element, around))
        ):
            yield text
        if element in within or element in around or not isinstance(element.tag, str):
            continue
        # Some have it above the headline, where only a mark within the story's own box tells it.
        if not begun and not (story in element.iterancestors() and _is_marked(element)):
            continue
        branch = _branch(element, around)
        if taken.intersection(branch) or not _is_innermost(element):
            continue
        marked = any(map(_is_marked, branch))
        text = clean(element.text_content())
        if (head is None and not marked) or _is_link(element) or not _is_allowed(branch):
            continue
        if (marked or element.tag in _PLAIN) and _reads_as_opening(text, marked=marked):
            taken.add(element)
            yield text


def _shared(head: Any, body: Any) -> Any:
    """The innermost element around both, where it is not the whole page."""
    if head is None:
        return None
    above = set(head.iterancestors())
    shared = next((element for element in body.iterancestors() if element in above), None)
    return None if shared is None or shared.tag in ("body", "html") else shared


def _beside_elements(element: Any, around: set[Any]) -> str | None:
    """Text that stands bare in a box around the body, before or behind `element`."""
    if element in around:
        text = clean(element.text or "")
    elif element.getparent() in around and element.tag not in ("br", "a"):
        text = clean(element.tail or "")
    else:
        return None
    return text if _reads_as_opening(text, marked=False) else None


def _branch(element: Any, around: set[Any]) -> list[Any]:
    """The element and what is around it, as far as the headline and body are not within."""
    found = [element]
    for above in element.iterancestors():
        if above in around:
            break
        found.append(above)
    return found


def _is_innermost(element: Any) -> bool:
    return not any(True for _ in element.iterdescendants(*_BLOCKS))


def _is_marked(element: Any) -> bool:
    stated = (element.get("itemprop") or "").lower().split()
    if "description" in stated or "abstract" in stated or "alternativeheadline" in stated:
        return True
    return any(map(_MARKS.fullmatch, named(element)))


def named(element: Any) -> list[str]:
    """The words of an element's class and id: "articleLead" is "article" and "lead"."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return [word.lower() for word in _WORD.findall(names)]


def _is_allowed(branch: Sequence[Any]) -> bool:
    """Nothing around it belongs to a menu, a picture or another article."""
    for element in branch:
        style = (element.get("style") or "").replace(" ", "").lower()
        marked = _is_marked(element) or (element.tag == "li" and any(map(_is_marked, branch)))
        if element.tag in ("a", "figure", "table", "article") or (
            element.tag in {*SKIPPED, "li"} and not (element.tag in ("aside", "li") and marked)
        ):
            return False
        if "display:none" in style or element.get("hidden") is not None:
            return False
        if any(map(_OTHERS.fullmatch, named(element))):
            return False
    return not any(map(_is_of_another, _beside(branch)))


def _beside(branch: Sequence[Any]) -> Iterator[Any]:
    """What stands in the same box, but for the element itself."""
    own = set(branch[0].iter())
    return (node for node in branch[-1].iter(*_HEADS, *_LABELS) if node not in own)


def _is_of_another(node: Any) -> bool:
    """A headline, the head of a list, or a link behind one or behind a picture of another."""
    text = clean(node.text_content())
    if litter_rule(text) in ("related-head", "related-link"):
        return True
    if node.tag not in _HEADS:
        return False
    if len(words(text)) >= _LINK_WORDS:
        return True
    leads = node.get("href") or ""
    return node.find(".//img") is not None and bool(leads) and not _PICTURE.search(leads)


def _is_link(element: Any) -> bool:
    linked = sum(len(clean(link.text_content())) for link in element.iter("a"))
    return linked > 0.5 * len(clean(element.text_content()))


def _reads_as_opening(text: str, *, marked: bool) -> bool:
    length = len(words(text))
    if not (_MARKED_WORDS if marked else _UNMARKED_WORDS) <= length <= _LONGEST or is_latin(text):
        return False
    if litter_rule(text) or credit_rule(text) or read_caption(text) or is_source_line(text):
        return False
    stamp = read_stamp_line(text)
    return stamp is None or stamp.other > _STAMP_WORDS


def _repeats(text: str, body: Sequence[TextLine]) -> bool:
    """Whether the body says it again, word for word or nearly, in one paragraph or in several."""
    plain = fold(_CUT.sub("", text)).strip(" .")
    if plain in fold(" ".join(line.text for line in body[:_NEXT])):
        return True
    own = set(words(plain))
    return any(
        plain in fold(line.text) or len(own & set(words(fold(line.text)))) >= _REPEATED * len(own)
        for line in body
        if len(line.text) < 20_000
    )
