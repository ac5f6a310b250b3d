"""What an HTML page states of itself: JSON-LD, Open Graph, microdata, `<time>`.

Only the page's own statements, and of several times the one that states most (an hour, an
offset): trafilatura's dates have the day alone, and htmldate, which it asks, misreads Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.dates import parse_stated
from bot.reading.json_ld import articles, nodes
from bot.records import Moment

_KICKER_CLASS = re.compile(
    r"kicker|eyebrow|overline|over-?title|pre-?title|super-?title|top-?title|sup-?title|shoulder|roof",
    re.IGNORECASE,
)
_PUBLISHED_NAMES = frozenset(
    """
    article:published_time article:published og:published_time og:article:published_time
    datepublished datecreated pubdate pub_date publishdate publish-date publish_date
    publication_date publication-date originalpublicationdate article_date_original
    article.published article:publicationdate sailthru.date parsely-pub-date
    cxenseparse:recs:publishtime bt:pubdate
    dc.date dc:date dc.date.issued dc.date.created dc:issued dc:created dcterms.date dcterms:date
    dcterms.issued dcterms:issued dcterms.created dcterms:created schema:datepublished date
    citation_publication_date citation_date citation_online_date eprints.date
    """.split()  # noqa: SIM905
)
"""Names that a page's software gives the day of publication, in lower case: of Open Graph, Dublin
Core, RDFa, schema.org and of news systems."""
_UPDATED_NAMES = frozenset(
    """
    article:modified_time article:modified og:updated_time og:article:modified_time datemodified
    lastmod last-modified dc.date.modified dc:modified dcterms.modified dcterms:modified
    schema:datemodified
    """.split()  # noqa: SIM905
)
_SITE = re.compile(r"\s*[|\-–—:»«]+\s*(\S[^|]{1,40}\S)")
_SIGNS = " |-–—:»«·•"
_PARTED = re.compile(r"\s+[|\-–—:»«]+\s+")
HOST = re.compile(r"[\w\-]+(?:\.[\w\-]+)+")
"""A name that is an address, and says no more than the address does."""
_LONGEST_DATE = 200
_MOST_HEADS = 20
_HEAD_WORDS = 3
"""Words from which a heading may be the page's headline."""
_PROPERTIES = ("property", "name", "itemprop")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself; None where it says nothing."""

    title: str | None = None
    outlet: str | None = None
    publisher: str | None = None
    """Often the company that owns the outlet."""
    authors: tuple[str, ...] = ()
    """Whom it names as one, the surest first, whatever they are."""
    organisation: str | None = None
    """Where it says of its author that it is an organisation."""
    section: str | None = None
    kicker: str | None = None
    url: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    photograph: str | None = None
    """Where the picture is that stands for the page."""


def read_metadata(tree: Any, url: str | None = None) -> Metadata:
    """Read a parsed page (an lxml.html tree). `url`: where it was read, if anywhere."""
    article = next(articles(tree), {})
    page = next(nodes(tree, "WebPage"), {})
    return Metadata(
        title=_text(article.get("headline")) or _content(tree, "og:title"),
        outlet=_site(tree),
        publisher=_name(article.get("publisher")),
        authors=tuple(_authors(tree, article)),
        organisation=_organisation(tree, article),
        section=_name(article.get("articleSection")) or _content(tree, "article:section"),
        kicker=_kicker(tree),
        url=_url(tree, url),
        photograph=_absolute(_content(tree, "og:image") or _content(tree, "twitter:image"), url),
        published=fullest(
            [
                _text(article.get("datePublished")),
                *_dates(tree, _PUBLISHED_NAMES),
                _text(page.get("datePublished")),
            ]
        ),
        updated=fullest([_text(article.get("dateModified")), *_dates(tree, _UPDATED_NAMES)]),
    )


def fullest(stated: list[str | None]) -> Moment | None:
    """Of a page's statements of one time, the first that has the most: day, hour, offset."""
    moments = [m for m in (parse_stated(text) for text in stated if text) if m and m.day]
    return max(moments, key=_fullness, default=None)


def _fullness(moment: Moment) -> int:
    return (moment.clock is not None) + bool(moment.clock and moment.clock.tzinfo)


