"""Document in, Article out: the one entry to this room.

Decodes, reads the page as HTML or as pasted text, checks that it is Arabic and long enough, and
gives every paragraph its language and sentences. What the page does not state stays None.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.errors import HeadlineList, NoArticle, NotArabic, TooLarge, TooShort
from bot.language.arabic.characters import clean, has_letters, words
from bot.language.arabic.script import arabic_share
from bot.language.arabic.sentences import spans
from bot.language.orthographies import ORTHOGRAPHIES
from bot.reading.captions import is_latin
from bot.reading.containers import refuse_containers
from bot.reading.dates import not_ahead
from bot.reading.decode import decode
from bot.reading.headlines import are_headlines
from bot.reading.html import is_html, read_html
from bot.reading.language import IdentifiedLanguage, identify
from bot.reading.layout import lay_out
from bot.reading.lines import split_lines
from bot.reading.outlet import ClaimStanding, at_address, stated, surest
from bot.reading.page import Page
from bot.reading.stamps import joined
from bot.reading.unpack import unpack
from bot.records import Article, Document, Paragraph, ParagraphKind, Sentence

LARGEST = 20 * 1024 * 1024
"""Bytes. A page of news is under one megabyte; what is larger is something else."""

MOST_LINES = 20_000
"""Lines of a pasted page. The longest live pages have some thousands."""

SHORTEST = 4
"""Words of prose. "عاجل: زلزال يضرب العاصمة" is a post; less is a menu's leftovers."""

_PARAGRAPH_WORDS = 6
"""Words from which a paragraph's own language is looked at."""

_FOREIGN_WORDS = 8
_FOREIGN_CONFIDENCE = 0.6
"""A paragraph in Arabic letters of so many words and so surely in another language is in that one:
of 1,060 Arabic paragraphs and FLORES sentences none is."""

_LANGUAGE_WINDOW = 20_000
"""Letters of prose enough to tell an article's language from."""


def read(document: Document, today: date | None = None) -> Article:
    """Read a document as an Arabic news article.

    A date that lies ahead of `today`, by default the day it is in UTC, is as good as not stated.

    Raises the errors of `bot.errors.DocumentError`: TooLarge, EmptyDocument, BinaryDocument,
    Undecodable, UnreadContainer, NoArticle, HeadlineList, NotArabic or TooShort; LockedDocument,
    ScannedDocument or UnclearOrder for PDF and DOCX; NoPictureReader or UnclearPicture for
    pictures; ConsentWall, LoginWall, NeedsScript or ThinPage for pages that do not show their
    article. Their texts say what to do next.
    """
    if len(document.data) > LARGEST:
        raise TooLarge(
            f"It has {len(document.data) / 1024 / 1024:.0f} MB; the limit is "
            f"{LARGEST // 1024 // 1024} MB. Save the article alone, without pictures."
        )
    unpacked = unpack(document)
    document = unpacked.document
    decoded = decode(document.data, document.charset)
    refuse_containers(decoded.text)
    if is_html(decoded.text, document.media_type):
        reading = read_html(decoded.text, document.url)
        page, url, canonical = reading.page, reading.url, reading.canonical
    else:
        page, url, canonical = _read_plain(decoded.text), document.url, None
        address = at_address(url)
        if address:
            page.claims += filter(None, [stated(address.name, ClaimStanding.ADDRESS)])
    language = _judged(page)
    if are_headlines(
        [*filter(None, [page.kicker, page.title]), *(p.text for p in page.paragraphs)]
    ):
        raise HeadlineList(
            "It is a list of headlines of several stories, and the text of none. Save the articles "
            "one by one, or paste one article with its paragraphs."
        )
    claim = surest(page.claims)
    if page.published is None or page.published.day is None:
        page.published = joined(page.published, page.dateline)
    today = today or datetime.now(UTC).date()
    return Article(
        id=_identity(page),
        origin=document.origin,
        title=page.title,
        paragraphs=_paragraphs(page),
        language=language.code,
        confidence=language.confidence,
        kicker=page.kicker,
        outlet=claim.name if claim else None,
        author=page.author,
        section=page.section,
        published=not_ahead(page.published, today),
        updated=not_ahead(page.updated, today),
        url=url,
        canonical=canonical,
        removed=(*unpacked.removed, *page.removed),
        photograph=page.photograph,
        notes=(*unpacked.notes, *decoded.notes, *page.notes, *_ahead(page, today)),
    )


