"""Translations to render: one as a reader would meet it, and any that hypothesis can think of.

The Arabic of `realistic` is from samples/; its English is by hand, some of it wrong on
purpose and flagged as the checks would.
"""

from __future__ import annotations

from datetime import UTC, date, time

from hypothesis import strategies as st

from bot.records import (
    Article,
    EngineIdentity,
    Flag,
    Moment,
    Paragraph,
    ParagraphKind,
    Part,
    Segment,
    Sentence,
    Severity,
    TranslatedSegment,
    Translation,
)

AREN = EngineIdentity("aren", "0.1", "aren 0.1 (embedded)")
NUMBER = Flag("numbers", Severity.ERROR, "number 2018 missing")
NEGATION = Flag("negation", Severity.ERROR, "“not” lost")
NAME = Flag("names", Severity.ERROR, "name باتروشيف missing")
SHORT = Flag("length", Severity.WARNING, "shorter than usual")

Said = tuple[str, str, tuple[Flag, ...]]
"""(Arabic, English, flags)."""

FIELDS: dict[str, object] = {"title": "واشنطن تهدد", "outlet": "عربي بوست", "paragraphs": []}


def translation(
    paragraphs: list[tuple[ParagraphKind, str, list[Said]]],
    title: Said | None = None,
    kicker: Said | None = None,
    between: str = " ",
) -> Translation:
    """Paragraphs as (kind, language, sentences); those not in Arabic are passed through."""
    segments: list[TranslatedSegment] = []

    def add(part: Part, number: int | None, start: int, said: Said, language: str) -> None:
        source, target, flags = said if language == "ar" else (said[0], said[0], ())
        segment = Segment(len(segments), part, number, start, start + len(source), source, language)
        score = -0.4 if language == "ar" else None
        segments.append(TranslatedSegment(segment, target, score, flags))

    for part, whole in ((Part.KICKER, kicker), (Part.TITLE, title)):
        if whole is not None:
            add(part, None, 0, whole, "ar")
    made = []
    for number, (kind, language, sentences) in enumerate(paragraphs):
        text = ""
        spans = []
        for said in sentences:
            text += between if text else ""
            spans.append(Sentence(len(text), len(text) + len(said[0]), said[0]))
            add(Part.BODY, number, len(text), said, language)
            text += said[0]
        made.append(Paragraph(text, kind, language, tuple(spans)))
    article = Article(
        id="0123456789abcdef",
        origin="samples/2018-08-23-arabicpost-bolton-warns-russia.txt",
        title=title[0] if title else None,
        paragraphs=tuple(made),
        language="ar",
        confidence=0.99,
        kicker=kicker[0] if kicker else None,
        outlet="عربي بوست",
        published=Moment(date(2018, 8, 23), time(18, 0, tzinfo=UTC)),
        url="https://example.org/?a=1&b=2",
    )
    return Translation(article, AREN, tuple(segments))


