"""Briefs made of small reports, as the summary room would hand them on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from bot.records import (
    Article,
    Brief,
    EngineIdentity,
    Evidence,
    Flag,
    Moment,
    Paragraph,
    ParagraphKind,
    Part,
    Segment,
    Sentence,
    Severity,
    Statement,
    TranslatedSegment,
    Translation,
)
from tests.digest.made_reports import Report

ENGINE = EngineIdentity("made", "1", "made 1 (tests)")
ERROR = Flag("numbers", Severity.ERROR, "a number is missing")


def brief(
    title: tuple[str, str] | None,
    sentences: Sequence[tuple[str, str]],
    *,
    outlet: str | None = "Outlet",
    day: date | None = None,
    origin: str = "article.txt",
    flagged: Sequence[int] = (),
    points: Sequence[int] | None = None,
    whole: bool = False,
) -> Brief:
    """A brief whose points are its sentences; `flagged` and `points` count segments from 0."""
    said = [*([title] if title else []), *sentences]
    first = 1 if title else 0
    segments = tuple(
        TranslatedSegment(
            Segment(
                n,
                Part.TITLE if n < first else Part.BODY,
                None if n < first else n - first,
                0,
                len(arabic),
                arabic,
                "ar",
            ),
            english,
            -0.3,
            (ERROR,) if n in flagged else (),
        )
        for n, (arabic, english) in enumerate(said)
    )
    paragraphs = tuple(
        Paragraph(arabic, ParagraphKind.PROSE, "ar", (Sentence(0, len(arabic), arabic),))
        for arabic, _ in sentences
    )
    text = "\n".join(arabic for arabic, _ in said)
    article = Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        origin=origin,
        title=title[0] if title else None,
        paragraphs=paragraphs,
        language="ar",
        confidence=0.99,
        outlet=outlet,
        published=Moment(day) if day else None,
    )

    def statement(n: int) -> Statement:
        arabic, english = said[n]
        return Statement(english, arabic, "en", (Evidence(article.id, n),), segments[n].flags)

    chosen = range(first, len(said)) if points is None else points
    return Brief(
        Translation(article, ENGINE, segments),
        statement(0),
        tuple(statement(n) for n in chosen if n or title),
        whole,
    )


def from_report(report: Report) -> Brief:
    return brief(
        report.title,
        report.lead,
        outlet=report.outlet,
        day=report.day,
        origin=f"{report.event}-{report.outlet}.txt",
    )