def _text(value: Any) -> str | None:
    return (clean(value) or None) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _authors(tree: Any, article: dict[str, Any]) -> Iterator[str]:
    stated = article.get("author")
    listed = stated if isinstance(stated, list) else [stated]
    yield "، ".join(filter(None, (_name(one) for one in listed if not _is_organisation(one))))
    for meta in ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author"):
        yield _content(tree, meta) or ""
    for element in tree.xpath("//*[@itemprop='author' or @rel='author']")[:3]:
        if "organization" not in (element.get("itemtype") or "").lower():
            named = element.xpath(".//*[@itemprop='name']")
            yield clean((named[0] if named else element).text_content())[:_LONGEST_DATE]


def _organisation(tree: Any, article: dict[str, Any]) -> str | None:
    stated = article.get("author")
    for one in stated if isinstance(stated, list) else [stated]:
        if _is_organisation(one):
            return _name(one)
    for element in tree.xpath("//*[@itemprop='author'][contains(@itemtype, 'Organization')]"):
        named = element.xpath(".//*[@itemprop='name']")
        return clean(named[0].text_content()) if named else None
    return None


def _is_organisation(value: Any) -> bool:
    return isinstance(value, dict) and "Organization" in str(value.get("@type", ""))


def _site(tree: Any) -> str | None:
    """The site's name: as it states it, beside the headline in <title>, or as an application."""
    stated = [_content(tree, "og:site_name"), _site_in_title(tree)]
    stated += [_content(tree, name) for name in ("application-name", "apple-mobile-web-app-title")]
    stated += [_name(node) for node in nodes(tree, "WebSite")]
    return next((name for name in stated if name and not HOST.fullmatch(name)), None)


def _site_in_title(tree: Any) -> str | None:
    """The site's name beside the headline in <title>, where the page's headline lacks it."""
    titles = [clean(node.text_content()) for node in tree.xpath("//head/title")[:1]]
    heads = [clean(head.text_content()) for head in tree.iter("h1")]
    heads.append(_content(tree, "og:title") or "")
    heads += [clean(head.text_content()) for head in tree.xpath("//h2 | //h3")[:_MOST_HEADS]]
    for title in titles:
        for head in heads:
            if len(words(head)) < _HEAD_WORDS:
                continue
            before, found, behind = title.partition(head)
            if not found or (before and behind):
                continue
            # Between headline and site some name the section.
            if behind and (site := _SITE.fullmatch(behind)):
                return _PARTED.split(site[1])[-1]
            if before and (site := _SITE.fullmatch(f"| {before.rstrip(_SIGNS)}")):
                return site[1]
    return None


def _content(tree: Any, name: str) -> str | None:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return _text(str(found[0])) if found else None


def _dates(tree: Any, names: frozenset[str]) -> list[str | None]:
    """What elements of these names state, each name's first: of a time, a machine's form of it."""
    found: dict[str, str] = {}
    for element in tree.xpath("//*[@property or @itemprop or self::meta]"):
        stated = " ".join(element.get(key) or "" for key in _PROPERTIES).lower().split()
        for name in names.intersection(stated):
            value = element.get("content") or element.get("datetime")
            if value is None and element.tag != "meta":
                value = element.text_content()[:_LONGEST_DATE]
            if value:
                found.setdefault(name, value)
    form = "published" if names is _PUBLISHED_NAMES else "updated"
    for element in tree.xpath("//time[@datetime] | //abbr[@title]"):
        classes = element.get("class", "").lower().split()
        if element.get("pubdate") is not None and form == "published":
            classes = ["published"]
        if {form, f"dt-{form}"}.intersection(classes):
            found.setdefault("hentry", element.get("datetime") or element.get("title"))
    return list(found.values())


def _url(tree: Any, base: str | None) -> str | None:
    """The address that the page calls its own."""
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    return _absolute(str(canonical[0]).strip() if canonical else _content(tree, "og:url"), base)


def _absolute(stated: str | None, base: str | None) -> str | None:
    """None where there is no address, or it is of no web page."""
    try:
        url = urljoin(base or "", stated or "")
    except ValueError:
        return None
    return url if stated and re.match(r"https?://", url) else None


def _kicker(tree: Any) -> str | None:
    """The text of an element that is classed a kicker and stands close above the headline."""
    heads = tree.xpath("//h1")
    if not heads:
        return None
    for near in heads[0].xpath("preceding::*[@class][position() <= 12]"):
        text = clean(near.text_content())
        if _KICKER_CLASS.search(near.get("class", "")) and 2 <= len(words(text)) <= 25:
            return text if fold(text) != fold(clean(heads[0].text_content())) else None
    return None
