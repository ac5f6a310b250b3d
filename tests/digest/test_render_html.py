"""Digest -> one HTML page that loads nothing, runs nothing and hides no warning."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, time
from html.parser import HTMLParser

from hypothesis import HealthCheck, Phase, given, settings

from bot.digest.render.html import digest_page, html, story_page
from bot.digest.render.layout import layout
from bot.formats.rows import NOT_YET
from bot.records import Digest, Flag, Form, Moment, Severity
from tests.digest.made_digests import (
    MADE_AT,
    NUMBER,
    brief,
    digest,
    digests,
    realistic,
    statement,
    story,
)

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ISOLATES = re.compile("[\u2068\u2069]")
# Shrinking a page of ten thousand signs takes minutes and shows nothing more.
FAST = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
VOID = {"meta", "link", "br", "input"}
WITHHELD = Flag("trust", Severity.WITHHELD, "the English more likely misleads than not")


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.style = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words += data.split()

    @property
    def text(self) -> str:
        return ISOLATES.sub("", " ".join(self.words))

    def policy(self) -> str:
        found = [a["content"] for t, a in self.tags if a.get("http-equiv")]
        return str(found[0])


def words(text: str) -> str:
    return " ".join(text.split())


@FAST
@given(digests())
def test_whatever_an_article_holds_nothing_runs_and_no_line_is_left_out(made: Digest) -> None:
    page = html(made)
    assert not FORBIDDEN.search(page)
    read = Reader(page)
    assert not {tag for tag, _ in read.tags} & {"script", "img", "iframe", "object", "link", "base"}
    for _, attributes in read.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert (attributes.get("href") or "https://").startswith(("http://", "https://", "#"))
    digest_of = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest_of}'" in read.policy()
    assert "default-src 'none'" in read.policy()
    text = read.text.replace(" ", "")
    for line in (line for b in layout(made) for item in b.items for line in item.lines):
        for run in line.runs:
            shown = FORBIDDEN.sub("\ufffd", run.text)
            assert ISOLATES.sub("", "".join(shown.split())) in text


def test_a_point_shows_the_sentence_it_stands_on_in_both_languages() -> None:
    text = Reader(html(realistic())).text
    said = realistic().stories[0].points[0].statement
    assert text.count(words(said.source)) >= 1
    assert "What it stands on" in text


def test_withheld_english_stands_nowhere_and_its_arabic_does() -> None:
    hidden = statement("The minister denied it wrongly.", "نفى الوزير ذلك.", WITHHELD)
    read = Reader(html(digest(story(brief("a", statement("Talks", "محادثات"), hidden)))))
    assert "denied it wrongly" not in read.text
    assert "[not shown: meaning]" in read.text
    assert "نفى الوزير ذلك." in read.text


def test_what_is_doubtful_says_what_was_found() -> None:
    doubtful = statement("It was 2019.", "كان ذلك عام 2018.", NUMBER)
    text = Reader(html(digest(story(brief("a", statement("Talks"), doubtful))))).text
    assert "number: It was 2019." in text
    assert NUMBER.detail in text


def test_an_article_translated_in_part_says_so() -> None:
    made = brief("a", statement("Talks", "محادثات"), statement("They met.", "التقوا."))
    first, second = made.translation.segments
    pending = replace(second, target="", score=None, engine=None, pending=True)
    part = replace(made, translation=replace(made.translation, segments=(first, pending)))
    text = Reader(story_page(digest(story(part)), story(part))).text
    assert "Translated in part: 1 of 2 sentences so far" in text
    assert NOT_YET in text
    assert "as in the original" not in text


def test_reports_have_the_times_of_the_digests_zone() -> None:
    stated = Moment(date(2026, 11, 20), time(23, 40, tzinfo=UTC))
    made = digest(story(brief("a", statement("Talks"), outlet="SPA", published=stated)))
    made = replace(made, made_at=MADE_AT)
    for page in (html(made), story_page(made, made.stories[0])):
        text = Reader(page).text
        assert "published 21 November 2026, 02:40 Amman" in text
        assert "SPA SPA" not in text


def test_a_line_that_is_put_together_by_rule_says_so() -> None:
    facts = replace(statement("22 dead; collision", "قتل 22 شخصا."), form=Form.FACTS)
    text = Reader(html(digest(story(brief("a", statement("Talks"), facts))))).text
    assert "Put together by rule" in text


def test_the_overview_and_the_topics_are_there_and_hide_no_link() -> None:
    made = replace(
        realistic(), by_topic=True, overview=statement("A day of talks.", "يوم محادثات.")
    )
    read = Reader(digest_page(made, href=lambda number: f"s-{number}.html"))
    assert "A day of talks." in read.text
    assert "يوم محادثات." in read.text
    assert {f"s-{n}.html" for n in range(1, len(made.stories) + 1)} <= {
        a.get("href") for tag, a in read.tags if tag == "a"
    }


def test_a_story_that_has_a_page_is_linked_and_its_reports_are_not_repeated() -> None:
    made = realistic()
    page = digest_page(made, href=lambda number: f"s-{number}.html")
    read = Reader(page)
    links = [a["href"] for tag, a in read.tags if tag == "a"]
    stories = len(made.stories) + len(made.also)
    assert list(dict.fromkeys(link for link in links if link and link.startswith("s-"))) == [
        f"s-{number}.html" for number in range(1, stories + 1)
    ]
    assert "The whole article" not in read.text
    alone = Reader(story_page(made, made.stories[0])).text
    for one in made.stories[0].briefs:
        for segment in one.translation.segments:
            assert words(segment.segment.source) in alone


def test_stories_without_news_are_named_without_a_link_or_their_reports() -> None:
    told, again, quiet = (story(brief(n, statement(f"Talks {n}"))) for n in "abc")
    made = replace(digest(told), repeated=(again,), quiet=(quiet,))
    for page in (html(made), digest_page(made, href=lambda number: f"s-{number}.html")):
        assert "Talks b" in Reader(page).text
        assert "Talks c" in Reader(page).text
        assert "s-0.html" not in page
    assert html(made).count("The whole article") == html(digest(told)).count("The whole article")
