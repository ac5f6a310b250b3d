"""What each chat is to be told of articles that changed after it had them.

due = await due_to(c, chat, numbers)
digest = replace(digest, corrections=due.corrections)
... in the transaction that promises the digest: await versions.tell(c, chat, due.versions, now)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digest.corrections import Readers, correction
from bot.records import Correction
from bot.store import articles, versions
from bot.store.chats import Chat
from bot.store.rights import article_for, visible_to
from bot.summary.rungs import as_statement
from bot.translation.checks.arabic_mentions import arabic_mentions
from bot.translation.checks.mentions import lacking
from bot.translation.checks.negation import ArabicNegations, arabic_negations
from bot.translation.names import Names

MOST = 20
"""Corrections of one digest; what is beyond comes with the next."""


@dataclass(frozen=True, slots=True)
class Due:
    corrections: tuple[Correction, ...] = ()
    versions: tuple[int, ...] = ()
    """Article numbers to record as told: also those that changed in nothing a reader is told."""
    before: tuple[int, ...] = ()
    """What these were told against; a correction quotes both."""


async def due_to(c: AsyncConnection, chat: Chat, shown: Collection[int] = ()) -> Due:
    """Of the articles that the chat's digests held, those whose outlet has changed them since.

    `shown`: articles that the digest shows as news anyway. Each is told once,
    against what the chat was told last.
    """
    found: list[Correction] = []
    told: list[int] = []
    before: list[int] = []
    for had, now in await versions.outdated(c, chat.id, partial(visible_to, chat)):
        if now in shown:
            continue
        old, new = await articles.get(c, had), await articles.get(c, now)
        if old is None or new is None or old.brief is None or new.brief is None:
            continue
        told.append(now)
        before.append(had)
        made = correction(old.brief, new.brief, readers())
        if made is not None:
            found.append(made)
        if len(found) == MOST:
            break
    return Due(tuple(found), tuple(told), tuple(before))


async def told_by(c: AsyncConnection, chat: Chat, made_at: datetime) -> Due:
    """What the chat's digest of that time corrected, of articles that the chat may see still."""
    found: dict[tuple[int, int], Correction] = {}
    for pair in await versions.told_at(c, chat.id, made_at):
        old, new = [await article_for(c, chat, number) for number in pair]
        if old and new and old.brief and new.brief:
            made = correction(old.brief, new.brief, readers())
            if made is not None:
                found[pair] = made
    return Due(
        tuple(found.values()),
        versions=tuple(now for _, now in found),
        before=tuple(had for had, _ in found),
    )


@cache
def readers() -> Readers:
    """How the checks read numbers and negations, and the tables read names."""
    return Readers(
        states=as_statement,
        numbers=_numbers_lacking,
        names=_names_lacking,
        negations=_negations_lacking,
    )


def _numbers_lacking(text: str, other: str) -> bool:
    return bool(lacking(arabic_mentions(text), arabic_mentions(other)))


def _negations_lacking(text: str, other: str) -> bool:
    """By count, since "لن" for "لم" is another tense and no reversal. What English may drop is
    left out, "not only" and a negation told again."""
    ours, theirs = arabic_negations(text), arabic_negations(other)
    if ours.optional or theirs.optional:
        return False

    def count(found: ArabicNegations) -> int:
        return len(found.denying) + len(found.lacking) + found.lexical

    return count(ours) > count(theirs)


@cache
def _names() -> Names:
    return Names.load()


def _names_lacking(text: str, other: str) -> bool:
    """A person called by the surname alone is the same person."""
    theirs = [mention for mention in _names().find(other) if mention.certain]
    spelled = {spelling for mention in theirs for spelling in mention.spellings}
    tails = {spelling.rpartition(" ")[2] for spelling in spelled}
    for mention in _names().find(text):
        if not mention.certain or mention.kind == "word":
            continue
        if spelled.isdisjoint(mention.spellings) and not any(
            spelling.rpartition(" ")[2] in tails for spelling in mention.spellings
        ):
            return True
    return False
