"""Whether an entry is the article itself, and the entry as a document to be read."""

from __future__ import annotations

import html
import re

from bot.records import Document
from bot.sources.feeds.entries import Entry
from bot.sources.feeds.markup import plain

WHOLE_WORDS = 120
"""Words from which what the feed calls content is taken for the article: a teaser has 20 to 60,
and the shortest reports of Arabic agencies some 80, which are then read from their page."""

SUMMARY_WORDS = 300
"""The same where it is in the summary's place: teasers stand there more often."""

STAND_IN_WORDS = 60
"""Words from which content that is not cut may stand for a page that brings no article."""
_PARAGRAPH = re.compile(r"</?(?:p|div|li|blockquote)\b[^>]*>|(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_PARAGRAPH_WORDS = 8
_ENDS = '.؟!?»”")'
_MORE = 40
"""Signs that content has more than a summary, or it is the summary again."""
_CUT = re.compile(
    r"(?:\.{3}|…|\[…\]|\[\.\.\.\]|»»|>>)\W*$"
    r"|(?:اقرأ|إقرأ|اقرا|لقراءة|قراءة|للمزيد|المزيد|متابعة القراءة|التفاصيل|تابع|read more"
    r"|continue reading|the post .{1,300} appeared first on)(?:\s+\S+){0,12}\W*$",
    re.IGNORECASE,
)
_SHOWN = "(?:ظهرت|ظهر|نشرت|نشر)"
_POST = "(?:المقالة|المقال|التدوينة|الخبر|الموضوع)"
_FIRST = "أول[اًا]* (?:على|في)"
_APPEARED = re.compile(
    r"(?:the post .{1,300} (?:appeared|was) (?:first|originally) (?:on|published)"
    rf"|{_SHOWN} (?:هذه |هذا )?{_POST} .{{1,300}} {_FIRST}|{_POST} .{{1,300}} {_SHOWN} {_FIRST})"
    r".{1,100}$",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|div|br|li|blockquote|table|h[1-6]|section|article)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")


def is_whole(entry: Entry) -> bool:
    """Whether the feed's own text is the whole article, so that its page need not be asked.

    Conservative: a page fetched for nothing costs a request, a teaser taken for an article costs
    the reader the news.
    """
    for markup, least in ((entry.content, WHOLE_WORDS), (entry.summary, SUMMARY_WORDS)):
        # WordPress puts "The post ... appeared first on ..." under whole articles, too.
        text = _APPEARED.sub("", plain(markup)).strip()
        if len(text.split()) >= least and not _CUT.search(text[-400:]):
            return True
    return False


def stands_in(entry: Entry) -> bool:
    """Whether the feed's content may stand for a page that brings no article.

    It is shorter than what is taken unasked, so it has to be paragraphs, and not be cut. What
    stands in the summary's place never does.
    """
    text = _APPEARED.sub("", plain(entry.content)).strip()
    if len(text.split()) < STAND_IN_WORDS or _CUT.search(text[-400:]):
        return False
    if text[-1] not in _ENDS or len(text) <= len(plain(entry.summary)) + _MORE:
        return False
    pieces = [plain(piece) for piece in _PARAGRAPH.split(entry.content)]
    return sum(len(piece.split()) >= _PARAGRAPH_WORDS for piece in pieces) > 1


def entry_document(entry: Entry, feed_url: str) -> Document:
    """The entry's own text as a page to be read, with what the feed states in its head."""
    body = _with_paragraphs(max(entry.content, entry.summary, key=len))
    head = [_meta("og:title", entry.title), _meta("author", entry.author)]
    if entry.published:
        moment = entry.published if entry.zoned else entry.published.date()
        head.append(_meta("article:published_time", moment.isoformat()))
    title = html.escape(entry.title or "")
    page = (
        f"<html><head><title>{title}</title>{''.join(head)}</head><body><article>"
        f"{f'<h1>{title}</h1>' if title else ''}<div>{body}</div></article></body></html>"
    )
    return Document(
        origin=entry.url or feed_url,
        data=page.encode("utf-8", "replace"),
        media_type="text/html",
        charset="utf-8",
        url=entry.url,
    )


def _with_paragraphs(markup: str) -> str:
    """As markup what some systems put into feeds: markup escaped twice, or lines of bare text."""
    if not _BLOCK.search(markup) and _BLOCK.search(unescaped := html.unescape(markup)):
        return unescaped
    if _BLOCK.search(markup) or "\n" not in markup.strip():
        return markup
    pieces = _BLANK_LINE.split(markup) if _BLANK_LINE.search(markup.strip()) else markup.split("\n")
    return "".join(f"<p>{piece}</p>" for piece in pieces if piece.strip())


def _meta(name: str, value: str | None) -> str:
    return f'<meta property="{name}" content="{html.escape(value)}">' if value else ""