def realistic() -> Translation:
    return translation(
        [
            (
                ParagraphKind.CAPTION,
                "ar",
                [
                    (
                        "إتهامات أميركية لروسيا بمحاولة التدخل في الإنتخابات الأميركية/ رويترز",
                        "American accusations that Russia tried to interfere in the American "
                        "elections / Reuters",
                        (),
                    )
                ],
            ),
            (
                ParagraphKind.PROSE,
                "ar",
                [
                    (
                        "قال مستشار الأمن القومي الأميركي جون بولتون، الخميس 23 أغسطس/آب 2018، إن "
                        "بلاده لن تتسامح مع أي تدخُّل روسي في انتخابات التجديد النصفي التي تشهدها "
                        "الولايات المتحدة أواخر العام الجاري (2018).",
                        "US national security adviser John Bolton said on Thursday 23 August 2018 "
                        "that his country would not tolerate any Russian interference in the "
                        "midterm elections that the United States holds late this year (2018).",
                        (),
                    )
                ],
            ),
            (
                ParagraphKind.PROSE,
                "ar",
                [
                    (
                        "وأوضح بولتون خلال مؤتمر صحافي عقده في جنيف عقب لقاء مع مدير مجلس الأمن "
                        'القومي الروسي نيكولاي باتروشيف: "لقد أَثَرْتُ قضية التدخل في الانتخابات مع '
                        'المسؤول الروسي".',
                        "In a press conference held in Geneva following the meeting with the "
                        "Russian President, Bolton said: “I raised the issue of interference in "
                        "the elections with the Russian official.”",
                        (NAME,),
                    ),
                    (
                        'وأضاف: "أعلنت بوضوحٍ أننا لن نتسامح مع التدخل في انتخابات 2018، '
                        'ومستعدون لاتخاذ خطوات ضرورية للحيلولة دون ذلك".',
                        "He added: “I made it clear that we would tolerate interference in the "
                        "elections, and are ready to take necessary steps to prevent it.”",
                        (NUMBER, NEGATION),
                    ),
                ],
            ),
            (
                ParagraphKind.HEADING,
                "ar",
                [
                    (
                        "لكن روسيا رأت في ذلك نهجاً تدميرياً للعلاقات الثنائية",
                        "But Russia saw in it a destructive approach to bilateral relations",
                        (),
                    )
                ],
            ),
            (
                ParagraphKind.CAPTION,
                "en",
                [
                    (
                        "U.S. President Joe Biden holds secure video call with Russia's President",
                        "U.S. President Joe Biden holds secure video call with Russia's President",
                        (),
                    )
                ],
            ),
            (
                ParagraphKind.PROSE,
                "ar",
                [
                    (
                        "ونسبت الوكالة إلى باتروشيف قوله إنه جرى أيضاً التوصل إلى اتفاق عام على "
                        "مواصلة الاتصالات بين رئيسي أركان البلدين.",
                        "The agency quoted Patrushev as saying that a general agreement was also "
                        "reached on continuing contacts between the two countries' chiefs of "
                        "staff.",
                        (SHORT,),
                    ),
                    (
                        "وأضاف أنه دعا بولتون ومسؤولين أميركيين لزيارة روسيا؛ من أجل إجراء "
                        "محادثات، لكن لم يتحدد موعد لذلك.",
                        "He added that he had invited Bolton and American officials to visit "
                        "Russia for talks, but no date had been set.",
                        (),
                    ),
                ],
            ),
        ],
        title=(
            "واشنطن تهدد: لن نتسامح مع تدخُّل روسيا في «انتخابات التجديد»",
            "Washington threatens: we will not tolerate Russian interference in the midterms",
            (),
        ),
        kicker=(
            "موسكو اعتبرت ذلك نهجاً «تدميرياً» للتعاون الثنائي..",
            "Moscow considered that a “destructive” approach to bilateral cooperation",
            (),
        ),
    )


# ------------------------------------------------------------------------- any translation

TEXTS = st.lists(
    st.one_of(
        st.sampled_from([
            "</script>", "<b>", "&nbsp;", '"', "'", "\\", "\t", "\n", "\r\n", "\u2028", "\x85",
            "\x1b[2J", "\x00", "\ud83d", "\u202e", "\u2069", "العربية ", "word ", "😀", "=1+1",
            "e\u0301",
        ]),
        st.text(max_size=8),
    ),
    max_size=6,
).map("".join)  # fmt: skip
FLAGS = st.lists(
    st.builds(Flag, st.just("names"), st.sampled_from(Severity), TEXTS), max_size=2
).map(tuple)
SAID = st.tuples(TEXTS, TEXTS, FLAGS)
TRANSLATIONS = st.builds(
    translation,
    st.lists(
        st.tuples(
            st.sampled_from(ParagraphKind),
            st.sampled_from(["ar", "en"]),
            st.lists(SAID, max_size=3),
        ),
        max_size=4,
    ),
    st.one_of(st.none(), SAID.filter(lambda said: bool(said[0]))),
    st.one_of(st.none(), SAID.filter(lambda said: bool(said[0]))),
    TEXTS,
)
