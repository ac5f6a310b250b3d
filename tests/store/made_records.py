"""Records for tests of the store."""

from __future__ import annotations

import hashlib

from bot.records import (
    Article,
    Brief,
    EngineIdentity,
    Evidence,
    Kind,
    Paragraph,
    Part,
    Segment,
    Sentence,
    Statement,
    TranslatedSegment,
    Translation,
)


def article(title: str, text: str, outlet: str | None = None) -> Article:
    return Article(
        id=hashlib.sha256((title + text).encode(errors="replace")).hexdigest()[:16],
        origin=f"made/{title}.txt",
        title=title,
        paragraphs=(Paragraph(text, Kind.PROSE, "ar", (Sentence(0, len(text), text),)),),
        language="ar",
        confidence=0.99,
        outlet=outlet,
    )


def brief(of: Article, english: str) -> Brief:
    text = of.paragraphs[0].text
    segment = Segment(0, Part.BODY, 0, 0, len(text), text, "ar")
    translation = Translation(
        of, EngineIdentity("made", "1", "made 1"), (TranslatedSegment(segment, english, -0.1),)
    )
    statement = Statement(english, text, "en", (Evidence(of.id, 0),))
    return Brief(translation, statement, (statement,))
