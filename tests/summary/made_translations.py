"""Translations made of pairs of sentences, as the translation room would hand them on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.records import (
    Article,
    EngineIdentity,
    Flag,
    Paragraph,
    ParagraphKind,
    Part,
    Segment,
    Sentence,
    Severity,
    TranslatedSegment,
    Translation,
)

ERROR = Flag("negation", Severity.ERROR, "a denial is missing")
WARNING = Flag("length", Severity.WARNING, "much shorter than its source")


def translation(
    title: tuple[str, str] | Sequence[tuple[str, str]] | None,
    body: Sequence[tuple[str, str]],
    *,
    flags: Mapping[int, Flag] | None = None,
    kinds: Mapping[int, ParagraphKind] | None = None,
    english: Sequence[int] = (),
) -> Translation:
    """`flags`, `kinds` and `english` count segments from 0, titles first. Each body sentence is
    a paragraph of its own."""
    titles = [] if title is None else [title] if isinstance(title[0], str) else list(title)
    said = [*titles, *body]
    segments, paragraphs = [], []
    for n, (arabic, target) in enumerate(said):
        of_title = n < len(titles)
        language = "en" if n in english else "ar"
        if not of_title:
            kind = (kinds or {}).get(n, ParagraphKind.PROSE)
            sentences = (Sentence(0, len(arabic), arabic),)
            paragraphs.append(Paragraph(arabic, kind, language, sentences))
        segments.append(
            TranslatedSegment(
                Segment(
                    n,
                    Part.TITLE if of_title else Part.BODY,
                    None if of_title else n - len(titles),
                    0,
                    len(arabic),
                    arabic,
                    language,
                ),
                target,
                None if n in english else -0.4,
                (flags[n],) if flags and n in flags else (),
            )
        )
    article = Article(
        id="0123456789abcdef",
        origin="folder/article.txt",
        title=" ".join(t[0] for t in titles) or None,
        paragraphs=tuple(paragraphs),
        language="ar",
        confidence=0.99,
    )
    return Translation(article, EngineIdentity("made", "1", "made 1"), tuple(segments))


TITLE = (
    "استئناف محادثات وقف إطلاق النار في مسقط",
    "Ceasefire talks resume in Muscat",
)
STORY = (
    (
        "أعلنت وزارة الخارجية العمانية وصول الوفدين إلى مسقط يوم الجمعة لاستئناف محادثات وقف "
        "إطلاق النار بعد توقف دام ثلاثة أسابيع.",
        "The Omani foreign ministry announced the arrival of the two delegations in Muscat on "
        "Friday to resume ceasefire talks after a three-week pause.",
    ),
    (
        "وقال مصدر مطلع إن الطرفين سيتبادلان 400 سجين في المرحلة الأولى من الاتفاق.",
        "An informed source said the two sides would exchange 400 prisoners in the first phase of "
        "the agreement.",
    ),
    (
        "وأضاف أن قائمة الأسماء سلمت إلى الوسطاء مساء الخميس.",
        "He added that the list of names was handed to the mediators on Thursday evening.",
    ),
    (
        "وأعلنت الأمم المتحدة إرسال 60 شاحنة محملة بالأدوية إلى المدن المحاصرة في الشمال.",
        "The United Nations announced it was sending 60 trucks loaded with medicine to the "
        "besieged cities in the north.",
    ),
    (
        "وارتفعت أسعار الخبز في العاصمة إلى ضعفي ما كانت عليه قبل الحرب بحسب التجار.",
        "Bread prices in the capital have risen to twice what they were before the war, according "
        "to traders.",
    ),
    (
        "وكانت الجولة السابقة من المفاوضات انهارت في أكتوبر بسبب الخلاف على المعابر.",
        "The previous round of negotiations collapsed in October over a dispute about the "
        "crossings.",
    ),
)
