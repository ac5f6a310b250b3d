"""Every error a user can meet. Its text says what is wrong and what to do next."""

from __future__ import annotations


class MujazError(Exception):
    """Base of all errors that are shown to the user as they are, without a traceback."""

    @property
    def name(self) -> str:
        """The error's name as it is shown and recorded."""
        return type(self).__name__


# --- documents: one bad document is skipped and recorded, the others go on


class DocumentError(MujazError):
    """A document that cannot become an article."""


class MissingFile(DocumentError):
    """The path does not exist or cannot be opened."""


class NothingReadable(DocumentError):
    """A folder holds no file of a kind that can be read."""


class EmptyDocument(DocumentError):
    """No bytes, or nothing but white space."""


class TooLarge(DocumentError):
    """Over the size limit."""


class BinaryDocument(DocumentError):
    """Not text: an image, an archive, a program."""


class Undecodable(DocumentError):
    """Text in no encoding that can be told."""


class NoArticle(DocumentError):
    """A page on which no article was found."""


class HeadlineList(DocumentError):
    """Headlines of several stories, and the text of none."""


class NotArabic(DocumentError):
    """Text in another language, named where it can be told."""


class TooShort(DocumentError):
    """Arabic, but too little of it to be an article or a post."""


# --- models


class ModelError(MujazError):
    """An engine that cannot be used."""


class UnknownEngine(ModelError):
    """A configured engine name that no engine has."""


class NoDiskSpace(ModelError):
    """Too little room for the model."""


class DamagedModel(ModelError):
    """Model files that do not match their checksums or do not load."""


class CanaryFailed(ModelError):
    """A model that loads but does not translate."""


class BuildInterrupted(ModelError):
    """A model build that was stopped half way."""


# --- evaluation


class BadTestset(MujazError):
    """A test set that cannot be read, or is none."""


class MissingExtra(MujazError):
    """A part of Mujaz that needs libraries which are not installed."""


# --- settings and output


class BadSettings(MujazError):
    """A configuration that cannot be used."""


class CannotWrite(MujazError):
    """The output file cannot be written."""
