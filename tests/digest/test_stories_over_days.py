"""A story that goes on: what is new first, then what was sent, with its day and who said so."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.digest.composition import compose
from bot.digest.denials import against
from bot.digest.render.json import digest_fields
from bot.digest.render.layout import layout
from bot.digest.render.lines import Role
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Digest, Form, Life, Moment, Story
from tests.digest.made_briefs import brief, from_report
from tests.digest.made_reports import REPORTS

MADE = datetime(2026, 11, 6, 18, tzinfo=UTC)

CRASH = brief(
    ("19 قتيلا في تصادم قطارين بسوهاج", "19 dead as two trains collide in Sohag"),
    [
        (
            "قالت وزارة الصحة إن 19 شخصا قتلوا وأصيب 66 في تصادم قطارين بمحافظة سوهاج.",
            "The health ministry said 19 people died and 66 were injured as two trains collided.",
        )
    ],
    outlet="Al Jazeera",
    day=date(2026, 11, 3),
)
RISEN = brief(
    ("ارتفاع قتلى تصادم قطاري سوهاج إلى 22", "Sohag train dead rise to 22"),
    [
        (
            "ارتفع عدد قتلى تصادم القطارين في محافظة سوهاج إلى 22 قتيلا، بحسب مصدر طبي.",
            "The dead of the collision in Sohag rose to 22, a medical source said.",
        )
    ],
    outlet="Al-Quds",
    day=date(2026, 11, 4),
)
JAILED = brief(
    ("حبس سائق القطار في حادث تصادم قطاري سوهاج", "Driver held over Sohag train collision"),
    [
        (
            "أمرت النيابة بحبس سائق القطار ومساعده 15 يوما في حادث تصادم القطارين بسوهاج.",
            "Prosecutors ordered the driver and his aide held for 15 days.",
        )
    ],
    outlet="Ahram",
    day=date(2026, 11, 6),
)
AGAIN = brief(
    ("مقتل 22 في تصادم قطارين بسوهاج", "22 killed in Sohag train collision"),
    [
        (
            "قتل 22 شخصا في تصادم القطارين في محافظة سوهاج، بحسب مصدر طبي.",
            "22 people died in the collision in Sohag, a medical source said.",
        )
    ],
    outlet="RT",
    day=date(2026, 11, 4),
)


def digest(encoder: SentenceEncoder, new: Sequence[Brief], before: Sequence[Brief] = ()) -> Digest:
    return compose(new, (), encoder, MADE, before=before)


def only(made: Digest) -> Story:
    (story,) = made.stories
    return story


def shown(made: Digest, *roles: Role) -> list[str]:
    return [
        "".join(run.text for run in line.runs)
        for block in layout(made)
        for item in block.items
        for line in item.lines
        if line.role in roles
    ]


def test_what_was_sent_stands_behind_what_is_new(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [RISEN], [CRASH])
    story = only(made)
    assert story.life is Life.DEVELOPING
    assert story.briefs == (RISEN,)
    assert story.headline == RISEN.headline
    assert shown(made, Role.SOURCES) == ["Al-Quds · 4 November 2026 · developing"]
    assert shown(made, Role.EARLIER) == [
        "Earlier: 3 Nov: 19 dead, 66 injured — health ministry via Al Jazeera"
    ]
    assert shown(made, Role.DIFFERENCE) == [
        "Deaths: 19 (health ministry via Al Jazeera, Tue) → 22 (medical source via Al-Quds, Wed)"
    ]
    (past,) = story.earlier
    assert past.statement.source == CRASH.points[0].source, "the sentence that has both numbers"


def test_after_three_days_it_has_a_timeline(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [JAILED], [CRASH, RISEN])
    assert only(made).headline == JAILED.headline
    assert shown(made, Role.EARLIER) == [
        "3 Nov: 19 dead, 66 injured — health ministry via Al Jazeera",
        "4 Nov: 22 dead — medical source via Al-Quds",
    ]
    (told,) = digest_fields(made)["stories"]
    assert [past["line"] for past in told["earlier"]] == shown(made, Role.EARLIER)
    # The toll was told with the report that brought it.
    assert shown(made, Role.DIFFERENCE) == []


def test_what_says_nothing_new_is_not_told_again(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [AGAIN], [CRASH, RISEN])
    assert made.stories == ()
    (story,) = made.repeated
    assert story.briefs == (AGAIN,)
    assert shown(made, Role.LIST, Role.ENTRY) == [
        "Reported again, nothing new",
        "22 killed in Sohag train collision",
    ]
    assert made.articles == 1


def test_what_an_earlier_article_had_and_nobody_was_shown_is_news(encoder: SentenceEncoder) -> None:
    """Beyond the points of a digest, and not among the points of its summary."""
    title = (CRASH.headline.source, CRASH.headline.text)
    said = [(s.segment.source, s.target) for s in CRASH.translation.segments[1:]]
    driver = (JAILED.points[-1].source, JAILED.points[-1].text)
    same = brief(
        (JAILED.headline.source, JAILED.headline.text), [driver], outlet="RT", day=date(2026, 11, 6)
    )

    def made(*shown: int) -> Digest:
        sent = brief(title, [*said, driver], outlet="SPA", day=date(2026, 11, 3), points=shown)
        return compose([same], (), encoder, MADE, points=1, before=[sent])

    assert only(made(1)).headline == same.headline
    assert only(made(1, 2)).headline == same.headline
    assert made(2).repeated


def test_a_toll_that_an_earlier_article_had_and_nobody_was_shown_is_news(
    encoder: SentenceEncoder,
) -> None:
    """It stands on a line of its own, beside the one that was sent, and in no point."""
    driver = (JAILED.points[-1].source, JAILED.points[-1].text)
    toll = (AGAIN.points[-1].source, AGAIN.points[-1].text)
    title = (JAILED.headline.source, JAILED.headline.text)
    same = brief(title, [driver, toll], outlet="RT", day=date(2026, 11, 6), points=(2,))
    (point,) = same.points
    same = replace(same, points=(replace(point, text="22 dead", form=Form.FACTS),))

    def made(*shown: int) -> Digest:
        sent = brief(title, [driver, toll], outlet="SPA", day=date(2026, 11, 6), points=shown)
        return compose([same], (), encoder, MADE, before=[CRASH, sent])

    assert made(1, 2).repeated
    assert only(made(1)).differences


def test_without_anything_sent_a_story_is_new(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [CRASH, RISEN])
    assert only(made).life is Life.NEW
    assert only(made).earlier == ()


def test_what_was_sent_and_has_no_news_is_not_in_the_digest(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [], [CRASH])
    assert (made.stories, made.also, made.repeated) == ((), (), ())


CLAIM = brief(
    ("مصدر: وزيرة المالية طيف سامي تقدم استقالتها", "Source: finance minister Taif Sami resigns"),
    [("أفاد مصدر بأن وزيرة المالية طيف سامي قدمت استقالتها.", "A source said Sami resigned.")],
    outlet="Shafaq",
    day=date(2026, 11, 6),
)
DENIAL = brief(
    ("وزارة المالية تنفي استقالة الوزيرة طيف سامي", "Finance ministry denies Sami resigned"),
    [
        (
            "نفت وزارة المالية الأنباء المتداولة عن استقالة الوزيرة طيف سامي.",
            "The finance ministry denied reports that Sami resigned.",
        )
    ],
    outlet="INA",
    day=date(2026, 11, 6),
)


def test_a_denial_stands_with_the_claim_that_was_sent(encoder: SentenceEncoder) -> None:
    made = digest(encoder, [DENIAL], [CLAIM])
    assert shown(made, Role.DIFFERENCE) == [
        "The claim: Source: finance minister Taif Sami resigns — Shafaq, 6 Nov"
    ]
    assert shown(made, Role.EARLIER) == [], "not told twice"
    late = digest(encoder, [CLAIM], [DENIAL])
    (line,) = shown(late, Role.DIFFERENCE)
    assert line == "Denied: Finance ministry denies Sami resigned — INA, 6 Nov"
    (told,) = digest_fields(late)["stories"]
    assert told["against"]["line"] == line


def test_it_stands_with_a_headline_alone_too(encoder: SentenceEncoder) -> None:
    """A chat that reads headlines only must not read a claim without its denial."""
    made = compose([CLAIM, DENIAL], (), encoder, MADE, max_stories=0)
    assert shown(made, Role.ENTRY) == ["Finance ministry denies Sami resigned"]
    assert shown(made, Role.DIFFERENCE) == [
        "The claim: Source: finance minister Taif Sami resigns — Shafaq, 6 Nov"
    ]


def on(told: Brief, day: int | None) -> Brief:
    published = Moment(date(2026, 11, day)) if day else None
    article = replace(told.article, published=published)
    return replace(told, translation=replace(told.translation, article=article))


@pytest.mark.parametrize(
    ("claimed", "denied", "together"),
    [(6, 5, False), (5, 6, True), (None, None, True), (6, None, False), (None, 6, False)],
)
def test_no_denial_is_older_than_what_it_denies(
    claimed: int | None, denied: int | None, together: bool
) -> None:
    claim, denial = on(CLAIM, claimed), on(DENIAL, denied)
    for headline in (claim.headline, denial.headline):
        assert (against(headline, [claim, denial]) is not None) is together


def test_a_denial_of_something_else_does_not(encoder: SentenceEncoder) -> None:
    other = brief(
        ("وزارة المالية تنفي تأخر رواتب الوزيرة طيف سامي", "Ministry denies late pay"),
        [("نفت وزارة المالية تأخر صرف الرواتب في عهد الوزيرة طيف سامي.", "Ministry denies.")],
        outlet="INA",
        day=date(2026, 11, 6),
    )
    assert only(digest(encoder, [other], [CLAIM])).against is None


def test_copies_count_as_one_report(encoder: SentenceEncoder) -> None:
    copied = brief(
        ("19 قتيلا في تصادم قطارين", "19 dead as two trains collide"),
        [
            (
                "قالت وزارة الصحة إن 19 شخصا قتلوا وأصيب 66 في تصادم قطارين في محافظة سوهاج.",
                "The health ministry said 19 people died and 66 were injured in a collision.",
            )
        ],
        outlet="SPA",
        day=date(2026, 11, 3),
    )
    made = digest(encoder, [CRASH, copied])
    assert only(made).copies == ((CRASH.article.id, copied.article.id),) or only(made).copies == (
        (copied.article.id, CRASH.article.id),
    )
    (line,) = shown(made, Role.SOURCES)
    assert line.startswith("2 outlets, 1 independent report: ")


def test_what_two_reports_say_stands_before_what_copies_of_one_say(
    encoder: SentenceEncoder,
) -> None:
    """And a reader sees that copies are one witness."""
    day = date(2026, 11, 3)
    signal = (
        "وقال وزير النقل إن سائق القطار الثاني تجاوز الإشارة الحمراء قبل التصادم.",
        "The transport minister said the second driver had passed a red signal.",
    )
    dead = (
        "قالت وزارة الصحة إن 19 شخصا قتلوا وأصيب 66 في تصادم قطارين في محافظة سوهاج.",
        "The health ministry said 19 people died and 66 were injured in a collision.",
    )
    title = ("19 قتيلا في تصادم قطارين", "19 dead as two trains collide")
    told = ("سائق قطار سوهاج تجاوز الإشارة", "Driver of the Sohag train passed a signal")
    copies = [brief(title, [dead], outlet=outlet, day=day) for outlet in ("SPA", "Ammon", "Rai")]
    own = [brief(told, [signal], outlet=outlet, day=day) for outlet in ("Rudaw", "Al Wasat")]
    probe = ("وأمر النائب العام بالتحقيق مع السائق.", "The public prosecutor had him questioned.")
    own[1] = brief(told, [probe, signal], outlet="Al Wasat", day=day)
    made = digest(encoder, [*copies, *own])
    points = [p for p in only(made).points if p.statement.text in (dead[1], signal[1])]
    assert [set(p.outlets) for p in points] == [{"Rudaw", "Al Wasat"}, {"SPA", "Ammon", "Rai"}]
    (line,) = (line for line in shown(made, Role.POINT) if dead[1] in line)
    assert line.endswith(", 1 independent report")
    (line,) = (line for line in shown(made, Role.POINT) if signal[1] in line)
    assert line.endswith((" — Rudaw, Al Wasat", " — Al Wasat, Rudaw"))


def test_a_story_that_was_followed_is_called_quiet_once(encoder: SentenceEncoder) -> None:
    def quiet(since: int, today: int, *sent: Brief) -> tuple[Story, ...]:
        made_at = datetime(2026, 11, today, 18, tzinfo=UTC)
        return compose([], (), encoder, made_at, before=sent, since=date(2026, 11, since)).quiet

    (story,) = quiet(6, 7, CRASH, RISEN)
    assert (story.headline, story.life) == (RISEN.headline, Life.QUIET)
    assert quiet(5, 6, CRASH, RISEN) == ()
    assert quiet(7, 7, CRASH, RISEN) == quiet(7, 8, CRASH, RISEN) == ()
    # It was never followed.
    assert quiet(6, 7, RISEN) == ()


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.data())
def test_nothing_sent_comes_again_however_stories_merge_and_split(
    encoder: SentenceEncoder, chance: random.Random, data: st.DataObject
) -> None:
    """Reports come in any order, in any batches: each is told in one digest, in one story, with
    what was sent of that story behind it; what was sent is told a second time in none."""
    coming = [from_report(report) for report in REPORTS[:6]]
    chance.shuffle(coming)
    sent: list[Brief] = []
    while coming:
        batch = [coming.pop() for _ in range(data.draw(st.integers(1, len(coming))))]
        made = digest(encoder, batch, sent)
        stories = (*made.stories, *made.also, *made.repeated)
        told = [each.article.id for story in stories for each in story.briefs]
        assert sorted(told) == sorted(each.article.id for each in batch)
        behind = [article for story in stories for article in story.sent]
        assert len(behind) == len(set(behind))
        assert set(behind) <= {each.article.id for each in sent}
        again = digest(encoder, batch[::-1], sent[::-1])
        assert again.stories == made.stories
        sent += batch
