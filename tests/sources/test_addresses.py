from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadAddress
from bot.sources.addresses import canonical, normalised, page_key

SAME = [
    ("http://Example.COM:80/a", "http://example.com/a"),
    ("https://example.com", "https://example.com:443/"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://مثال.com/خبر", "https://xn--mgbh0fb.com/%d8%ae%d8%a8%d8%b1"),
    ("https://e.com/a/./b/../c", "https://e.com/a/c"),
    ("https://e.com/%7Euser", "https://e.com/~user"),
    ("https://e.com/a#الخبر", "https://e.com/a"),
    ("https://e.com/a?", "https://e.com/a"),
    ("https://e.com/?q=a+b", "https://e.com/?q=a%20b"),
    ("https://e.com/?a[]=1", "https://e.com/?a%5B%5D=1"),
    ("https://e.com/n/1?utm_source=x&utm_medium=y&id=4", "https://e.com/n/1?id=4"),
    ("https://e.com/n/1?traffic_source=rss", "https://e.com/n/1"),
    ("https://e.com/n/1?maca=ara-rss-ar-all-1123-rdf", "https://e.com/n/1"),
    ("https://e.com/n/1?at_medium=RSS&at_campaign=KARANGA", "https://e.com/n/1"),
    ("https://e.com/n/1?FBCLID=abc&gclid=1&ocid=x", "https://e.com/n/1"),
    ("https://e.com/n/1;jsessionid=A1B2?id=4", "https://e.com/n/1?id=4"),
    ("https://m.e.com/n/1", "https://e.com/n/1"),
    ("https://mobile.e.com/n/1", "https://e.com/n/1"),
    ("https://amp.e.com/n/1", "https://e.com/n/1"),
    ("https://e.com/n/1/amp", "https://e.com/n/1"),
    ("https://e.com/n/1/amp/", "https://e.com/n/1/"),
    ("https://e.com/amp/n/2026/1/story", "https://e.com/n/2026/1/story"),
    ("https://e.com/arabic/articles/c4ng3y4v.amp", "https://e.com/arabic/articles/c4ng3y4v"),
    ("https://e.com/story-1.amp.html", "https://e.com/story-1.html"),
    ("https://e.com/n/1?amp=1", "https://e.com/n/1"),
    ("https://e.com/n/1?outputType=amp", "https://e.com/n/1"),
    ("https://www-e-com.cdn.ampproject.org/c/s/www.e.com/n/1", "https://www.e.com/n/1"),
    ("https://www.google.com/amp/s/amp.e.com/n/1/amp", "https://e.com/n/1"),
    ("  https://e.com/n/1\n", "https://e.com/n/1"),
    ("\u200fhttps://e.com/n/1\u200f", "https://e.com/n/1"),
    ("https:\\\\e.com\\n\\1", "https://e.com/n/1"),
]

DIFFERENT = [
    ("https://e.com/n/1", "https://e.com/n/2"),
    ("https://e.com/n?id=1", "https://e.com/n?id=2"),
    ("https://e.com/n?a=1&b=2", "https://e.com/n?b=2&a=1"),
    ("https://e.com/n?ref=1", "https://e.com/n?ref=2"),
    ("https://e.com/A", "https://e.com/a"),
    ("https://e.com/a%2Fb", "https://e.com/a/b"),
    ("https://e.com/a?x=1%262", "https://e.com/a?x=1&2"),
    ("https://e.com:8443/a", "https://e.com/a"),
    ("https://e.com/tag/amp", "https://e.com/tag"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://amp.dev/a", "https://dev/a"),
    ("https://m.1.2.3.4/a", "https://1.2.3.4/a"),
    ("https://e.com/example", "https://e.com/ex"),
    ("https://e.com/n?amp=3", "https://e.com/n"),
    ("https://e.com/#!/a", "https://e.com/#!/b"),
    ("https://news.e.com/a", "https://e.com/a"),
]

NONE = [
    "",
    "/a/b",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "ftp://e.com/",
    "http://",
    "http:///a",
    "http://user:secret@e.com/",
    "http://e.com:99999/",
    "http://[::1",
    "http://a b/",
    "http://xn--a/",
    "http://./",
    "http://e.com/\x00",
    "http://e.com/" + "a" * 5000,
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_page_has_one_canonical_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_pages_have_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert page_key(one) != page_key(other)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        canonical(text)


def test_a_relative_link_is_joined_to_its_page() -> None:
    assert canonical("../x?p=1", "http://e.com/a/b/c") == "http://e.com/a/x?p=1"
    assert canonical("//f.com/z", "https://e.com/") == "https://f.com/z"
    with pytest.raises(BadAddress):
        canonical("javascript:alert(1)", "http://e.com/")


def test_a_source_keeps_its_variant_and_its_parameters() -> None:
    """A feed of a mobile site is another address, and may not exist elsewhere."""
    assert normalised("http://m.e.com/feed?utm_source=x") == "http://m.e.com/feed?utm_source=x"


def test_the_key_of_a_page_ignores_scheme_www_and_the_last_slash() -> None:
    assert page_key("http://www.e.com/n/1/?id=2") == page_key("https://e.com/n/1?id=2")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="%"), max_size=8)
hosts = st.sampled_from(["e.com", "m.e.com", "amp.e.com.eg", "مثال.com", "www.E.com:8080", "[::1]"])
segments = st.one_of(words, st.sampled_from(["amp", "..", ".", "", "a.amp", "%D8%AE", "%2f", "1"]))
parameters = st.one_of(
    words.map(lambda word: quote(word)),
    st.sampled_from(["utm_source=x", "amp=1", "id=1", "b", "=", "outputType=amp", "a=%zz"]),
)
addresses = st.builds(
    lambda host, path, query: f"https://{host}/{'/'.join(path)}?{'&'.join(query)}",
    hosts,
    st.lists(segments.map(lambda part: quote(part, safe="%")), max_size=5),
    st.lists(parameters, max_size=4),
)


@given(st.one_of(addresses, addresses.map(lambda url: url.replace("/", "\\")), st.text()))
def test_canonical_is_idempotent_and_fails_only_as_announced(url: str) -> None:
    for function in (normalised, canonical):
        try:
            once = function(url)
        except BadAddress:
            continue
        assert function(once) == once
        assert once.isascii()
        assert once.startswith(("http://", "https://"))


plain_words = st.text(
    st.characters(categories=["L", "N"], include_characters="-_~ «»،"), min_size=1, max_size=8
).filter(lambda word: word.strip() == word)


@given(st.lists(plain_words, min_size=1, max_size=4))
def test_a_path_is_one_page_whether_encoded_or_not(path: list[str]) -> None:
    raw = canonical("https://e.com/n1/" + "/".join(path))
    encoded = "https://e.com/n1/" + "/".join(quote(part, safe="") for part in path)
    assert canonical(encoded) == raw
    assert canonical(encoded.replace("%D8", "%d8")) == raw


@given(addresses, st.sampled_from(["utm_id=3", "fbclid=IwAR0", "at_x=y", "gclid="]))
def test_a_tracking_parameter_changes_nothing(url: str, parameter: str) -> None:
    assert canonical(f"{url}&{parameter}") == canonical(url)


@given(addresses, st.text("abcdefgh0123456789", min_size=1, max_size=6))
def test_another_parameter_is_another_page(url: str, value: str) -> None:
    assert canonical(f"{url}&id={value}") != canonical(url)
    assert canonical(f"{url}&id={value}") != canonical(f"{url}&id={value}0")
