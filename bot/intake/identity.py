"""Which article a text is: one that is known, a later version of one, or a new one.

Pure: words, keys and decisions; where known articles are kept is `bot.store.versions`, and what
is done with a decision is `bot.intake.ingest`. Two articles taken for one would be a false report,
one article taken for two only a repetition, so every rule here errs towards "new".

The same text, whatever its spelling of alef or its full stops, is one article. Another text is a
version of a known article only where it came by that article's link or key and is plainly about
the same, or where one text is whole within the other on the same site.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from bot.language.arabic.fold import for_identity
from bot.records import Article

_WORD = re.compile(r"[-+]?\d+(?:[.,:/]\d+)*[%‰]?|[^\W\d_]+|[$€£¥]")

SHORTEST_WHOLE = 40
"""Words of a text from which it can be recognised within another; less is a breaking line that
a dozen articles open with."""
LEAST_WITHIN = 0.9
"""Of the longer text's words, those that must be the shorter text itself."""
WINDOW, SAMPLES = 6, 4
"""Words of one sampled passage, and passages sampled of a text: with nine tenths shared, none of
the four is shared once in ten thousand times (A. Broder, 1997, bottom-k sketches)."""

_CONTENT = 4
"""Letters of a word that says what a text is about; particles are shorter."""
SHARED_BODY, SHARED_TITLE = 0.5, 0.6
"""Of the shorter text's content words, those the other has too, from which the two are one
article edited, given that they came by one link or key."""
SHARED_TWICE = 0.3
"""The same where link and key both say so: a line of breaking news that became an article."""
FEWEST_SHARED = 3
MOSTLY_NEW = 0.5
"""Share of a version's content words that the one before it lacks, from which it is news."""


def words(text: str) -> tuple[str, ...]:
    """Words and numbers in order, without marks, and with the spellings of one letter made one.

    Digits of any script are 0 to 9, and a number keeps its sign, point and percent.
    """
    return tuple(_WORD.findall(for_identity(text)))


@dataclass(frozen=True)
class Text:
    """An article's words, for comparing."""

    title: tuple[str, ...]
    body: tuple[str, ...]

    @staticmethod
    def of(article: Article) -> Text:
        body = "\n".join(paragraph.text for paragraph in article.paragraphs)
        return Text(words(article.title or ""), words(body))

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same words in the same order; 32 hex digits."""
        return digest_of(" ".join(self.title) + "\n" + " ".join(self.body))

    @cached_property
    def samples(self) -> tuple[str, ...]:
        """Fingerprints of a few passages, the same few of two texts that are nearly one.

        None of a text under SHORTEST_WHOLE words.
        """
        if len(self.body) < SHORTEST_WHOLE:
            return ()
        passages = {
            digest_of(" ".join(self.body[at : at + WINDOW]))
            for at in range(len(self.body) - WINDOW + 1)
        }
        return tuple(sorted(passages)[:SAMPLES])


def digest_of(text: str) -> str:
    """32 hex digits of SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def site_of(link: str) -> str:
    """The host without "www." and the like; "" where there is none."""
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)


@dataclass(frozen=True, slots=True)
class Keys:
    """By what an article came, as whoever took it knows; nothing at all for a text out of a chat.

    What a text or a file says of its own address is no key: anybody can write that.
    """

    links: tuple[str, ...] = ()
    """Addresses it was read at, as they were asked and answered; canonical or not."""
    entry: str | None = None
    """The feed entry's key within its source."""
    caller: str | None = None
    """What another system calls it."""
    fetched: bool = True
    """False where a feed merely names the links and the text is the feed's own."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What has come in."""

    text: Text
    links: frozenset[str] = frozenset()
    """Canonical ones."""
    fetched: bool = True
    """The text was read at its links, or somebody trusted says so. False where a feed merely
    names them: anybody's feed can name anybody's article."""
    source: int | None = None
    day: date | None = None
    """When it says it was published."""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """A stored article that has something in common with what came in."""

    number: int
    text: Text
    by_link: bool = False
    by_key: bool = False
    """By the feed entry's key within its source, or by the caller's own key."""
    sources: frozenset[int] = frozenset()
    sites: frozenset[str] = frozenset()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Same:
    number: int


@dataclass(frozen=True, slots=True)
class NewVersion:
    of: int
    anew: bool = field(default=False)
    """Most of it is new, so it is news also to those who had the version before."""


@dataclass(frozen=True, slots=True)
class New:
    """An article of its own."""


Decision = Same | NewVersion | New


def decide(candidate: Arrival, known: Sequence[KnownArticle]) -> Decision:
    """What the candidate is, given the stored articles that share a key or a passage with it."""
    for each in known:
        if each.text.fingerprint == candidate.text.fingerprint:
            return Same(each.number)
    versions = [each for each in known if _is_version(candidate, each)]
    if not versions:
        return New()
    # The newest of equals: it is the version the site showed last.
    before = max(versions, key=lambda each: (each.by_link + each.by_key, each.number))
    news = _content(candidate.text.body) - _content(before.text.body)
    return NewVersion(
        before.number, anew=len(news) > MOSTLY_NEW * len(_content(candidate.text.body))
    )


def _is_version(candidate: Arrival, known: KnownArticle) -> bool:
    # A page of prices or weather keeps its address and its sentences from day to day.
    if candidate.day and known.day and abs((candidate.day - known.day).days) > 1:
        return False
    same_source = candidate.source is not None and candidate.source in known.sources
    by_link = known.by_link and (candidate.fetched or same_source)
    if by_link or known.by_key:
        return _is_edit(candidate.text, known.text, twice=by_link and known.by_key)
    same_site = candidate.fetched and known.sites & {site_of(link) for link in candidate.links}
    return bool(same_source or same_site) and _is_within(candidate.text, known.text)


def _is_edit(new: Text, old: Text, *, twice: bool) -> bool:
    """Whether two texts of one link or key are about the same.

    Links are shared by mistake (a feed whose entries all point at the front page), and keys too.
    """
    if new.body == old.body or _is_within(new, old):
        return True
    if twice and _shared(old.body, new.body) >= SHARED_TWICE:
        return True
    return (
        _shared(old.body, new.body) >= SHARED_BODY or _shared(old.title, new.title) >= SHARED_TITLE
    )


def _is_within(one: Text, other: Text) -> bool:
    """Whether the shorter text stands whole in the longer and is nearly all of it."""
    short, long = sorted((one.body, other.body), key=len)
    if len(short) < max(SHORTEST_WHOLE, LEAST_WITHIN * len(long)):
        return False
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _shared(old: Sequence[str], new: Sequence[str]) -> float:
    """Share of the content words of the shorter that both have, 0 to 1."""
    ours, theirs = _content(old), _content(new)
    both = len(ours & theirs)
    return both / min(len(ours), len(theirs)) if both >= FEWEST_SHARED else 0.0


def _content(these: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in these if len(word) >= _CONTENT and not word[-1].isdigit())
