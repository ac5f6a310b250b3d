"""Which texts are one article; the rules that hold for every text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.identity import (
    SHORTEST_WHOLE,
    Arrival,
    KnownArticle,
    New,
    NewVersion,
    Same,
    Text,
    decide,
    words,
)

LINK = "https://news.example/1"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORD = st.text(alphabet=LETTERS, min_size=1, max_size=8)
NUMBER = st.integers(0, 10**6).map(str)
BODY = st.lists(st.one_of(WORD, NUMBER), min_size=1, max_size=80).map(tuple)
CONTENT = st.text(alphabet=LETTERS, min_size=4, max_size=8)
LONG = st.lists(CONTENT, min_size=SHORTEST_WHOLE + 1, max_size=90, unique=True).map(tuple)
TITLE = st.lists(WORD, min_size=1, max_size=8).map(tuple)


def known(text: Text, **by: object) -> KnownArticle:
    return KnownArticle(7, text, **by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أعلنت إدارة الأمن", "اعلنت اداره الامن"),
        ("قُتِلَ ١٢ شخصاً.", "قتل 12 شخصا"),
        ("قــال: «نعم»", "قال نعم"),
        ("ارتفع ٥٫٥٪", "ارتفع 5.5%"),
        ("مستشفى على الحدود\u200f", "مستشفي علي الحدود"),
        ("ﻻ يزال", "لا يزال"),
        ("آب\u0653", "اب"),
    ],
)
def test_a_spelling_is_not_another_word(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قتل 12 شخصا", "قتل 13 شخصا"),
        ("ارتفع 1.5", "ارتفع 15"),
        ("ارتفع 5%", "ارتفع 5"),
        ("درجة -5", "درجة 5"),
        ("بلغ $5", "بلغ €5"),
        ("لم يقتل", "يقتل"),
        ("سالم", "سليم"),
        ("سلام", "سلم"),
    ],
)
def test_a_number_a_sign_or_a_word_is_another_text(one: str, other: str) -> None:
    assert words(one) != words(other)


@given(st.text(max_size=60))
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.text(max_size=60), st.sampled_from([" ", "\u200f", "ـ", "\u064e", "\n", "."]))
def test_invisible_signs_change_nothing(text: str, sign: str) -> None:
    assert words(sign + text + " " + sign) == words(text)


@given(TITLE, BODY)
def test_the_same_text_is_the_same_article_without_any_key(
    title: tuple[str, ...], body: tuple[str, ...]
) -> None:
    assert decide(Arrival(Text(title, body)), [known(Text(title, body))]) == Same(7)


@given(TITLE, BODY, TITLE, BODY)
def test_without_a_key_another_text_is_another_article(
    title: tuple[str, ...],
    body: tuple[str, ...],
    other_title: tuple[str, ...],
    other_body: tuple[str, ...],
) -> None:
    one, other = Text(title, body), Text(other_title, other_body)
    expected = Same(7) if one == other else New()
    assert decide(Arrival(one), [known(other)]) == expected


@given(TITLE, BODY, BODY, st.booleans(), st.booleans())
def test_another_text_is_never_taken_for_the_same(
    title: tuple[str, ...],
    body: tuple[str, ...],
    other: tuple[str, ...],
    by_link: bool,
    by_key: bool,
) -> None:
    """Whatever keys agree: one text may be a version of another, never the other itself."""
    near = known(
        Text(title, other),
        by_link=by_link,
        by_key=by_key,
        sources=frozenset({1}),
        sites=frozenset({"news.example"}),
    )
    candidate = Arrival(Text(title, body), frozenset({LINK}), source=1)
    assert (decide(candidate, [near]) == Same(7)) == (body == other)


@given(TITLE, LONG, NUMBER, st.integers(0, 100))
def test_an_edit_under_its_link_is_a_version(
    title: tuple[str, ...], body: tuple[str, ...], number: str, at: int
) -> None:
    at %= len(body)
    edited = Text(title, (*body[:at], number, *body[at + 1 :]))
    candidate = Arrival(edited, frozenset({LINK}))
    assert decide(candidate, [known(Text(title, body), by_link=True)]) == NewVersion(7)
    assert decide(candidate, [known(Text(title, body))]) == New()


@given(LONG, st.lists(WORD, min_size=1, max_size=3).map(tuple), st.booleans())
def test_a_text_within_another_of_its_site_is_a_version_under_any_link(
    body: tuple[str, ...], added: tuple[str, ...], before: bool
) -> None:
    longer = Text((), (*added, *body) if before else (*body, *added))
    shorter = known(Text((), body), sites=frozenset({"news.example"}))
    here = frozenset({"https://m.news.example/again"})
    assert decide(Arrival(longer, here), [shorter]) == NewVersion(7)
    elsewhere = frozenset({"https://other.example/again"})
    assert decide(Arrival(longer, elsewhere), [shorter]) == New()
    assert decide(Arrival(longer, here, fetched=False), [shorter]) == New()


def test_two_of_a_template_on_one_site_are_two() -> None:
    text = " ".join(f"كلمة{LETTERS[n % 28]}{LETTERS[n // 28]}" for n in range(120))
    one, other = (Text((), words(f"{name} {text[:300]} {price} {text[300:]}"))
                  for name, price in (("الذهب", "2010"), ("الفضة", "2015")))  # fmt: skip
    same_site = known(one, sites=frozenset({"news.example"}), sources=frozenset({1}))
    assert decide(Arrival(other, frozenset({LINK}), source=1), [same_site]) == New()


def test_a_link_that_leads_to_everything_joins_nothing() -> None:
    sport = Text(words("فوز المنتخب"), words("فاز المنتخب الوطني على ضيفه في المباراة النهائية"))
    bank = Text(words("أسعار الفائدة"), words("أبقى البنك المركزي أسعار الفائدة دون تغيير أمس"))
    front = known(sport, by_link=True, by_key=True)
    assert decide(Arrival(bank, frozenset({LINK})), [front]) == New()


@pytest.mark.parametrize(("days", "version"), [(0, True), (1, True), (2, False), (-40, False)])
def test_a_page_of_every_day_is_an_article_a_day(days: int, version: bool) -> None:
    day = date(2026, 11, 22)
    old = known(Text((), words("سجل الذهب اليوم سعر 2010 دولارات للأونصة")), by_link=True, day=day)
    new = Text((), words("سجل الذهب اليوم سعر 2015 دولارا للأونصة"))
    candidate = Arrival(new, frozenset({LINK}), day=day + timedelta(days=days))
    assert decide(candidate, [old]) == (NewVersion(7) if version else New())


def test_a_line_that_became_an_article_is_news_again() -> None:
    line = Text(words("عاجل: زلزال يضرب العاصمة"), words("زلزال قوي يضرب العاصمة ويهز مبانيها"))
    more = words(" ".join(f"تفاصيل{letter}" for letter in LETTERS))
    whole = Text(line.title, (*line.body, *more))
    assert decide(Arrival(whole, frozenset({LINK})), [known(line, by_link=True)]) == NewVersion(
        7, anew=True
    )
    back = Arrival(line, frozenset({LINK}))
    assert decide(back, [known(whole, by_link=True)]) == NewVersion(7, anew=False)


@given(LONG)
def test_nearly_one_text_shares_a_sampled_passage(body: tuple[str, ...]) -> None:
    shorter = Text((), body)
    longer = Text((), (*body, "اقرا", "ايضا"))
    assert set(shorter.samples) & set(longer.samples)
    assert Text((), body[: SHORTEST_WHOLE - 1]).samples == ()
