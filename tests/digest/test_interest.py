"""What a chat cares for, in the order of its digest, and the parts of the score."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.digest.composition import compose
from bot.digest.copies import independent_outlets
from bot.digest.interest import seen_in
from bot.digest.render.telegram import render_telegram
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Digest, Interest, Reason, Watched
from tests.digest.made_briefs import brief

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
PATRUSHEV = Watched("Patrushev", ("Patrushev", "باتروشيف", "باتروشف"))


def one(title: str, english: str, text: str, outlet: str = "RT") -> Brief:
    return brief((title, english), [(text, "He said so.")], outlet=outlet, day=DAY)


GAS = one("خفض أسعار الغاز في مصر", "Gas cheaper in Egypt", "أعلن الوزير خفض أسعار الغاز اليوم.")
GAS_TOO = one(
    "الوزير يعلن خفض أسعار الغاز في مصر",
    "Minister announces gas cut in Egypt",
    "قال الوزير إن أسعار الغاز تنخفض في البلاد من الغد.",
    "BBC",
)
MATCH = one("فوز المنتخب بكأس آسيا", "The team wins the cup", "فاز المنتخب في المباراة النهائية.")
VISIT = one("زيارة وفد روسي لطهران", "A Russian team in Tehran", "وصل الوفد وبينهم باتروشيف أمس.")
ALL = [GAS, GAS_TOO, MATCH, VISIT]


def digest(encoder: SentenceEncoder, interest: Interest) -> Digest:
    return compose(ALL, (), encoder, NOW, interest=interest)


def titles(made: Digest) -> list[str]:
    return [story.headline.source for story in made.stories]


def test_without_an_interest_the_widest_reported_comes_first(encoder: SentenceEncoder) -> None:
    first, *_ = digest(encoder, Interest()).stories
    assert len(first.briefs) == 2
    assert [(part.reason, part.value) for part in first.worth] == [(Reason.OUTLETS, 2)]


def test_a_watched_name_brings_its_story_first_and_is_told(encoder: SentenceEncoder) -> None:
    made = digest(encoder, Interest(watched=(PATRUSHEV,)))
    assert titles(made)[0] == VISIT.headline.source
    assert made.stories[0].watched == ("Patrushev",)
    (message,) = render_telegram(made)
    assert message.count("watched: Patrushev") == 1
    headlines = compose(ALL, (), encoder, NOW, 0, interest=Interest(watched=(PATRUSHEV,)))
    assert "(watched: Patrushev)" in render_telegram(headlines)[0]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("وصل الوفد وبينهم باتروشيف أمس.", True),
        ("التقى الوزير بباتروشيف أمس.", True),
        ("نفى باتروشف ما قيل.", True),
        ("نفى بوتين ما قيل.", False),
        ("نفى باتروشيفسكي ما قيل.", False),
    ],
)
def test_a_name_is_seen_behind_clitics_and_not_within_another(text: str, seen: bool) -> None:
    assert bool(seen_in([one("زيارة", "A visit", text)], [PATRUSHEV])) is seen


def test_a_name_of_two_words_does_not_stand_across_two_sentences() -> None:
    made = brief(("زيارة الملك", "t"), [("سلمان وصل اليوم.", "s"), ("عاد الوفد.", "s")])
    assert seen_in([made], [Watched("x", ("الملك سلمان",))]) == ()
    assert seen_in([made], [Watched("x", ("زيارة الملك",))]) == ("x",)


def test_what_is_like_a_story_called_good_rises_and_bad_falls(encoder: SentenceEncoder) -> None:
    cup = ("المنتخب يحرز كأس آسيا لكرة القدم",)
    liked, disliked = (digest(encoder, i) for i in (Interest(liked=cup), Interest(disliked=cup)))
    assert titles(liked).index(MATCH.headline.source) == 0
    assert titles(disliked)[-1] == MATCH.headline.source
    reasons = [part.reason for part in liked.stories[0].worth]
    assert Reason.LIKED in reasons
    assert any(Reason.DISLIKED is part.reason for part in disliked.stories[-1].worth)


def test_an_outlet_put_first_goes_before_its_equals(encoder: SentenceEncoder) -> None:
    made = digest(encoder, Interest(outlets=("bbc",)))
    assert made.stories[0].worth[-1].about == ("bbc",)


def test_copies_of_one_text_are_one_witness() -> None:
    text = "أعلن وزير الطاقة اليوم خفض أسعار الغاز في البلاد بنسبة عشرة في المئة من الشهر المقبل."
    copies = [one("غاز", "gas", text, outlet) for outlet in ("RT", "BBC", "SPA")]
    own = one("غاز", "gas", "قالت مصادر إن الأسعار ستنخفض قريبا بعد قرار للحكومة أمس.", "Al Quds")
    assert independent_outlets(copies) == 1
    assert independent_outlets([*copies, own]) == 2
    assert independent_outlets([]) == 0
