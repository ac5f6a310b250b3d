"""The glossary of runs without the bot: a file of the user's, and a file of what was learnt.

`glossary.tsv` is the user's and is written only when they say so, line by line, so that its
comments stay. What articles taught is kept in the cache folder and may be deleted.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.config import Settings
from bot.errors import BadSettings, BadTerm, MujazError
from bot.pipeline.glossary import GlossaryChange
from bot.translation.names.exchange import HEAD, Listing, read_glossary, write_tsv
from bot.translation.names.learning import Learnt
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import Term, key_of

_LOG = logging.getLogger(__name__)
MOST_LEARNT = 20_000


def own_terms(settings: Settings) -> tuple[Term, ...]:
    """The entries of the user's file; none where there is no file.

    Raises BadSettings where the file that is configured cannot be read.
    """
    path = settings.glossary_path
    if path is None:
        return ()
    listing = listed(path)
    for refused in listing.refused:
        _LOG.warning("%s, %s: %s", path, refused.path, refused.reason)
    return listing.terms


def listed(path: Path) -> Listing:
    """A glossary file. Raises BadSettings."""
    try:
        return read_glossary(path.read_bytes())
    except OSError as error:
        raise BadSettings(f"The glossary {path} cannot be read: {error.strerror}.") from error
    except MujazError as error:
        raise BadSettings(f"The glossary {path} cannot be read: {error}") from error


def terms_of_a_run(settings: Settings) -> tuple[Term, ...]:
    """All that a run without the bot goes by: what was learnt, the bot's entries where it has a
    database, and the user's file."""
    return (*learnt_terms(settings), *_stored(settings), *own_terms(settings))


def learnt_terms(settings: Settings) -> tuple[Term, ...]:
    try:
        return read_glossary((settings.learnt_path).read_bytes()).terms
    except (OSError, MujazError):
        # Only a cache: what is lost is learnt again.
        return ()


def keep_learnt(settings: Settings, lessons: Iterable[Learnt]) -> None:
    """Add what a run taught; what is known stays as it is. A folder that cannot be written costs
    the memory and no digest."""
    held = {term.key: term for term in learnt_terms(settings)}
    new = {x.term.key: x.term for x in lessons if x.term.key not in held}
    if not new or len(held) >= MOST_LEARNT:
        return
    try:
        _write(settings.learnt_path, write_tsv((*held.values(), *new.values())))
    except OSError as error:
        _LOG.warning("Names cannot be remembered in %s: %s.", settings.cache_dir, error.strerror)


def put_into(path: Path, terms: Iterable[Term]) -> None:
    """Write entries into the user's file: the line of a name is replaced, a new name is added."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else [HEAD]
    place = {key_of(line.split("\t")[0]): n for n, line in enumerate(lines) if _is_row(line)}
    for term in terms:
        line = f"{term.arabic}\t{term.english}\t{term.kind}\t{term.origin}"
        if term.key in place:
            lines[place[term.key]] = line
        else:
            place[term.key] = len(lines)
            lines.append(line)
    _write(path, ("\n".join(lines) + "\n").encode())


def take_into(path: Path, listing: Listing, *, dry_run: bool) -> GlossaryChange:
    """Put a file's entries into the user's file, or say what that would do."""
    held = {t.key: t for t in listed(path).terms} if path.is_file() else {}
    new = tuple(t for t in listing.terms if t.key not in held)
    known = tuple(t for t in listing.terms if t.key in held and _same(t, held[t.key]))
    changed = tuple(
        (t, held[t.key].english)
        for t in listing.terms
        if t.key in held and not _same(t, held[t.key])
    )
    if not dry_run:
        put_into(path, [*new, *(term for term, _ in changed)])
    return GlossaryChange(new, changed, known, listing.refused)


def _same(one: Term, held: Term) -> bool:
    return one.origin is not SpellingOrigin.OPERATOR or one == held


def take_out_of(path: Path, arabic: str) -> str:
    """Remove a name from the user's file; its line. Raises BadTerm where it is not there."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    key = key_of(arabic)
    mine = [line for line in lines if _is_row(line) and key_of(line.split("\t")[0]) == key]
    if not key or not mine:
        raise BadTerm(f"{arabic} is not in {path}. See mujaz glossary list.")
    _write(path, ("\n".join(line for line in lines if line not in mine) + "\n").encode())
    return mine[0]


def _is_row(line: str) -> bool:
    return "\t" in line and not line.lstrip().startswith("#")


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _stored(settings: Settings) -> tuple[Term, ...]:
    """The bot's entries; none where there is no bot, or no glossary in its database yet."""
    if not settings.has_database:
        return ()
    from sqlalchemy.exc import SQLAlchemyError

    async def read() -> tuple[Term, ...]:
        from bot.pipeline.glossary import all_terms
        from bot.store.store import open_store, revision

        store = await open_store(settings.database_url, migrated=False)
        try:
            # One that no bot has run with yet has no tables, and nothing to be missed.
            return await all_terms(store) if await revision(store) else ()
        finally:
            await store.close()

    try:
        return asyncio.run(read())
    except (MujazError, SQLAlchemyError, OSError) as error:
        _LOG.warning("The bot's glossary is not used: %s", type(error).__name__)
        return ()
