"""Documents read: those under paths of the command line, and one that somebody hands over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from bot.config import SourcesSettings
from bot.errors import DocumentError, MujazError
from bot.records import Article, Document, Progress, Skipped
from bot.sources import files

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(path: str) -> bool:
    """Whether it is meant as an address and not as a file's name; which schemes may be asked, the
    fetcher says."""
    return _SCHEME.match(path) is not None


def silent(stage: str, done: int, total: int) -> None:
    """A Progress for callers who show none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a set of paths gave."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands under a set of paths, not yet read."""

    documents: tuple[Document | Skipped, ...]
    addresses: tuple[str, ...]
    """Of articles, not yet fetched."""


def find_all(paths: Iterable[str], standard_input: BinaryIO | None = None) -> Found:
    """The bytes of every document under the paths, and the addresses among these."""
    given = list(paths)
    addresses = tuple(dict.fromkeys(filter(is_address, given)))
    stored = [path for path in given if not is_address(path)]
    return Found(tuple(files.documents(stored, standard_input)), addresses)


def read_all(
    found: Found, progress: Progress = silent, web: SourcesSettings | None = None
) -> Batch:
    """All that was found, read; what cannot be read is recorded and passed over. `web`: how
    addresses are asked; None: by the defaults."""
    # Only now: a digest that is remembered reads nothing.
    from bot.pipeline.addresses import read_addresses
    from bot.reading.article import read

    articles: list[Article] = []
    failed: list[Skipped] = []
    total = len(found.documents) + len(found.addresses)
    for number, item in enumerate(found.documents):
        progress("reading", number, total)
        if isinstance(item, Skipped):
            failed.append(item)
            continue
        try:
            articles.append(read(item))
        except DocumentError as error:
            failed.append(files.skipped(item.origin, error))
    fetched = read_addresses(found.addresses, web or SourcesSettings())
    for address, answer in zip(found.addresses, fetched, strict=True):
        if isinstance(answer, MujazError):
            failed.append(Skipped(path=address, error=answer.name, reason=str(answer)))
        else:
            articles.append(answer)
    progress("reading", total, total)
    return Batch(tuple(articles), tuple(failed))


def read_path(
    path: str, standard_input: BinaryIO | None = None, web: SourcesSettings | None = None
) -> Article:
    """The one document at a path or an address, or on standard input for "-". Raises DocumentError,
    and FetchError for an address. `web`: as for `read_all`."""
    if is_address(path):
        from bot.pipeline.addresses import read_addresses

        (answer,) = read_addresses([path], web or SourcesSettings())
        if isinstance(answer, MujazError):
            raise answer
        return answer
    return read_document(files.load(path, standard_input))


def read_document(document: Document) -> Article:
    """Raises DocumentError where it cannot be read as an article."""
    from bot.reading.article import read

    return read(document)


def passed_over(paths: Iterable[str]) -> Counter[str]:
    """The endings of the files below the folders among `paths` that are of no kind read."""
    return files.passed_over(path for path in paths if not is_address(path))
