"""What a digest said, kept as text beside its row, so that its page says the same.

The articles are kept by number: their texts stand in their own rows alone, and leave with them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.records import Brief, Correction, Digest, Life, Story
from bot.store import serial
from bot.store.articles import StoredArticle
from bot.store.serial import UnreadableRecord


@dataclass(frozen=True, slots=True)
class KeptDigest:
    digest: Digest
    """Its stories without their reports."""
    articles: tuple[tuple[int, ...], ...]
    """Numbers of each story's articles, in the order of `_all_of`."""
    sent: tuple[tuple[int, ...], ...]
    """Of each story the numbers of those that earlier digests held; what it says of them goes where
    one of them may not be seen."""
    quoted: tuple[int, ...]
    """Numbers of the articles that its corrections quote."""
    amended: bool
    """Readers' amendments stand in it."""

    @property
    def shown(self) -> frozenset[int]:
        """The articles of its own."""
        own = len(_all_of(self.digest)) - len(self.digest.quiet)
        return frozenset(number for story in self.articles[:own] for number in story)

    @property
    def behind(self) -> frozenset[int]:
        """Those of earlier digests."""
        return frozenset(number for story in (*self.sent, *self.articles) for number in story) - (
            self.shown
        )

    def with_reports(self, stored: Mapping[int, StoredArticle]) -> Digest:
        """The digest as it was, without what it says of earlier articles that are missing. Raises
        KeyError where one of its own is."""
        known = zip(_all_of(self.digest), self.articles, self.sent, strict=True)
        filled: dict[int, Story] = {}
        for story, numbers, sent in known:
            if story.life is Life.QUIET and not stored.keys() >= set(numbers):
                continue
            briefs = tuple(_brief(stored[number]) for number in numbers)
            told = story if stored.keys() >= set(sent) else _without_background(story)
            filled[id(story)] = replace(told, briefs=briefs)

        def those(stories: Sequence[Story]) -> tuple[Story, ...]:
            return tuple(filled[id(story)] for story in stories if id(story) in filled)

        made = self.digest
        return replace(
            made,
            stories=those(made.stories),
            also=those(made.also),
            repeated=those(made.repeated),
            quiet=those(made.quiet),
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
    before: Sequence[StoredArticle] = (),
) -> str | None:
    """`stored`: the articles it was made of; `before`: those that it goes on from. None where
    nothing stands on its page, as where all was only reported again."""
    if not (digest.stories or digest.also or digest.corrections):
        return None
    numbers = {id(each.brief): each.number for each in stored}
    by_text = {each.article.id: each.number for each in stored}
    sent = {each.article.id: each.number for each in before}
    stories = _all_of(digest)
    bare = replace(
        digest,
        stories=_bare(digest.stories),
        also=_bare(digest.also),
        repeated=_bare(digest.repeated),
        quiet=_bare(digest.quiet),
    )
    return (
        json.dumps(
            {
                "digest": json.loads(serial.dumps(bare)),
                "articles": [
                    [
                        sent[b.article.id]
                        if story.life is Life.QUIET
                        else numbers.get(id(b)) or by_text[b.article.id]
                        for b in story.briefs
                    ]
                    for story in stories
                ],
                "sent": [[sent[article] for article in story.behind] for story in stories],
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
            tuple(map(tuple, kept["sent"])),
            tuple(kept["quoted"]),
            bool(kept["amended"]),
        )
    except (ValueError, KeyError, TypeError, UnreadableRecord):
        return None


def _bare(stories: Sequence[Story]) -> tuple[Story, ...]:
    return tuple(replace(story, briefs=(), sent=()) for story in stories)


def _all_of(digest: Digest) -> tuple[Story, ...]:
    return (*digest.stories, *digest.also, *digest.repeated, *digest.quiet)


def _without_background(story: Story) -> Story:
    return replace(
        story,
        earlier=(),
        against=None,
        background=None,
        differences=() if story.life is Life.DEVELOPING else story.differences,
    )


def _brief(stored: StoredArticle) -> Brief:
    if stored.brief is None:
        raise KeyError(stored.number)
    return stored.brief
