"""Documents read: those under paths of the command line, and one that somebody hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from bot.errors import DocumentError
from bot.reading.article import read
from bot.reading.pictures import FROM_PICTURE as FROM_PICTURE
from bot.reading.pictures import read_picture
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
    paths: Iterable[str], progress: Progress = silent, standard_input: BinaryIO | None = None
) -> Batch:
    """Every document under the paths read; one that cannot be is recorded and passed over."""
    articles: list[Article] = []
    failed: list[Skipped] = []
    found = list(files.documents(paths, standard_input))
    for number, item in enumerate(found):
        progress("reading", number, len(found))
        if isinstance(item, Skipped):
            failed.append(item)
            continue
        try:
            articles.append(read(item))
        except DocumentError as error:
            failed.append(files.skipped(item.origin, error))
    progress("reading", len(found), len(found))
    return Batch(tuple(articles), tuple(failed))


def read_path(path: str, standard_input: BinaryIO | None = None) -> Article:
    """The one document at a path, or on standard input for "-". Raises DocumentError."""
    return read_document(files.load(path, standard_input))


def read_document(document: Document) -> Article:
    """Raises DocumentError where it cannot be read as an article."""
    return read(document)


def picture_text(data: bytes) -> str:
    """The text of a picture. Raises NoPictureReader, UnclearPicture, TooLarge, BinaryDocument."""
    return read_picture(data)


def passed_over(paths: Iterable[str]) -> Counter[str]:
    """The endings of the files below the folders among `paths` that are of no kind read."""
    return files.passed_over(paths)