def _ahead(page: Page, today: date) -> list[str]:
    stated = page.published.day if page.published else None
    if stated is None or not_ahead(page.published, today) == page.published:
        return []
    return [f"It states a date in the future, {stated.isoformat()}, which is not taken"]


def _read_plain(text: str) -> Page:
    lines = split_lines(text)
    if len(lines) > MOST_LINES:
        raise NoArticle(
            f"It has {len(lines):,} lines, so it is a list or a table and no article. Save one "
            "article in each file."
        )
    return lay_out(lines)


def _judged(page: Page) -> IdentifiedLanguage:
    """The article's language. Raises NotArabic, TooShort or NoArticle."""
    prose = page.prose
    rest = [page.title or "", *(found.text for found in page.paragraphs)]
    rest += [removed.text for removed in page.removed]
    sample = "\n".join(prose)[:_LANGUAGE_WINDOW]
    language = identify(sample)
    if len(words(sample)) < SHORTEST or language.code == "und":
        # Too little prose to tell by itself; everything on the page may tell.
        language = identify("\n".join([sample, *rest])[:_LANGUAGE_WINDOW])
    if language.code not in ("ar", "und") or (
        language.code == "und" and _is_foreign(sample or "\n".join(rest))
    ):
        raise NotArabic(_foreign(language))
    if not prose:
        raise NoArticle(
            "Nothing on it reads as an article's text. Paste the article with its paragraphs, or "
            "save the page as HTML."
        )
    count = sum(len(words(text)) for text in prose)
    if count < SHORTEST:
        raise TooShort(
            f"It has {count} words of Arabic prose, which is no article. Check that the whole "
            "text was saved."
        )
    return language if language.code == "ar" else IdentifiedLanguage("ar", 0.0, "Arabic")


def _is_foreign(text: str) -> bool:
    return has_letters(text) and arabic_share(text) < 0.5


def _foreign(language: IdentifiedLanguage) -> str:
    if language.code == "und":
        return "It is not in Arabic. Mujaz reads Arabic articles only: give it the Arabic version."
    return (
        f"It is in {language.name}, not Arabic. Mujaz reads Arabic articles only: give it the "
        "Arabic version."
    )


def _paragraphs(page: Page) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(
            found.text,
            found.kind,
            _paragraph_language(found.text),
            _sentences(found.text),
            found.turn,
            found.posted,
        )
        for found in page.paragraphs
    )


def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(start, end, text[start:end]) for start, end in spans(text))


def _paragraph_language(text: str) -> str:
    """A paragraph's own language; a short one is the article's, or English where it is Latin.

    In Arabic letters only a long paragraph that is surely in another language overrules the
    article: a short one of names too often passes for Persian or Urdu.
    """
    if not has_letters(text):
        return "ar"
    if arabic_share(text) >= 0.5:
        return _of_arabic_script(text)
    if len(words(text)) < _PARAGRAPH_WORDS:
        return "en" if is_latin(text) or arabic_share(text) == 0 else "ar"
    found = identify(text).code
    if found == "und":
        return "en" if arabic_share(text) < 0.2 else "ar"
    return found


def _of_arabic_script(text: str) -> str:
    if len(words(text)) < _FOREIGN_WORDS:
        return "ar"
    found = identify(text)
    is_other = found.code in ORTHOGRAPHIES and found.confidence >= _FOREIGN_CONFIDENCE
    return found.code if is_other else "ar"


def with_title(article: Article, title: str) -> Article:
    """The article under a title that is known from elsewhere than its text.

    What had been taken for its title stays, as a heading; the title itself is not said twice.
    """
    title = clean(title)
    if not title or article.title == title:
        return article
    paragraphs = [p for p in article.paragraphs if clean(p.text) != title]
    for taken in (article.title, article.kicker):
        if taken and clean(taken) != title:
            heading = Paragraph(
                taken, ParagraphKind.HEADING, _paragraph_language(taken), _sentences(taken)
            )
            paragraphs.insert(0, heading)
    texts = [paragraph.text for paragraph in paragraphs]
    return replace(
        article,
        id=_hashed(["", title, *texts]),
        title=title,
        kicker=None,
        paragraphs=tuple(paragraphs),
    )


def _identity(page: Page) -> str:
    return _hashed([page.kicker or "", page.title or "", *(p.text for p in page.paragraphs)])


def _hashed(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
