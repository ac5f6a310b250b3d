"""HTML pages: the article's blocks by trafilatura, and what the page states of itself.

trafilatura finds the article (`blocks`), the page's own statements come before what its lines say
(`metadata`), captions and dates that trafilatura drops are put back (`surroundings`). Blocks go
through `layout` like the lines of a pasted page, so the same litter is left out of both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from bot.errors import NoArticle, RedirectPage, ThinPage
from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.page_redirects import leads_to
from bot.reading.author import author_name
from bot.reading.blocks import all_lines, blocks, extract, mostly_links, with_bold_questions_apart
from bot.reading.boxes import mark_boxes
from bot.reading.inserts import take_out_inserts, unfold
from bot.reading.layout import lay_out
from bot.reading.lines import TextLine, is_prose
from bot.reading.live import note_posts
from bot.reading.metadata import HOST, Metadata, read_metadata
from bot.reading.opening import with_opening
from bot.reading.outlet import ClaimStanding, at_address, find, stated, surest
from bot.reading.page import Page
from bot.reading.stated_body import NOTE, stated_body
from bot.reading.surroundings import look_around, with_captions
from bot.reading.walls import MUCH, refuse_walls

_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.I | re.S
)
_TAGS = r"p|div|article|section|h[1-6]|ul|table|blockquote|span"
_BLOCK_TAG = re.compile(rf"<(?:{_TAGS}|br)\b[^<>]*/?>", re.I)
_CLOSING_TAG = re.compile(rf"</(?:{_TAGS})\s*>|<br\s*/?>", re.I)
# WordPress's, where the plugin that would have read them is gone, and in its feeds.
_EMBED = re.compile(r"\[(embed|video|audio|playlist)\b[^\[\]<>]*\](?:[^\[\]<>]*\[/\1\])?")
_CAPTION = re.compile(
    r"\[caption\b[^\[\]]*\](?:<a\b[^>]*>)?(<img\b[^>]*>)(?:</a>)?([^\[\]<>]*)\[/caption\]"
)
_SHORTCODE = re.compile(
    r"\[/?(?:[a-z]+[_-][\w\-]+|gallery|caption|toc|irp|adrotate|ads?|youtube|column|row|button)"
    r"(?: [^\[\]<>]*)?/?\]"
)
# A picture that opens itself: trafilatura takes its box, paragraphs and all, for links elsewhere.
_OPENS_ITSELF = re.compile(
    r"<a\b[^<>]*\bhref=[\"']?(?:#|[^\"'\s>]+\.(?:jpe?g|png|gif|webp|avif)\b)[^<>]*>"
    r"\s*(<img\b[^<>]*>)\s*</a>",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SITE_SUFFIX = re.compile(r"^(.*\S)\s+[|\-–—]\s+([^|]{1,40})$", re.S)
_FALLBACK_WORDS = 25
_NOWHERE = "http://page.invalid"
_NO_ARTICLE = (
    "No article was found on this page: it may be a list of headlines, a login or an error page. "
    "Open the article itself and save that page, or paste its text into a .txt file."
)


@dataclass(frozen=True, slots=True)
class ReadPage:
    page: Page
    url: str | None
    canonical: str | None = None
    """What the page calls its own address."""


def is_html(text: str, media_type: str | None) -> bool:
    """Whether to read a text as HTML: said to be, or it has a page's or a fragment's tags."""
    if _DOCUMENT.match(text[:4000]):
        return True
    if media_type in ("text/html", "application/xhtml+xml"):
        return "<" in text
    sample = text[:20000]
    return len(_BLOCK_TAG.findall(sample)) >= 2 and len(_CLOSING_TAG.findall(sample)) >= 2


def read_html(text: str, url: str | None = None) -> ReadPage:
    """Find the article on a page.

    Raises NoArticle where there is none, or what the page is instead (`bot.reading.walls`).
    """
    text = _without_wrappings(_XML_DECLARATION.sub("", text.replace("\x00", " ")))
    if leads_on := leads_to(text, url or _NOWHERE):
        address = leads_on.removeprefix(_NOWHERE)
        raise RedirectPage(f"The page only leads on to {address[:200]}. Give that address.")
    try:
        tree = lxml_html.document_fromstring(
            text, parser=lxml_html.HTMLParser(remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise NoArticle(_NO_ARTICLE) from None
    inserts = take_out_inserts(tree)
    if unfold(tree) or inserts:
        text = lxml_html.tostring(tree, encoding="unicode")
    try:
        reading = _found(text, tree, url)
    except NoArticle:
        refuse_walls(tree, [])
        raise
    prose = reading.page.prose
    try:
        refuse_walls(tree, prose, reading.page.title)
    except ThinPage:
        whole = stated_body(tree, prose)
        if whole is None:
            raise
        reading = _found(text, tree, url, whole)
        if sum(len(words(line)) for line in reading.page.prose) < MUCH:
            raise
        reading.page.notes.append(NOTE)
    reading.page.removed += inserts
    return reading


def _without_wrappings(text: str) -> str:
    text = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", _EMBED.sub("", text))
    return _OPENS_ITSELF.sub(r"\1", _SHORTCODE.sub("", text))


def _found(text: str, tree: Any, url: str | None, whole: list[TextLine] | None = None) -> ReadPage:
    """What is on the page, whatever it is worth. `whole`: its article's lines, where it states
    them. Raises NoArticle where there is nothing."""
    metadata = read_metadata(tree, url)
    body, found = extract(text, url)
    lines = list(blocks(body)) if body is not None else []
    if mostly_links(tree, lines):
        raise NoArticle(_NO_ARTICLE)
    kept = bool(lines)
    lines = whole or (with_captions(tree, lines) if kept else all_lines(tree))
    lines = with_bold_questions_apart(tree, lines)
    title = _title(tree, metadata, found)
    if kept and not whole:
        mark_boxes(tree, lines)
        lines = with_opening(tree, lines, title)
    times = note_posts(tree, lines, title) if kept and not whole else frozenset()
    shown = [line.text for line in lines]
    shown += [f"{line.credit} {line.text}" for line in lines if line.credit]
    body = [line.text for line in lines if line.hint is None and is_prose(line.text)]
    page = lay_out(lines, title)
    if not page.prose:
        raise NoArticle(_NO_ARTICLE)
    if not kept and not _is_enough(page, tree):
        raise NoArticle(_NO_ARTICLE)
    _state(page, metadata, title)
    if kept and not whole:
        look_around(tree, shown, body, page, times)
    _state_names(page, metadata, found, url)
    return ReadPage(page, url or metadata.url, metadata.url)


def _is_enough(page: Page, tree: Any) -> bool:
    """A whole page must show more prose than a fragment before its text passes for an article."""
    prose = page.prose
    whole = bool(tree.xpath("//head/* | //nav | //form"))
    return not whole or (
        sum(len(words(text)) for text in prose) >= _FALLBACK_WORDS and any(map(is_prose, prose))
    )


def _title(tree: Any, metadata: Metadata, found: Any) -> str | None:
    """The headline a reader sees (h1) where it is the one the metadata means; else metadata's."""
    stated_title = metadata.title or clean(getattr(found, "title", None) or "") or None
    heads = [clean(h.text_content()) for h in tree.iter("h1")]
    heads = [text for text in heads if len(words(text)) >= 3]
    if stated_title is None:
        return heads[0] if len(heads) == 1 else None
    meant = set(words(fold(stated_title)))
    for head in heads:
        own = set(words(fold(head)))
        if len(own & meant) >= 0.5 * min(len(own), len(meant)):
            return head
    return _without_site(stated_title, metadata.outlet)


