"""The whole way of `mujaz digest`: documents in, a digest out, and the same once more from memory.

A digest that was made is kept under everything it came from: the documents' bytes, the settings,
the names that were known, the models that were here, and the code itself. Asked for again, in
another format perhaps, nothing is read, translated or judged anew, and nothing heavy is loaded.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bot.config import Settings
from bot.pipeline.documents import Found, find_all, read_all, silent
from bot.records import Brief, Digest, Document, Progress
from bot.store import serial
from bot.translation.answers import Memory
from bot.translation.worked_out import version_of

_LOG = logging.getLogger(__name__)

_LOCAL = frozenset(("auto", "embedded", "firefox", "ctranslate2"))
"""Engines that say the same to the same; of others, and of other packages' kinds, nothing is
known."""
_OWN_SUMMARY = "extractive"


def make_digest(
    paths: Iterable[str],
    settings: Settings,
    progress: Progress = silent,
    standard_input: BinaryIO | None = None,
    made_at: datetime | None = None,
    *,
    whole: bool = False,
    since: date | None = None,
) -> Digest:
    """Paths and addresses -> articles -> translations -> briefs -> a digest.

    `whole`: every sentence is translated, not only what the briefs need. `since`: articles
    published before that day count as read, and are only what stories go on from. Documents that
    cannot be read stand in `Digest.skipped`. Raises ModelError where the engine cannot be used.
    """
    found = find_all(paths, standard_input)
    now = made_at or datetime.now().astimezone()
    memory = _memory(found, settings)
    if memory is not None and (kept := _kept(memory, _place(found, settings, whole, since))):
        return replace(kept, made_at=now)
    made, complete = _make(found, settings, progress, now, whole, since)
    if memory is not None and complete:
        # What the articles taught is known the next time, and changes nothing of this digest.
        _keep(memory, _place(found, settings, whole, since), made)
    return made


def _make(
    found: Found,
    settings: Settings,
    progress: Progress,
    now: datetime,
    whole: bool,
    since: date | None,
) -> tuple[Digest, bool]:
    """The digest, and whether every engine answered that should have."""
    from bot.pipeline.glossary_files import keep_learnt, terms_of_a_run
    from bot.pipeline.rooms import Rooms

    batch = read_all(found, progress, settings.sources)
    rooms = Rooms(settings, progress, terms_of_a_run(settings), frugal=True)
    try:
        points = None if whole else settings.summary.points
        translations = rooms.translate(batch.articles, points=points) if batch.articles else []
        if settings.translation.memory:
            keep_learnt(settings, rooms.lessons())
        briefs = rooms.brief(translations)
        new, before = _parted(briefs, since)
        made = rooms.digest(new, batch.skipped, now, before, since)
        return made, not rooms.passed_over() and not any(t.absent for t in translations)
    finally:
        rooms.close()


def _parted(briefs: Sequence[Brief], since: date | None) -> tuple[list[Brief], list[Brief]]:
    """Those that are news, and those that were published before that day."""
    from bot.digest.profile import day_of

    new: list[Brief] = []
    before: list[Brief] = []
    for brief in briefs:
        day = day_of(brief)
        (before if since and day and day < since else new).append(brief)
    return new, before


# -- the same once more


def _memory(found: Found, settings: Settings) -> Memory | None:
    """Where digests are kept; None where this one is not to be."""
    chosen = settings.translation
    if not chosen.memory or chosen.engine not in _LOCAL or settings.summary.engine != _OWN_SUMMARY:
        return None
    # A page may have changed since, and a bot's glossary may in a database elsewhere.
    if found.addresses or (settings.has_database and not _file(settings)):
        return None
    try:
        return Memory(settings.memory_path)
    except (OSError, sqlite3.Error):
        # The rooms meet the same and say so.
        return None


def _file(settings: Settings) -> Path | None:
    url = settings.database_url
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _place(found: Found, settings: Settings, whole: bool, since: date | None) -> str:
    """Of everything that the digest comes from."""
    asked = f"digest {version_of('.')}\0{settings.model_dump_json()}\0{whole}\0{since}"
    place = sha256(asked.encode())
    for item in found.documents:
        if isinstance(item, Document):
            told = [item.origin, item.media_type, item.charset, item.url]
            place.update(json.dumps(told).encode() + sha256(item.data).digest())
        else:
            place.update(json.dumps(astuple(item)).encode())
    for path in _besides(settings):
        if path.is_file():
            state = path.stat()
            place.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return place.hexdigest()


def _besides(settings: Settings) -> Iterator[Path]:
    """Files that a digest depends on besides the documents: names, and models."""
    yield settings.learnt_path
    if settings.glossary_path is not None:
        yield settings.glossary_path
    if (database := _file(settings)) is not None:
        yield from (database, database.with_name(f"{database.name}-wal"))
    models = settings.cache_dir / "models"
    if models.is_dir():
        yield from sorted(path for path in models.rglob("*") if path.suffix != ".lock")


def _kept(memory: Memory, place: str) -> Digest | None:
    try:
        found = memory.known([place]).get(place)
        return serial.loads(Digest, zlib.decompress(found).decode()) if found else None
    except (OSError, sqlite3.Error, zlib.error, serial.UnreadableRecord) as error:
        _LOG.info("A digest that was kept cannot be read (%s): it is made anew.", error)
        return None


def _keep(memory: Memory, place: str, made: Digest) -> None:
    try:
        memory.note({place: zlib.compress(serial.dumps(made).encode())})
    except (OSError, sqlite3.Error) as error:
        _LOG.warning("The digest cannot be kept (%s): the next one takes as long.", error)
