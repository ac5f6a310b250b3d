"""Translation -> one HTML file that loads nothing, runs nothing foreign and hides nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings

from bot.records import Flag, ParagraphKind, Severity, Standing, Translation
from bot.translation.render.html import page
from tests.translation.made_translations import (
    FIELDS,
    NEGATION,
    NUMBER,
    TRANSLATIONS,
    realistic,
    translation,
)

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
VOID = {"meta", "link", "br", "img", "input"}


class Reader(HTMLParser):
    """Tags with attributes, the text outside style and script, and balance."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.assets: dict[str, str] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.assets[self.open[-1]] = data
        else:
            self.text += data


def read(made: Translation) -> Reader:
    reader = Reader()
    reader.feed(page(made, FIELDS))
    reader.close()
    assert reader.open == []
    return reader


def test_nothing_is_loaded_and_only_our_own_script_runs() -> None:
    reader = read(realistic())
    policy = next(
        attributes["content"] or ""
        for tag, attributes in reader.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';")
    for asset in reader.assets.values():
        digest = base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    for tag, attributes in reader.tags:
        assert not {"src", "style", "onclick"} & set(attributes)
        assert tag not in ("link", "img", "iframe")
    assert "url(" not in reader.assets["style"]
    assert "@import" not in reader.assets["style"]


def test_each_sentence_is_linked_with_its_arabic() -> None:
    numbers = [attributes.get("data-s") for _, attributes in read(realistic()).tags]
    translated = [s for s in realistic().segments if not s.passed_through]
    for segment in translated:
        assert numbers.count(str(segment.segment.index)) == 2


def test_arabic_is_set_from_the_right() -> None:
    arabic = [a for _, a in read(realistic()).tags if a.get("class") == "ar"]
    assert len(arabic) == 7
    assert all(a["lang"] == "ar" and a["dir"] == "rtl" for a in arabic)


def test_a_doubtful_sentence_has_a_mark_and_the_reason_behind_it() -> None:
    text = re.sub(r"\s+", " ", read(realistic()).text)
    assert "⚠ number: He added: “I made it clear" in text
    marks = [named for tag, named in read(realistic()).tags if tag == "mark"]
    assert "number 2018 missing; “not” lost" in [named.get("title") for named in marks]
    assert (
        len(marks) == 1 + 2 * 3
    )  # the legend, and of each doubtful sentence the English and the Arabic


def test_what_is_withheld_is_not_shown() -> None:
    withheld = (Flag("trust", Severity.WITHHELD, "0.2"),)
    made = page(translation([], title=("لم يوافق", "He agreed", withheld)), FIELDS)
    assert "He agreed" not in made
    assert "[not shown: meaning]" in made
    assert "لم يوافق" in made


def test_the_page_is_not_named_by_a_doubtful_title() -> None:
    said = ("لم يوافق", "He agreed", (NEGATION, NUMBER))
    made = page(translation([], title=said), FIELDS)
    assert "<title>لم يوافق</title>" in made
    assert "⚠ meaning:" in made


def test_what_was_english_already_is_shown_once() -> None:
    made = page(
        translation([(ParagraphKind.CAPTION, "en", [("Photo by AFP", "Photo by AFP", ())])]), FIELDS
    )
    assert made.count("Photo by AFP") == 1
    assert "as in the original" in made


def test_only_web_addresses_are_linked() -> None:
    made = realistic()
    hostile = replace(made, article=replace(made.article, url="javascript:alert(1)"))
    assert "javascript:" not in page(hostile, FIELDS)
    assert 'href="https://example.org/?a=1&amp;b=2"' in page(made, FIELDS)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(TRANSLATIONS)
def test_any_text_is_escaped_and_all_of_it_is_there(made: Translation) -> None:
    text = page(made, FIELDS)
    text.encode("utf-8")
    reader = read(made)
    assert sum(tag == "script" for tag, _ in reader.tags) == 1
    seen = "".join(reader.text.split())
    for segment in made.segments:
        if segment.standing is Standing.WITHHELD:
            continue
        shown = FORBIDDEN.sub("\ufffd", segment.target.strip())
        assert "".join(shown.split()) in seen


def test_nothing_known_of_a_page_leaves_no_empty_paragraph() -> None:
    known = realistic()
    bare = replace(known.article, outlet=None, author=None, published=None, updated=None, url=None)
    assert not re.search(r"<p>\s*</p>", page(replace(known, article=bare), {}))
