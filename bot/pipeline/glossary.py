"""The bot's glossary: rows of the database as the entries that translation uses, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records import Skipped
from bot.store import glossary
from bot.store.glossary import GlossaryRow
from bot.store.store import Store
from bot.translation.names.exchange import Listing
from bot.translation.names.learning import Learnt
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import Term, key_of


@dataclass(frozen=True, slots=True)
class GlossaryChange:
    """What an import did, or would do: how many entries are new, change one, or are there."""

    new: tuple[Term, ...]
    changed: tuple[tuple[Term, str], ...]
    """With the spelling it replaces."""
    known: tuple[Term, ...]
    refused: tuple[Skipped, ...] = ()


def row_of(term: Term, article: int | None = None) -> GlossaryRow:
    return GlossaryRow(
        term.key, term.arabic, term.english, term.kind, str(term.origin), article=article
    )


def term_of(row: GlossaryRow) -> Term:
    return Term(row.arabic, row.english, row.kind, SpellingOrigin(row.origin))


async def all_terms(store: Store) -> tuple[Term, ...]:
    """Every entry that holds."""
    async with store.read_only() as c:
        return tuple(map(term_of, await glossary.listing(c)))


async def put(c: AsyncConnection, term: Term, now: datetime) -> str | None:
    """Keep an entry; the other spelling that it replaces."""
    before = await glossary.put(c, row_of(term), now)
    return before.english if before is not None and before.english != term.english else None


async def take_out(c: AsyncConnection, arabic: str, now: datetime) -> GlossaryRow | None:
    """Remove the entry of a name; None where there is none."""
    return await glossary.remove(c, key_of(arabic), now)


async def compare(store: Store, listing: Listing) -> GlossaryChange:
    """What `take` would do with a file's entries."""
    async with store.read_only() as c:
        return _compared({row.key: row for row in await glossary.listing(c)}, listing)


async def take(store: Store, listing: Listing, now: datetime) -> GlossaryChange:
    """Put a file's entries into the glossary, in one transaction."""
    async with store.transaction() as c:
        taken = _compared({row.key: row for row in await glossary.listing(c)}, listing)
        for term in (*taken.new, *(term for term, _ in taken.changed)):
            await glossary.put(c, row_of(term), now)
    return taken


def _compared(rows: dict[str, GlossaryRow], listing: Listing) -> GlossaryChange:
    new: list[Term] = []
    changed: list[tuple[Term, str]] = []
    known: list[Term] = []
    for term in listing.terms:
        held = rows.get(term.key)
        if held is None:
            new.append(term)
        elif term.origin is not SpellingOrigin.OPERATOR or row_of(term) == row_of(term_of(held)):
            # What another Mujaz learnt does not go before what is here.
            known.append(term)
        else:
            changed.append((term, held.english))
    return GlossaryChange(tuple(new), tuple(changed), tuple(known), listing.refused)


async def remember(
    c: AsyncConnection, lessons: Iterable[Learnt], article: int, now: datetime
) -> int:
    """Keep what an article taught where nothing is known yet; how many that were."""
    kept = 0
    for lesson in lessons:
        kept += await glossary.learn(c, row_of(lesson.term, article), now)
    return kept


class Current:
    """The entries that hold now, read again only when one has changed."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._terms: Sequence[Term] = ()

    async def terms(self, c: AsyncConnection) -> Sequence[Term]:
        """The same object until something changes."""
        stamp = await glossary.stamp(c)
        if stamp != self._stamp:
            self._terms = tuple(map(term_of, await glossary.listing(c)))
            self._stamp = stamp
        return self._terms
