"""Which sentences of an article are translated, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.arabic.script import ARABIC
from bot.records import Article, EngineIdentity, Part, Segment, TranslatedSegment, Translation

TRANSLATED = "ar"
"""The language the engines translate; text in any other is passed through."""


def segments_of(article: Article) -> tuple[Segment, ...]:
    """The kicker and the title whole, then every sentence of the body in order."""
    return tuple(
        Segment(index, part, paragraph, start, end, source, language)
        for index, (part, paragraph, start, end, source, language) in enumerate(_parts(article))
    )


def begun(article: Article, engine: EngineIdentity) -> Translation:
    """Of an article nothing of which is translated yet: what is Arabic is pending, and the rest
    passed through."""
    return Translation(article, engine, tuple(map(_untranslated, segments_of(article))))


def _untranslated(segment: Segment) -> TranslatedSegment:
    pending = segment.language == TRANSLATED
    return TranslatedSegment(segment, "" if pending else segment.source, None, pending=pending)


def _parts(article: Article) -> Iterator[tuple[Part, int | None, int, int, str, str]]:
    for part, text in ((Part.KICKER, article.kicker), (Part.TITLE, article.title)):
        if text:
            yield part, None, 0, len(text), text, _language(text, article.language)
    for number, paragraph in enumerate(article.paragraphs):
        for sentence in paragraph.sentences:
            language = _language(sentence.text, paragraph.language)
            yield Part.BODY, number, sentence.start, sentence.end, sentence.text, language


def _language(text: str, context: str) -> str:
    """An English sentence inside an Arabic paragraph is English; "und" has no letters at all."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "und"
    if any(map(ARABIC.match, letters)):
        return TRANSLATED if context in (TRANSLATED, "und") else context
    return "en" if context == TRANSLATED else context
