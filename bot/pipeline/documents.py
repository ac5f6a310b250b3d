"""Documents read: those under paths of the command line, and one that somebody hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from bot.config import SourcesSettings
from bot.errors import DocumentError, MujazError
from bot.pipeline.addresses import is_address, read_addresses
from bot.reading.article import read
from bot.records import Article, Document, Progress, Skipped
from bot.sources import files


def silent(stage: str, done: int, total: int) -> None:
    """A Progress for callers who show none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a set of paths gave."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def read_all(
    paths: Iterable[str],
    progress: Progress = silent,
    standard_input: BinaryIO | None = None,
    web: SourcesSettings | None = None,
) -> Batch:
    """Every document under the paths and at the addresses among them; one that cannot be read is
    recorded and passed over. `web`: how addresses are asked; None: by the defaults."""
    given = list(paths)
    addresses = list(dict.fromkeys(filter(is_address, given)))
    paths = [path for path in given if not is_address(path)]
    articles: list[Article] = []
    failed: list[Skipped] = []
    found = list(files.documents(paths, standard_input))
    total = len(found) + len(addresses)
    for number, item in enumerate(found):
        progress("reading", number, total)
        if isinstance(item, Skipped):
            failed.append(item)
            continue
        try:
            articles.append(read(item))
        except DocumentError as error:
            failed.append(files.skipped(item.origin, error))
    fetched = read_addresses(addresses, web or SourcesSettings())
    for address, answer in zip(addresses, fetched, strict=True):
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
        (answer,) = read_addresses([path], web or SourcesSettings())
        if isinstance(answer, MujazError):
            raise answer
        return answer
    return read_document(files.load(path, standard_input))


def read_document(document: Document) -> Article:
    """Raises DocumentError where it cannot be read as an article."""
    return read(document)


def passed_over(paths: Iterable[str]) -> Counter[str]:
    """The endings of the files below the folders among `paths` that are of no kind read."""
    return files.passed_over(path for path in paths if not is_address(path))
