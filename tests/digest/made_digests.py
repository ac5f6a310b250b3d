"""Digests to render: one as a reader would meet it, and any that hypothesis can think of.

The Arabic of `realistic` is from samples/; its English is by hand, some of it wrong on
purpose and flagged as the checks would.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.records import (
    Article,
    Brief,
    Change,
    Changed,
    Correction,
    Digest,
    EngineIdentity,
    Evidence,
    Flag,
    Moment,
    Part,
    Segment,
    Severity,
    Skipped,
    Statement,
    Story,
    StoryPoint,
    TranslatedSegment,
    Translation,
)

AREN = EngineIdentity("aren", "0.1", "aren 0.1 (embedded)")
NUMBER = Flag("numbers", Severity.ERROR, "number 2018 missing")
NEGATION = Flag("negation", Severity.ERROR, "“not” lost")
NAME = Flag("names", Severity.ERROR, "name بولتون missing")
SHORT = Flag("length", Severity.WARNING, "shorter than usual")


def statement(text: str, source: str = "", *flags: Flag, language: str = "en") -> Statement:
    return Statement(text, source, language, (), flags)


def brief(
    identity: str,
    headline: Statement,
    *said: Statement,
    outlet: str | None = None,
    published: Moment | None = None,
    url: str | None = None,
    origin: str | None = None,
    whole: bool = False,
    notes: tuple[str, ...] = (),
) -> Brief:
    """A brief whose translation has one segment for the headline and each point."""
    headline, *points = (
        replace(said, evidence=(Evidence(identity, index),))
        for index, said in enumerate((headline, *said))
    )
    statements = (headline, *points)
    article = Article(
        id=identity,
        origin=origin or f"samples/{identity}.txt",
        title=headline.source or headline.text,
        paragraphs=(),
        language="ar",
        confidence=0.99,
        outlet=outlet,
        published=published,
        url=url,
        notes=notes,
    )
    segments = tuple(
        TranslatedSegment(
            Segment(
                index,
                Part.BODY if index else Part.TITLE,
                None,
                0,
                len(said.source),
                said.source,
                "ar",
            ),
            said.text,
            -0.5,
            said.flags,
        )
        for index, said in enumerate(statements)
    )
    return Brief(Translation(article, AREN, segments), headline, tuple(points), whole)


def story(*briefs: Brief, differences: tuple[str, ...] = ()) -> Story:
    """A story of the briefs' own points, each said by its own outlet alone."""
    points = tuple(
        StoryPoint(point, (one.article.outlet or one.article.origin,), False)
        for one in briefs
        for point in one.points
    )
    return Story(briefs[0].headline, points, briefs, differences)


def digest(*stories: Story, also: tuple[Story, ...] = ()) -> Digest:
    return Digest(MADE_AT, AREN, stories, also)


def corrected() -> Digest:
    """Nothing new, and two articles of earlier digests that say something else now."""
    fire = Correction(
        "new",
        "old",
        "Al Ghad",
        "https://example.org/fire",
        statement("Fire in a warehouse east of the capital", "حريق في مستودع شرق العاصمة"),
        (
            Change(
                Changed.NUMBER,
                statement("12 workers were injured.", "وأصيب 12 عاملا."),
                statement("14 workers were injured.", "وأصيب 14 عاملا."),
            ),
            Change(
                Changed.NAME,
                statement("Salem Hamad said so.", "قال ذلك سالم حمد."),
                statement("Salim said so.", "قال ذلك سليم حمد.", NAME),
            ),
        ),
        more=2,
    )
    talks = Correction(
        "newer",
        "older",
        "inbox/talks.txt",
        None,
        statement("توقف المحادثات", "توقف المحادثات", language="ar"),
        (
            Change(
                Changed.TITLE,
                statement("Talks resume", "استئناف المحادثات"),
                statement("توقف المحادثات", "توقف المحادثات", language="ar"),
            ),
        ),
    )
    return Digest(MADE_AT, None, (), corrections=(fire, talks))


MADE_AT = datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("Asia/Amman"))


def realistic() -> Digest:
    return Digest(
        MADE_AT,
        AREN,
        (_talks(), _bolton(), _antonov(), _notice()),
        (_rain(), _untranslated()),
        (
            Skipped("inbox/page.html", "NoArticle", "No article was found on the page."),
            Skipped("inbox/tehran.txt", "NotArabic", "inbox/tehran.txt is Persian, not Arabic."),
        ),
    )


