"""What a digest said, kept as text beside its row, so that its page says the same.

The articles are kept by number: their texts stand in their own rows alone, and leave with them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.records import Brief, Correction, Digest, Story
from bot.store import serial
from bot.store.articles import StoredArticle
from bot.store.serial import UnreadableRecord


@dataclass(frozen=True, slots=True)
class KeptDigest:
    digest: Digest
    """Its stories without their reports."""
    articles: tuple[tuple[int, ...], ...]
    """Numbers of each story's articles, of those told and then of those only named."""
    quoted: tuple[int, ...]
    """Numbers of the articles that its corrections quote."""
    amended: bool
    """Readers' amendments stand in it."""

    @property
    def shown(self) -> frozenset[int]:
        return frozenset(number for story in self.articles for number in story)

    def with_reports(self, stored: Mapping[int, StoredArticle]) -> Digest:
        """The digest as it was. Raises KeyError where an article is missing."""
        briefs = [tuple(_brief(stored[n]) for n in numbers) for numbers in self.articles]
        told = len(self.digest.stories)
        return replace(
            self.digest,
            stories=_filled(self.digest.stories, briefs[:told]),
            also=_filled(self.digest.also, briefs[told:]),
        )

    def corrections(self, seen: Collection[int]) -> tuple[Correction, ...]:
        """What it corrected, where all that they quote may be seen."""
        return self.digest.corrections if set(self.quoted) <= set(seen) else ()


def dumps(
    digest: Digest,
    stored: Sequence[StoredArticle],
    quoted: Collection[int] = (),
    *,
    amended: bool = False,
) -> str | None:
    """`stored`: the articles it was made of. None where nothing stands on its page, as where all
    was only reported again."""
    if not (digest.stories or digest.also or digest.corrections):
        return None
    numbers = {id(each.brief): each.number for each in stored}
    by_text = {each.article.id: each.number for each in stored}
    stories = (*digest.stories, *digest.also)
    bare = replace(
        digest,
        stories=_bare(digest.stories),
        also=_bare(digest.also),
        repeated=(),
        quiet=(),
    )
    return (
        json.dumps(
            {
                "digest": json.loads(serial.dumps(bare)),
                "articles": [
                    [numbers.get(id(b)) or by_text[b.article.id] for b in story.briefs]
                    for story in stories
                ],
                "quoted": sorted(quoted),
                "amended": amended,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        .encode("utf-8", "replace")
        .decode()
    )


def loads(text: str) -> KeptDigest | None:
    """None where it cannot be read, as after a downgrade: then it is put together again."""
    try:
        kept = json.loads(text)
        return KeptDigest(
            serial.loads(Digest, json.dumps(kept["digest"])),
            tuple(map(tuple, kept["articles"])),
            tuple(kept["quoted"]),
            bool(kept["amended"]),
        )
    except (ValueError, KeyError, TypeError, UnreadableRecord):
        return None


def _bare(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Without what they say of articles that earlier digests held, which may leave before these."""
    return tuple(
        replace(
            story,
            briefs=(),
            earlier=(),
            against=None,
            differences=() if story.sent else story.differences,
            sent=(),
        )
        for story in stories
    )


def _filled(stories: Sequence[Story], briefs: Sequence[tuple[Brief, ...]]) -> tuple[Story, ...]:
    return tuple(replace(s, briefs=b) for s, b in zip(stories, briefs, strict=True))


def _brief(stored: StoredArticle) -> Brief:
    if stored.brief is None:
        raise KeyError(stored.number)
    return stored.brief
