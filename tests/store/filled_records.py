"""One record of every kind the store keeps as JSON, with each of its fields filled."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.records import (
    Against,
    Article,
    Brief,
    Change,
    Changed,
    Correction,
    Digest,
    EngineIdentity,
    Evidence,
    Flag,
    Life,
    Link,
    Moment,
    Paragraph,
    ParagraphKind,
    Part,
    Past,
    Reason,
    Removed,
    Segment,
    Sentence,
    Severity,
    Skipped,
    Statement,
    Story,
    StoryPoint,
    TranslatedSegment,
    Translation,
    Worth,
)
from bot.sources.feeds.entries import Entry

ENGINE = EngineIdentity("aren", "0.1", "aren 0.1 (embedded)")
OTHER = EngineIdentity("chat", "7", "a chat model")

ARTICLE = Article(
    id="0123456789abcdef",
    origin="samples/خبر.txt",
    title='قال "لافروف": لا \\ أمس',
    paragraphs=(
        Paragraph("عنوان", ParagraphKind.HEADING, "und"),
        Paragraph("قال كذا. نفى ذلك.", ParagraphKind.PROSE, "ar", (Sentence(0, 8, "قال كذا."),)),
        Paragraph("صورة \ud83d\U0001f600 \x00\x1f", ParagraphKind.CAPTION, "ar"),
    ),
    language="ar",
    confidence=1.0,
    kicker="عاجل",
    outlet="الجزيرة",
    author="كاتب",
    published=Moment(date(2026, 3, 5), time(1, 30, tzinfo=ZoneInfo("Africa/Cairo"), fold=1)),
    updated=Moment(None, time(8, 0, 1, 250, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))),
    url="https://example.org/a?b=1",
    canonical="https://example.org/a",
    removed=(Removed("إعلان", "advertisement"),),
    notes=("Hijri date, not converted",),
    links=(Link("هنا", "https://example.org/b"),),
    photograph="https://example.org/p.jpg",
)

FLAG = Flag("numbers", Severity.ERROR, "40 is missing")
SEGMENT = Segment(0, Part.TITLE, None, 0, 5, "عنوان", "ar")
TRANSLATION = Translation(
    article=ARTICLE,
    engine=ENGINE,
    segments=(
        TranslatedSegment(
            SEGMENT, "A title", -0.125, (FLAG, Flag("length", Severity.NOTE, "")), OTHER
        ),
        TranslatedSegment(Segment(1, Part.BODY, 1, 0, 8, "قال كذا.", "ar"), "He said.", 0.0),
        TranslatedSegment(Segment(2, Part.KICKER, None, 0, 4, "عاجل", "ar"), "عاجل", None),
    ),
    absent=(OTHER,),
)

STATEMENT = Statement("He said.", "قال كذا.", "en", (Evidence(ARTICLE.id, 1),), (FLAG,))
BRIEF = Brief(TRANSLATION, STATEMENT, (STATEMENT,), whole=True)
STORY = Story(
    STATEMENT,
    (StoryPoint(STATEMENT, ("الجزيرة",), True),),
    (BRIEF,),
    ("40 or 50",),
    (Worth(Reason.WATCHED, 3.0, ("باتروشيف",)),),
    ("politics", "RU"),
    Life.DEVELOPING,
    (Past(date(2026, 10, 24), STATEMENT, "RT"),),
    Against(True, STATEMENT, "RT", None),
    ((ARTICLE.id, "1" * 16),),
    ("2" * 16,),
    Past(date(2026, 10, 20), STATEMENT, "RT"),
)
DIGEST = Digest(
    made_at=datetime(2026, 10, 25, 1, 30, 0, 7, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
    engine=ENGINE,
    stories=(STORY,),
    also=(STORY,),
    skipped=(Skipped("a.txt", "NotArabic", "It is not Arabic."),),
    corrections=(
        Correction(
            article="0" * 16,
            replaces="1" * 16,
            outlet="RT",
            url=None,
            headline=STATEMENT,
            changes=(Change(Changed.NEGATION, STATEMENT, STATEMENT),),
            more=2,
        ),
    ),
    by_topic=True,
    overview=STATEMENT,
    unwritten=("the overview: it did not hold",),
    repeated=(STORY,),
    quiet=(STORY,),
)

ENTRY = Entry(
    key="tag:1",
    url="https://example.org/1",
    title="عنوان",
    published=datetime(2026, 3, 5, 8, tzinfo=UTC),
    updated=datetime(2026, 3, 5, 9, 30, 0, 5, tzinfo=UTC),
    zoned=False,
    author="كاتب",
    summary="<p>نص</p>",
    content="<p>نص \u200f</p>",
    language="ar-eg",
    forwarded_from="قناة",
    forwarded_url="https://t.me/x/1",
    edited=True,
    parts=3,
)


def moments(value: object) -> list[object]:
    """Every time within a record, with what == does not compare: fold, offset and zone."""
    if isinstance(value, time | datetime):
        return [value.fold, value.replace(tzinfo=None), value.utcoffset(), str(value.tzinfo)]
    if isinstance(value, tuple):
        return [part for item in value for part in moments(item)]
    if dataclasses.is_dataclass(value):
        return [
            part
            for field in dataclasses.fields(value)
            for part in moments(getattr(value, field.name))
        ]
    return []