def _talks() -> Story:
    headline = statement(
        "Ceasefire talks resume in Muscat after three-week pause",
        "استئناف محادثات وقف إطلاق النار في مسقط بعد توقف ثلاثة أسابيع",
    )
    arrival = statement(
        "Both delegations arrived on Friday, the Omani foreign ministry said.",
        "أعلنت وزارة الخارجية العمانية وصول الوفدين إلى مسقط يوم الجمعة.",
    )
    second = statement(
        "A first session lasted two hours; a second is set for Sunday.",
        "واستمرت الجلسة الأولى ساعتين، ومن المقرر عقد جلسة ثانية يوم الأحد.",
    )
    mediator = statement(
        "The mediator would confirm the list.", "الوسيط لم يؤكد القائمة.", NEGATION
    )
    briefs = tuple(
        brief(identity, headline, arrival, outlet=outlet, published=published, url=url)
        for identity, outlet, published, url in (
            ("q1", "Al Quds", Moment(date(2026, 11, 20)), "https://example.org/quds?a=1&b=2"),
            ("s1", "SPA", Moment(date(2026, 11, 20), time(19, 40)), "https://example.org/spa"),
            ("o1", "Oman Daily", Moment(date(2026, 11, 21)), None),
            ("o2", "Oman Daily", None, "https://example.org/oman/2"),
        )
    )
    everywhere = tuple(Evidence(one.article.id, 1) for one in briefs)
    return Story(
        headline,
        (
            StoryPoint(
                replace(arrival, evidence=everywhere), ("Al Quds", "SPA", "Oman Daily"), True
            ),
            StoryPoint(mediator, ("Al Quds",), False),
            StoryPoint(second, ("SPA", "Oman Daily"), False),
        ),
        briefs,
        ("Prisoners to be exchanged: 400 (SPA) / “more than 350” (Al Quds)",),
    )


def _bolton() -> Story:
    return story(
        brief(
            "2018-08-23-arabicpost-bolton-warns-russia",
            statement(
                "Washington threatens: we will not tolerate Russian interference in the midterms",
                "واشنطن تهدد: لن نتسامح مع تدخُّل روسيا في «انتخابات التجديد»",
            ),
            statement(
                "US national security adviser John Bolton said on Thursday 23 August 2018 that his "
                "country would not tolerate any Russian interference in the midterm elections.",
                "قال مستشار الأمن القومي الأميركي جون بولتون، الخميس 23 أغسطس/آب 2018، إن بلاده لن "
                "تتسامح مع أي تدخُّل روسي في انتخابات التجديد النصفي.",
                SHORT,
            ),
            statement(
                "He said clearly that we will tolerate interference in the elections and are ready "
                "to take necessary steps to prevent it.",
                'وأضاف: "أعلنت بوضوحٍ أننا لن نتسامح مع التدخل في انتخابات 2018، ومستعدون لاتخاذ '
                'خطوات ضرورية للحيلولة دون ذلك".',
                NUMBER,
                NEGATION,
                NAME,
            ),
            outlet="Arabic Post",
            published=Moment(date(2018, 8, 23), time(18, 0, tzinfo=UTC)),
            url="https://example.org/arabicpost/bolton",
        )
    )


def _antonov() -> Story:
    title = 'بعد أنباء "المحادثات السرية".. تعليقات روسية متواترة بشأن العلاقات مع واشنطن'
    return story(
        brief(
            "2022-11-aljazeera-russian-comments-after-secret-talks",
            statement(title, title, NAME, language="ar"),
            statement(
                "The Kremlin said relations with the United States remain and will remain “bad” "
                "and that the new congressional elections will not affect that.",
                "من جهته، قال الكرملين إن العلاقات مع الولايات المتحدة ما زالت وستظل «سيئة» وإن "
                "انتخابات الكونغرس الجديدة لن تؤثر على ذلك.",
            ),
            statement(
                "وأشار إلى غياب أي تغييرات في مواقف أعضاء الكونغرس.",
                "وأشار إلى غياب أي تغييرات في مواقف أعضاء الكونغرس.",
                language="ar",
            ),
            published=Moment(None, time(4, 36)),
            notes=("Hijri date, not converted",),
        )
    )


def _notice() -> Story:
    text = "The road to Aqaba is closed until Thursday evening."
    return story(
        brief(
            "notice",
            statement("Rain closes the road to Aqaba", "الأمطار تغلق طريق العقبة"),
            statement(text, "الطريق إلى العقبة مغلق حتى مساء الخميس."),
            outlet="بترا",
            published=Moment(date(2026, 11, 20)),
            whole=True,
        )
    )


