"""Digest -> Telegram messages: always valid, never over the limits, nothing lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from bot.digest.render.lines import Block, Item, Line, Role, Run
from bot.digest.render.telegram import (
    MESSAGE_ENTITIES,
    MESSAGE_UNITS,
    SEPARATOR,
    join_messages,
    render_blocks,
    render_telegram,
)
from bot.language.lettering import clean, isolate_arabic
from bot.records import Digest, Flag, Severity, Standing
from tests.digest.made_digests import (
    NEGATION,
    brief,
    digest,
    digests,
    realistic,
    statement,
    story,
)
from tests.telegram_html import check_message, utf16_length

ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f"))


def visible(messages: list[str]) -> str:
    """What a reader sees, checked by the strict parser on the way."""
    return "\n".join(check_message(message)[0] for message in messages).translate(ISOLATES)


def texts(made: Digest) -> list[str]:
    """Every text of a digest that must reach the reader, as it is shown."""
    said = []
    for one in made.stories:
        shown = [one.headline, *(point.statement for point in one.points)]
        said += [*(s.text for s in shown if s.standing is not Standing.WITHHELD), *one.differences]
    shown = [one.headline for one in made.also]
    said += [s.text for s in shown if s.standing is not Standing.WITHHELD]
    return [clean(text).translate(ISOLATES) for text in said if clean(text)]


def test_the_example_is_one_message_with_everything_in_it() -> None:
    messages = render_telegram(realistic())
    assert len(messages) == 1
    seen = visible(messages)
    for text in texts(realistic()):
        assert text in seen
    assert "(1/1)" not in seen


def test_links_stand_behind_the_outlets_names() -> None:
    text, entities = check_message(render_telegram(realistic())[0])
    linked = {
        entity.url: text.encode("utf-16-le")[
            2 * entity.offset : 2 * (entity.offset + entity.length)
        ].decode("utf-16-le")
        for entity in entities
        if entity.type == "text_link"
    }
    assert linked["https://example.org/quds?a=1&b=2"] == "Al Quds"
    assert linked["https://example.org/bank"] == "Central bank holds rate at 7.5%"


def test_the_arabic_of_a_doubtful_sentence_is_a_folded_quotation_on_request() -> None:
    said = statement("He agreed.", "لم يوافق.", NEGATION)
    (message,) = render_telegram(digest(story(brief("a", statement("Title"), said, outlet="SPA"))))
    assert "⚠ meaning: He agreed." in message
    assert "لم يوافق" not in message
    (asked,) = render_telegram(
        digest(story(brief("a", statement("Title"), said, outlet="SPA"))), arabic=True
    )
    assert "<blockquote expandable>\u200f\u2067لم يوافق.\u2069</blockquote>" in asked


def test_a_long_quotation_is_folded() -> None:
    withheld = Flag("trust", Severity.WITHHELD, "0.2")
    said = statement("He agreed.", "لم يوافق. " * 40, withheld)
    (message,) = render_telegram(digest(story(brief("a", statement("Title"), said))))
    assert "<blockquote expandable>" in message


def test_stories_are_packed_whole_and_pages_numbered() -> None:
    point = statement("A sentence of some length. " * 40)
    stories = [
        story(brief(f"a{n}", statement(f"Headline number {n}"), point, outlet="SPA"))
        for n in range(12)
    ]
    messages = render_telegram(digest(*stories))
    assert len(messages) > 2
    for number, message in enumerate(messages, 1):
        text, _ = check_message(message)
        assert text.endswith(f"\n\n({number}/{len(messages)})")
        assert text.count("Headline number") == text.count("A sentence of some length.") / 40
    assert "continued" not in visible(messages)


def test_a_story_longer_than_a_message_goes_on_in_the_next() -> None:
    points = [statement(f"Fact {n}. " + "Some words of it. " * 50, "س", NEGATION) for n in range(9)]
    shown = digest(story(brief("a", statement("Title"), *points)))
    messages = render_telegram(shown, arabic=True)
    seen = visible(messages)
    assert len(messages) >= 2
    assert "1 · continued" in check_message(messages[1])[0]
    assert "…" not in seen
    for message in messages:
        text, entities = check_message(message)
        quotations = [e for e in entities if e.type.endswith("blockquote")]
        assert text.count("⚠ meaning") == len(quotations) > 0


def test_a_statement_longer_than_a_message_is_cut_and_says_so() -> None:
    said = statement("One sentence of it. " * 500, "جملة من النص. " * 500, NEGATION)
    messages = render_telegram(digest(story(brief("a", statement("Title"), said))), arabic=True)
    seen = visible(messages)
    assert "⚠ meaning: One sentence of it." in seen
    assert "One sentence of it. …" in seen
    assert "جملة من النص. …" in seen


def test_links_beyond_what_telegram_shows_give_way_to_their_words() -> None:
    reports = [
        brief(f"a{n}", statement("Title"), outlet=f"Outlet {n}", url=f"https://example.org/{n}")
        for n in range(150)
    ]
    seen = visible(render_telegram(digest(story(*reports))))
    assert all(f"Outlet {n}" in seen for n in range(150))


def test_hundreds_of_outlets_still_fit() -> None:
    reports = [brief(f"a{n}", statement("Title"), outlet=f"Outlet {n}") for n in range(600)]
    seen = visible(render_telegram(digest(story(*reports))))
    assert "600 outlets: Outlet 0, Outlet 1" in seen
    assert "…" in seen


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[bad", "ftp://x.org/", "  ", "/a"])
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    (message,) = render_telegram(digest(story(brief("a", statement("T"), outlet="SPA", url=url))))
    assert "<a" not in message
    assert "SPA" in message


def test_messages_in_one_text() -> None:
    assert join_messages(["a", "b"]) == f"a\n{SEPARATOR}\nb\n"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(digests())
def test_any_digest_is_valid_within_the_limits_and_whole(made: Digest) -> None:
    messages = render_telegram(made)
    seen = []
    for message in messages:
        text, entities = check_message(message)
        assert utf16_length(text) <= MESSAGE_UNITS
        assert len(entities) <= MESSAGE_ENTITIES
        assert text == text.strip()
        seen.append(text)
    whole = "\n".join(seen).translate(ISOLATES)
    for text in texts(made):
        start = text.find("…")
        assert text in whole or (text[: min(120, start if start > 0 else 120)] in whole)
        if text not in whole:
            assert "…" in whole


def test_a_line_of_arabic_alone_is_set_from_the_right() -> None:
    words = Run("لم يوجد خطأ (لم تقس).", quiet=True, arabic=True)
    label = Run("النقطة 1: ", arabic=True)
    alone = Item((Line(Role.SOURCES, (words,)), Line(Role.NOTE, (words,))))
    mixed = Item((Line(Role.SOURCES, (label, Run("A minister resigned."))),))
    (page,) = render_blocks([Block((alone, mixed))])
    right, note, left = check_message(page)[0].splitlines()
    assert right == f"\u200f{isolate_arabic(words.text)}"
    assert note.startswith("\u200f⚠ ")
    assert not left.startswith("\u200f")
