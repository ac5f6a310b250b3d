"""Entities to text and links: no link is lost, and nothing Telegram says can break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.requests.albums import PART, continued, continues, grown
from bot.delivery.requests.entities import Span, address_of, written
from bot.pipeline.pages import safe_links
from bot.records import Link


def span(text: str, words: str, kind: str, url: str | None = None) -> Span:
    """The entity over these words, counted as Telegram counts."""

    def units(of: str) -> int:
        return len(of.encode("utf-16-le")) // 2

    return Span(kind, units(text[: text.index(words)]), units(words), url)


def test_a_links_target_is_kept_behind_signs_of_two_units() -> None:
    text = "🔴🇵🇸 عاجل: أعلنت الوزارة في بيانها خفض الأسعار"
    found = written(text, [span(text, "بيانها", "text_link", "https://moe.example/a?b=1")])
    assert found.text == text
    assert found.links == (Link("بيانها", "https://moe.example/a?b=1"),)
    assert not found.only_links


def test_addresses_and_mentions_are_links_and_the_bots_own_name_is_none() -> None:
    text = "@digest_bot 😀 اقرأ example.org/a و https://example.org/b عند @albalad"
    found = written(
        text,
        [
            span(text, "@digest_bot", "mention"),
            span(text, "example.org/a", "url"),
            span(text, "https://example.org/b", "url"),
            span(text, "@albalad", "mention"),
        ],
        ("Digest_Bot",),
    )
    assert [link.url for link in found.links] == [
        "https://example.org/a",
        "https://example.org/b",
        "https://t.me/albalad",
    ]
    assert found.addresses == ("https://example.org/a", "https://example.org/b")
    assert found.only_links


def test_what_telegram_did_not_mark_is_found_too() -> None:
    assert written("see http://127.0.0.1:8080/x.").addresses == ("http://127.0.0.1:8080/x",)
    assert written("file:///etc/passwd").addresses == ("file:///etc/passwd",)
    assert written("file:///etc/passwd").only_links


def test_a_post_with_a_link_is_a_post() -> None:
    text = "وزير الطاقة يعلن خفض أسعار الغاز https://example.org/n/1"
    assert not written(text, [span(text, "https://example.org/n/1", "url")]).only_links


def test_only_a_pages_address_is_put_behind_words() -> None:
    links = [Link("a", "javascript://x/%0aalert(1)"), Link("b", "https://example.org/(1)")]
    assert safe_links(links) == [Link("b", "https://example.org/%281%29")]


def test_addresses_as_people_write_them() -> None:
    assert address_of("example.org") == "https://example.org"
    assert address_of("ftp://example.org") == "ftp://example.org"
    assert address_of("two words.org") is None
    assert address_of("word") is None


spans = st.builds(
    Span,
    st.sampled_from(["url", "text_link", "mention", "bold", "custom_emoji"]),
    st.integers(-3, 40),
    st.integers(-3, 40),
    st.none() | st.text(max_size=20),
)


@given(st.text(max_size=30), st.lists(spans, max_size=6))
def test_no_entities_break_a_text(text: str, given_: list[Span]) -> None:
    found = written(text, given_)
    assert found.text == text
    assert len({link.url for link in found.links}) == len(found.links)
    assert all(link.url for link in found.links)


@given(st.text(max_size=20), st.text(min_size=1, max_size=10), st.text(max_size=20))
def test_every_marked_word_keeps_its_target(before: str, words: str, after: str) -> None:
    text = before + words + after
    at = len(before.encode("utf-16-le", "surrogatepass")) // 2
    long = len(words.encode("utf-16-le", "surrogatepass")) // 2
    found = written(text, [Span("text_link", at, long, "https://example.org/1")])
    whole = all(not 0xD800 <= ord(sign) <= 0xDFFF for sign in words)
    assert ("https://example.org/1" in [link.url for link in found.links]) or not whole


def test_parts_of_a_paste_and_pictures_of_an_album_are_one_and_nothing_else_is() -> None:
    paste = {"text": "أ" * PART, "part": PART, "origin": "a message"}
    rest = {"text": "ب", "part": 1, "origin": "a message"}
    first = {"text": "صورة", "part": 4, "album": "7", "origin": "a message"}
    second = {"text": "", "part": 0, "album": "7", "origin": "a message"}
    assert continues(paste, rest)
    assert not continues(rest, paste)
    assert continues(first, second)
    assert not continues(first, {**second, "album": "8"})
    assert not continues(first, rest)
    assert not continues(paste, second)
    assert not continues({"file": "x"}, rest)
    both = continued(first, {**second, "text": "أخرى", "links": [["x", "https://x.example"]]})
    assert both["text"] == "صورة\n\nأخرى"
    assert both["links"] == [["x", "https://x.example"]]
    assert grown(both) != grown(first)
    assert grown(continued(first, second)) != grown(first)