def _rain() -> Story:
    return story(
        brief(
            "bank",
            statement("Central bank holds rate at 7.5%", "البنك المركزي يثبت الفائدة عند 7.5%"),
            outlet="SPA",
            url="https://example.org/bank",
        )
    )


def _untranslated() -> Story:
    title = "لافروف يقدم لبومبيو مذكرة حول تدخل واشنطن في شؤون روسيا"
    return story(brief("rt", statement(title, title, language="ar"), outlet="RT"))


# ------------------------------------------------------------------------------ any digest

TRICKY = st.sampled_from(
    [
        "<b>",
        "</a>",
        "&nbsp;",
        "&amp;",
        "<",
        ">",
        "&",
        '"',
        "'",
        "*a*",
        "_",
        "`",
        "[x](y)",
        "1. ",
        "- ",
        "# ",
        "\\",
        "\n",
        "\t",
        "———",
        "😀",
        "👩‍👩‍👧‍👦",
        "🇯🇴🇪🇬",
        "e\u0301\u0323",
        "\ud83d",
        "\udc00",
        "\x1b[31m",
        "\x00",
        "\u2069",
        "\u202e",
        "العربية ",
        "قال: 40 (SPA) ",
        "New York Times ",
        "אב",
        "كِتَابٌ",
        "$5 and $6",
        "~~",
        "|",
        "https://example.org",
        "x" * 300,
        "word " * 120,
        "A sentence. " * 60,
    ]
)
TEXTS = st.one_of(
    st.lists(st.one_of(TRICKY, st.text(max_size=12)), max_size=10).map("".join),
    st.builds(
        lambda piece, times: piece * times,
        st.sampled_from(["a", "ا", "😀", "<", "&", "ا a ", "word ", "e\u0301", "كلمة ", "A b. "]),
        st.sampled_from([1, 20, 300, 300, 10_000]),
    ),
)
FLAGS = st.lists(
    st.builds(Flag, st.sampled_from(["numbers", "names"]), st.sampled_from(Severity), TEXTS),
    max_size=4,
).map(tuple)
STATEMENTS = st.builds(
    Statement,
    TEXTS,
    TEXTS,
    st.sampled_from(["en", "ar"]),
    st.just((Evidence("a", 0),)),
    FLAGS,
)
MOMENTS = st.one_of(
    st.none(),
    st.builds(
        Moment,
        st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
        st.one_of(st.none(), st.times(timezones=st.one_of(st.none(), st.just(UTC)))),
    ),
)
URLS = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from(
        [
            'https://example.org/a(b)?c=<d>&e="f"\'g',
            "javascript:alert(1)",
            "http://[bad",
            "https://example.org/قصة",
        ]
    ),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    briefs = []
    for number in range(draw(st.integers(1, 2))):
        said = draw(st.lists(STATEMENTS, max_size=2))
        briefs.append(
            brief(
                f"article{number}",
                draw(STATEMENTS),
                *said,
                outlet=draw(st.one_of(st.none(), TEXTS)),
                published=draw(MOMENTS),
                url=draw(URLS),
                origin=draw(TEXTS) or "-",
                whole=draw(st.booleans()),
                notes=tuple(draw(st.lists(TEXTS, max_size=1))),
            )
        )
    made = story(*briefs, differences=tuple(draw(st.lists(TEXTS, max_size=2))))
    agreed = draw(st.booleans())
    points = tuple(StoryPoint(p.statement, p.outlets, agreed) for p in made.points)
    return Story(made.headline, points, made.briefs, made.differences)


CORRECTIONS = st.builds(
    Correction,
    st.just("article0"),
    st.just("earlier"),
    TEXTS,
    URLS,
    STATEMENTS,
    st.lists(
        st.builds(Change, st.sampled_from(Changed), STATEMENTS, STATEMENTS), min_size=1, max_size=2
    ).map(tuple),
    st.integers(0, 3),
)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    return Digest(
        draw(st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))),
        draw(st.sampled_from([None, AREN])),
        tuple(draw(st.lists(stories(), max_size=2))),
        tuple(draw(st.lists(stories(), max_size=1))),
        tuple(draw(st.lists(st.builds(Skipped, TEXTS, st.just("TooShort"), TEXTS), max_size=3))),
        tuple(draw(st.lists(CORRECTIONS, max_size=1))),
    )
