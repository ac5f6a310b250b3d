"""What `mujaz glossary` does, on the bot's database or on a file; the texts it answers with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.database import opened
from bot.commands.terminal import NOTHING_MADE
from bot.config import DEFAULT_GLOSSARY, Settings
from bot.errors import BadTerm
from bot.language.lettering import shown
from bot.pipeline import glossary
from bot.pipeline.glossary import GlossaryChange, all_terms, compare, take
from bot.pipeline.glossary_files import learnt_terms, put_into, take_into, take_out_of
from bot.pipeline.glossary_files import listed as read_file
from bot.pipeline.names import Term, entry, packaged, with_words, written
from bot.records import Skipped
from bot.store.glossary import OPERATOR

NAMED = 20
"""Refused rows that are named one by one."""


def _file(settings: Settings, file: Path | None) -> Path | None:
    """The file that is meant; None for the bot's database."""
    if file is None and not settings.has_database:
        return settings.glossary_path or DEFAULT_GLOSSARY
    if file is not None and file.suffix.lower() == ".tbx":
        raise BadTerm("A TBX file is imported and exported, not edited. Name a .tsv file.")
    return file


def _terms(settings: Settings, file: Path | None) -> tuple[Term, ...]:
    path = _file(settings, file)
    if path is None:

        async def read() -> tuple[Term, ...]:
            async with opened(settings) as store:
                return await all_terms(store)

        return asyncio.run(read())
    own = read_file(path).terms if path.is_file() else ()
    held = {term.key for term in own}
    learnt = () if file is not None else learnt_terms(settings)
    return (*own, *(term for term in learnt if term.key not in held))


def listed(settings: Settings, file: Path | None, words: str) -> str:
    terms = _terms(settings, file)
    if words:
        found = with_words(terms, words)
        terms = (*found, *packaged(words, NAMED, but=(term.key for term in found)))
    if not terms:
        return f"No name with {words}.\n" if words else "The glossary is empty.\n"
    return "".join(f"{t.arabic}\t{t.english}\t{t.kind}\t{t.origin}\n" for t in terms)


def added(settings: Settings, file: Path | None, arabic: str, english: str, kind: str) -> str:
    """Raises BadTerm."""
    term, path = entry(arabic, english, kind), _file(settings, file)
    if path is not None:
        held = read_file(path).terms if path.is_file() else ()
        was = next((each.english for each in held if each.key == term.key), term.english)
        put_into(path, [term])
        if was != term.english:
            return f"Changed in {path}: {_line(term)}; it was {was}"
        return f"Added to {path}: {_line(term)}"

    async def put() -> str:
        async with opened(settings) as store, store.transaction() as c:
            before = await glossary.put(c, term, datetime.now(UTC))
        if before is None:
            return f"Added: {_line(term)}"
        return f"Changed: {_line(term)}; it was {before}"

    return asyncio.run(put())


def removed(settings: Settings, file: Path | None, arabic: str) -> str:
    """Raises BadTerm where the name is not there."""
    path = _file(settings, file)
    if path is not None:
        return (
            f"Removed from {path}: {shown(' = '.join(take_out_of(path, arabic).split(chr(9))[:2]))}"
        )

    async def take_out() -> str:
        async with opened(settings) as store, store.transaction() as c:
            gone = await glossary.take_out(c, arabic, datetime.now(UTC))
        if gone is None:
            raise BadTerm(f"{shown(arabic)} is not in the glossary. See mujaz glossary list.")
        note = "" if gone.origin == OPERATOR else "; it will not be learnt again"
        return f"Removed: {shown(gone.arabic)} = {gone.english}{note}"

    return asyncio.run(take_out())


def imported(settings: Settings, file: Path | None, source: Path, dry_run: bool) -> tuple[str, int]:
    """The report, and the exit code. Raises BadSettings where the file is no glossary."""
    listing, path = read_file(source), _file(settings, file)
    if path is not None:
        taken = take_into(path, listing, dry_run=dry_run)
    else:

        async def put() -> GlossaryChange:
            async with opened(settings) as store:
                if dry_run:
                    return await compare(store, listing)
                return await take(store, listing, datetime.now(UTC))

        taken = asyncio.run(put())
    return "\n".join(_report(taken, dry_run)), 0 if listing.terms else NOTHING_MADE


def _report(taken: GlossaryChange, dry_run: bool) -> Iterable[str]:
    would = "Would import" if dry_run else "Imported"
    yield (
        f"{would}: {len(taken.new)} new, {len(taken.changed)} changed, "
        f"{len(taken.known)} known already, {len(taken.refused)} refused."
    )
    for term, before in taken.changed[:NAMED]:
        yield f"Changed: {_line(term)}; it was {before}"
    yield from _refusals(taken.refused)


def _refusals(refused: tuple[Skipped, ...]) -> Iterable[str]:
    for each in refused[:NAMED]:
        yield f"Refused {shown(each.path)}: {each.reason}"
    if len(refused) > NAMED:
        yield f"... and {len(refused) - NAMED} more"


def _line(term: Term) -> str:
    return f"{shown(term.arabic)} = {term.english} ({term.kind})"


def exported(settings: Settings, file: Path | None, kind: str) -> str:
    terms = _terms(settings, file)
    return written(terms, kind).decode()