def _without_site(title: str, site: str | None) -> str:
    found = _SITE_SUFFIX.match(title)
    if found and ((site and fold(site) in fold(found[2])) or find(found[2])):
        return found[1]
    return title


def _state(page: Page, metadata: Metadata, title: str | None) -> None:
    """Put what the page's metadata says before what its lines say."""
    page.title = title or page.title
    page.kicker = page.kicker or metadata.kicker
    if page.kicker:
        page.paragraphs = [p for p in page.paragraphs if fold(p.text) != fold(page.kicker)]
    page.published = metadata.published or page.published
    page.updated = metadata.updated or page.updated
    if page.updated == page.published:
        page.updated = None
    page.section = metadata.section
    page.photograph = metadata.photograph


def _state_names(page: Page, metadata: Metadata, found: Any, url: str | None) -> None:
    """Who published the page and who wrote it."""
    own = url or metadata.url
    address = at_address(own)
    found_site = clean(getattr(found, "sitename", None) or "")
    if HOST.fullmatch(found_site):
        found_site = ""  # trafilatura's stand-in where the page names no site
    # A publisher is often the company that owns the outlet.
    known = find(metadata.publisher or "")
    site = metadata.outlet or ("" if address and not known else metadata.publisher) or found_site
    page.claims += filter(None, [stated(site, ClaimStanding.METADATA) if site else None])
    if address:
        page.claims += filter(None, [stated(address.name, ClaimStanding.ADDRESS)])
    if metadata.organisation:
        page.claims += filter(None, [stated(metadata.organisation, ClaimStanding.SOURCE)])
    _state_author(page, metadata, found, own)


def _state_author(page: Page, metadata: Metadata, found: Any, url: str | None) -> None:
    """A person, or nobody: the first that metadata names, else who a visible byline does."""
    claim = surest(page.claims)
    names = [*metadata.authors, page.author]
    if metadata.organisation is None:
        # trafilatura takes an organisation's whole block, logo and all, for its name.
        names.insert(-1, getattr(found, "author", None))
    page.author = None
    for name in filter(None, names):
        if find(name):
            page.claims += filter(None, [stated(name, ClaimStanding.SOURCE)])
            continue
        page.author = author_name(name, claim.name if claim else metadata.outlet, url)
        if page.author:
            return
